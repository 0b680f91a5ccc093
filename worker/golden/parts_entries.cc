// What an entry of a catalogue says, as a parts case states it.
#include <algorithm>

#include "worker/golden/parts_case.h"

namespace dm::golden {

namespace {

using Entry = std::map<std::string, std::string>;

std::string Flag(bool flag) {
  return flag ? "true" : "false";
}

// What is not said is "none".
std::string Word(const std::string& word) {
  return word.empty() ? "none" : word;
}

std::string List(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return Word(text);
}

template <typename Codes>
auto FindIn(const Codes& codes, const std::string& code) -> decltype(&codes.front()) {
  const auto found =
      std::find_if(codes.begin(), codes.end(), [&](const auto& one) { return one.code == code; });
  return found == codes.end() ? nullptr : &*found;
}

Entry Told(const GatePolicy& gate) {
  return {{"queue", Word(gate.queue)}};
}

Entry Told(const TriggerPolicy& trigger) {
  return {{"queue", Word(trigger.queue)},
          {"queue_with_children", Word(trigger.queue_with_children)},
          {"concerns_child", Flag(trigger.concerns_child)},
          {"missing_item", Flag(trigger.missing_item)}};
}

Entry Told(const QueuePolicy& queue) {
  return {{"order", std::to_string(queue.order)},
          {"access", AccessCode(queue.access)},
          {"technical", Flag(queue.technical)},
          {"falls_to", Word(queue.falls_to)}};
}

Entry Told(const ObservationPolicy& observation) {
  const bool stops = !observation.gate.empty();
  return {{"gate", Word(observation.gate)},
          {"verdict", stops ? VerdictCode(observation.verdict) : "none"},
          {"trigger", Word(observation.trigger)},
          {"queue", Word(observation.queue)},
          {"r", List(observation.reasons)}};
}

Entry Told(const TypfallPolicy& typfall, bool in_force) {
  Entry entry = {{"in_force", Flag(in_force)},
                 {"max_mode", ModeCode(typfall.max_mode)},
                 {"mode", ModeCode(typfall.mode)},
                 {"procedural", Flag(typfall.procedural)},
                 {"waived_gates", List(typfall.waived_gates)}};
  std::vector<std::string> sources;
  for (const EvidenceNeed& need : typfall.evidence) {
    const std::string source = SourceCode(need.source);
    sources.push_back(source);
    entry[source + ".groups"] = List(need.groups);
    entry[source + ".from_months_before"] = std::to_string(need.from_months_before);
    entry[source + ".to_months_after_income_month"] =
        std::to_string(need.to_months_after_income_month);
    entry[source + ".children_too"] = Flag(need.children_too);
  }
  entry["evidence"] = List(sources);
  return entry;
}

template <typename Found>
std::optional<Entry> ToldIfAny(const Found* found) {
  if (found == nullptr) return std::nullopt;
  return Told(*found);
}

}  // namespace

std::optional<Entry> EntryOf(const PartsCase& parts, const PolicySet& set) {
  switch (parts.kind) {
    case PartsCase::Kind::kGate:
      return ToldIfAny(FindIn(set.gates(), parts.id));
    case PartsCase::Kind::kTrigger:
      return ToldIfAny(FindIn(set.triggers(), parts.id));
    case PartsCase::Kind::kQueue:
      return ToldIfAny(FindIn(set.queues(), parts.id));
    case PartsCase::Kind::kObservation:
      return ToldIfAny(set.Observation(parts.id, parts.on));
    case PartsCase::Kind::kTypfall: {
      const TypfallPolicy* typfall = FindIn(set.typfall(), parts.id);
      if (typfall == nullptr) return std::nullopt;
      // Of no criterion: only the days on which it holds are left to fail.
      TypfallPolicy bare = *typfall;
      bare.criteria.clear();
      const bool in_force = set.MatchTypfall(bare, Facts(), parts.on, nullptr) == Verdict::kPass;
      return Told(*typfall, in_force);
    }
    case PartsCase::Kind::kParameter:
    case PartsCase::Kind::kTable:
    case PartsCase::Kind::kCriterion:
      break;
  }
  return std::nullopt;
}

}  // namespace dm::golden
