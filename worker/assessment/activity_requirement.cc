#include "worker/assessment/activity_requirement.h"

#include <algorithm>
#include <utility>

#include "worker/assessment/earnings.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/work_checks.h"

namespace dm::assessment {

namespace {

constexpr int kAdultAge = 18;
constexpr int kYoungChildAge = 8;

void Observe(ObservationCode code,
             const PersonKey& adult,
             Context* context,
             Arguments arguments = {}) {
  const bool stated = PlanOf(adult, context->application()) != nullptr;
  context->notes.Observe(code, arguments, adult, {stated ? "application.plans" : "history"});
}

bool HasYoungChild(const Context& context) {
  if (!context.household) return false;
  const std::vector<Member>& members = context.household->members;
  return std::any_of(members.begin(), members.end(), [](const Member& member) {
    return !member.adult() && member.age < kYoungChildAge;
  });
}

// Full time, and less with a child under eight.
std::int64_t WeeklyHours(Context* context) {
  const Date begins = context->month().PlusMonths(1).first_day();
  const auto number = [&](const char* id) -> std::int64_t {
    return context->policy.PeekNumber(id, begins).value_or(0);
  };
  const std::int64_t most = number(parameter::kActivityMaxHours);
  return HasYoungChild(*context) ? most - number(parameter::kActivityChildLess) : most;
}

// Nothing where the requirement is not in force in the month.
std::optional<std::int64_t> RunMonths(Month month, const Context& context) {
  return context.policy.PeekNumber(parameter::kActivityRunMonths, month.first_day());
}

bool IsPlanned(const PlanStatus* plan, const Context& context) {
  if (plan == nullptr) return false;
  const bool dated = plan->plan_valid.from.has_value() || plan->plan_valid.to.has_value();
  return plan->has_plan == Answer::kYes && dated && plan->plan_valid.Covers(context.month()) &&
         plan->missed_activity == Answer::kNo;
}

bool IsMinor(const PersonKey& adult, const Context& context) {
  const Person* person = FindPerson(context.application().persons, adult);
  const std::optional<Date> born = person == nullptr ? std::nullopt : BirthDate(*person);
  return born && CompletedYears(*born, context.month().first_day()) < kAdultAge;
}

// One month before it is asked for, so that the plan exists in time.
void NotePlanNeeded(const PersonKey& adult, int run, Context* context) {
  const Month next = context->month().PlusMonths(1);
  const auto limit = RunMonths(next, *context);
  if (!limit || run + 1 != *limit || PlanInOrder(adult, *context)) return;
  Observe("WORK.PLAN_NEEDED", adult, context, {{"month", next}, {"hours", WeeklyHours(context)}});
}

}  // namespace

bool IsExempt(const PlanStatus& plan, const Context& context) {
  if (!plan.activity_exempt || plan.exempt_ground.empty()) return false;
  const bool listed = context.policy.Text(plan.exempt_ground) != plan.exempt_ground;
  const bool dated = plan.exempt_valid.from.has_value() || plan.exempt_valid.to.has_value();
  return listed && dated && plan.exempt_valid.Covers(context.month());
}

void CheckActivityRequirement(const PersonKey& adult, Context* context) {
  const int run = RunBefore(context->month(), adult, context->input.history);
  if (IsMinor(adult, *context)) return;
  const PlanStatus* plan = PlanOf(adult, context->application());
  if (plan != nullptr && plan->activity_exempt) {
    if (IsExempt(*plan, *context)) {
      return Observe(
          "WORK.EXEMPT", adult, context, {{"ground", context->policy.Text(plan->exempt_ground)}});
    }
    Observe("WORK.EXEMPT_GROUND_UNKNOWN", adult, context);
  }
  const auto limit = RunMonths(context->month(), *context);
  if (!limit || run < *limit) return NotePlanNeeded(adult, run, context);
  context->policy.Find(parameter::kActivityRunMonths);  // the case rests on it
  // A certificate is no ground of its own: that a person is exempt has been verified, or there is a
  // plan that holds.
  if (IsPlanned(plan, *context)) return;
  Observe("WORK.ACTIVITY_REQUIREMENT",
          adult,
          context,
          {{"months", *limit}, {"month", context->month()}});
}

}  // namespace dm::assessment
