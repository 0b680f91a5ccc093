#include "worker/assessment/notes.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace dm::assessment {

namespace {

// The order of persons and rows in the input must not show in the result.
void Sort(std::vector<Finding>* findings) {
  std::sort(findings->begin(), findings->end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.code, a.person, a.text, a.inputs) <
           std::tie(b.code, b.person, b.text, b.inputs);
  });
  findings->erase(std::unique(findings->begin(),
                              findings->end(),
                              [](const Finding& a, const Finding& b) {
                                return std::tie(a.code, a.person, a.text) ==
                                       std::tie(b.code, b.person, b.text);
                              }),
                  findings->end());
}

Finding MakeFinding(std::string code, Note note) {
  return Finding{.code = std::move(code),
                 .text = std::move(note.text),
                 .person = std::move(note.person),
                 .inputs = std::move(note.inputs)};
}

std::string GateCode(std::string_view gate, std::string_view verdict, std::string_view detail) {
  return "GATE." + Compact(gate) + "." + std::string(verdict) + "." + std::string(detail);
}

}  // namespace

std::string Compact(std::string_view code) {
  std::string out(code);
  std::erase(out, '-');
  return out;
}

void Notes::Fail(std::string_view gate, std::string_view detail, Note note) {
  gates_[std::string(gate)].failed.push_back(
      MakeFinding(GateCode(gate, "FAIL", detail), std::move(note)));
}

void Notes::Unknown(std::string_view gate, std::string_view detail, Note note) {
  gates_[std::string(gate)].unknown.push_back(
      MakeFinding(GateCode(gate, "UNKNOWN", detail), std::move(note)));
}

void Notes::Fire(std::string_view trigger, Note note) {
  triggers_[std::string(trigger)].push_back(
      MakeFinding("TRIG." + Compact(trigger), std::move(note)));
}

void Notes::Inform(std::string code, Note note) {
  information_.push_back(MakeFinding(std::move(code), std::move(note)));
}

void Notes::MustBeNo(Answer answer, std::string_view gate, std::string_view detail, Note note) {
  if (answer == Answer::kYes) {
    Fail(gate, detail, std::move(note));
  } else if (answer == Answer::kUnknown) {
    note.text = "Ej besvarat: " + note.text;
    Unknown(gate, detail, std::move(note));
  }
}

void Notes::Missing(std::string code, std::string text, std::optional<PersonKey> person) {
  MissingItem item{.code = std::move(code), .text = std::move(text), .person = std::move(person)};
  const auto less = [](const MissingItem& a, const MissingItem& b) {
    return std::tie(a.code, a.person) < std::tie(b.code, b.person);
  };
  const auto place = std::lower_bound(missing_.begin(), missing_.end(), item, less);
  if (place != missing_.end() && !less(item, *place)) return;
  missing_.insert(place, std::move(item));
}

std::vector<Finding> Notes::Information() const {
  std::vector<Finding> sorted = information_;
  Sort(&sorted);
  return sorted;
}

bool Notes::Fired(std::string_view trigger) const {
  return triggers_.find(trigger) != triggers_.end();
}

bool Notes::HasFinding(std::string_view gate) const {
  return gates_.find(gate) != gates_.end();
}

std::vector<GateResult> Notes::Gates(const std::vector<GatePolicy>& gates) const {
  std::vector<GateResult> results;
  for (const GatePolicy& gate : gates) {
    GateResult result{.gate = gate.code, .verdict = Verdict::kPass, .findings = {}};
    const auto found = gates_.find(gate.code);
    if (found != gates_.end()) {
      result.verdict = found->second.failed.empty() ? Verdict::kUnknown : Verdict::kFail;
      result.findings = found->second.failed;
      result.findings.insert(
          result.findings.end(), found->second.unknown.begin(), found->second.unknown.end());
      Sort(&result.findings);
    } else if (!evaluated_.contains(gate.code)) {
      result.verdict = Verdict::kUnknown;
      result.findings.push_back(MakeFinding(GateCode(gate.code, "UNKNOWN", "NOT_EVALUATED"),
                                            {.text = "Kontrollen har inte kunnat göras."}));
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<TriggerResult> Notes::Triggers(const std::vector<TriggerPolicy>& triggers,
                                           bool has_children) const {
  std::vector<TriggerResult> results;
  for (const auto& [code, findings] : triggers_) {
    TriggerResult result{.trigger = code, .findings = findings, .queue = ""};
    Sort(&result.findings);
    const auto policy = std::find_if(triggers.begin(), triggers.end(), [&](const TriggerPolicy& t) {
      return t.code == result.trigger;
    });
    if (policy != triggers.end()) {
      const bool other = has_children && !policy->queue_with_children.empty();
      result.queue = other ? policy->queue_with_children : policy->queue;
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace dm::assessment
