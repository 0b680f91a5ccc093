#include "tests/crash/checker.h"

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "worker/case/case_state.h"
#include "worker/core/digest.h"

namespace dm::crash {
namespace {

using Json = nlohmann::json;

constexpr char kPayment[] = "PAYMENT_ORDER";

// The state that an action of the audit trail leads to; what moves no case is not in it.
const std::map<std::string, CaseState>& Moves() {
  static const std::map<std::string, CaseState> moves = {
      {"application_accepted", CaseState::kReceived},
      {"case_registered", CaseState::kRegistered},
      {"evidence_awaited", CaseState::kWaitingSource},
      {"evidence_fetched", CaseState::kFetched},
      {"case_assessed", CaseState::kEvaluated},
      {"case_proposed", CaseState::kProposed},
      {"case_escalated", CaseState::kEscalated},
      {"case_parked", CaseState::kEscalated},
      {"completion_requested", CaseState::kAwaitingCompletion},
      {"case_decided", CaseState::kDecided},
      {"human_decision_made", CaseState::kDecided},
      {"case_closed", CaseState::kClosed},
  };
  return moves;
}

// These change a case without moving it; everything else in the trail leaves its version alone.
const std::set<std::string>& Changes() {
  static const std::set<std::string> changes = {
      "escalation_claimed", "escalation_released", "retry_requested", "next_escalation_claimed"};
  return changes;
}

class Check {
 public:
  Check(Rows& store, const Outside& outside, Moment moment)
      : store_(store), outside_(outside), moment_(moment) {}

  std::vector<std::string> Run() {
    NothingIsLost();
    OneDecision();
    OnePayment();
    DurableBeforeSent();
    Chain();
    Transitions();
    PaidIsDecided();
    return std::move(found_);
  }

 private:
  void Say(const std::string& what) { found_.push_back(what); }

  // Every row that the SQL gives is one thing too many.
  void Nothing(const std::string& invariant, const std::string& sql) {
    for (const Row& row : store_.All(sql)) {
      std::string text = invariant;
      for (const std::string& value : row) text += " " + value;
      Say(text);
    }
  }

  void NothingIsLost() {
    std::map<std::string, int> cases;
    for (const Row& row : store_.All("SELECT application_id FROM cases")) ++cases[row[0]];
    for (const std::string& id : outside_.acknowledged) {
      if (cases[id] != 1)
        Say("I1: acknowledged application " + id + " has " + std::to_string(cases[id]) + " cases");
    }
    Nothing("I1: with a person, yet on no desk:",
            "SELECT case_id, state FROM cases WHERE state IN ('ESCALATED', 'PROPOSED') AND "
            "(SELECT count(*) FROM escalations WHERE escalations.case_id = cases.case_id AND "
            "escalations.state IN ('OPEN', 'CLAIMED')) <> 1");
    Nothing("I1: on a desk, yet not with a person:",
            "SELECT escalation_id, cases.state FROM escalations JOIN cases ON cases.case_id = "
            "escalations.case_id WHERE escalations.state IN ('OPEN', 'CLAIMED') AND cases.state "
            "NOT IN ('ESCALATED', 'PROPOSED')");
    Nothing("I1: waits without a day:",
            "SELECT case_id FROM cases WHERE state IN ('WAITING_SOURCE', 'AWAITING_COMPLETION') "
            "AND due_at_ms <= 0");
    if (moment_ == Moment::kAnyTime) return;
    Nothing("I1: nobody works it:",
            "SELECT case_id, state FROM cases WHERE state IN ('RECEIVED', 'REGISTERED', "
            "'FETCHED', 'EVALUATED', 'DECIDED')");
  }

  void OneDecision() {
    Nothing("I2: two automatic decisions:",
            "SELECT household_id, month, count(*) FROM decisions WHERE kind = 'AUTOMATIC' GROUP BY "
            "household_id, month HAVING count(*) > 1");
    Nothing("I2: two decisions of one version:",
            "SELECT household_id, month, version, count(*) FROM decisions WHERE outcome NOT IN "
            "('AVVISNING', 'AVSKRIVNING') GROUP BY household_id, month, version HAVING count(*) > "
            "1");
    Nothing("I2: a decided case without its decision:",
            "SELECT case_id FROM cases WHERE state IN ('DECIDED', 'CLOSED') AND NOT EXISTS (SELECT "
            "1 FROM decisions WHERE decisions.case_id = cases.case_id)");
    Nothing("I2: a decision of a case that is not decided:",
            "SELECT case_id FROM decisions WHERE NOT EXISTS (SELECT 1 FROM cases WHERE "
            "cases.case_id = decisions.case_id AND state IN ('DECIDED', 'CLOSED', 'WRITTEN_OFF'))");
  }

  void OnePayment() {
    Nothing("I3: two payments of one decision:",
            "SELECT case_id, decision_version, count(*) FROM effects WHERE kind = 'PAYMENT_ORDER' "
            "GROUP BY case_id, decision_version HAVING count(*) > 1");
    Nothing("I3: a grant without its payment:",
            "SELECT case_id, version FROM decisions WHERE outcome IN ('BIFALL', 'DELAVSLAG') AND "
            "NOT EXISTS (SELECT 1 FROM effects WHERE kind = 'PAYMENT_ORDER' AND effects.case_id = "
            "decisions.case_id AND decision_version = decisions.version)");
    Nothing("I3: a payment without a decision:",
            "SELECT effect_id FROM effects WHERE kind = 'PAYMENT_ORDER' AND NOT EXISTS (SELECT 1 "
            "FROM decisions WHERE decisions.case_id = effects.case_id AND version = "
            "effects.decision_version)");
  }

  void DurableBeforeSent() {
    std::map<std::string, Row> known;  // effect id → case, kind
    for (const Row& row : store_.All("SELECT effect_id, case_id, kind FROM effects"))
      known[row[0]] = {row[1], row[2]};
    std::set<std::string> decided;
    for (const Row& row : store_.All("SELECT subject FROM audit WHERE action IN ('case_decided', "
                                     "'human_decision_made')")) {
      decided.insert(row[0]);
    }
    for (const Received& one : outside_.received) {
      if (!known.contains(one.id)) {
        Say("I4: the receiver has " + one.id + ", the store does not");
      } else if (known[one.id][1] == kPayment && !decided.contains(one.case_id)) {
        Say("I4: " + one.id + " was sent without a record of its decision");
      }
    }
  }

  // The form that docs/data.md writes down.
  static std::string ChainHash(const Row& record) {
    std::string text = "medarbetare-audit-v1\n";
    for (const std::size_t column : {8U, 0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U})
      text += std::to_string(record[column].size()) + ":" + record[column] + "\n";
    return Sha256Hex(text);
  }

  void Chain() {
    std::string previous(64, '0');
    std::int64_t number = 0;
    for (const Row& record :
         store_.All("SELECT sequence, at_ms, actor_kind, actor, mandate, action, subject, detail, "
                    "previous_sha256, sha256 FROM audit ORDER BY sequence")) {
      ++number;
      if (record[0] != std::to_string(number)) {
        Say("I11: record " + std::to_string(number) + " is missing");
        return;
      }
      if (record[8] != previous || ChainHash(record) != record[9])
        Say("I11: record " + record[0] + " does not hold");
      previous = record[9];
      trail_[record[6]].push_back(record[5]);
    }
  }

  void Transitions() {
    for (const Row& row : store_.All("SELECT case_id, state, version FROM cases")) {
      const std::vector<std::string>& actions = trail_[row[0]];
      std::optional<CaseState> state;
      std::int64_t changes = 0;
      for (const std::string& action : actions) {
        const auto move = Moves().find(action);
        if (move == Moves().end()) {
          changes += Changes().contains(action) ? 1 : 0;
          continue;
        }
        ++changes;
        if (!state.has_value() && move->second != CaseState::kReceived)
          Say("I19: " + row[0] + " begins with " + action);
        if (state.has_value() && *state != move->second && !IsTransition(*state, move->second))
          Say("I19: " + row[0] + " moved from " + CaseStateCode(*state) + " by " + action);
        state = move->second;
      }
      if (!state.has_value() || CaseStateCode(*state) != row[1])
        Say("I19: " + row[0] + " is " + row[1] + ", its trail says something else");
      if (std::to_string(changes) != row[2])
        Say("I11: " + row[0] + " has version " + row[2] + " and " + std::to_string(changes) +
            " records of changes");
    }
  }

  void PaidIsDecided() {
    std::int64_t states = 0;
    std::set<std::string> delivered;
    std::set<std::string> ordered;
    for (const Row& row :
         store_.All("SELECT effect_id, state FROM effects WHERE kind = 'PAYMENT_ORDER'")) {
      ordered.insert(row[0]);
      if (row[1] == "DELIVERED") delivered.insert(row[0]);
      states +=
          row[1] == "PENDING" || row[1] == "SENT" || row[1] == "DELIVERED" || row[1] == "REFUSED"
              ? 1
              : 0;
    }
    if (states != static_cast<std::int64_t>(ordered.size()))
      Say("I26: a payment is neither pending, sent, delivered nor refused");
    std::map<std::string, int> paid;  // by case and version
    std::set<std::string> received;
    for (const Received& one : outside_.received) {
      if (one.kind != std::string("EFFECT_KIND_") + kPayment) continue;
      received.insert(one.id);
      if (++paid[one.case_id + "/" + std::to_string(one.decision_version)] > 1)
        Say("I26: " + one.case_id + " was paid twice");
      if (one.ore <= 0) Say("I26: " + one.id + " pays nothing");
    }
    for (const std::string& id : delivered) {
      if (!received.contains(id)) Say("I26: " + id + " is called delivered, nobody received it");
    }
    if (moment_ == Moment::kFinished && (delivered != ordered || received != ordered))
      Say("I26: ordered " + std::to_string(ordered.size()) + ", delivered " +
          std::to_string(delivered.size()) + ", received " + std::to_string(received.size()));
  }

  Rows& store_;
  const Outside& outside_;
  Moment moment_;
  std::map<std::string, std::vector<std::string>> trail_;  // by subject
  std::vector<std::string> found_;
};

std::int64_t OreOf(const Json& effect) {
  if (!effect.contains("payment_order")) return 0;
  const std::string ore = effect["payment_order"]["amount"].value("ore", "0");
  return std::stoll(ore);
}

}  // namespace

std::vector<Received> ReadReceived(const std::string& record_file) {
  std::vector<Received> received;
  std::ifstream lines(record_file);
  for (std::string line; std::getline(lines, line);) {
    const Json one = Json::parse(line);
    const Json& effect = one["effect"];
    received.push_back({.id = one.value("id", ""),
                        .kind = one.value("kind", ""),
                        .case_id = effect.value("case_id", ""),
                        .decision_version = effect.value("decision_version", 0),
                        .ore = OreOf(effect)});
  }
  return received;
}

std::vector<std::string> Violations(Rows& store, const Outside& outside, Moment moment) {
  return Check(store, outside, moment).Run();
}

std::map<std::string, std::int64_t> PaymentsOf(const std::vector<Received>& received) {
  std::map<std::string, std::int64_t> payments;
  for (const Received& one : received) {
    if (one.kind == std::string("EFFECT_KIND_") + kPayment) payments[one.id] = one.ore;
  }
  return payments;
}

}  // namespace dm::crash
