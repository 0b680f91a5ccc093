// Id<Tag>: identifiers that cannot be mixed up. Text of 1 to 64 characters from [A-Za-z0-9._:-].
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "worker/core/status.h"

namespace dm {

inline constexpr std::size_t kIdLengthMax = 64;

// True when `text` may be an id.
bool IsIdText(std::string_view text);

template <typename Tag>
class Id {
 public:
  Id() = default;

  static StatusOr<Id> Parse(std::string_view text) {
    if (!IsIdText(text))
      return InvalidArgument("an id is 1 to 64 characters from A-Z a-z 0-9 . _ : -");
    return Id(std::string(text));
  }

  // For text that our own code made; stops the program when it is no id.
  static Id FromTrusted(std::string text);

  const std::string& value() const { return value_; }

  bool empty() const { return value_.empty(); }

  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  explicit Id(std::string value) : value_(std::move(value)) {}

  std::string value_;
};

namespace internal {
[[noreturn]] void FailUntrustedId();
}  // namespace internal

template <typename Tag>
Id<Tag> Id<Tag>::FromTrusted(std::string text) {
  if (!IsIdText(text)) internal::FailUntrustedId();
  return Id(std::move(text));
}

using CaseId =
    Id<struct CaseTag>;  // one application for one household and month; the SSBTEK arendeidentitet
using ApplicationId = Id<struct ApplicationTag>;  // given by the case system
using EscalationId = Id<struct EscalationTag>;
using EffectId = Id<struct EffectTag>;
using FrameId = Id<struct FrameTag>;
using HouseholdId =
    Id<struct HouseholdTag>;  // the case system's key of the household (its running case)
using PersonKey =
    Id<struct PersonTag>;  // pseudonym of a person within an application: "p1", "p2", …
using DocumentId = Id<struct DocumentTag>;

}  // namespace dm
