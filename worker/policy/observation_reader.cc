#include "worker/policy/observation_reader.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/observation_codes.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

// What the head of the file says for all entries.
struct Head {
  std::vector<std::string> sources;
  std::string owner;
  Period valid;
};

const ObservationDeclaration* DeclarationOf(std::string_view code) {
  const auto* const found =
      std::find_if(std::begin(kObservations),
                   std::end(kObservations),
                   [code](const ObservationDeclaration& known) { return known.code == code; });
  return found == std::end(kObservations) ? nullptr : found;
}

std::vector<std::string> NamesOf(std::string_view arguments) {
  std::vector<std::string> names;
  while (!arguments.empty()) {
    const std::size_t space = std::min(arguments.find(' '), arguments.size());
    names.emplace_back(arguments.substr(0, space));
    arguments.remove_prefix(std::min(space + 1, arguments.size()));
  }
  return names;
}

TextTemplate ReadTemplate(YamlMap& entry,
                          const std::string& key,
                          Need need,
                          const std::vector<std::string>& names) {
  const std::optional<std::string> text = entry.Text(key, need);
  if (!text.has_value()) return {};
  return TextTemplate::Parse(*text,
                             names,
                             entry.LineOf(key),
                             fmt::format("{} of {}", key, entry.what()),
                             entry.errors())
      .value_or(TextTemplate());
}

// A part of a finding's code: capital letters, digits, _ and dots around its places.
bool IsDetail(std::string_view text) {
  bool place = false;
  for (const char c : text) {
    if (c == '{' || c == '}') place = c == '{';
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    if (!place && c != '}' && !plain) return false;
  }
  return !text.empty();
}

void ReadGatePart(YamlMap& entry,
                  const std::vector<std::string>& names,
                  ObservationPolicy& observation) {
  observation.gate = entry.Id("gate", Need::kOptional).value_or("");
  if (observation.gate.empty()) return;
  const std::string verdict = entry.Text("verdict", Need::kRequired).value_or("FAIL");
  if (verdict != "FAIL" && verdict != "UNKNOWN") {
    entry.errors().Add(entry.LineOf("verdict"),
                       fmt::format("verdict of {} is unknown", entry.what()),
                       "use FAIL or UNKNOWN");
  }
  observation.verdict = verdict == "UNKNOWN" ? Verdict::kUnknown : Verdict::kFail;
  observation.detail = ReadTemplate(entry, "detail", Need::kRequired, names);
  const std::string detail = entry.Text("detail", Need::kOptional).value_or("X");
  if (!IsDetail(detail)) {
    entry.errors().Add(entry.LineOf("detail"),
                       fmt::format("detail of {} is no part of a code", entry.what()),
                       "use capital letters, digits, _ and dots");
  }
}

void CheckKind(const YamlMap& entry, const ObservationPolicy& observation) {
  const bool leads = !observation.gate.empty() || !observation.trigger.empty();
  if (leads != observation.information) return;
  entry.errors().Add(entry.line(),
                     leads ? fmt::format("{} is information and leads to a human", entry.what())
                           : fmt::format("{} leads nowhere", entry.what()),
                     "name a gate, a trigger or both, or say information: true, not both");
}

ObservationEntry ReadEntry(YamlMap& entry, const Head& head, PolicyData& data) {
  ObservationEntry made;
  ObservationPolicy& observation = made.policy;
  observation.code = entry.Id("code", Need::kRequired).value_or("");
  entry.Rename(observation.code);
  const ObservationDeclaration* declared = DeclarationOf(observation.code);
  if (declared == nullptr && !observation.code.empty()) {
    entry.errors().Add(entry.line(),
                       fmt::format("{} is nothing that the program notices", observation.code),
                       "correct the code, or remove the entry");
  }
  const std::vector<std::string> names =
      NamesOf(declared == nullptr ? std::string_view() : declared->arguments);
  ReadGatePart(entry, names, observation);
  observation.trigger = entry.Id("trigger", Need::kOptional).value_or("");
  observation.queue = entry.Id("queue", Need::kOptional).value_or("");
  if (!observation.queue.empty()) {
    data.queue_uses.emplace(observation.queue, Place{entry.errors().file(), entry.LineOf("queue")});
  }
  observation.information = entry.Flag("information", false);
  CheckKind(entry, observation);
  observation.reasons = entry.Words("r", Need::kOptional);
  if (declared == nullptr) {  // its text cannot be checked
    entry.Text("text", Need::kRequired);
    entry.Text("trigger_text", Need::kOptional);
  } else {
    observation.text = ReadTemplate(entry, "text", Need::kRequired, names);
    observation.trigger_text = ReadTemplate(entry, "trigger_text", Need::kOptional, names);
  }
  observation.owner = entry.Text("owner", Need::kOptional).value_or(head.owner);
  observation.valid =
      entry.Validity(head.valid.from.has_value() ? Need::kOptional : Need::kRequired);
  if (!observation.valid.from.has_value()) observation.valid.from = head.valid.from;
  if (!observation.valid.to.has_value()) observation.valid.to = head.valid.to;
  observation.sources = ReadSourcesOf(entry, head.sources, observation.valid, data);
  if (observation.owner.empty()) {
    entry.errors().Add(entry.line(),
                       fmt::format("{} has no owner", entry.what()),
                       "add owner:, who answers for the entry");
  }
  made.begins = entry.Flag("begins", false);
  made.ends = entry.Flag("ends", false);
  made.place = {entry.errors().file(), entry.line()};
  entry.Text("note", Need::kOptional);
  return made;
}

class Check {
 public:
  Check(const PolicyData& data, std::vector<PolicyError>* errors) : data_(data), errors_(errors) {}

  void Run() {
    for (const ObservationDeclaration& declared : kObservations) {
      const auto found = data_.observations.find(declared.code);
      if (found == data_.observations.end()) {
        Fail({"tables/observations.yaml", 0},
             fmt::format("{} is missing", declared.code),
             "add its entry: the program notices it");
      } else {
        CheckDates(found->second);
      }
    }
    std::set<std::string> covered;
    for (const auto& [code, entries] : data_.observations) {
      for (const ObservationEntry& entry : entries) {
        CheckCodes(entry);
        for (const std::string& reason : entry.policy.reasons) {
          const RouteReasonPolicy* known = ReasonOf(reason);
          if (known != nullptr && (known->alert || !entry.policy.information))
            covered.insert(reason);
        }
      }
    }
    for (const RouteReasonPolicy& reason : data_.route_reasons) {
      if (covered.contains(reason.code)) continue;
      Fail({"tables/route_reasons.yaml", 0},
           fmt::format("nothing that the program notices stands for {}", reason.code),
           "name it under r of an observation that leads to a gate or trigger");
    }
  }

 private:
  void Fail(const Place& place, std::string message, std::string remedy) {
    errors_->push_back({place.file, place.line, std::move(message), std::move(remedy)});
  }

  const RouteReasonPolicy* ReasonOf(const std::string& code) const {
    const auto found =
        std::find_if(data_.route_reasons.begin(),
                     data_.route_reasons.end(),
                     [&](const RouteReasonPolicy& reason) { return reason.code == code; });
    return found == data_.route_reasons.end() ? nullptr : &*found;
  }

  // No day may be without an entry but before what it notices began or after it ended.
  void CheckDates(const std::vector<ObservationEntry>& entries) {
    const Period window = data_.municipal.effective;
    const ObservationEntry& first = entries.front();
    const ObservationEntry& last = entries.back();
    if (window.from && first.policy.valid.from && *first.policy.valid.from > *window.from &&
        !first.begins) {
      Fail(first.place,
           fmt::format(
               "{} has no entry in force from {}", first.policy.code, window.from->ToString()),
           "add one, or say begins: true");
    }
    if (window.to && last.policy.valid.to && *last.policy.valid.to < *window.to && !last.ends) {
      Fail(last.place,
           fmt::format("{} has no entry in force to {}", last.policy.code, window.to->ToString()),
           "add one, or say ends: true");
    }
    for (std::size_t i = 1; i < entries.size(); ++i) {
      if (DayAfter(entries[i - 1].policy.valid) == entries[i].policy.valid.from) continue;
      Fail(entries[i].place,
           fmt::format("{} has a gap or two entries on one day", entries[i].policy.code),
           "let each entry begin on the day after the one before");
    }
  }

  void CheckCodes(const ObservationEntry& entry) {
    const ObservationPolicy& policy = entry.policy;
    const auto gate = std::any_of(data_.gates.begin(), data_.gates.end(), [&](const auto& known) {
      return known.code == policy.gate;
    });
    if (!policy.gate.empty() && !gate) {
      Fail(entry.place,
           fmt::format("{} names {}, which is no gate", policy.code, Quoted(policy.gate)),
           "use a code of tables/gates.yaml");
    }
    const auto trigger =
        std::any_of(data_.triggers.begin(), data_.triggers.end(), [&](const auto& known) {
          return known.code == policy.trigger;
        });
    for (const std::string& reason : policy.reasons) {
      if (ReasonOf(reason) != nullptr) continue;
      Fail(entry.place,
           fmt::format("{} names {}, which is no route reason", policy.code, Quoted(reason)),
           "use a code of tables/route_reasons.yaml");
    }
    if (!policy.trigger.empty() && !trigger) {
      Fail(entry.place,
           fmt::format("{} names {}, which is no trigger", policy.code, Quoted(policy.trigger)),
           "use a code of tables/triggers.yaml");
    }
  }

  const PolicyData& data_;
  std::vector<PolicyError>* errors_;
};

}  // namespace

void ReadObservations(YamlMap& map, FileErrors& errors, PolicyData& data) {
  map.Rename("observations");
  map.Text("title", Need::kRequired);
  Head head;
  head.valid = map.Validity(Need::kOptional);
  head.owner = map.Text("owner", Need::kOptional).value_or("");
  head.sources = map.Words("source", Need::kOptional);
  if (const std::vector<YamlNode>* list = map.List("observations", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap entry(node, errors, "an entry of observations");
      ObservationEntry made = ReadEntry(entry, head, data);
      entry.Finish();
      std::vector<ObservationEntry>& entries = data.observations[made.policy.code];
      const auto place = std::upper_bound(entries.begin(),
                                          entries.end(),
                                          made,
                                          [](const ObservationEntry& a, const ObservationEntry& b) {
                                            return a.policy.valid.from < b.policy.valid.from;
                                          });
      entries.insert(place, std::move(made));
    }
  }
  map.Finish({"kind"});
}

void CheckObservations(const PolicyData& data, std::vector<PolicyError>* errors) {
  Check(data, errors).Run();
}

}  // namespace dm::policy
