#include "worker/escalation/attest.h"

#include <algorithm>
#include <utility>

#include "worker/escalation/make_escalation.h"

namespace dm::escalation {
namespace {

constexpr char kAttestQueue[] = "Q-18";
constexpr char kGeneralQueue[] = "Q-20";
constexpr char kProtectedQueue[] = "Q-05";
constexpr char kAmount[] = "ATTEST.AMOUNT";
constexpr char kChange[] = "ATTEST.CHANGE";
constexpr char kReturned[] = "ATTEST.RETURNED";

const char* TextOf(const std::string& reason) {
  if (reason == kAmount)
    return "Beloppet är över gränsen för attest: en annan handläggare godkänner det.";
  return "Beloppet har ändrats mycket från månaden före: en annan handläggare godkänner det.";
}

bool IsAttestReason(const Reason& reason) {
  return reason.code.rfind("ATTEST.", 0) == 0;
}

void ForgetAttest(std::vector<Reason>& reasons) {
  reasons.erase(std::remove_if(reasons.begin(), reasons.end(), IsAttestReason), reasons.end());
}

Escalation Freed(Escalation escalation) {
  escalation.state = EscalationState::kOpen;
  escalation.handler.clear();
  escalation.claimed_until.reset();
  escalation.assigned_to.clear();
  ++escalation.version;
  return escalation;
}

}  // namespace

StatusOr<std::vector<std::string>> AttestReasons(const AttestInput& input,
                                                 const Decision& decision,
                                                 const PolicySet& policy) {
  const Date on = input.month.first_day();
  DM_ASSIGN_OR_RETURN(const ParameterValue amount, policy.Get("attest.amount_kr", on));
  DM_ASSIGN_OR_RETURN(const ParameterValue change, policy.Get("attest.change_kr", on));
  std::vector<std::string> reasons;
  if (decision.granted.is_zero()) return reasons;
  if (input.month_total > amount.money()) reasons.emplace_back(kAmount);
  if (input.previous) {
    const Money more = input.month_total - *input.previous;
    const Money less = *input.previous - input.month_total;
    if (more > change.money() || less > change.money()) reasons.emplace_back(kChange);
  }
  return reasons;
}

Escalation AwaitAttest(Escalation escalation, const WaitingDecision& waiting) {
  escalation = Freed(std::move(escalation));
  escalation.waiting = waiting;
  auto& reasons = escalation.routing.reasons;
  ForgetAttest(reasons);
  for (const std::string& reason : waiting.reasons)
    reasons.push_back({reason, TextOf(reason), kAttestQueue, std::nullopt});
  if (escalation.routing.access == AccessClass::kOpen) escalation.routing.queue = kAttestQueue;
  return escalation;
}

Escalation CorrectionItem(const CaseRecord& record, WaitingDecision waiting, Instant now) {
  Escalate escalate;
  escalate.mode = Mode::kOff;
  escalate.typfall = waiting.decision.typfall;
  Routing& routing = escalate.routing;
  routing.access = AccessOf(record);
  routing.has_children = HasChildren(record.application.persons);
  // Where the case lay before; where it never was with a person, or only for attest, with those who
  // take any re-application.
  routing.queue = routing.access == AccessClass::kOpen ? kGeneralQueue : kProtectedQueue;
  if (record.escalation && record.escalation->routing.queue != kAttestQueue)
    routing.queue = record.escalation->routing.queue;
  waiting.queue = routing.queue;
  for (const std::string& reason : waiting.reasons)
    routing.reasons.push_back({reason, TextOf(reason), kAttestQueue, std::nullopt});
  return AwaitAttest(MakeEscalation(record, escalate, now), waiting);
}

Escalation BackFromAttest(Escalation escalation, const AttestReturn& returned) {
  escalation = Freed(std::move(escalation));
  auto& reasons = escalation.routing.reasons;
  ForgetAttest(reasons);
  if (escalation.waiting && !escalation.waiting->queue.empty())
    escalation.routing.queue = escalation.waiting->queue;
  reasons.push_back({kReturned,
                     "Beslutet skickades tillbaka av den som skulle attestera.",
                     escalation.routing.queue,
                     std::nullopt});
  if (escalation.waiting) {
    escalation.waiting->returned = returned;
    escalation.assigned_to = escalation.waiting->decision.decided_by;
  }
  return escalation;
}

}  // namespace dm::escalation
