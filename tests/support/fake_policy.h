// A policy set in memory for tests of the steps: scalars, texts, letters, queues and the list of
// what registers may be asked, as a test puts them in. Weekdays are bank days.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "worker/policy/policy_set.h"

namespace dm::testing {

class FakePolicy final : public PolicySet {
 public:
  // With the parameters that steps 1, 2, 5 and 6 read, at the defaults of casework.md 21.
  FakePolicy();

  void Set(const std::string& id, FactValue value) { values_[id] = std::move(value); }

  void Remove(const std::string& id) { values_.erase(id); }

  void AddReason(const std::string& code, const std::string& use);

  // Forgets what may be asked, or adds to it; an empty group or application is any. At first the
  // list is that of casework.md 6 without groups, the population register if connected.
  void ForgetQuestions() { questions_.clear(); }

  void AllowQuestion(const std::string& source,
                     const std::string& group,
                     const std::string& application,
                     const std::string& scope);

  void SetText(const std::string& code, const std::string& text) { texts_[code] = text; }

  void RemoveText(const std::string& code) { texts_.erase(code); }

  void AddGate(GatePolicy gate) { gates_.push_back(std::move(gate)); }

  void AddTrigger(TriggerPolicy trigger) { triggers_.push_back(std::move(trigger)); }

  // `text` may name the arguments that the program declares for the code.
  void AddObservation(const std::string& code,
                      const std::string& gate,
                      Verdict verdict,
                      const std::string& detail,
                      const std::string& trigger,
                      const std::string& text = "prov");

  void SetLetter(LetterTemplate letter);
  void RemoveLetter(const std::string& id);

  const std::string& municipality() const override { return municipality_; }

  const std::string& version() const override { return version_; }

  const std::string& sha256() const override { return sha256_; }

  const std::string& content() const override { return content_; }

  StatusOr<ParameterValue> Get(std::string_view id, Date on) const override;
  bool Has(std::string_view id, Date on) const override;
  StatusOr<ParameterValue> Lookup(std::string_view id, const Keys& keys, Date on) const override;
  StatusOr<TableResult> Evaluate(std::string_view table,
                                 const Facts& facts,
                                 Date on) const override;
  Verdict MatchTypfall(const TypfallPolicy& typfall,
                       const Facts& facts,
                       Date on,
                       std::vector<std::string>* unmet) const override;

  const std::vector<TypfallPolicy>& typfall() const override { return typfall_; }

  const std::vector<GatePolicy>& gates() const override { return gates_; }

  const std::vector<TriggerPolicy>& triggers() const override { return triggers_; }

  const std::vector<QueuePolicy>& queues() const override { return queues_; }

  void AddQueue(QueuePolicy queue) { queues_.push_back(std::move(queue)); }

  const ObservationPolicy* Observation(std::string_view code, Date on) const override;

  const std::vector<Delegation>& delegations() const override { return delegations_; }

  std::optional<LetterTemplate> Letter(std::string_view id,
                                       std::string_view language) const override;
  std::string Text(std::string_view code) const override;
  StatusOr<SourceRef> SourceOn(std::string_view id, Date on) const override;
  StatusOr<bool> IsBankDay(Date day) const override;
  std::vector<ParameterRowView> Rows(std::string_view id, Date on) const override;

 private:
  std::string municipality_ = "0000-exempelkommun";
  std::string version_ = "national 2026.1.0 + 0000-exempelkommun 2026.1.0";
  std::string sha256_ = std::string(64, 'a');
  std::string content_ = "test";
  std::map<std::string, FactValue, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> texts_;
  std::map<std::string, LetterTemplate, std::less<>> letters_;
  std::vector<ParameterRowView> questions_;
  std::vector<ParameterRowView> reasons_;
  std::vector<TypfallPolicy> typfall_;
  std::vector<GatePolicy> gates_;
  std::vector<TriggerPolicy> triggers_;
  std::vector<QueuePolicy> queues_;
  std::map<std::string, ObservationPolicy, std::less<>> observations_;
  std::vector<Delegation> delegations_;
};

}  // namespace dm::testing
