// Mutants of gates, triggers, queues and observations: where a case is led.
//
// The law's reasons of an observation (r) are mutated only where a municipality may switch the
// reason off; otherwise nothing hangs on them but the check that each stands behind something.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "worker/golden/mutant_maker.h"

namespace dm::golden {

namespace {

using policy::ObservationEntry;
using policy::PolicyData;

template <typename List>
std::vector<std::string> CodesOf(const List& list) {
  std::vector<std::string> codes;
  codes.reserve(list.size());
  for (const auto& one : list) codes.push_back(one.code);
  return codes;
}

// A rule of a catalogue is asked for by the case that it shows in: the rule's own id.
MutantOf Of(RuleKind kind, const std::string& id, const std::string& file, std::string asked) {
  return {{kind, id}, {file, 0}, {std::move(asked)}};
}

void AddFlag(const MutantOf& of,
             const std::string& name,
             const std::function<bool&(PolicyData&)>& flag_of,
             MutantMaker* maker) {
  maker->Add(of,
             name + " → the opposite",
             "a household where " + name + " of it matters",
             [flag_of](PolicyData& data) { flag_of(data) = !flag_of(data); });
}

void AddGates(const PolicyData& data, MutantMaker* maker) {
  const std::vector<std::string> queues = CodesOf(data.queues);
  for (std::size_t i = 0; i < data.gates.size(); ++i) {
    const GatePolicy& gate = data.gates[i];
    const MutantOf of = Of(RuleKind::kGate, gate.code, "tables/gates.yaml", AskedEntry(gate.code));
    maker->Code(of, "queue", gate.queue, queues, [i](PolicyData& changed) -> std::string& {
      return changed.gates[i].queue;
    });
  }
}

void AddTriggers(const PolicyData& data, MutantMaker* maker) {
  const std::vector<std::string> queues = CodesOf(data.queues);
  for (std::size_t i = 0; i < data.triggers.size(); ++i) {
    const TriggerPolicy& trigger = data.triggers[i];
    const MutantOf of =
        Of(RuleKind::kTrigger, trigger.code, "tables/triggers.yaml", AskedEntry(trigger.code));
    maker->Code(of, "queue", trigger.queue, queues, [i](PolicyData& changed) -> std::string& {
      return changed.triggers[i].queue;
    });
    maker->Code(of,
                "queue_with_children",
                trigger.queue_with_children,
                queues,
                [i](PolicyData& changed) -> std::string& {
                  return changed.triggers[i].queue_with_children;
                });
    AddFlag(
        of,
        "concerns_child",
        [i](PolicyData& changed) -> bool& { return changed.triggers[i].concerns_child; },
        maker);
    AddFlag(
        of,
        "missing_item",
        [i](PolicyData& changed) -> bool& { return changed.triggers[i].missing_item; },
        maker);
  }
}

void AddQueues(const PolicyData& data, MutantMaker* maker) {
  for (std::size_t i = 0; i < data.queues.size(); ++i) {
    const QueuePolicy& queue = data.queues[i];
    MutantOf of = Of(RuleKind::kQueue, queue.code, "tables/queues.yaml", AskedEntry(queue.code));
    maker->Add(
        of,
        std::string("access → ") + (queue.access == AccessClass::kOpen ? "restricted" : "open"),
        "a household of the queue that states access",
        [i](PolicyData& changed) {
          AccessClass& access = changed.queues[i].access;
          access = access == AccessClass::kOpen ? AccessClass::kRestricted : AccessClass::kOpen;
        });
    AddFlag(
        of,
        "technical",
        [i](PolicyData& changed) -> bool& { return changed.queues[i].technical; },
        maker);
    if (!queue.falls_to.empty()) {
      maker->Add(of,
                 "falls to no other queue",
                 "a household of the queue close before the payment run",
                 [i](PolicyData& changed) { changed.queues[i].falls_to.clear(); });
    }
    if (i + 1 == data.queues.size()) continue;
    const std::string after = data.queues[i + 1].code;
    of.asked.push_back(AskedEntry(after));
    maker->Add(of,
               "order: after " + after,
               "a household that both " + queue.code + " and " + after + " could take",
               [i](PolicyData& changed) {
                 std::swap(changed.queues[i].order, changed.queues[i + 1].order);
                 std::swap(changed.queues[i], changed.queues[i + 1]);
               });
  }
}

void AddReasons(const PolicyData& data,
                const MutantOf& of,
                const ObservationPolicy& policy,
                const std::function<ObservationPolicy&(PolicyData&)>& at,
                MutantMaker* maker) {
  for (std::size_t i = 0; i < policy.reasons.size(); ++i) {
    const auto reason = std::find_if(
        data.route_reasons.begin(), data.route_reasons.end(), [&](const RouteReasonPolicy& one) {
          return one.code == policy.reasons[i];
        });
    if (reason == data.route_reasons.end() || !reason->open) continue;
    maker->Add(of,
               "without " + policy.reasons[i],
               "a household where the municipality has switched " + policy.reasons[i] + " off",
               [at, i](PolicyData& changed) {
                 std::vector<std::string>& reasons = at(changed).reasons;
                 reasons.erase(reasons.begin() + static_cast<std::ptrdiff_t>(i));
               });
  }
}

void AddObservation(const PolicyData& data,
                    const std::string& code,
                    std::size_t version,
                    MutantMaker* maker) {
  const ObservationEntry& entry = data.observations.find(code)->second[version];
  const ObservationPolicy& policy = entry.policy;
  if (!policy::Shared(policy.valid, maker->window()).has_value()) return;
  const MutantOf of = {{RuleKind::kObservation, code}, entry.place, {AskedObservation(code)}};
  const std::function<ObservationPolicy&(PolicyData&)> at =
      [code, version](PolicyData& changed) -> ObservationPolicy& {
    return changed.observations.find(code)->second[version].policy;
  };
  maker->Code(
      of, "gate", policy.gate, CodesOf(data.gates), [at](PolicyData& changed) -> std::string& {
        return at(changed).gate;
      });
  maker->Code(of,
              "trigger",
              policy.trigger,
              CodesOf(data.triggers),
              [at](PolicyData& changed) -> std::string& { return at(changed).trigger; });
  maker->Code(
      of, "queue", policy.queue, CodesOf(data.queues), [at](PolicyData& changed) -> std::string& {
        return at(changed).queue;
      });
  if (!policy.gate.empty()) {
    const bool fails = policy.verdict == Verdict::kFail;
    maker->Add(of,
               fails ? "verdict FAIL → UNKNOWN" : "verdict UNKNOWN → FAIL",
               "a household where it is noticed",
               [at, fails](PolicyData& changed) {
                 at(changed).verdict = fails ? Verdict::kUnknown : Verdict::kFail;
               });
  }
  for (const bool gate : {true, false}) {
    if ((gate ? policy.gate : policy.trigger).empty()) continue;
    maker->Add(of,
               gate ? "holds up no gate" : "sets off no trigger",
               "a household where it is noticed",
               [at, gate](PolicyData& changed) {
                 (gate ? at(changed).gate : at(changed).trigger).clear();
               });
  }
  maker->Days(of, policy.valid, [at](PolicyData& changed) -> Period& { return at(changed).valid; });
  AddReasons(data, of, policy, at, maker);
}

}  // namespace

void AddCatalogueMutants(const PolicyData& data, MutantMaker* maker) {
  AddGates(data, maker);
  AddTriggers(data, maker);
  AddQueues(data, maker);
  for (const auto& [code, versions] : data.observations) {
    for (std::size_t i = 0; i < versions.size(); ++i) AddObservation(data, code, i, maker);
  }
}

}  // namespace dm::golden
