// SetTables: every table of a set, compiled once for each stretch of days on which it stays the
// same. Immutable; shared by all that ask the set for a row.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/engine/compiled_table.h"
#include "worker/policy/policy_data.h"

namespace dm::policy {

class SetTables {
 public:
  // Interns the words of all tables in data.words.
  explicit SetTables(PolicyData& data);

  // Null when no rows are in force, or a parameter that a cell names has no value.
  const CompiledTable* OfParameter(const std::string& id, Date on) const;
  const CompiledTable* OfDecision(const std::string& id, Date on) const;

  // The number that a column's cells know a value by; kUnknown for none, for a value of another
  // type, and for a word outside a closed domain.
  std::int64_t NumberOf(const Column& column, const FactValue* value) const;

 private:
  struct Version {
    Date from;
    std::shared_ptr<const CompiledTable> table;
  };

  using Versions = std::map<std::string, std::vector<Version>, std::less<>>;

  static const CompiledTable* On(const Versions& tables, const std::string& id, Date on);
  void NoteDomain(const Axis& axis, PolicyData& data);

  std::shared_ptr<const Words> words_;
  Versions parameters_;
  Versions decisions_;
  std::unordered_map<const Domain*, std::vector<bool>> domains_;  // by a word's number
};

}  // namespace dm::policy
