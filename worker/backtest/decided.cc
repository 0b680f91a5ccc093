#include "worker/backtest/decided.h"

#include <map>
#include <utility>

namespace dm::backtest {

namespace {

bool IsSubtracted(RowKind kind) {
  return kind == RowKind::kIncome || kind == RowKind::kAsset;
}

// A household may have two rows of one kind about one person: the first is the first.
using RowKey = std::pair<std::string, std::string>;

RowKey KeyOf(const std::string& code, const std::optional<PersonKey>& person) {
  return {code, person ? person->value() : std::string()};
}

void SetByPerson(const Decision& decision, std::vector<RulingRow>* rows) {
  std::map<RowKey, std::vector<RulingRow*>> at;
  for (RulingRow& row : *rows) at[{row.code, row.person}].push_back(&row);
  std::map<RowKey, std::size_t> seen;
  for (const DecisionRow& row : decision.rows) {
    const RowKey key = KeyOf(row.code, row.person);
    const std::size_t place = seen[key]++;
    if (!row.human_amount) continue;
    const Money amount = IsSubtracted(row.kind) ? -*row.human_amount : *row.human_amount;
    const auto found = at.find(key);
    if (found == at.end() || place >= found->second.size()) {
      rows->push_back(
          {.code = key.first, .person = key.second, .rule = kSetByPerson, .amount = amount});
      continue;
    }
    found->second[place]->amount = amount;
    found->second[place]->rule = kSetByPerson;
  }
}

}  // namespace

Ruling RulingOfDecided(const Assessment& assessment,
                       const Decision& decision,
                       const std::optional<Escalation>& escalation) {
  Escalate way;
  if (escalation) {
    way.routing = escalation->routing;
    way.mode = escalation->mode;
    way.typfall = escalation->typfall;
    way.suggested = escalation->suggested;
  }
  Ruling ruling = RulingOf(Assessment(assessment), DecisionOutcome(std::move(way)));
  if (decision.kind == DecisionKind::kAutomatic) {
    ruling.route = Route::kAutomatic;
    ruling.typfall = decision.typfall;
    ruling.queue.clear();
    ruling.reasons.clear();
  }
  ruling.outcome = decision.outcome;
  ruling.grant = decision.granted;
  ruling.policy_sha256 = decision.policy_sha256;
  SetByPerson(decision, &ruling.rows);
  return ruling;
}

}  // namespace dm::backtest
