// A policy set with single values replaced, so that a case or a test can say "as it stands, but the
// mode is propose" without a policy tree of its own.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/golden/forwarding_policy.h"

namespace dm::golden {

class OverriddenPolicy final : public ForwardingPolicy {
 public:
  explicit OverriddenPolicy(std::shared_ptr<const PolicySet> set);

  // Replaces a scalar, or every row of a table, on every day.
  OverriddenPolicy& With(const std::string& id, FactValue value);
  OverriddenPolicy& Without(const std::string& id);
  OverriddenPolicy& Unapproved(const std::string& id);
  OverriddenPolicy& WithMode(const std::string& typfall, Mode mode);
  OverriddenPolicy& WithDelegations(std::vector<Delegation> delegations);

  StatusOr<ParameterValue> Get(std::string_view id, Date on) const override;
  bool Has(std::string_view id, Date on) const override;
  StatusOr<ParameterValue> Lookup(std::string_view id, const Keys& keys, Date on) const override;
  StatusOr<Calculated> Calculate(std::string_view calculation,
                                 const CalcFacts& facts,
                                 Date on) const override;

  const std::vector<TypfallPolicy>& typfall() const override { return typfall_; }

  const std::vector<Delegation>& delegations() const override { return delegations_; }

 private:
  std::optional<StatusOr<ParameterValue>> Replaced(std::string_view id) const;
  StatusOr<ParameterValue> Marked(StatusOr<ParameterValue> value) const;

  std::map<std::string, std::optional<FactValue>, std::less<>> values_;
  std::map<std::string, bool, std::less<>> unapproved_;
  std::vector<TypfallPolicy> typfall_;
  std::vector<Delegation> delegations_;
};

}  // namespace dm::golden
