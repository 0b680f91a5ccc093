// The set itself, gates, triggers, queues, delegations, approvals and sources: lists in which each
// entry has a name and reads as one line.
#include <algorithm>
#include <map>
#include <utility>

#include "worker/changes/parts.h"
#include "worker/changes/wording.h"
#include "worker/core/money.h"

namespace dm::changes {

namespace {

using policy::PolicyData;

// A key of the file, and what it says in words, with what parts it from the words before.
struct Field {
  std::string key;
  std::string words;
};

struct Entry {
  std::string place;  // "file|path", without a key
  std::vector<Field> fields;

  std::string Words() const {
    std::string words;
    for (const Field& field : fields) words += field.words;
    return words;
  }

  std::string PlaceOf(const std::string& key) const {
    return place + (place.ends_with("|") ? "" : ".") + key;
  }
};

// Name → entry.
using Entries = std::map<std::string, Entry>;

std::vector<std::string> AllKeys(const Entry& entry) {
  std::vector<std::string> keys;
  for (const char* name : {"id", "code", "param", "typfall", "reference", "parameter", "version"}) {
    keys.push_back(entry.PlaceOf(name));
  }
  for (const Field& field : entry.fields) keys.push_back(entry.PlaceOf(field.key));
  return keys;
}

std::vector<std::string> ChangedKeys(const Entry& before, const Entry& after) {
  std::vector<std::string> keys;
  const auto lacks = [](const Entry& entry, const Field& field) {
    return std::none_of(entry.fields.begin(), entry.fields.end(), [&](const Field& one) {
      return one.key == field.key && one.words == field.words;
    });
  };
  for (const Field& field : before.fields) {
    if (lacks(after, field)) keys.push_back(before.PlaceOf(field.key));
  }
  for (const Field& field : after.fields) {
    if (lacks(before, field)) keys.push_back(after.PlaceOf(field.key));
  }
  return keys;
}

void CompareEntries(Section section,
                    const Entries& before,
                    const Entries& after,
                    std::vector<Change>* changes) {
  const auto tell = [&](const std::string& what, std::vector<std::string> keys) {
    changes->push_back({.section = section, .what = what, .details = {}, .keys = std::move(keys)});
  };
  for (const auto& [name, entry] : before) {
    if (!after.contains(name)) tell(name + " är borttagen: " + entry.Words(), AllKeys(entry));
  }
  for (const auto& [name, entry] : after) {
    const auto old = before.find(name);
    if (old == before.end()) {
      tell("ny: " + name + ": " + entry.Words(), AllKeys(entry));
    } else if (old->second.Words() != entry.Words()) {
      tell(name + ": " + FromTo(old->second.Words(), entry.Words()),
           ChangedKeys(old->second, entry));
    }
  }
}

std::string BoundIn(const policy::OpenParameter& open) {
  const policy::Interval all;
  const auto end = [&](std::int64_t value, std::int64_t none) {
    if (value == none) return std::string();
    return open.type.unit == policy::Unit::kKr ? Money::FromOre(value).ToSwedish()
                                               : std::to_string(value);
  };
  return end(open.bound.low, all.low) + ".." + end(open.bound.high, all.high);
}

Entries SetsOf(const PolicyData& data) {
  Entries entries;
  for (const policy::Manifest* manifest : {&data.national, &data.municipal}) {
    Entry& entry = entries[manifest->bundle];
    entry.place = manifest->place.file + "|";
    entry.fields = {{"version", "version " + manifest->version},
                    {"status", ", " + manifest->status},
                    {"effective.from", ", " + PeriodIn({manifest->effective.from, {}})},
                    {"effective.to", " " + PeriodIn({{}, manifest->effective.to})}};
    if (manifest->released_on.has_value()) {
      entry.fields.push_back({"released_on", ", utgiven " + manifest->released_on->ToString()});
    }
  }
  for (const policy::OpenParameter& open : data.opens) {
    Entry& entry = entries["öppen för kommunen: " + open.id];
    entry.place = open.place.file + "|opens[" + open.id + "]";
    entry.fields = {{"required", open.required ? "måste sättas" : "får sättas"},
                    {"needs_approval", open.needs_approval ? ", ska godkännas" : ""},
                    {"bound", ", gräns " + BoundIn(open)},
                    {"values", open.words.empty() ? "" : ", ord " + Listed(open.words)}};
  }
  return entries;
}

Entries ControlsOf(const PolicyData& data) {
  Entries entries;
  for (const GatePolicy& gate : data.gates) {
    entries["Kontroll " + gate.code] = {"tables/gates.yaml|gates[" + gate.code + "]",
                                        {{"title", gate.title}, {"queue", ", kö " + gate.queue}}};
  }
  for (const TriggerPolicy& trigger : data.triggers) {
    entries["Signal " + trigger.code] = {
        "tables/triggers.yaml|triggers[" + trigger.code + "]",
        {{"title", trigger.title},
         {"queue", ", kö " + trigger.queue},
         {"queue_with_children",
          trigger.queue_with_children.empty() ? "" : ", med barn " + trigger.queue_with_children}}};
  }
  for (const QueuePolicy& queue : data.queues) {
    entries["Kö " + queue.code] = {
        "tables/queues.yaml|queues[" + queue.code + "]",
        {{"title", queue.title},
         {"order", ", ordning " + std::to_string(queue.order)},
         {"access", ", åtkomst " + std::to_string(static_cast<int>(queue.access))},
         {"target", ", handläggs " + queue.target}}};
  }
  return entries;
}

Entries MandateOf(const PolicyData& data, const std::string& own) {
  Entries entries;
  for (const Delegation& one : data.delegations) {
    entries["Delegation " + one.reference + " för " + one.typfall + " " + PeriodIn(one.valid)] = {
        own + "delegations.yaml|delegations[" + one.typfall + " " + one.reference +
            (one.valid.from.has_value() ? " " + one.valid.from->ToString() : "") + "]",
        {{"max_amount", "högst " + one.max_amount.ToSwedish()}}};
  }
  for (const policy::Approval& one : data.approvals) {
    entries["Godkännande av " + one.parameter + " från " + one.version.ToString()] = {
        own + "approvals.yaml|approvals[" + one.parameter + " " + one.version.ToString() + " " +
            one.reference + "]",
        {{"approved_by", one.approved_by},
         {"date", " " + one.approved_on.ToString()},
         {"reference", ", " + one.reference}}};
  }
  return entries;
}

Entries SourcesOf(const PolicyData& data) {
  Entries entries;
  for (const auto& [id, source] : data.sources) {
    Entry& entry = entries[id];
    entry.place = source.place.file + "|sources[" + id + "]";
    entry.fields = {{"title", source.title}, {"url", source.url.empty() ? "" : ", " + source.url}};
    for (const policy::SourceVersion& version : source.versions) {
      const std::string at = "versions[" + version.valid.from->ToString() + "].";
      entry.fields.push_back({at + "citation", "; " + version.citation});
      entry.fields.push_back({at + "valid_from", " " + PeriodIn({version.valid.from, {}})});
      entry.fields.push_back(
          {at + "valid_to",
           version.valid.to.has_value() ? " " + PeriodIn({{}, version.valid.to}) : ""});
      entry.fields.push_back({at + "grade", ", styrka " + version.grade});
    }
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
  CompareEntries(Section::kMandate,
                 MandateOf(pair.before, pair.files_before.municipality_folder()),
                 MandateOf(pair.after, pair.files_after.municipality_folder()),
                 changes);
}

void CompareSources(const Pair& pair, std::vector<Change>* changes) {
  CompareEntries(Section::kSources, SourcesOf(pair.before), SourcesOf(pair.after), changes);
}

}  // namespace dm::changes
