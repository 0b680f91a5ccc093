// A policy set for the decision tests: one typfall that may decide under one delegation, a
// procedural one, three gates, four queues, and weekdays as bank days.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "worker/policy/policy_set.h"

namespace dm::testing {

class DecisionPolicy final : public PolicySet {
 public:
  DecisionPolicy() {
    TypfallPolicy benefit;
    benefit.code = "TF-02";
    benefit.max_mode = Mode::kDecide;
    benefit.mode = Mode::kDecide;
    TypfallPolicy incomplete;
    incomplete.code = "TF-14";
    incomplete.max_mode = Mode::kDecide;
    incomplete.mode = Mode::kDecide;
    incomplete.procedural = true;
    incomplete.waived_gates = {"G-08", "G-13"};
    typfall_ = {benefit, incomplete};
    gates_ = {
        {"G-08", "Kostnader", "Q-20"}, {"G-10", "Plan", "Q-11"}, {"G-13", "Resultat", "Q-20"}};
    queues_ = {{"Q-05", "skyddade", 1, AccessClass::kRestricted, "samma dag"},
               {"Q-02", "akut", 2, AccessClass::kOpen, "samma dag"},
               {"Q-11", "planering", 3, AccessClass::kOpen, "5 arbetsdagar"},
               {"Q-20", "generalist", 4, AccessClass::kOpen, "3 arbetsdagar"},
               {"Q-19", "teknik", 5, AccessClass::kOpen, "4 h"}};
    queues_.back().technical = true;
    triggers_ = {{"X-25", "Handling saknas", "Q-20", ""}};
    triggers_.back().missing_item = true;
    Add("DECISION.DECIDED", "G-17", "DECIDED");
    Add("DECISION.STALE", "G-06", "STALE");
    Add("DECISION.RULE_VERSION", "G-15", "RULE_VERSION");
    Add("DECISION.MANDATE", "G-15", "MANDATE");
    Add("DECISION.SECOND_COMPUTATION", "G-13", "CHECK");
    Add("DECISION.PAY_DATE", "G-15", "PAY_DATE");
    Add("DECISION.CHECK", "G-15", "CHECK");
    Delegation delegation;
    delegation.typfall = "TF-02";
    delegation.reference = "beslut 7";
    delegation.outcomes = {Outcome::kBifall};
    delegation.max_amount = Money::FromKronor(5000);
    delegation.valid = {.from = *Date::Parse("2026-01-01"), .to = *Date::Parse("2026-11-26")};
    delegations_ = {delegation};
    numbers_ = {{"payment.day", 27}, {"payment.cutoff_bank_days", 2}, {"completion.days", 7}};
  }

  std::vector<TypfallPolicy>& editable_typfall() { return typfall_; }

  std::vector<Delegation>& editable_delegations() { return delegations_; }

  std::map<std::string, std::int64_t, std::less<>>& numbers() { return numbers_; }

  std::vector<Date>& holidays() { return holidays_; }

  const std::string& municipality() const override { return name_; }

  const std::string& version() const override { return name_; }

  const std::string& sha256() const override { return sha256_; }

  const std::string& content() const override { return name_; }

  StatusOr<ParameterValue> Get(std::string_view id, Date /*on*/) const override {
    const auto found = numbers_.find(id);
    if (found == numbers_.end()) return NotFound("no such parameter");
    ParameterValue value;
    value.id = std::string(id);
    value.value = found->second;
    return value;
  }

  bool Has(std::string_view id, Date /*on*/) const override { return numbers_.contains(id); }

  StatusOr<ParameterValue> Lookup(std::string_view /*id*/,
                                  const Keys& /*keys*/,
                                  Date /*on*/) const override {
    return NotFound("no tables");
  }

  StatusOr<TableResult> Evaluate(std::string_view /*table*/,
                                 const Facts& /*facts*/,
                                 Date /*on*/) const override {
    return NotFound("no tables");
  }

  Verdict MatchTypfall(const TypfallPolicy& /*typfall*/,
                       const Facts& /*facts*/,
                       Date /*on*/,
                       std::vector<std::string>* /*unmet*/) const override {
    return Verdict::kFail;
  }

  const std::vector<TypfallPolicy>& typfall() const override { return typfall_; }

  const std::vector<GatePolicy>& gates() const override { return gates_; }

  const std::vector<TriggerPolicy>& triggers() const override { return triggers_; }

  const std::vector<QueuePolicy>& queues() const override { return queues_; }

  const std::vector<Delegation>& delegations() const override { return delegations_; }

  std::optional<LetterTemplate> Letter(std::string_view /*id*/,
                                       std::string_view /*language*/) const override {
    return std::nullopt;
  }

  std::string Text(std::string_view code) const override { return std::string(code); }

  StatusOr<SourceRef> SourceOn(std::string_view id, Date /*on*/) const override {
    return SourceRef{std::string(id), std::string(id)};
  }

  StatusOr<bool> IsBankDay(Date day) const override {
    if (day.year() != 2026 && day.year() != 2027) return NotFound("no calendar for the year");
    for (const Date& holiday : holidays_) {
      if (holiday == day) return false;
    }
    return day.iso_weekday() <= 5;
  }

  const ObservationPolicy* Observation(std::string_view code, Date /*on*/) const override {
    const auto found = observations_.find(code);
    return found == observations_.end() ? nullptr : &found->second;
  }

 private:
  void Add(const std::string& code, const std::string& gate, const std::string& detail) {
    std::vector<PolicyError> errors;
    policy::FileErrors file("test", &errors);
    ObservationPolicy& observation = observations_[code];
    observation.gate = gate;
    observation.detail = *policy::TextTemplate::Parse(detail, {}, 0, "a test's detail", file);
    observation.text = *policy::TextTemplate::Parse("prov", {}, 0, "a test's text", file);
  }

  std::map<std::string, ObservationPolicy, std::less<>> observations_;
  std::string name_ = "test";
  std::string sha256_ = std::string(64, 'a');
  std::vector<TypfallPolicy> typfall_;
  std::vector<GatePolicy> gates_;
  std::vector<TriggerPolicy> triggers_;
  std::vector<QueuePolicy> queues_;
  std::vector<Delegation> delegations_;
  std::map<std::string, std::int64_t, std::less<>> numbers_;
  std::vector<Date> holidays_;
};

}  // namespace dm::testing
