#include <algorithm>
#include <variant>

#include "worker/explain/explain.h"

namespace dm::explain {

namespace {

std::string QueueTitle(const std::string& code, const PolicySet& policy) {
  const auto& queues = policy.queues();
  const auto found = std::find_if(
      queues.begin(), queues.end(), [&code](const QueuePolicy& one) { return one.code == code; });
  return found == queues.end() ? code : found->title;
}

Conclusion Automatic(const Decision& decision) {
  Conclusion out;
  out.kind = Conclusion::Kind::kAutomatic;
  out.typfall = decision.typfall;
  out.delegation = decision.delegation;
  out.pay_date = decision.pay_date;
  return out;
}

Conclusion Completion(const RequestCompletion& completion) {
  Conclusion out;
  out.kind = Conclusion::Kind::kCompletion;
  out.typfall = completion.typfall;
  out.due = completion.due;
  out.items = completion.items;
  return out;
}

Conclusion Human(const Routing& routing,
                 Mode mode,
                 const std::string& typfall,
                 const PolicySet& policy) {
  Conclusion out;
  out.kind = Conclusion::Kind::kHuman;
  out.typfall = typfall;
  out.queue = routing.queue;
  out.queue_title = QueueTitle(routing.queue, policy);
  out.mode = ModeCode(mode);
  for (const Reason& reason : routing.reasons) {
    out.reasons.push_back(
        {.code = reason.code, .text = reason.text, .person = reason.person, .inputs = {}});
  }
  return out;
}

}  // namespace

Conclusion ConclusionOf(const DecisionOutcome& outcome, const PolicySet& policy) {
  if (const auto* approval = std::get_if<FullApproval>(&outcome))
    return Automatic(approval->decision());
  if (const auto* completion = std::get_if<RequestCompletion>(&outcome))
    return Completion(*completion);
  const auto& escalate = std::get<Escalate>(outcome);
  return Human(escalate.routing, escalate.mode, escalate.typfall, policy);
}

std::optional<Conclusion> ConclusionOf(const CaseRecord& record, const PolicySet& policy) {
  const Decision* decision = record.decisions.empty() ? nullptr : &record.decisions.back();
  if (decision != nullptr && decision->kind == DecisionKind::kAutomatic)
    return Automatic(*decision);
  if (decision == nullptr && record.state == CaseState::kAwaitingCompletion && record.completion)
    return Completion(*record.completion);
  const bool with_person = decision != nullptr || IsPersonsTurn(record.state);
  if (!with_person || !record.escalation) return std::nullopt;
  const Escalation& escalation = *record.escalation;
  Conclusion out = Human(escalation.routing, escalation.mode, escalation.typfall, policy);
  if (decision != nullptr) {
    out.decided_on = decision->decided_on;
    out.pay_date = decision->pay_date;
  }
  return out;
}

}  // namespace dm::explain
