#include "worker/assessment/work_checks.h"

#include <utility>

#include "worker/assessment/activity_requirement.h"
#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

// Activity-report codes of Arbetsförmedlingen.
constexpr char kReportNotHandedIn[] = "501";
constexpr char kReportTechnicalError[] = "502";

bool HasPeriod(const Period& period) {
  return period.from.has_value() || period.to.has_value();
}

bool Covers(const Period& period, Month month) {
  return HasPeriod(period) && period.Covers(month);
}

void Observe(ObservationCode code,
             const PersonKey& person,
             std::string input,
             Context* context,
             Arguments arguments = {}) {
  context->notes.Observe(code, arguments, person, {std::move(input)});
}

void CheckSickness(const PlanStatus& plan, const PersonKey& adult, Context* context) {
  if (plan.sick == Answer::kUnknown) {
    Observe("WORK.SICK_UNKNOWN", adult, "application.plans", context);
  }
  if (plan.work_ability_unclear) {
    Observe("WORK.ABILITY_UNCLEAR", adult, "application.plans", context);
  }
  if (plan.sick != Answer::kYes) return;
  const auto long_days = context->policy.NeedNumber(parameter::kLongSicknessDays);
  if (plan.sick_since &&
      (!long_days || context->month().last_day() - *plan.sick_since > *long_days)) {
    Observe(
        "WORK.LONG_SICKNESS", adult, "application.plans", context, {{"since", *plan.sick_since}});
  }
  const bool needed = context->policy.Applies(parameter::kCertificateRequired);
  if (!needed || Covers(plan.certificate_valid, context->month())) return;
  Observe("WORK.CERTIFICATE", adult, "application.plans", context);
  context->notes.Missing("certificate", context->policy.Text("certificate"), adult);
}

// Activity requirement from the third month in a row (rules.md 18); before that a plan is asked for
// all the same (G-10).
void CheckPlan(const PlanStatus* plan, const PersonKey& adult, Context* context) {
  if (plan == nullptr || plan->has_plan == Answer::kUnknown ||
      plan->missed_activity == Answer::kUnknown) {
    return Observe("WORK.PLAN_UNKNOWN", adult, "application.plans", context);
  }
  const bool missed = plan->missed_activity == Answer::kYes;
  Observe(missed ? ObservationCode("WORK.MISSED_ACTIVITY") : ObservationCode("WORK.PLAN"),
          adult,
          "application.plans",
          context);
}

void CheckJobSeeker(const Reading& reading, Context* context) {
  if (!reading.answer->job_seeker) return;
  const JobSeeker& seeker = *reading.answer->job_seeker;
  const std::string input = "evidence." + reading.person().value() + ".AF.job_seeker";
  if (seeker.activity_report_code == kReportNotHandedIn) {
    Observe("WORK.ACTIVITY_REPORT", reading.person(), input, context);
    context->notes.Missing(
        "activity_report", context->policy.Text("activity_report"), reading.person());
  }
  if (seeker.activity_report_code == kReportTechnicalError) {
    Observe("WORK.ACTIVITY_REPORT_UNKNOWN", reading.person(), input, context);
  }
}

void CheckSuspensions(const RegisterView& view, Context* context) {
  const Period window{.from = context->comparison_month().first_day(),
                      .to = context->month().last_day()};
  for (const Reading& reading : view.readings()) {
    if (reading.source != Source::kSo || reading.answer == nullptr) continue;
    for (const Suspension& suspension : reading.answer->suspensions) {
      const bool over = suspension.period.to && *suspension.period.to < *window.from;
      const bool ahead = suspension.period.from && *suspension.period.from > *window.to;
      if (over || ahead) continue;
      Observe("WORK.SUSPENSION",
              reading.person(),
              "evidence." + reading.person().value() + ".SO.suspensions",
              context);
    }
  }
}

}  // namespace

const PlanStatus* PlanOf(const PersonKey& adult, const Application& application) {
  for (const PlanStatus& plan : application.plans) {
    if (plan.person == adult) return &plan;
  }
  return nullptr;
}

bool PlanInOrder(const PersonKey& adult, const Context& context) {
  const PlanStatus* plan = PlanOf(adult, context.application());
  if (plan == nullptr) return false;
  if (IsExempt(*plan, context)) return true;
  if (plan->sick == Answer::kYes && Covers(plan->certificate_valid, context.month())) return true;
  return plan->has_plan == Answer::kYes && Covers(plan->plan_valid, context.month()) &&
         plan->missed_activity == Answer::kNo;
}

void CheckWork(const RegisterView& view, Context* context) {
  context->notes.Looked(Part::kWork);
  for (const Person& person : context->application().persons) {
    if (!IsAdultInCase(person.role)) continue;
    const PlanStatus* plan = PlanOf(person.key, context->application());
    if (plan != nullptr) CheckSickness(*plan, person.key, context);
    if (!PlanInOrder(person.key, *context)) CheckPlan(plan, person.key, context);
    CheckActivityRequirement(person.key, context);
  }
  for (const Reading& reading : view.readings()) {
    if (reading.source == Source::kAf && reading.known()) CheckJobSeeker(reading, context);
  }
  CheckSuspensions(view, context);
}

}  // namespace dm::assessment
