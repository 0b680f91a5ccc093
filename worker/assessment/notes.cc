#include "worker/assessment/notes.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "worker/assessment/words.h"

namespace dm::assessment {

namespace {

template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
overloaded(Ts...) -> overloaded<Ts...>;

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

std::string GateCode(std::string_view gate, std::string_view verdict, std::string_view detail) {
  return "GATE." + Compact(gate) + "." + std::string(verdict) + "." + std::string(detail);
}

std::string ToText(const ArgumentValue& value) {
  return std::visit(overloaded{
                        [](const std::string& text) { return text; },
                        [](Money amount) { return amount.ToSwedish(); },
                        [](Date date) { return date.ToString(); },
                        [](Month month) { return month.ToSwedish(); },
                        [](std::int64_t number) { return std::to_string(number); },
                        [](Source source) { return std::string(AgencyName(source)); },
                    },
                    value);
}

}  // namespace

std::string Compact(std::string_view code) {
  std::string out(code);
  std::erase(out, '-');
  return out;
}

void Notes::Observe(ObservationCode code,
                    Arguments arguments,
                    std::optional<PersonKey> person,
                    std::vector<std::string> inputs,
                    std::string trigger) {
  const ObservationPolicy* policy = book_.Observation(code, on_);
  if (policy == nullptr) {
    unlisted_ = true;
    return;
  }
  if (trigger.empty()) trigger = policy->trigger;
  noted_.push_back({.policy = policy,
                    .trigger = std::move(trigger),
                    .arguments = std::move(arguments),
                    .person = std::move(person),
                    .inputs = std::move(inputs)});
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
  return std::any_of(gates.begin(), gates.end(), [&](const GatePolicy& gate) {
    const auto looks = std::find(gate.parts.begin(), gate.parts.end(), part);
    return looks != gate.parts.end() && HasFinding(gate.code);
  });
}

std::string Notes::ValueOf(const Noted& noted, std::string_view name) const {
  for (const Argument& argument : noted.arguments) {
    if (name == argument.name) return ToText(argument.value);
  }
  return name == "role" && noted.person ? RoleText(persons_, *noted.person) : kNoValue;
}

Finding Notes::Write(const Noted& noted, std::string code, const policy::TextTemplate& text) const {
  return Finding{.code = std::move(code),
                 .text = book_.tells() ? text.Fill([&](const std::string& name) {
                   return ValueOf(noted, name);
                 })
                                       : std::string(),
                 .person = noted.person,
                 .inputs = noted.inputs};
}

CheckMarks Notes::Marks() const {
  CheckMarks marks;
  for (const Noted& noted : noted_) {
    for (const CheckTie& tie : noted.policy->checks) {
      CheckMark& mark = marks[tie.check];
      mark.missing = mark.missing || tie.missing;
      if (tie.missing) continue;
      (noted.policy->verdict == Verdict::kUnknown ? mark.unknown : mark.failed) = true;
    }
  }
  return marks;
}

std::vector<Finding> Notes::Information() const {
  std::vector<Finding> sorted;
  for (const Noted& noted : noted_) {
    if (!noted.policy->information) continue;
    sorted.push_back(Write(noted, noted.policy->code, noted.policy->text));
  }
  Sort(&sorted);
  return sorted;
}

bool Notes::HasLooked(const GatePolicy& gate) const {
  return !unlisted_ && !gate.parts.empty() &&
         std::all_of(gate.parts.begin(), gate.parts.end(), [this](Part part) {
           return looked_.contains(part);
         });
}

GateResult Notes::ResultOf(const GatePolicy& gate) const {
  GateResult result{.gate = gate.code, .verdict = Verdict::kPass, .findings = {}};
  for (const Noted& noted : noted_) {
    const ObservationPolicy& policy = *noted.policy;
    if (policy.gate != gate.code) continue;
    const bool failed = policy.verdict == Verdict::kFail;
    if (failed || result.verdict == Verdict::kPass)
      result.verdict = failed ? Verdict::kFail : Verdict::kUnknown;
    const std::string detail =
        policy.detail.Fill([&](const std::string& name) { return ValueOf(noted, name); });
    result.findings.push_back(
        Write(noted, GateCode(gate.code, failed ? "FAIL" : "UNKNOWN", detail), policy.text));
  }
  if (!result.findings.empty()) {
    Sort(&result.findings);
  } else if (!HasLooked(gate)) {
    result.verdict = Verdict::kUnknown;
    result.findings.push_back({.code = GateCode(gate.code, "UNKNOWN", kNotEvaluated),
                               .text = policy_.Text(kNotEvaluated),
                               .person = std::nullopt,
                               .inputs = {}});
  }
  return result;
}

std::vector<GateResult> Notes::Gates() const {
  std::vector<GateResult> results;
  results.reserve(policy_.gates().size());
  for (const GatePolicy& gate : policy_.gates()) results.push_back(ResultOf(gate));
  return results;
}

std::vector<TriggerResult> Notes::Triggers(bool has_children) const {
  std::map<std::string, std::vector<Finding>, std::less<>> fired;
  for (const Noted& noted : noted_) {
    if (noted.trigger.empty()) continue;
    const ObservationPolicy& policy = *noted.policy;
    fired[noted.trigger].push_back(
        Write(noted,
              "TRIG." + Compact(noted.trigger),
              policy.trigger_text.empty() ? policy.text : policy.trigger_text));
  }
  std::vector<TriggerResult> results;
  for (auto& [code, findings] : fired) {
    TriggerResult result{.trigger = code, .findings = std::move(findings), .queue = ""};
    Sort(&result.findings);
    result.queue = QueueOf(code, has_children);
    results.push_back(std::move(result));
  }
  return results;
}

// The first in the set's order among the queues that the trigger's observations name, or its own.
std::string Notes::QueueOf(std::string_view trigger, bool has_children) const {
  std::string own;
  for (const TriggerPolicy& policy : policy_.triggers()) {
    if (policy.code != trigger) continue;
    const bool other = has_children && !policy.queue_with_children.empty();
    own = other ? policy.queue_with_children : policy.queue;
  }
  std::set<std::string> named;
  for (const Noted& noted : noted_) {
    if (noted.trigger == trigger)
      named.insert(noted.policy->queue.empty() ? own : noted.policy->queue);
  }
  for (const QueuePolicy& queue : policy_.queues()) {
    if (named.contains(queue.code)) return queue.code;
  }
  return own;
}

bool Notes::Fired(std::string_view trigger) const {
  return std::any_of(noted_.begin(), noted_.end(), [trigger](const Noted& noted) {
    return noted.trigger == trigger;
  });
}

bool Notes::HasFinding(std::string_view gate) const {
  return std::any_of(noted_.begin(), noted_.end(), [gate](const Noted& noted) {
    return noted.policy->gate == gate;
  });
}

}  // namespace dm::assessment
