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

}  // namespace

Conclusion ConclusionOf(const DecisionOutcome& outcome, const PolicySet& policy) {
  Conclusion out;
  if (const auto* approval = std::get_if<FullApproval>(&outcome)) {
    const Decision* decision = &approval->decision();
    out.kind = Conclusion::Kind::kAutomatic;
    out.typfall = decision->typfall;
    out.delegation = decision->delegation;
    out.pay_date = decision->pay_date;
    return out;
  }
  if (const auto* completion = std::get_if<RequestCompletion>(&outcome)) {
    out.kind = Conclusion::Kind::kCompletion;
    out.typfall = completion->typfall;
    out.due = completion->due;
    out.items = completion->items;
    return out;
  }
  const auto& escalate = std::get<Escalate>(outcome);
  out.kind = Conclusion::Kind::kHuman;
  out.typfall = escalate.typfall;
  out.queue = escalate.routing.queue;
  out.queue_title = QueueTitle(escalate.routing.queue, policy);
  out.mode = ModeCode(escalate.mode);
  for (const Reason& reason : escalate.routing.reasons) {
    out.reasons.push_back(
        {.code = reason.code, .text = reason.text, .person = reason.person, .inputs = {}});
  }
  return out;
}

}  // namespace dm::explain
