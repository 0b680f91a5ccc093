// Values of a case from their JSON texts and numbers, for case_reader.cc: each takes what the field
// reader takes for certain, or answers false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <google/protobuf/generated_enum_reflection.h>

#include "worker/adapters/codec/enums.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"
#include "worker/core/personnummer.h"

namespace dm::codec {

// What a field of text may hold: one line of clean text, or a hash.
struct TextRule {
  std::size_t bytes_max = 0;
  bool hash = false;
};

bool TakeText(std::string_view text, TextRule rule, std::string* value);
// A whole number written as text, as int64 are.
bool TakeNumber(std::string_view text, std::int64_t* value);
bool TakeDate(std::string_view text, Date* value);
bool TakeMonth(std::string_view text, Month* value);
bool TakeInstant(std::string_view text, Instant* value);
bool TakePersonnummer(std::string_view text, Personnummer* value);

template <typename Tag>
bool TakeId(std::string_view text, Id<Tag>* value) {
  if (text == value->value()) return !text.empty();
  StatusOr<Id<Tag>> id = Id<Tag>::Parse(text);
  if (!id.ok()) return false;
  *value = *std::move(id);
  return true;
}

// The enumeration's values by their names in the contract.
template <typename E>
const std::vector<std::pair<std::string_view, E>>& NamesOf() {
  static const std::vector<std::pair<std::string_view, E>> names = [] {
    const auto* type = google::protobuf::GetEnumDescriptor<ProtoOf<E>>();
    std::vector<std::pair<std::string_view, E>> made;
    for (const auto& [ours, theirs] : PairsOf(E{}))
      made.emplace_back(type->FindValueByNumber(theirs)->name(), ours);
    return made;
  }();
  return names;
}

template <typename E>
bool TakeEnum(std::string_view text, E* value) {
  for (const auto& [name, known] : NamesOf<E>()) {
    if (text != name) continue;
    *value = known;
    return true;
  }
  return false;
}

// What a message without the field says; nothing where the field is required.
template <typename E>
constexpr std::optional<E> EnumWhereAbsent() {
  // As KindOf of evidence_payments.cc.
  if constexpr (std::is_same_v<E, AmountKind>) return AmountKind::kBenefit;
  for (const auto& [ours, theirs] : PairsOf(E{})) {
    if (theirs == ProtoOf<E>{}) return ours;
  }
  return std::nullopt;
}

}  // namespace dm::codec
