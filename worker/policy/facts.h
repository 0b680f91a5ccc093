// Facts: what the tables of a policy set look at. A fact is known or it is not; an unknown fact
// makes a table that needs it undetermined, never false or zero.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "worker/core/money.h"

namespace dm {

// Money is öre, dates are days since the epoch, enumerations are their code. The dictionary of all
// facts, with types, is policies/schema/facts.yaml; a table that names a fact outside it does not
// load.
using FactValue = std::variant<bool, std::int64_t, std::string>;

class Facts {
 public:
  void Set(std::string_view id, bool value) { values_[std::string(id)] = FactValue(value); }

  void Set(std::string_view id, std::int64_t value) { values_[std::string(id)] = FactValue(value); }

  void Set(std::string_view id, int value) { Set(id, std::int64_t{value}); }

  void Set(std::string_view id, Money value) { Set(id, value.ore()); }

  void Set(std::string_view id, std::string_view value) {
    values_[std::string(id)] = FactValue(std::string(value));
  }

  void Set(std::string_view id, const char* value) { Set(id, std::string_view(value)); }

  void SetUnknown(std::string_view id) { values_[std::string(id)] = std::nullopt; }

  // Nothing when the fact is unknown or was never set.
  std::optional<FactValue> Get(std::string_view id) const {
    const auto found = values_.find(id);
    if (found == values_.end()) return std::nullopt;
    return found->second;
  }

  const std::map<std::string, std::optional<FactValue>, std::less<>>& values() const {
    return values_;
  }

 private:
  std::map<std::string, std::optional<FactValue>, std::less<>> values_;
};

}  // namespace dm
