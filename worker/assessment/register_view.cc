#include "worker/assessment/register_view.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "worker/assessment/evidence_needs.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/case/evidence_age.h"

namespace dm::assessment {

namespace {

constexpr std::int64_t kMsPerHour = std::int64_t{60} * 60 * 1000;

// Reason codes hold capital letters, digits and dots only.
std::string CodePart(std::string text) {
  for (char& c : text) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!plain) c = '.';
  }
  return text;
}

std::string GroupProblem(const SourceAnswer& answer) {
  for (const GroupState& group : answer.groups) {
    if (IsKnown(group.state)) continue;
    // An a-kassa's name is no code; a LEFI group is.
    if (answer.source == Source::kSo) return AnswerStateCode(group.state);
    std::string name = group.group;
    const std::string prefix = std::string(SourceCode(answer.source)) + ":";
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
    if (name.empty()) return AnswerStateCode(group.state);
    return CodePart(std::move(name)) + "." + AnswerStateCode(group.state);
  }
  return "";
}

// An answer that is said to hold nothing and holds something contradicts itself.
bool ContradictsItself(const SourceAnswer& answer) {
  return answer.state == AnswerState::kConfirmedEmpty &&
         !(answer.payments.empty() && answer.benefit_cases.empty() && answer.suspensions.empty() &&
           answer.vehicles.empty() && answer.permits.empty() && answer.capital.empty());
}

std::string Problem(const SourceAnswer* answer,
                    const Context& context,
                    std::optional<std::int64_t> max_age_h) {
  if (answer == nullptr) return AnswerStateCode(AnswerState::kNotAsked);
  if (!IsKnown(answer->state)) return AnswerStateCode(answer->state);
  if (ContradictsItself(*answer)) return AnswerStateCode(AnswerState::kDeviation);
  if (std::string group = GroupProblem(*answer); !group.empty()) return group;
  if (!max_age_h || IsTooOld(*answer, context.input.assessed_at, *max_age_h * kMsPerHour)) {
    return AnswerStateCode(AnswerState::kStale);
  }
  if (ShowsIncome(answer->source) && !answer->asked.Covers(context.income_month())) return "PERIOD";
  return "";
}

bool IsTechnical(std::string_view problem) {
  return problem.ends_with("TIMEOUT") || problem.ends_with("SCHEMA_MISMATCH") ||
         problem.ends_with("ERROR");
}

}  // namespace

bool ShowsIncome(Source source) {
  return source == Source::kFk || source == Source::kPm || source == Source::kSo ||
         source == Source::kCsn;
}

RegisterView::RegisterView(const Context& context) {
  // Read without noting it as missing twice: NoteRegisters says so.
  std::optional<std::int64_t> max_age_h = context.policy.PeekNumber(parameter::kSourceMaxAge);
  // Two texts give an age, in hours and in days: the stricter stands.
  const auto days = context.policy.PeekNumber(parameter::kRegisterMaxAge);
  constexpr std::int64_t kHoursADay = 24;
  if (!days) {
    max_age_h.reset();
  } else if (max_age_h) {
    max_age_h = std::min(*max_age_h, *days * kHoursADay);
  }
  const auto adults =
      std::count_if(context.application().persons.begin(),
                    context.application().persons.end(),
                    [](const Person& person) { return IsAdultInCase(person.role); });
  readings_.reserve(static_cast<std::size_t>(adults) * context.needs->size() + 1);
  for (const Person& person : context.application().persons) {
    for (const EvidenceNeed& need : *context.needs) {
      if (IsAskedAbout(need, person, context.month()))
        Add(person.key, need.source, context, max_age_h);
    }
    // Asked because it is connected: what came of it counts like any other answer.
    for (const EvidenceNeed& need : *context.connected) {
      if (!IsAskedAbout(need, person, context.month())) continue;
      if (context.input.evidence.Find(person.key, need.source) == nullptr) continue;
      Add(person.key, need.source, context, max_age_h);
    }
  }
  const auto before = [](const Reading& a, const Reading& b) {
    const auto order = a.person() <=> b.person();
    return order == 0 ? a.source < b.source : order < 0;
  };
  if (!std::is_sorted(readings_.begin(), readings_.end(), before))
    std::sort(readings_.begin(), readings_.end(), before);
}

void RegisterView::Add(const PersonKey& person,
                       Source source,
                       const Context& context,
                       std::optional<std::int64_t> max_age_h) {
  const bool read = std::any_of(readings_.begin(), readings_.end(), [&](const Reading& reading) {
    return reading.source == source && (reading.key == &person || reading.person() == person);
  });
  if (read) return;
  const SourceAnswer* answer = context.input.evidence.Find(person, source);
  Reading& reading =
      readings_.emplace_back(Reading{.key = &person, .source = source, .answer = answer});
  const std::string problem = Problem(answer, context, max_age_h);
  if (!problem.empty()) reading.unknown.append(SourceCode(source)).append(".").append(problem);
}

bool RegisterView::Needed(Source source) const {
  return std::any_of(readings_.begin(), readings_.end(), [source](const Reading& r) {
    return r.source == source;
  });
}

bool RegisterView::Known(Source source) const {
  return Needed(source) &&
         std::all_of(readings_.begin(), readings_.end(), [source](const Reading& r) {
           return r.source != source || r.known();
         });
}

const SourceAnswer* RegisterView::Trusted(const PersonKey& person, Source source) const {
  for (const Reading& reading : readings_) {
    if (reading.source == source && (reading.key == &person || reading.person() == person)) {
      return reading.known() ? reading.answer : nullptr;
    }
  }
  return nullptr;
}

void NoteRegisters(const RegisterView& view, Context* context) {
  context->notes.Looked(Part::kRegisters);
  context->policy.NeedNumber(parameter::kSourceMaxAge);
  context->policy.NeedNumber(parameter::kRegisterMaxAge);
  if (view.readings().empty()) {
    context->notes.Observe("REGISTER.NO_SOURCES");
  }
  for (const Reading& reading : view.readings()) {
    if (reading.known()) continue;
    const std::string ref =
        "evidence." + reading.person().value() + "." + SourceCode(reading.source);
    const Arguments arguments = {{"agency", reading.source}, {"problem", reading.unknown}};
    context->notes.Observe("REGISTER.UNKNOWN", arguments, reading.person(), {ref});
    if (IsTechnical(reading.unknown)) {
      context->notes.Observe("REGISTER.TECHNICAL", arguments, reading.person(), {ref});
    }
  }
}

}  // namespace dm::assessment
