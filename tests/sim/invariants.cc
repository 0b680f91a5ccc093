#include "tests/sim/invariants.h"

#include <algorithm>
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
        "SELECT case_id FROM cases WHERE application_id = ?1", {told.application});
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

int PlaceInCase(const CaseRecord& record, int version) {
  const auto is_it = [version](const Decision& decision) { return decision.version == version; };
  const auto found = std::find_if(record.decisions.begin(), record.decisions.end(), is_it);
  return static_cast<int>(found - record.decisions.begin()) + 1;
}

void OnePaymentAVersion(const Ended& ended) {
  std::map<std::pair<CaseId, int>, int> orders;
  std::map<EffectId, int> versions;
  for (const StoredEffect& stored : AllEffects(ended)) {
    if (stored.effect.kind != EffectKind::kPaymentOrder) continue;
    const Effect& effect = stored.effect;
    versions[effect.id] = effect.decision_version;
    if (++orders[{effect.case_id, effect.decision_version}] > 1)
      ended.world.Broke("I3", "two payment orders of one decision: " + effect.case_id.value());
    const auto record = std::find_if(ended.cases.begin(), ended.cases.end(), [&](const auto& one) {
      return one.id == effect.case_id;
    });
    if (record == ended.cases.end()) continue;  // I1 tells.
    const EffectId derived = DeriveEffectId({.key = kEffectKey,
                                             .municipality = ended.municipality,
                                             .application = effect.application,
                                             .month = record->application.month},
                                            EffectKind::kPaymentOrder,
                                            PlaceInCase(*record, effect.decision_version),
                                            "");
    if (effect.id != derived)
      ended.world.Broke("I3", "a payment id is not derived: " + effect.id.value());
  }
  std::map<std::pair<ApplicationId, int>, int> paid;
  for (const auto& [id, arrived] : ended.ledger.arrived) {
    if (arrived.effect.kind != EffectKind::kPaymentOrder) continue;
    // A version counts the household's decisions: after a loss the store may have given another
    // one, also to what the receiver had and was only asked about.
    const auto now = versions.find(arrived.effect.id);
    const int version = now == versions.end() ? arrived.effect.decision_version : now->second;
    if (++paid[{arrived.effect.application, version}] > 1)
      ended.world.Broke("I3", "paid twice: " + arrived.effect.application.value());
  }
}

// What was decided and then forgotten counts: no second application of the month is decided.
void NoSecondDecisionAfterALoss(const Ended& ended) {
  if (ended.ledger.forgotten.effects.empty()) return;
  auto automatic = ended.ledger.forgotten.automatic;
  for (const CaseRecord& record : ended.cases) {
    for (const Decision& decision : record.decisions)
      if (decision.kind == DecisionKind::kAutomatic)
        automatic[{record.application.household, record.application.month}].insert(
            record.application.id);
  }
  for (const auto& [where, applications] : automatic)
    if (applications.size() > 1)
      ended.world.Broke("I25", "decided again under another application: " + where.first.value());
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
  for (const CaseRecord& record : ended.cases) {
    if (AutomaticOf(record) == nullptr) continue;
    const std::string id = record.id.value();
    for (const PersonEvidence& person : record.evidence.persons) {
      for (const SourceAnswer& answer : person.answers) {
        if (IsKnown(answer.state) &&
            !ended.ledger.told.contains(Told(record.application.id, person.person, answer)))
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
  for (const CaseRecord& record : ended.cases) {
    const Decision* decision = AutomaticOf(record);
    const auto sent = ended.ledger.sent.find(record.application.id.value());
    if (decision == nullptr || sent == ended.ledger.sent.end()) continue;
    if (ended.ledger.contradicted.contains(record.application.id.value())) continue;
    if (!sent->second.kind->automatic) continue;
    if (decision->granted != sent->second.kind->grant)
      ended.world.Broke("I20",
                        "granted " + decision->granted.ToString() + " instead of " +
                            sent->second.kind->grant.ToString() + ": " + record.id.value());
  }
}

void ReplaysToTheSameBytes(const Ended& ended) {
  for (const CaseRecord& record : ended.cases) {
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

// What the receiver has said no to, a person has.
bool HasRefused(const Ended& ended, const CaseRecord& record) {
  return ended.world.database.Number(
             "SELECT count(*) FROM effects WHERE case_id = ?1 AND state = 'REFUSED'",
             {record.id.value()}) > 0;
}

bool HasOpenItem(const CaseRecord& record) {
  return record.escalation && (record.escalation->state == EscalationState::kOpen ||
                               record.escalation->state == EscalationState::kClaimed);
}

// A case that waits for the household is on the household's desk until its last day.
void NothingIsStuck(const Ended& ended) {
  for (const CaseRecord& record : ended.cases) {
    ended.world.reach.Count(std::string("ended ") + CaseStateCode(record.state));
    if (IsTerminal(record.state) || IsPersonsTurn(record.state)) continue;
    if (record.state == CaseState::kAwaitingCompletion) continue;
    if (record.state == CaseState::kDecided && HasRefused(ended, record) && HasOpenItem(record))
      continue;
    const auto row = ended.world.database.Rows(
        "SELECT claimed_by, claimed_until_ms FROM cases WHERE case_id = ?1", {record.id.value()});
    ended.world.Broke("I23",
                      record.id.value() + " is still " + CaseStateCode(record.state) +
                          ", updated " + record.updated_at.ToString() + ", due " +
                          record.due_at.ToString() + ", held by '" + row.at(0).at(0) + "' until " +
                          row.at(0).at(1));
  }
}

void PaidAtMostWhatIsDecided(const Ended& ended) {
  std::map<ApplicationId, Money> paid;
  for (const auto& [id, arrived] : ended.ledger.arrived) {
    if (arrived.effect.kind != EffectKind::kPaymentOrder) continue;
    Money& sum = paid[arrived.effect.application];
    sum = sum + arrived.effect.payment_order->amount;
  }
  std::map<ApplicationId, Money> granted = ended.ledger.forgotten.granted;
  for (const CaseRecord& record : ended.cases) {
    Money& most = granted[record.application.id];
    for (const Decision& decision : record.decisions) most = std::max(most, decision.granted);
  }
  for (const auto& [id, amount] : paid) {
    if (amount > granted[id]) ended.world.Broke("I26", "paid more than decided: " + id.value());
  }
}

// Where there are keys, the first byte of all that is told of persons says that it is encrypted.
// That it opens is seen by ReadCases.
void ContentIsEncrypted(const Ended& ended) {
  if (!ended.encrypted) return;
  const std::int64_t plain = ended.world.database.Number(
      "SELECT (SELECT count(*) FROM case_parts WHERE substr(part_sealed, 1, 1) <> x'02') + "
      "(SELECT count(*) FROM case_inputs WHERE substr(input_sealed, 1, 1) <> x'02') + "
      "(SELECT count(*) FROM decisions WHERE substr(decision_sealed, 1, 1) <> x'02') + "
      "(SELECT count(*) FROM escalations WHERE substr(escalation_sealed, 1, 1) <> x'02') + "
      "(SELECT count(*) FROM effects WHERE substr(effect_sealed, 1, 1) <> x'02') + "
      "(SELECT count(*) FROM frames WHERE substr(frame_sealed, 1, 1) <> x'02')");
  if (plain > 0) ended.world.Broke("S19", std::to_string(plain) + " rows are not encrypted");
}

}  // namespace

void ReadCases(Ended& ended) {
  for (const auto& row : ended.world.database.Rows("SELECT case_id FROM cases ORDER BY case_id")) {
    StatusOr<CaseRecord> record = ended.store.GetCase(CaseId::FromTrusted(row[0]));
    if (record.ok()) {
      ended.cases.push_back(*std::move(record));
    } else {
      ended.world.Broke("I1", "a case cannot be read: " + row[0]);
    }
  }
}

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
      {"I25", "no second decision after an older store", NoSecondDecisionAfterALoss},
      {"I26", "paid at most what is decided", PaidAtMostWhatIsDecided},
      {"S19", "content is encrypted where there are keys", ContentIsEncrypted},
  };
  return invariants;
}

}  // namespace dm::sim
