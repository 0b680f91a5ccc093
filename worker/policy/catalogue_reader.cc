#include <algorithm>
#include <set>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

constexpr int kGates = 17;
constexpr int kTriggers = 44;
constexpr int kQueues = 20;
constexpr int kReasons = 35;

void AddText(const std::string& code,
             const std::string& text,
             int line,
             FileErrors& errors,
             PolicyData& data) {
  if (code.empty()) return;
  const auto [found, added] = data.texts.emplace(code, text);
  if (!added && found->second != text) {
    errors.Add(line,
               fmt::format("the code {} has another text already", Quoted(code)),
               "use another code, or the same text");
  }
}

// Who answers for an entry and when it holds; what an entry does not say is as the file's head has
// it.
struct Standing {
  std::string owner;
  Period valid;
};

Standing ReadStanding(YamlMap& map, const Standing& head) {
  Standing standing;
  standing.owner = map.Text("owner", Need::kOptional).value_or(head.owner);
  standing.valid = map.Validity(Need::kOptional);
  if (!standing.valid.from.has_value()) standing.valid.from = head.valid.from;
  if (!standing.valid.to.has_value()) standing.valid.to = head.valid.to;
  return standing;
}

// The program knows these codes and evaluates them always, so each has an owner and holds on every
// day of the set.
void CheckStanding(const YamlMap& entry, const Standing& standing, const PolicyData& data) {
  if (standing.owner.empty()) {
    entry.errors().Add(entry.line(),
                       fmt::format("{} has no owner", entry.what()),
                       "add owner:, who answers for the entry");
  }
  const Period window = data.municipal.effective;
  if (!window.from.has_value() || !window.to.has_value()) return;
  const bool holds = standing.valid.from.has_value() && *standing.valid.from <= *window.from &&
                     (!standing.valid.to.has_value() || *standing.valid.to >= *window.to);
  if (holds) return;
  entry.errors().Add(entry.line(),
                     fmt::format("{} does not hold on every day from {} to {}",
                                 entry.what(),
                                 window.from->ToString(),
                                 window.to->ToString()),
                     "widen valid_from and valid_to");
}

// Reads the head that all catalogues share, then each entry of `key` through `read`.
template <typename Read>
void ReadEntries(
    YamlMap& map, const std::string& key, FileErrors& errors, PolicyData& data, const Read& read) {
  map.Rename(key);
  map.Text("title", Need::kRequired);
  const Standing head = ReadStanding(map, {});
  const Period& valid = head.valid;
  const std::vector<std::string> sources = ReadSourcesOf(map, {}, valid, data);
  if (const std::vector<YamlNode>* list = map.List(key, Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap entry(node, errors, "an entry of " + key);
      const std::string code = entry.Id("code", Need::kRequired).value_or("");
      entry.Rename(code);
      ReadSourcesOf(entry, sources, valid, data);
      entry.Text("note", Need::kOptional);
      read(entry, code, ReadStanding(entry, head));
      entry.Finish();
    }
  }
  map.Finish({"kind"});
}

std::string ReadQueueCode(
    YamlMap& entry, const std::string& key, Need need, FileErrors& errors, PolicyData& data) {
  std::string queue = entry.Text(key, need).value_or("");
  if (!queue.empty()) data.queue_uses.emplace(queue, Place{errors.file(), entry.LineOf(key)});
  return queue;
}

// The program knows each of these codes; one that the policy does not name could lead nowhere.
template <typename Entry>
void CheckComplete(const std::vector<Entry>& entries,
                   const std::string& prefix,
                   int count,
                   FileErrors& errors) {
  std::set<std::string> wanted;
  for (int i = 1; i <= count; ++i) wanted.insert(fmt::format("{}{:02}", prefix, i));
  std::set<std::string> seen;
  for (const Entry& entry : entries) {
    if (!wanted.contains(entry.code))
      errors.Add(0,
                 fmt::format("{} is no code that the program knows", Quoted(entry.code)),
                 fmt::format("use {}01 to {}{:02}", prefix, prefix, count));
    if (!seen.insert(entry.code).second)
      errors.Add(0, fmt::format("{} stands twice", entry.code), "remove one of them");
  }
  for (const std::string& code : wanted) {
    if (!seen.contains(code)) errors.Add(0, fmt::format("{} is missing", code), "add its entry");
  }
}

std::vector<Part> ReadParts(YamlMap& entry, FileErrors& errors) {
  std::vector<Part> parts;
  for (const std::string& word : entry.Words("parts", Need::kRequired)) {
    const std::optional<Part> part = PartOf(word);
    if (part.has_value()) {
      parts.push_back(*part);
    } else {
      errors.Add(entry.LineOf("parts"),
                 fmt::format("{} is no part of the assessment", Quoted(word)),
                 "use one of " + PartWords());
    }
  }
  return parts;
}

AccessClass ReadAccess(YamlMap& entry, FileErrors& errors) {
  const std::string word = entry.Text("access", Need::kOptional).value_or("open");
  if (const std::optional<AccessClass> access = AccessFromCode(word)) return *access;
  errors.Add(entry.LineOf("access"),
             fmt::format("access of {} is unknown", entry.what()),
             "use open, restricted or named_persons");
  return AccessClass::kNamedPersons;
}

}  // namespace

void ReadCodes(YamlMap& map, FileErrors& errors, PolicyData& data) {
  map.Id("id", Need::kRequired);
  ReadEntries(
      map, "codes", errors, data, [&](YamlMap& entry, const std::string& code, const Standing&) {
        AddText(code, entry.Text("text", Need::kRequired).value_or(""), entry.line(), errors, data);
      });
}

void ReadGates(YamlMap& map, FileErrors& errors, PolicyData& data) {
  ReadEntries(map,
              "gates",
              errors,
              data,
              [&](YamlMap& entry, const std::string& code, const Standing& standing) {
                CheckStanding(entry, standing, data);
                GatePolicy gate;
                gate.code = code;
                gate.title = entry.Text("title", Need::kRequired).value_or("");
                gate.queue = ReadQueueCode(entry, "queue", Need::kRequired, errors, data);
                gate.parts = ReadParts(entry, errors);
                gate.owner = standing.owner;
                gate.valid = standing.valid;
                AddText(code, gate.title, entry.line(), errors, data);
                data.gates.push_back(std::move(gate));
              });
  CheckComplete(data.gates, "G-", kGates, errors);
  std::sort(data.gates.begin(), data.gates.end(), [](const GatePolicy& a, const GatePolicy& b) {
    return a.code < b.code;
  });
}

void ReadTriggers(YamlMap& map, FileErrors& errors, PolicyData& data) {
  ReadEntries(map,
              "triggers",
              errors,
              data,
              [&](YamlMap& entry, const std::string& code, const Standing& standing) {
                CheckStanding(entry, standing, data);
                TriggerPolicy trigger;
                trigger.code = code;
                trigger.title = entry.Text("title", Need::kRequired).value_or("");
                trigger.queue = ReadQueueCode(entry, "queue", Need::kRequired, errors, data);
                trigger.queue_with_children =
                    ReadQueueCode(entry, "queue_with_children", Need::kOptional, errors, data);
                trigger.concerns_child = entry.Flag("concerns_child", false);
                trigger.missing_item = entry.Flag("missing_item", false);
                trigger.fixed = entry.Flag("fixed", false);
                trigger.owner = standing.owner;
                trigger.valid = standing.valid;
                AddText(code, trigger.title, entry.line(), errors, data);
                data.triggers.push_back(std::move(trigger));
              });
  CheckComplete(data.triggers, "X-", kTriggers, errors);
  std::sort(data.triggers.begin(),
            data.triggers.end(),
            [](const TriggerPolicy& a, const TriggerPolicy& b) { return a.code < b.code; });
}

void ReadQueues(YamlMap& map, FileErrors& errors, PolicyData& data) {
  ReadEntries(map,
              "queues",
              errors,
              data,
              [&](YamlMap& entry, const std::string& code, const Standing& standing) {
                CheckStanding(entry, standing, data);
                QueuePolicy queue;
                queue.code = code;
                queue.title = entry.Text("title", Need::kRequired).value_or("");
                queue.order =
                    static_cast<int>(entry.Whole("order", Need::kRequired, 1, kQueues).value_or(0));
                queue.access = ReadAccess(entry, errors);
                queue.target = entry.Text("target", Need::kRequired).value_or("");
                queue.fixed = entry.Flag("fixed", false);
                queue.technical = entry.Flag("technical", false);
                queue.falls_to = ReadQueueCode(entry, "falls_to", Need::kOptional, errors, data);
                queue.owner = standing.owner;
                queue.valid = standing.valid;
                const bool taken = std::any_of(
                    data.queues.begin(), data.queues.end(), [&](const QueuePolicy& other) {
                      return other.order == queue.order;
                    });
                if (taken)
                  errors.Add(entry.line(),
                             fmt::format("{} has the order of another queue", code),
                             "give each queue its own order");
                AddText(code, queue.title, entry.line(), errors, data);
                data.queues.push_back(std::move(queue));
              });
  CheckComplete(data.queues, "Q-", kQueues, errors);
  std::sort(data.queues.begin(), data.queues.end(), [](const QueuePolicy& a, const QueuePolicy& b) {
    return a.order < b.order;
  });
}

void ReadRouteReasons(YamlMap& map, FileErrors& errors, PolicyData& data) {
  ReadEntries(map,
              "route_reasons",
              errors,
              data,
              [&](YamlMap& entry, const std::string& code, const Standing& standing) {
                CheckStanding(entry, standing, data);
                RouteReasonPolicy reason;
                reason.code = code;
                reason.title = entry.Text("title", Need::kRequired).value_or("");
                const std::string type = entry.Text("type", Need::kRequired).value_or("H");
                if (type != "H" && type != "P") {
                  errors.Add(entry.LineOf("type"),
                             fmt::format("type of {} is unknown", code),
                             "use H (holds everywhere) or P (policy)");
                }
                reason.hard = type != "P";
                reason.open = entry.Flag("open", false);
                reason.alert = entry.Flag("alert", false);
                if (reason.hard && reason.open) {
                  errors.Add(entry.LineOf("open"),
                             fmt::format("{} holds everywhere and is open", code),
                             "remove open: only policy (P) may be switched");
                }
                reason.owner = standing.owner;
                reason.valid = standing.valid;
                AddText(code, reason.title, entry.line(), errors, data);
                data.route_reasons.push_back(std::move(reason));
              });
  CheckComplete(data.route_reasons, "R", kReasons, errors);
}

}  // namespace dm::policy
