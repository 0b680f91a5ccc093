// The set itself, gates, triggers, queues, delegations, approvals and sources: lists in which each
// entry has a name and reads as one line.
#include <map>
#include <set>
#include <utility>

#include "worker/changes/parts.h"
#include "worker/changes/wording.h"

namespace dm::changes {

namespace {

using policy::PolicyData;

// Name → the entry in words.
using Entries = std::map<std::string, std::string>;

void CompareEntries(Section section,
                    const Entries& before,
                    const Entries& after,
                    std::vector<Change>* changes) {
  const auto tell = [&](const std::string& what) {
    changes->push_back({.section = section, .what = what, .details = {}});
  };
  for (const auto& [name, text] : before) {
    if (!after.contains(name)) tell(name + " är borttagen: " + text);
  }
  for (const auto& [name, text] : after) {
    const auto old = before.find(name);
    if (old == before.end()) {
      tell("ny: " + name + ": " + text);
    } else if (old->second != text) {
      tell(name + ": " + FromTo(old->second, text));
    }
  }
}

Entries SetsOf(const PolicyData& data) {
  Entries entries;
  for (const policy::Manifest* manifest : {&data.national, &data.municipal}) {
    entries[manifest->bundle] = "version " + manifest->version + ", " + manifest->status + ", " +
                                PeriodIn(manifest->effective);
  }
  for (const policy::OpenParameter& open : data.opens) {
    const auto end = [](std::int64_t value, std::int64_t none) {
      return value == none ? std::string() : std::to_string(value);
    };
    const policy::Interval all;
    entries["öppen för kommunen: " + open.id] =
        std::string(open.required ? "måste sättas" : "får sättas") +
        (open.needs_approval ? ", ska godkännas" : "") + ", gräns " + end(open.bound.low, all.low) +
        ".." + end(open.bound.high, all.high) +
        (open.words.empty() ? "" : ", ord " + Listed(open.words));
  }
  return entries;
}

Entries ControlsOf(const PolicyData& data) {
  Entries entries;
  for (const GatePolicy& gate : data.gates) {
    entries["Kontroll " + gate.code] = gate.title + ", kö " + gate.queue;
  }
  for (const TriggerPolicy& trigger : data.triggers) {
    entries["Signal " + trigger.code] =
        trigger.title + ", kö " + trigger.queue +
        (trigger.queue_with_children.empty() ? "" : ", med barn " + trigger.queue_with_children);
  }
  for (const QueuePolicy& queue : data.queues) {
    entries["Kö " + queue.code] = queue.title + ", ordning " + std::to_string(queue.order) +
                                  ", åtkomst " + std::to_string(static_cast<int>(queue.access)) +
                                  ", handläggs " + queue.target;
  }
  return entries;
}

Entries MandateOf(const PolicyData& data) {
  Entries entries;
  for (const Delegation& one : data.delegations) {
    entries["Delegation " + one.reference + " för " + one.typfall + " " + PeriodIn(one.valid)] =
        "högst " + one.max_amount.ToSwedish();
  }
  for (const policy::Approval& one : data.approvals) {
    entries["Godkännande av " + one.parameter + " från " + one.version.ToString()] =
        one.approved_by + " " + one.approved_on.ToString() + ", " + one.reference;
  }
  return entries;
}

Entries SourcesOf(const PolicyData& data) {
  Entries entries;
  for (const auto& [id, source] : data.sources) {
    std::string text = source.title + (source.url.empty() ? "" : ", " + source.url);
    for (const policy::SourceVersion& version : source.versions) {
      text += "; " + version.citation + " " + PeriodIn(version.valid) + ", styrka " + version.grade;
    }
    entries[id] = text;
  }
  return entries;
}

}  // namespace

void CompareSets(const Pair& pair, std::vector<Change>* changes) {
  CompareEntries(Section::kSet, SetsOf(pair.before), SetsOf(pair.after), changes);
}

void CompareControls(const Pair& pair, std::vector<Change>* changes) {
  CompareEntries(Section::kControls, ControlsOf(pair.before), ControlsOf(pair.after), changes);
}

void CompareMandate(const Pair& pair, std::vector<Change>* changes) {
  CompareEntries(Section::kMandate, MandateOf(pair.before), MandateOf(pair.after), changes);
}

void CompareSources(const Pair& pair, std::vector<Change>* changes) {
  CompareEntries(Section::kSources, SourcesOf(pair.before), SourcesOf(pair.after), changes);
}

}  // namespace dm::changes
