// The shipped policy set with single values replaced, so that a test can say "as shipped, but the
// mode is propose" without a policy tree of its own.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/policy/policy_loader.h"
#include "worker/policy/policy_set.h"

namespace dm::golden {

// The policies of this repository for the invented municipality; loaded once. Stops the test
// program with every error when they do not load.
std::shared_ptr<const PolicySet> ShippedPolicies();

class OverriddenPolicy final : public PolicySet {
 public:
  explicit OverriddenPolicy(std::shared_ptr<const PolicySet> base);

  // Replaces a scalar, or every row of a table, on every day.
  OverriddenPolicy& With(const std::string& id, FactValue value);
  OverriddenPolicy& Without(const std::string& id);
  OverriddenPolicy& Unapproved(const std::string& id);
  OverriddenPolicy& WithMode(const std::string& typfall, Mode mode);
  OverriddenPolicy& WithDelegations(std::vector<Delegation> delegations);

  const std::string& municipality() const override { return base_->municipality(); }

  const std::string& version() const override { return base_->version(); }

  const std::string& sha256() const override { return base_->sha256(); }

  const std::string& content() const override { return base_->content(); }

  StatusOr<ParameterValue> Get(std::string_view id, Date on) const override;
  bool Has(std::string_view id, Date on) const override;
  StatusOr<ParameterValue> Lookup(std::string_view id, const Keys& keys, Date on) const override;

  StatusOr<TableResult> Evaluate(std::string_view table,
                                 const Facts& facts,
                                 Date on) const override {
    return base_->Evaluate(table, facts, on);
  }

  Verdict MatchTypfall(const TypfallPolicy& typfall,
                       const Facts& facts,
                       Date on,
                       std::vector<std::string>* unmet) const override {
    return base_->MatchTypfall(typfall, facts, on, unmet);
  }

  const std::vector<TypfallPolicy>& typfall() const override { return typfall_; }

  const std::vector<GatePolicy>& gates() const override { return base_->gates(); }

  const std::vector<TriggerPolicy>& triggers() const override { return base_->triggers(); }

  const std::vector<QueuePolicy>& queues() const override { return base_->queues(); }

  const std::vector<Delegation>& delegations() const override { return delegations_; }

  std::optional<LetterTemplate> Letter(std::string_view id,
                                       std::string_view language) const override {
    return base_->Letter(id, language);
  }

  std::string Text(std::string_view code) const override { return base_->Text(code); }

  StatusOr<SourceRef> SourceOn(std::string_view id, Date on) const override {
    return base_->SourceOn(id, on);
  }

  StatusOr<bool> IsBankDay(Date day) const override { return base_->IsBankDay(day); }

  std::vector<ParameterRowView> Rows(std::string_view id, Date on) const override {
    return base_->Rows(id, on);
  }

 private:
  std::optional<StatusOr<ParameterValue>> Replaced(std::string_view id) const;
  StatusOr<ParameterValue> Marked(StatusOr<ParameterValue> value) const;

  std::shared_ptr<const PolicySet> base_;
  std::map<std::string, std::optional<FactValue>, std::less<>> values_;
  std::map<std::string, bool, std::less<>> unapproved_;
  std::vector<TypfallPolicy> typfall_;
  std::vector<Delegation> delegations_;
};

}  // namespace dm::golden
