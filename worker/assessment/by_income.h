// ByIncome: something of each person's income of each kind. A household has a few: they stand in a
// row, by person, then kind.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/case/household.h"

namespace dm::assessment {

using IncomeKey = std::pair<PersonKey, std::string>;  // person and kind

template <typename Value>
class ByIncome {
 public:
  using Entry = std::pair<IncomeKey, Value>;

  // Null where there is none.
  const Value* Find(const PersonKey& person, std::string_view kind) const {
    const auto place = PlaceOf(entries_, person, kind);
    return IsAt(place, person, kind) ? &place->second : nullptr;
  }

  // Made where there is none.
  Value& At(const PersonKey& person, std::string_view kind) {
    auto place = PlaceOf(entries_, person, kind);
    if (!IsAt(place, person, kind))
      place = entries_.emplace(place, IncomeKey(person, std::string(kind)), Value());
    return place->second;
  }

  auto begin() const { return entries_.begin(); }

  auto end() const { return entries_.end(); }

 private:
  // Where it stands or belongs.
  template <typename Entries>
  static auto PlaceOf(Entries& entries, const PersonKey& person, std::string_view kind) {
    return std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
      const auto order = entry.first.first <=> person;
      return order == 0 ? entry.first.second >= kind : order > 0;
    });
  }

  template <typename Place>
  bool IsAt(const Place& place, const PersonKey& person, std::string_view kind) const {
    return place != entries_.end() && place->first.second == kind && place->first.first == person;
  }

  std::vector<Entry> entries_;
};

}  // namespace dm::assessment
