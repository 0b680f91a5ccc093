// PolicyReader: one assessment's view of the policy set on the first day of the month applied for.
// It remembers what was missing, what was not approved and which sources were used, so that no part
// can forget to say so.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/rational.h"
#include "worker/policy/policy_set.h"

namespace dm::assessment {

class PolicyReader {
 public:
  PolicyReader(const PolicySet& policy, Date on) : policy_(policy), on_(on) {}

  const PolicySet& set() const { return policy_; }

  Date on() const { return on_; }

  // A value the calculation cannot do without. Nothing: noted as missing, never replaced by a
  // default.
  std::optional<ParameterValue> Need(std::string_view id);
  std::optional<ParameterValue> NeedRow(std::string_view id, const Keys& keys);
  // A value that the municipality may leave unset; the caller decides what that means.
  std::optional<ParameterValue> Find(std::string_view id);
  std::optional<ParameterValue> FindRow(std::string_view id, const Keys& keys);

  // The same as Need for one type; a value of another type counts as missing.
  std::optional<std::int64_t> NeedNumber(std::string_view id);
  std::optional<Money> NeedMoney(std::string_view id);
  // The amount in force on another day: a year's prisbasbelopp for that year's incomes.
  std::optional<Money> NeedMoneyOn(std::string_view id, Date on);
  std::optional<std::string> NeedCode(std::string_view id);

  // Whether a rule that begins on a day is in force and says yes.
  bool Applies(std::string_view id);

  // Nothing when no version is in force (noted as missing).
  std::optional<TableResult> Evaluate(std::string_view table, const Facts& facts);

  // Nothing when there is no such calculation on the day (noted as missing). Every parameter that
  // it rests on is noted as used, unapproved or missing like one asked for by name.
  std::optional<Calculated> Calculate(std::string_view calculation, const CalcFacts& facts);

  // Sources of the register as they stand on the day, noted as used.
  std::vector<SourceRef> Cite(const std::vector<std::string>& ids);
  void Use(const std::vector<SourceRef>& sources);

  std::string Text(std::string_view code) const { return policy_.Text(code); }

  // Parameter id → why it is missing, with the dates that it covers.
  const std::map<std::string, std::string>& missing() const { return missing_; }

  // "riksnorm.personal@2026-01".
  const std::set<std::string>& unapproved() const { return unapproved_; }

  std::vector<SourceRef> used() const;

 private:
  std::optional<ParameterValue> Note(std::string_view id,
                                     StatusOr<ParameterValue> value,
                                     bool needed);
  std::string At(std::string_view id) const;

  const PolicySet& policy_;
  Date on_;
  std::map<std::string, std::string> missing_;
  std::set<std::string> unapproved_;
  std::map<std::string, SourceRef> used_;
};

}  // namespace dm::assessment
