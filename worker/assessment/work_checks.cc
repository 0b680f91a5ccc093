#include "worker/assessment/work_checks.h"

#include <utility>

#include <fmt/format.h>

#include "worker/assessment/earnings.h"
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

Note About(const PersonKey& person,
           const std::string& text,
           std::string input,
           const Context& context) {
  return {.text = fmt::format("{}: {}", RoleText(context.application().persons, person), text),
          .person = person,
          .inputs = {std::move(input)}};
}

void CheckSickness(const PlanStatus& plan, const PersonKey& adult, Context* context) {
  const Note unclear =
      About(adult, "det framgår inte om personen är sjuk.", "application.plans", *context);
  if (plan.sick == Answer::kUnknown) context->notes.Unknown("G-10", "SICK", unclear);
  if (plan.sick != Answer::kYes) return;
  const auto required = context->policy.Find(parameter::kCertificateRequired);
  const bool needed = required && std::get_if<bool>(&required->value) != nullptr &&
                      *std::get_if<bool>(&required->value);
  if (!needed || Covers(plan.certificate_valid, context->month())) return;
  const Note note = About(
      adult, "läkarintyg saknas eller täcker inte hela månaden.", "application.plans", *context);
  context->notes.Fail("G-10", "CERTIFICATE", note);
  context->notes.Fire("X-25", note);
  context->notes.Missing("certificate", context->policy.Text("certificate"), adult);
}

// Activity requirement from the third month in a row (rules.md 18); before that a plan is asked for
// all the same (G-10).
void CheckPlan(const PlanStatus* plan, const PersonKey& adult, Context* context) {
  if (plan == nullptr || plan->has_plan == Answer::kUnknown ||
      plan->missed_activity == Answer::kUnknown) {
    context->notes.Unknown("G-10",
                           "PLAN",
                           About(adult,
                                 "det framgår inte om planeringen gäller och har följts.",
                                 "application.plans",
                                 *context));
    return;
  }
  const bool missed = plan->missed_activity == Answer::kYes;
  const Note note = About(adult,
                          missed ? "en aktivitet är rapporterad som missad."
                                 : "planering saknas eller gäller inte hela månaden.",
                          "application.plans",
                          *context);
  context->notes.Fail("G-10", missed ? "MISSED_ACTIVITY" : "PLAN", note);
  context->notes.Fire("X-30", note);
}

void CheckActivityRun(const PlanStatus* plan, const PersonKey& adult, Context* context) {
  const auto months = context->policy.Find(parameter::kActivityRunMonths);
  if (!months) return;  // not yet in force for the month
  const auto* limit = std::get_if<std::int64_t>(&months->value);
  if (limit == nullptr || RunBefore(context->month(), adult, context->input.history) < *limit) {
    return;
  }
  if (PlanInOrder(adult, *context)) return;
  const Note note =
      About(adult,
            fmt::format("försörjningsstöd {} månader i rad; plan eller undantag behövs för {}.",
                        *limit,
                        context->month().ToSwedish()),
            plan == nullptr ? "history" : "application.plans",
            *context);
  context->notes.Fail("G-10", "ACTIVITY_REQUIREMENT", note);
  context->notes.Fire("X-30", note);
}

void CheckJobSeeker(const Reading& reading, Context* context) {
  if (!reading.answer->job_seeker) return;
  const JobSeeker& seeker = *reading.answer->job_seeker;
  const std::string input = "evidence." + reading.person.value() + ".AF.job_seeker";
  if (seeker.activity_report_code == kReportNotHandedIn) {
    context->notes.Fail(
        "G-10",
        "ACTIVITY_REPORT",
        About(reading.person, "aktivitetsrapport har inte lämnats för perioden.", input, *context));
    context->notes.Missing(
        "activity_report", context->policy.Text("activity_report"), reading.person);
  }
  if (seeker.activity_report_code == kReportTechnicalError) {
    context->notes.Unknown(
        "G-10",
        "ACTIVITY_REPORT",
        About(reading.person, "uppgift om aktivitetsrapport kunde inte hämtas.", input, *context));
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
      const Note note = About(reading.person,
                              "avstängning från arbetslöshetsersättning.",
                              "evidence." + reading.person.value() + ".SO.suspensions",
                              *context);
      context->notes.Fail("G-10", "SUSPENSION", note);
      context->notes.Fire("X-30", note);
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
  if (plan->activity_exempt) return true;
  if (plan->sick == Answer::kYes && Covers(plan->certificate_valid, context.month())) return true;
  return plan->has_plan == Answer::kYes && Covers(plan->plan_valid, context.month()) &&
         plan->missed_activity == Answer::kNo;
}

void CheckWork(const RegisterView& view, Context* context) {
  context->notes.Evaluated("G-10");
  for (const Person& person : context->application().persons) {
    if (!IsAdultInCase(person.role)) continue;
    const PlanStatus* plan = PlanOf(person.key, context->application());
    if (plan != nullptr) CheckSickness(*plan, person.key, context);
    if (!PlanInOrder(person.key, *context)) CheckPlan(plan, person.key, context);
    CheckActivityRun(plan, person.key, context);
  }
  for (const Reading& reading : view.readings()) {
    if (reading.source == Source::kAf && reading.known()) CheckJobSeeker(reading, context);
  }
  CheckSuspensions(view, context);
}

}  // namespace dm::assessment
