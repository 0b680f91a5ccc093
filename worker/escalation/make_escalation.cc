#include "worker/escalation/make_escalation.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "worker/case/stated_queue.h"
#include "worker/core/check.h"
#include "worker/ports/case_access.h"

namespace dm::escalation {
namespace {

constexpr char kTechnicalQueue[] = "Q-19";
constexpr char kProtectedQueue[] = "Q-05";
constexpr std::string_view kKeptMove = "ACCESS.MOVED";

// The n of "<case id>.<n>"; 0 where there has been none.
int NumberOf(const std::optional<Escalation>& escalation) {
  if (!escalation) return 0;
  const std::string_view id = escalation->id.value();
  const std::string_view digits = id.substr(id.rfind('.') + 1);
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

bool MayBeProtected(const CaseRecord& record) {
  for (const Person& person : record.application.persons)
    if (person.protected_identity != Answer::kNo) return true;
  for (const PersonEvidence& person : record.evidence.persons)
    for (const SourceAnswer& answer : person.answers)
      if (answer.protected_identity) return true;
  return false;
}

Routing KeptRouting(const CaseRecord& record, Routing routing) {
  routing.access = std::max(routing.access, AccessOf(record));
  // What a decided or ended case still has for a person is about something else.
  if (record.state != CaseState::kDecided && !IsTerminal(record.state))
    AddKeptMove(record, routing.reasons);
  return routing;
}

}  // namespace

std::optional<Reason> KeptMove(const CaseRecord& record) {
  if (!record.escalation || record.escalation->routing.access == AccessClass::kOpen)
    return std::nullopt;
  const std::vector<RoutingStep>& steps = record.escalation->routings;
  const auto step = std::find_if(steps.rbegin(), steps.rend(), [](const RoutingStep& one) {
    return one.reason_code != kFallReason;
  });
  if (step != steps.rend())
    return Reason{.code = std::string(kKeptMove),
                  .text = "En handläggare har flyttat ärendet hit: " + step->text,
                  .queue = step->to_queue,
                  .person = std::nullopt};
  const std::vector<Reason>& reasons = record.escalation->routing.reasons;
  const auto kept = std::ranges::find(reasons, kKeptMove, &Reason::code);
  return kept == reasons.end() ? std::nullopt : std::optional(*kept);
}

void AddKeptMove(const CaseRecord& record, std::vector<Reason>& reasons) {
  std::optional<Reason> kept = KeptMove(record);
  const bool told = std::ranges::find(reasons, kKeptMove, &Reason::code) != reasons.end();
  if (kept && !told) reasons.push_back(*std::move(kept));
}

StatusOr<Escalate> Kept(Store& store, const CaseRecord& record, Escalate escalate) {
  DM_ASSIGN_OR_RETURN(const AccessClass access, AccessNow(store, record));
  escalate.routing = KeptRouting(record, std::move(escalate.routing));
  escalate.routing.access = std::max(escalate.routing.access, access);
  return escalate;
}

Escalation MakeEscalation(const CaseRecord& record, const Escalate& escalate, Instant now) {
  DM_CHECK(!escalate.routing.reasons.empty());
  Escalation escalation;
  escalation.id = EscalationId::FromTrusted(record.id.value() + "." +
                                            std::to_string(NumberOf(record.escalation) + 1));
  escalation.case_id = record.id;
  escalation.state = EscalationState::kOpen;
  escalation.routing = KeptRouting(record, escalate.routing);
  escalation.mode = escalate.mode;
  escalation.typfall = escalate.typfall;
  escalation.suggested = escalate.suggested;
  escalation.created_at = now;
  escalation.version = 1;
  return escalation;
}

CaseChange EscalationChange(const CaseRecord& record, const Escalate& escalate, Instant now) {
  const bool proposes = escalate.mode == Mode::kPropose && escalate.suggested.has_value() &&
                        record.state == CaseState::kEvaluated;
  CaseChange change;
  change.case_id = record.id;
  change.to = proposes ? CaseState::kProposed : CaseState::kEscalated;
  change.escalation = MakeEscalation(record, escalate, now);
  change.release_claim = true;
  change.audit.action = proposes ? "case_proposed" : "case_escalated";
  change.audit.subject = record.id.value();
  change.audit.detail = "queue=" + escalate.routing.queue + " mode=" + ModeCode(escalate.mode) +
                        " reasons=" + std::to_string(change.escalation->routing.reasons.size());
  if (!escalate.typfall.empty()) change.audit.detail += " typfall=" + escalate.typfall;
  return change;
}

Escalate ParkedEscalate(const CaseRecord& record, const std::string& code) {
  Escalate escalate;
  escalate.mode = Mode::kOff;
  escalate.routing.queue = kTechnicalQueue;
  escalate.routing.has_children = HasChildren(record.application.persons);
  escalate.routing.critical_date = record.application.circumstances.critical_date;
  if (MayBeProtected(record)) {
    escalate.routing.queue = kProtectedQueue;
    escalate.routing.access = AccessClass::kRestricted;
  }
  Reason reason;
  reason.code = code;
  reason.text = "Ett tekniskt fel stoppade handläggningen av ärendet.";
  reason.queue = kTechnicalQueue;
  escalate.routing.reasons.push_back(reason);
  return escalate;
}

Escalate ParkedCase(const CaseRecord& record, const std::string& code) {
  Escalate escalate = ParkedEscalate(record, code);
  if (escalate.routing.access != AccessClass::kOpen) return escalate;
  if (const auto stated = QueueOfStated(record.application)) {
    escalate.routing.queue = stated->queue;
    escalate.routing.access = stated->access;
  }
  return escalate;
}

}  // namespace dm::escalation
