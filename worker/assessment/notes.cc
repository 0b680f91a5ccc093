#include "worker/assessment/notes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "worker/assessment/words.h"
#include "worker/case/agency_name.h"

namespace dm::assessment {

namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

// What stands where the program gave no value: the finding leads to a human all the same.
constexpr char kNoValue[] = "…";
// The text code of a gate that nothing looked at.
constexpr char kNotEvaluated[] = "NOT_EVALUATED";

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

// G-07 → G07.
std::string Compact(std::string_view code) {
  std::string out(code);
  std::erase(out, '-');
  return out;
}

std::string ToText(const ArgumentValue& value) {
  return std::visit(
      Overloaded{
          [](std::string_view text) { return std::string(text); },
          [](Money amount) { return amount.ToSwedish(); },
          [](Date date) { return date.ToString(); },
          [](Month month) { return month.ToSwedish(); },
          [](const DayRange& days) { return days.from.ToString() + "–" + days.to.ToString(); },
          [](std::int64_t number) { return std::to_string(number); },
          [](Source source) { return std::string(AgencyName(source)); },
      },
      value);
}

}  // namespace

std::string GateCode(std::string_view gate, Verdict verdict, std::string_view detail) {
  const char* how = verdict == Verdict::kFail ? ".FAIL." : ".UNKNOWN.";
  return "GATE." + Compact(gate) + how + std::string(detail);
}

std::string TriggerCode(std::string_view trigger) {
  return "TRIG." + Compact(trigger);
}

void Notes::Observe(ObservationCode code,
                    Arguments arguments,
                    std::optional<PersonKey> person,
                    std::vector<std::string> inputs,
                    std::string trigger) {
  const Observed* known = book_.Observation(code, on_);
  if (known == nullptr) {
    unlisted_ = true;
    return;
  }
  if (trigger.empty()) trigger = known->policy->trigger;
  Noted& noted = noted_.emplace_back();
  noted.known = known;
  noted.trigger = std::move(trigger);
  noted.person = std::move(person);
  noted.inputs = std::move(inputs);
  const bool in_code = known->gate != Observed::kNoGate && known->gate_code.empty();
  if (!book_.tells() && !in_code) return;
  noted.arguments.reserve(arguments.size());
  for (const Argument& argument : arguments)
    noted.arguments.push_back({.name = argument.name, .text = ToText(argument.value)});
}

void Notes::MustBeNo(Answer answer,
                     ObservationCode yes,
                     ObservationCode unanswered,
                     std::optional<PersonKey> person,
                     std::string_view input) {
  if (answer == Answer::kNo) return;
  Observe(answer == Answer::kYes ? yes : unanswered, {}, std::move(person), {std::string(input)});
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

bool Notes::ConcernsAChild() const {
  const std::vector<TriggerPolicy>& triggers = policy_.triggers();
  return std::any_of(triggers.begin(), triggers.end(), [this](const TriggerPolicy& trigger) {
    return trigger.concerns_child && Fired(trigger.code);
  });
}

bool Notes::HasFindingIn(Part part) const {
  const std::vector<GatePolicy>& gates = policy_.gates();
  for (std::size_t i = 0; i < gates.size(); ++i) {
    const auto looks = std::find(gates[i].parts.begin(), gates[i].parts.end(), part);
    if (looks != gates[i].parts.end() && HasFinding(i)) return true;
  }
  return false;
}

std::string Notes::ValueOf(const Noted& noted, std::string_view name) const {
  for (const NotedArgument& argument : noted.arguments) {
    if (name == argument.name) return argument.text;
  }
  return name == "role" && noted.person ? RoleText(persons_, *noted.person) : kNoValue;
}

Finding Notes::Write(const Noted& noted, std::string code, const policy::TextTemplate& text) const {
  Finding finding{.code = std::move(code), .text = "", .person = noted.person, .inputs = {}};
  if (!book_.tells()) return finding;
  finding.text = text.Fill([&](const std::string& name) { return ValueOf(noted, name); });
  finding.inputs = noted.inputs;
  return finding;
}

CheckMarks Notes::Marks() const {
  CheckMarks marks;
  for (const Noted& noted : noted_) {
    for (const CheckTie& tie : noted.known->policy->checks) {
      CheckMark& mark = marks[tie.check];
      mark.missing = mark.missing || tie.missing;
      if (tie.missing) continue;
      (noted.known->policy->verdict == Verdict::kUnknown ? mark.unknown : mark.failed) = true;
    }
  }
  return marks;
}

std::vector<Finding> Notes::Information() const {
  std::vector<Finding> sorted;
  for (const Noted& noted : noted_) {
    const ObservationPolicy& policy = *noted.known->policy;
    if (policy.information) sorted.push_back(Write(noted, policy.code, policy.text));
  }
  Sort(&sorted);
  return sorted;
}

bool Notes::HasLooked(const GatePolicy& gate) const {
  return !unlisted_ && !gate.parts.empty() &&
         std::all_of(
             gate.parts.begin(), gate.parts.end(), [this](Part part) { return HasLooked(part); });
}

std::string Notes::CodeAtGate(const Noted& noted) const {
  if (!noted.known->gate_code.empty()) return noted.known->gate_code;
  const ObservationPolicy& policy = *noted.known->policy;
  return GateCode(policy.gate, policy.verdict, policy.detail.Fill([&](const std::string& name) {
    return ValueOf(noted, name);
  }));
}

std::vector<GateResult> Notes::Gates(std::vector<GateResult> results) const {
  const std::vector<GatePolicy>& gates = policy_.gates();
  results.resize(gates.size());
  for (const Noted& noted : noted_) {
    if (noted.known->gate == Observed::kNoGate) continue;
    const ObservationPolicy& policy = *noted.known->policy;
    GateResult& result = results[noted.known->gate];
    if (policy.verdict == Verdict::kFail) result.verdict = Verdict::kFail;
    result.findings.push_back(Write(noted, CodeAtGate(noted), policy.text));
  }
  for (std::size_t i = 0; i < gates.size(); ++i) {
    GateResult& result = results[i];
    result.gate = gates[i].code;
    if (!result.findings.empty()) {
      Sort(&result.findings);
    } else if (HasLooked(gates[i])) {
      result.verdict = Verdict::kPass;
    } else {
      result.findings.push_back({.code = GateCode(gates[i].code, Verdict::kUnknown, kNotEvaluated),
                                 .text = policy_.Text(kNotEvaluated),
                                 .person = std::nullopt,
                                 .inputs = {}});
    }
  }
  return results;
}

std::vector<TriggerResult> Notes::Triggers(bool has_children,
                                           std::vector<TriggerResult> results) const {
  std::vector<const Noted*> all;
  all.reserve(noted_.size());
  for (const Noted& noted : noted_) {
    if (!noted.trigger.empty()) all.push_back(&noted);
  }
  std::stable_sort(all.begin(), all.end(), [](const Noted* a, const Noted* b) {
    return a->trigger < b->trigger;
  });
  std::vector<const Noted*> fired;  // of one trigger
  for (std::size_t i = 0; i < all.size(); ++i) {
    fired.push_back(all[i]);
    if (i + 1 < all.size() && all[i + 1]->trigger == all[i]->trigger) continue;
    results.push_back(Fire(fired, has_children));
    fired.clear();
  }
  return results;
}

TriggerResult Notes::Fire(const std::vector<const Noted*>& fired, bool has_children) const {
  const std::string& trigger = fired.front()->trigger;
  TriggerResult result{.trigger = trigger, .findings = {}, .queue = QueueOf(fired, has_children)};
  result.findings.reserve(fired.size());
  for (const Noted* noted : fired) {
    const ObservationPolicy& policy = *noted->known->policy;
    const bool own = trigger != policy.trigger;
    result.findings.push_back(
        Write(*noted,
              own ? TriggerCode(trigger) : noted->known->trigger_code,
              policy.trigger_text.empty() ? policy.text : policy.trigger_text));
  }
  Sort(&result.findings);
  return result;
}

// The first in the set's order among the queues that the trigger's observations name, or its own.
std::string Notes::QueueOf(const std::vector<const Noted*>& fired, bool has_children) const {
  std::string_view own;
  if (const TriggerPolicy* trigger = book_.TriggerOf(fired.front()->trigger)) {
    const bool other = has_children && !trigger->queue_with_children.empty();
    own = other ? trigger->queue_with_children : trigger->queue;
  }
  for (const QueuePolicy& queue : policy_.queues()) {
    const bool named = std::any_of(fired.begin(), fired.end(), [&](const Noted* noted) {
      const std::string& observed = noted->known->policy->queue;
      return (observed.empty() ? own : std::string_view(observed)) == queue.code;
    });
    if (named) return queue.code;
  }
  return std::string(own);
}

bool Notes::Fired(std::string_view trigger) const {
  return std::any_of(noted_.begin(), noted_.end(), [trigger](const Noted& noted) {
    return noted.trigger == trigger;
  });
}

bool Notes::HasFinding(std::size_t gate) const {
  return std::any_of(noted_.begin(), noted_.end(), [gate](const Noted& noted) {
    return noted.known->gate == gate;
  });
}

}  // namespace dm::assessment
