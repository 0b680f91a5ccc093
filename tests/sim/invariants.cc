#include "tests/sim/invariants.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/core/digest.h"

namespace dm::sim {
namespace {

constexpr int kPage = 200;
constexpr int kAuditPage = 1'000;

std::vector<CaseRecord> AllCases(const Ended& ended) {
  std::vector<CaseRecord> cases;
  for (const auto& row : ended.world.database.Rows("SELECT case_id FROM cases ORDER BY case_id")) {
    StatusOr<CaseRecord> record = ended.store.GetCase(CaseId::FromTrusted(row[0]));
    if (record.ok()) {
      cases.push_back(*std::move(record));
    } else {
      ended.world.Broke("I1", "a case cannot be read: " + row[0]);
    }
  }
  return cases;
}

std::vector<StoredEffect> AllEffects(const Ended& ended) {
  std::vector<StoredEffect> effects;
  PageRequest page{.limit = kPage, .after = ""};
  do {
    StatusOr<Page<StoredEffect>> next = ended.store.ListEffects(std::nullopt, std::nullopt, page);
    if (!next.ok()) {
      ended.world.Broke("I3", "the outbox cannot be read");
      break;
    }
    for (StoredEffect& effect : next->items) effects.push_back(std::move(effect));
    page.after = next->next;
  } while (!page.after.empty());
  return effects;
}

void NothingLost(const Ended& ended) {
  for (const Acknowledged& told : ended.ledger.acknowledged) {
    const auto rows = ended.world.database.Rows(
        "SELECT case_id FROM cases WHERE application_id = '" + told.application + "'");
    if (rows.size() != 1 || rows[0][0] != told.case_id.value())
      ended.world.Broke("I1",
                        "an acknowledged application is not in the store: " + told.application);
  }
}

void OneDecisionAMonth(const Ended& ended) {
  for (const auto& row : ended.world.database.Rows(
           "SELECT household_id, month, count(*) FROM decisions WHERE kind = 'AUTOMATIC' GROUP BY "
           "household_id, month HAVING count(*) > 1"))
    ended.world.Broke("I2", row[2] + " automatic decisions for " + row[0] + " " + row[1]);
  for (const auto& row : ended.world.database.Rows(
           "SELECT household_id, month, version, count(*) FROM decisions GROUP BY household_id, "
           "month, version HAVING version > 0 AND count(*) > 1 AND min(outcome) NOT IN "
           "('AVVISNING', 'AVSKRIVNING')"))
    ended.world.Broke("I2", "two decisions of version " + row[2] + " for " + row[0] + " " + row[1]);
}

void OnePaymentAVersion(const Ended& ended) {
  std::map<std::pair<CaseId, int>, int> orders;
  for (const StoredEffect& stored : AllEffects(ended)) {
    if (stored.effect.kind != EffectKind::kPaymentOrder) continue;
    const Effect& effect = stored.effect;
    if (++orders[{effect.case_id, effect.decision_version}] > 1)
      ended.world.Broke("I3", "two payment orders of one decision: " + effect.case_id.value());
    const StatusOr<CaseRecord> record = ended.store.GetCase(effect.case_id);
    if (!record.ok()) continue;  // I1 tells.
    const EffectId derived = DeriveEffectId({.key = kEffectKey,
                                             .municipality = ended.municipality,
                                             .application = effect.application,
                                             .month = record->application.month},
                                            EffectKind::kPaymentOrder,
                                            effect.decision_version,
                                            "");
    if (effect.id != derived)
      ended.world.Broke("I3", "a payment id is not derived: " + effect.id.value());
  }
  std::map<std::pair<CaseId, int>, int> paid;
  for (const auto& [id, arrived] : ended.ledger.arrived) {
    if (arrived.effect.kind != EffectKind::kPaymentOrder) continue;
    if (++paid[{arrived.effect.case_id, arrived.effect.decision_version}] > 1)
      ended.world.Broke("I3", "paid twice: " + arrived.effect.case_id.value());
  }
}

void OnlyFullApprovalByItself(const Ended& ended) {
  for (const auto& row : ended.world.database.Rows(
           "SELECT case_id FROM decisions WHERE kind = 'AUTOMATIC' AND outcome <> 'BIFALL'"))
    ended.world.Broke("I5", "an automatic decision that is no full approval: " + row[0]);
}

const Decision* AutomaticOf(const CaseRecord& record) {
  for (const Decision& decision : record.decisions)
    if (decision.kind == DecisionKind::kAutomatic) return &decision;
  return nullptr;
}

void MissingIsNotZero(const Ended& ended) {
  for (const CaseRecord& record : AllCases(ended)) {
    if (AutomaticOf(record) == nullptr) continue;
    const std::string id = record.id.value();
    for (const PersonEvidence& person : record.evidence.persons) {
      for (const SourceAnswer& answer : person.answers) {
        if (IsKnown(answer.state) &&
            !ended.ledger.told.contains(Told(record.id, person.person, answer)))
          ended.world.Broke(
              "I6", "decided on what no register said: " + id + " " + SourceCode(answer.source));
      }
    }
    const auto sent = ended.ledger.sent.find(record.application.id.value());
    if (sent == ended.ledger.sent.end()) continue;
    for (const PersonEvidence& person : sent->second.kind->input.evidence.persons) {
      for (const SourceAnswer& needed : person.answers) {
        const SourceAnswer* answer = record.evidence.Find(person.person, needed.source);
        if (answer == nullptr || !IsKnown(answer->state))
          ended.world.Broke(
              "I6", "decided without " + std::string(SourceCode(needed.source)) + ": " + id);
      }
    }
  }
}

// The same household and registers give the same amount, whatever went wrong on the way.
void OutcomeDependsOnTheCaseAlone(const Ended& ended) {
  for (const CaseRecord& record : AllCases(ended)) {
    const Decision* decision = AutomaticOf(record);
    const auto sent = ended.ledger.sent.find(record.application.id.value());
    if (decision == nullptr || sent == ended.ledger.sent.end()) continue;
    if (ended.ledger.contradicted.contains(record.id.value())) continue;
    if (!sent->second.kind->automatic) continue;
    if (decision->granted != sent->second.kind->grant)
      ended.world.Broke("I20",
                        "granted " + decision->granted.ToString() + " instead of " +
                            sent->second.kind->grant.ToString() + ": " + record.id.value());
  }
}

void ReplaysToTheSameBytes(const Ended& ended) {
  for (const CaseRecord& record : AllCases(ended)) {
    if (!record.assessment || record.decisions.empty()) continue;
    const StatusOr<std::string> bytes = ended.store.AssessedInput(record.id);
    if (!bytes.ok()) {
      ended.world.Broke("I10", "the input of a decided case is gone: " + record.id.value());
      continue;
    }
    const StatusOr<CaseInput> input = codec::DecodeCaseInput(*bytes);
    if (!input.ok() || Sha256Hex(*bytes) != record.assessment->facts_sha256) {
      ended.world.Broke("I10", "the input of a decided case is another: " + record.id.value());
      continue;
    }
    const bool first = record.assessment->policy_sha256 == ended.shipped.policy->sha256();
    const PolicySet& policy = first ? *ended.shipped.policy : *ended.shipped.next_policy;
    Assessment again = Assess(*input, policy);
    again.facts_sha256 = record.assessment->facts_sha256;
    if (codec::Encode(again) != codec::Encode(*record.assessment))
      ended.world.Broke("I10", "a decided case computes otherwise: " + record.id.value());
  }
}

void ChainHolds(const Ended& ended) {
  std::int64_t next = 1;
  while (true) {
    const StatusOr<std::vector<AuditRecord>> records = ended.store.ReadAudit(next, kAuditPage);
    if (!records.ok()) return ended.world.Broke("I11", "the audit chain does not hold");
    for (const AuditRecord& record : *records)
      if (record.sequence != next++) return ended.world.Broke("I11", "the audit has a gap");
    if (records->empty()) break;
  }
}

void OnlyMovesOfTheTable(const Ended& ended) {
  for (const auto& row : ended.world.database.Rows("SELECT case_id, from_state, to_state FROM "
                                                   "sim_moves")) {
    const auto from = ParseCaseState(row[1]);
    const auto to = ParseCaseState(row[2]);
    if (from && to && IsTransition(*from, *to)) {
      ended.world.reach.Count(*from, *to);
    } else {
      ended.world.Broke("I19", row[0] + " went from " + row[1] + " to " + row[2]);
    }
  }
}

// A case that waits for the household is on the household's desk until its last day.
void NothingIsStuck(const Ended& ended) {
  for (const CaseRecord& record : AllCases(ended)) {
    ended.world.reach.Count(std::string("ended ") + CaseStateCode(record.state));
    if (IsTerminal(record.state) || IsPersonsTurn(record.state)) continue;
    if (record.state == CaseState::kAwaitingCompletion) continue;
    const auto row = ended.world.database.Rows(
        "SELECT claimed_by, claimed_until_ms FROM cases WHERE case_id = '" + record.id.value() +
        "'");
    ended.world.Broke("I23",
                      record.id.value() + " is still " + CaseStateCode(record.state) +
                          ", updated " + record.updated_at.ToString() + ", due " +
                          record.due_at.ToString() + ", held by '" + row.at(0).at(0) + "' until " +
                          row.at(0).at(1));
  }
}

void PaidAtMostWhatIsDecided(const Ended& ended) {
  std::map<CaseId, Money> paid;
  for (const auto& [id, arrived] : ended.ledger.arrived) {
    if (arrived.effect.kind != EffectKind::kPaymentOrder) continue;
    paid[arrived.effect.case_id] =
        paid[arrived.effect.case_id] + arrived.effect.payment_order->amount;
  }
  std::map<CaseId, Money> granted;
  for (const CaseRecord& record : AllCases(ended)) {
    for (const Decision& decision : record.decisions)
      granted[record.id] = std::max(granted[record.id], decision.granted);
  }
  for (const auto& [id, amount] : paid) {
    if (amount > granted[id]) ended.world.Broke("I26", "paid more than decided: " + id.value());
  }
}

}  // namespace

const std::vector<Invariant>& Invariants() {
  static const std::vector<Invariant> invariants = {
      {"I1", "what was acknowledged is in the store", NothingLost},
      {"I2", "one automatic decision a household and month", OneDecisionAMonth},
      {"I3", "one payment a decision, its id derived", OnePaymentAVersion},
      {"I5", "the worker decides nothing but full approvals", OnlyFullApprovalByItself},
      {"I6", "decided only on what every needed register said", MissingIsNotZero},
      {"I10", "a decided case computes to the same bytes", ReplaysToTheSameBytes},
      {"I11", "the audit chain has no gap", ChainHolds},
      {"I19", "no move outside the table", OnlyMovesOfTheTable},
      {"I20", "faults and clocks change no amount", OutcomeDependsOnTheCaseAlone},
      {"I23", "nothing is stuck when the faults have ended", NothingIsStuck},
      {"I26", "paid at most what is decided", PaidAtMostWhatIsDecided},
  };
  return invariants;
}

}  // namespace dm::sim
