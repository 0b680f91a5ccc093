// Small verbs that put optional values and lists into messages.
#pragma once

#include <optional>
#include <string>

#include "worker/adapters/codec/quality.h"
#include "worker/adapters/codec/to_proto.h"

namespace dm::codec {

inline std::string TextOf(const std::optional<Date>& date) {
  return date.has_value() ? date->ToString() : std::string();
}

inline std::string TextOf(const std::optional<PersonKey>& person) {
  return person.has_value() ? person->value() : std::string();
}

// Periods without ends are left out: they say nothing.
inline bool HasEnd(const Period& period) {
  return period.from.has_value() || period.to.has_value();
}

template <typename Values, typename Repeated>
void FillList(const Values& values, Repeated* repeated) {
  for (const auto& value : values) *repeated->Add() = ToProto(value);
}

template <typename Repeated>
void FillTexts(const std::vector<std::string>& values, Repeated* repeated) {
  for (const std::string& value : values) *repeated->Add() = value;
}

template <typename Repeated>
std::vector<std::string> TextsOf(const Repeated& repeated) {
  return {repeated.begin(), repeated.end()};
}

}  // namespace dm::codec
