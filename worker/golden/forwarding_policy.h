// ForwardingPolicy: a policy set that answers as the one below it. What overrides values or notes
// what is read derives from it and says only what differs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/policy/policy_set.h"

namespace dm::golden {

class ForwardingPolicy : public PolicySet {
 public:
  explicit ForwardingPolicy(std::shared_ptr<const PolicySet> base) : base_(std::move(base)) {}

  const PolicySet& base() const { return *base_; }

  const std::string& municipality() const override { return base_->municipality(); }

  const std::string& version() const override { return base_->version(); }

  const std::string& sha256() const override { return base_->sha256(); }

  const std::string& content() const override { return base_->content(); }

  StatusOr<ParameterValue> Get(std::string_view id, Date on) const override {
    return base_->Get(id, on);
  }

  bool Has(std::string_view id, Date on) const override { return base_->Has(id, on); }

  StatusOr<ParameterValue> Lookup(std::string_view id, const Keys& keys, Date on) const override {
    return base_->Lookup(id, keys, on);
  }

  StatusOr<TableResult> Evaluate(std::string_view table,
                                 const Facts& facts,
                                 Date on) const override {
    return base_->Evaluate(table, facts, on);
  }

  StatusOr<Calculated> Calculate(std::string_view calculation,
                                 const CalcFacts& facts,
                                 Date on) const override {
    return base_->Calculate(calculation, facts, on);
  }

  Verdict MatchTypfall(const TypfallPolicy& typfall,
                       const Facts& facts,
                       Date on,
                       std::vector<std::string>* unmet) const override {
    return base_->MatchTypfall(typfall, facts, on, unmet);
  }

  Described Describe(std::string_view id) const override { return base_->Describe(id); }

  const std::vector<TypfallPolicy>& typfall() const override { return base_->typfall(); }

  const std::vector<GatePolicy>& gates() const override { return base_->gates(); }

  const std::vector<TriggerPolicy>& triggers() const override { return base_->triggers(); }

  const std::vector<QueuePolicy>& queues() const override { return base_->queues(); }

  std::optional<Date> released_on() const override { return base_->released_on(); }

  const std::vector<RuleIncident>& incidents() const override { return base_->incidents(); }

  const std::vector<NamedCheckPolicy>& checks() const override { return base_->checks(); }

  const std::vector<RouteReasonPolicy>& route_reasons() const override {
    return base_->route_reasons();
  }

  const ObservationPolicy* Observation(std::string_view code, Date on) const override {
    return base_->Observation(code, on);
  }

  const std::vector<Delegation>& delegations() const override { return base_->delegations(); }

  std::optional<LetterTemplate> Letter(std::string_view id,
                                       std::string_view language) const override {
    return base_->Letter(id, language);
  }

  std::string Text(std::string_view code) const override { return base_->Text(code); }

  StatusOr<SourceRef> SourceOn(std::string_view id, Date on) const override {
    return base_->SourceOn(id, on);
  }

  StatusOr<bool> IsBankDay(Date day) const override { return base_->IsBankDay(day); }

  Period effective() const override { return base_->effective(); }

  std::vector<ParameterRowView> Rows(std::string_view id, Date on) const override {
    return base_->Rows(id, on);
  }

  std::vector<std::string> ParameterIds() const override { return base_->ParameterIds(); }

  std::vector<std::string> FactIds() const override { return base_->FactIds(); }

  std::vector<std::string> CalculationIds() const override { return base_->CalculationIds(); }

 private:
  std::shared_ptr<const PolicySet> base_;
};

}  // namespace dm::golden
