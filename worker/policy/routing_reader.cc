#include "worker/policy/routing_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"
#include "worker/policy/yaml_map.h"

namespace dm::policy {
namespace {

using Kind = RoutingChoice::Kind;

void ReadChoices(YamlMap& file, const std::string& key, Kind kind, PolicyData& data) {
  const std::vector<YamlNode>* list = file.List(key, Need::kOptional);
  if (list == nullptr) return;
  for (const YamlNode& node : *list) {
    YamlMap entry(node, file.errors(), "an entry of " + key);
    RoutingChoice choice;
    choice.kind = kind;
    choice.code = entry.Id("code", Need::kRequired).value_or("");
    choice.place = {file.errors().file(), entry.line()};
    entry.Rename(choice.code);
    switch (kind) {
      case Kind::kQueue:
        choice.queue = entry.Id("goes_to", Need::kOptional).value_or("");
        choice.target = entry.Text("target", Need::kOptional).value_or("");
        break;
      case Kind::kTrigger:
        choice.queue_with_children = entry.Id("queue_with_children", Need::kOptional).value_or("");
        choice.queue = entry.Id("queue", Need::kOptional).value_or("");
        break;
      case Kind::kGate:
        choice.queue = entry.Id("queue", Need::kRequired).value_or("");
        break;
      case Kind::kReason:
        break;
    }
    entry.Text("why", Need::kRequired);
    entry.Finish();
    data.routing.push_back(std::move(choice));
  }
}

// The choices hold on every day of the set, so the file must.
void CheckWindow(YamlMap& file, const Period& valid, const Period& window) {
  if (!valid.from.has_value() || !window.from.has_value() || !window.to.has_value()) return;
  const bool late = *valid.from > *window.from;
  const bool early = valid.to.has_value() && *valid.to < *window.to;
  if (!late && !early) return;
  file.errors().Add(file.LineOf(late ? "valid_from" : "valid_to"),
                    fmt::format("routing.yaml does not hold on every day from {} to {}",
                                window.from->ToString(),
                                window.to->ToString()),
                    "widen valid_from and valid_to, or shorten effective of the municipality's "
                    "manifest.yaml");
}

template <typename Entry>
Entry* FindCode(std::vector<Entry>& entries, const std::string& code) {
  const auto found = std::find_if(
      entries.begin(), entries.end(), [&](const Entry& entry) { return entry.code == code; });
  return found == entries.end() ? nullptr : &*found;
}

class Choices {
 public:
  Choices(PolicyData& data, std::vector<PolicyError>* errors) : data_(data), errors_(errors) {}

  // Moves first, then merges, so that what has been moved to a merged queue goes on with it.
  void Run() {
    for (const RoutingChoice& choice : data_.routing) {
      if (choice.kind == Kind::kGate) MoveGate(choice);
      if (choice.kind == Kind::kTrigger) MoveTrigger(choice);
      if (choice.kind == Kind::kReason) SwitchOff(choice);
    }
    for (const RoutingChoice& choice : data_.routing) {
      if (choice.kind == Kind::kQueue) ChangeQueue(choice);
    }
    Quieten();
  }

 private:
  void Fail(const RoutingChoice& choice, std::string message, std::string remedy) {
    errors_->push_back(
        {choice.place.file, choice.place.line, std::move(message), std::move(remedy)});
  }

  bool IsQueue(const RoutingChoice& choice, const std::string& code) {
    if (code.empty()) return true;
    const QueuePolicy* queue = FindCode(data_.queues, code);
    if (queue != nullptr && queue->access == AccessClass::kOpen) return true;
    Fail(choice,
         fmt::format("{} leads to {}, which is no open queue", choice.code, Quoted(code)),
         "use a code of tables/queues.yaml whose access is open");
    return false;
  }

  void MoveGate(const RoutingChoice& choice) {
    GatePolicy* gate = FindCode(data_.gates, choice.code);
    if (gate == nullptr) {
      return Fail(choice,
                  fmt::format("{} is no gate", Quoted(choice.code)),
                  "use a code of tables/gates.yaml");
    }
    if (IsQueue(choice, choice.queue)) gate->queue = choice.queue;
  }

  void MoveTrigger(const RoutingChoice& choice) {
    TriggerPolicy* trigger = FindCode(data_.triggers, choice.code);
    if (trigger == nullptr) {
      return Fail(choice,
                  fmt::format("{} is no trigger", Quoted(choice.code)),
                  "use a code of tables/triggers.yaml");
    }
    if (trigger->fixed) {
      return Fail(choice,
                  fmt::format("{} leads where it does everywhere", choice.code),
                  "remove the entry: tables/triggers.yaml says fixed");
    }
    if (!IsQueue(choice, choice.queue) || !IsQueue(choice, choice.queue_with_children)) return;
    if (!choice.queue.empty()) trigger->queue = choice.queue;
    if (!choice.queue_with_children.empty())
      trigger->queue_with_children = choice.queue_with_children;
  }

  void SwitchOff(const RoutingChoice& choice) {
    RouteReasonPolicy* reason = FindCode(data_.route_reasons, choice.code);
    if (reason == nullptr || !reason->open) {
      return Fail(choice,
                  reason == nullptr ? fmt::format("{} is no route reason", Quoted(choice.code))
                                    : fmt::format("{} cannot be switched off", choice.code),
                  "remove it: tables/route_reasons.yaml says which are open");
    }
    reason->on = false;
  }

  void ChangeQueue(const RoutingChoice& choice) {
    QueuePolicy* queue = FindCode(data_.queues, choice.code);
    if (queue == nullptr || queue->fixed) {
      return Fail(choice,
                  queue == nullptr ? fmt::format("{} is no queue", Quoted(choice.code))
                                   : fmt::format("{} is the same everywhere", choice.code),
                  "remove the entry: tables/queues.yaml says which are fixed");
    }
    if (!choice.target.empty()) queue->target = choice.target;
    if (choice.queue.empty() || !IsQueue(choice, choice.queue)) return;
    const auto merge = [&](std::string& code) {
      if (code == choice.code) code = choice.queue;
    };
    for (GatePolicy& gate : data_.gates) merge(gate.queue);
    for (TriggerPolicy& trigger : data_.triggers) {
      merge(trigger.queue);
      merge(trigger.queue_with_children);
    }
    for (QueuePolicy& other : data_.queues) merge(other.falls_to);
    for (auto& [code, entries] : data_.observations) {
      for (ObservationEntry& entry : entries) merge(entry.policy.queue);
    }
  }

  // What stands only for reasons that are switched off is still told, and holds nothing up.
  void Quieten() {
    for (auto& [code, entries] : data_.observations) {
      for (ObservationEntry& entry : entries) {
        ObservationPolicy& policy = entry.policy;
        const bool off =
            !policy.reasons.empty() &&
            std::all_of(
                policy.reasons.begin(), policy.reasons.end(), [this](const std::string& reason) {
                  const RouteReasonPolicy* known = FindCode(data_.route_reasons, reason);
                  return known != nullptr && !known->on;
                });
        if (!off) continue;
        policy.gate.clear();
        policy.trigger.clear();
        policy.information = true;
      }
    }
  }

  PolicyData& data_;
  std::vector<PolicyError>* errors_;
};

}  // namespace

void ReadRouting(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "routing.yaml");
  file.Text("owner", Need::kRequired);
  const Period valid = file.Validity(Need::kRequired);
  ReadSourcesOf(file, {}, valid, data);
  CheckWindow(file, valid, data.municipal.effective);
  ReadChoices(file, "gates", Kind::kGate, data);
  ReadChoices(file, "triggers", Kind::kTrigger, data);
  ReadChoices(file, "queues", Kind::kQueue, data);
  ReadChoices(file, "switched_off", Kind::kReason, data);
  file.Finish();
}

void ApplyRouting(PolicyData& data, std::vector<PolicyError>* errors) {
  Choices(data, errors).Run();
}

}  // namespace dm::policy
