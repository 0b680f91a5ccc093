#include "worker/decision/routing.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace dm::decision {

namespace {

constexpr char kTechnicalQueue[] = "Q-19";

const QueuePolicy* FindQueue(const std::string& code, const PolicySet& policy) {
  for (const QueuePolicy& queue : policy.queues()) {
    if (queue.code == code) return &queue;
  }
  return nullptr;
}

std::string GateQueue(const std::string& gate, const PolicySet& policy) {
  for (const GatePolicy& candidate : policy.gates()) {
    if (candidate.code == gate) return candidate.queue;
  }
  return kGeneralQueue;
}

bool IsTrigger(const Reason& reason) {
  return reason.code.starts_with("TRIG.");
}

// The first in the policy's order among the queues of the reasons that `wanted` takes.
template <typename Wanted>
const QueuePolicy* First(const std::vector<Reason>& reasons,
                         const PolicySet& policy,
                         const Wanted& wanted) {
  const QueuePolicy* first = nullptr;
  for (const Reason& reason : reasons) {
    if (!wanted(reason)) continue;
    const QueuePolicy* queue = FindQueue(reason.queue, policy);
    if (queue != nullptr && (first == nullptr || queue->order < first->order)) first = queue;
  }
  return first;
}

void Add(const std::vector<Finding>& findings,
         const std::string& queue,
         std::vector<Reason>* reasons) {
  for (const Finding& finding : findings) {
    reasons->push_back({.code = finding.code,
                        .text = finding.text,
                        .queue = queue.empty() ? kGeneralQueue : queue,
                        .person = finding.person});
  }
}

}  // namespace

std::vector<Reason> ReasonsOf(const Assessment& assessment,
                              const PolicySet& policy,
                              const std::vector<std::string>& waived) {
  std::vector<Reason> reasons;
  for (const GateResult& gate : assessment.gates) {
    if (gate.verdict == Verdict::kPass) continue;
    if (std::find(waived.begin(), waived.end(), gate.gate) != waived.end()) continue;
    Add(gate.findings, GateQueue(gate.gate, policy), &reasons);
  }
  for (const TriggerResult& trigger : assessment.triggers) {
    Add(trigger.findings, trigger.queue, &reasons);
  }
  return reasons;
}

Routing Route(std::vector<Reason> reasons,
              const Application& application,
              const PolicySet& policy) {
  Routing routing;
  const QueuePolicy* queue = First(reasons, policy, [](const Reason& reason) {
    return IsTrigger(reason) && reason.queue != kTechnicalQueue;
  });
  if (queue == nullptr) {
    queue = First(reasons, policy, [](const Reason& reason) { return !IsTrigger(reason); });
  }
  if (queue == nullptr) queue = First(reasons, policy, [](const Reason&) { return true; });
  routing.queue = queue == nullptr ? kGeneralQueue : queue->code;
  routing.access = queue == nullptr ? AccessClass::kOpen : queue->access;
  // Restricted by any reason is restricted, whichever queue comes first.
  for (const Reason& reason : reasons) {
    if (!IsTrigger(reason)) continue;
    const QueuePolicy* other = FindQueue(reason.queue, policy);
    if (other != nullptr) routing.access = std::max(routing.access, other->access);
  }
  routing.critical_date = application.circumstances.critical_date;
  routing.has_children = HasChildren(application.persons);
  routing.reasons = std::move(reasons);
  return routing;
}

}  // namespace dm::decision
