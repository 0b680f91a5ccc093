#include "worker/decision/routing.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "worker/decision/decide.h"

namespace dm::decision {

namespace {

// Codes of one kind differ in their last letters.
bool IsCode(const std::string& a, const std::string& b) {
  return a.size() == b.size() && !a.empty() && a.back() == b.back() && a == b;
}

const QueuePolicy* FindQueue(const std::string& code, const PolicySet& policy) {
  for (const QueuePolicy& queue : policy.queues()) {
    if (IsCode(queue.code, code)) return &queue;
  }
  return nullptr;
}

std::string GateQueue(const std::string& gate, const PolicySet& policy) {
  for (const GatePolicy& candidate : policy.gates()) {
    if (IsCode(candidate.code, gate)) return candidate.queue;
  }
  return kGeneralQueue;
}

bool IsTechnical(const std::string& code, const PolicySet& policy) {
  const QueuePolicy* queue = FindQueue(code, policy);
  return queue != nullptr && queue->technical;
}

// From two bank days before the cut-off a case is on the list of those that must be seen. A day
// that cannot be worked out counts as near.
bool IsPaymentNear(const Application& application, Date today, const PolicySet& policy) {
  const StatusOr<Date> must_see = MustSeeDateFor(application.month, policy);
  return !must_see.ok() || today >= *must_see;
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
  std::size_t findings = 0;
  for (const GateResult& gate : assessment.gates) findings += gate.findings.size();
  for (const TriggerResult& trigger : assessment.triggers) findings += trigger.findings.size();
  reasons.reserve(findings + 1);
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

Reason ReasonFor(ObservationCode code, const Values& values, const PolicySet& policy, Date on) {
  Reason reason{
      .code = std::string(code.text()), .text = "", .queue = kGeneralQueue, .person = std::nullopt};
  const ObservationPolicy* known = policy.Observation(code.text(), on);
  if (known == nullptr) return reason;
  const auto value_of = [&](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string("…") : found->second;
  };
  reason.text = known->text.Fill(value_of);
  if (known->gate.empty()) {
    if (known->trigger.empty()) return reason;
    std::string trigger = known->trigger;
    std::erase(trigger, '-');
    reason.code = "TRIG." + trigger;
    for (const TriggerPolicy& policy_trigger : policy.triggers()) {
      if (policy_trigger.code == known->trigger) reason.queue = policy_trigger.queue;
    }
    return reason;
  }
  std::string gate = known->gate;
  std::erase(gate, '-');
  reason.code = "GATE." + gate + (known->verdict == Verdict::kFail ? ".FAIL." : ".UNKNOWN.") +
                known->detail.Fill(value_of);
  reason.queue = GateQueue(known->gate, policy);
  return reason;
}

Routing Route(std::vector<Reason> reasons,
              const Application& application,
              Date today,
              const PolicySet& policy) {
  Routing routing;
  const QueuePolicy* queue = First(reasons, policy, [&](const Reason& reason) {
    return IsTrigger(reason) && !IsTechnical(reason.queue, policy);
  });
  if (queue == nullptr) {
    queue = First(reasons, policy, [](const Reason& reason) { return !IsTrigger(reason); });
  }
  if (queue == nullptr) queue = First(reasons, policy, [](const Reason&) { return true; });
  if (queue != nullptr && !queue->falls_to.empty() && IsPaymentNear(application, today, policy)) {
    queue = FindQueue(queue->falls_to, policy);
  }
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
