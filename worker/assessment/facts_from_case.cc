#include "worker/assessment/facts_from_case.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "worker/assessment/adult_facts.h"
#include "worker/assessment/family_facts.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/stated_facts.h"
#include "worker/assessment/work_checks.h"

namespace dm::assessment {

namespace {

constexpr char kUnemployedBarrier[] = "arbetslos";
constexpr char kReportHandedIn[] = "200";

void SetHousehold(const Context& context, Facts* facts) {
  if (!context.household) {
    for (const FactId id : std::initializer_list<FactId>{"household.adults",
                                                         "household.children",
                                                         "household.n_total",
                                                         "household.shared",
                                                         "applicant.age"}) {
      facts->SetUnknown(id);
    }
    return;
  }
  const Household& household = *context.household;
  facts->Set("household.adults", household.adults);
  facts->Set("household.children", household.children);
  facts->Set("household.n_total", household.n_total);
  facts->Set("household.shared", household.shared());
  facts->Set("applicant.age", household.members.front().age);
}

void SetApplication(const Context& context, Facts* facts) {
  const Application& application = context.application();
  if (application.kind == ApplicationKind::kUnspecified) {
    facts->SetUnknown("application.kind");
  } else {
    facts->Set("application.kind",
               application.kind == ApplicationKind::kFirst ? "first" : "reapplication");
  }
  bool plans = true;
  bool any_adult = false;
  for (const Person& person : application.persons) {
    if (!IsAdultInCase(person.role)) continue;
    any_adult = true;
    plans = plans && PlanInOrder(person.key, context);
  }
  facts->Set("case.plan_valid", any_adult && plans);
  if (!context.frame()) {
    facts->SetUnknown("case.unemployed_barrier");
    facts->SetUnknown("frame.barrier");
    return;
  }
  const std::vector<Barrier>& barriers = context.frame()->barriers;
  facts->Set("case.unemployed_barrier",
             std::any_of(barriers.begin(), barriers.end(), [&](const Barrier& barrier) {
               return barrier.code == kUnemployedBarrier &&
                      (!barrier.until || *barrier.until >= context.month().last_day());
             }));
  std::vector<std::string_view> in_force;
  for (const Barrier& barrier : barriers) {
    if (!barrier.until || *barrier.until >= context.month().last_day())
      in_force.push_back(barrier.code);
  }
  facts->Set("frame.barrier", SingleWord(in_force));
}

// What the household is asked to add, and whether there is time for it.
void SetMissing(const Context& context, Facts* facts) {
  facts->Set("missing_items.count", static_cast<int>(context.notes.missing().size()));
  facts->Set("missing_items.first_request", !context.input.completion_requested_before);
  const auto count = context.policy.PeekNumber(parameter::kCompletionDays);
  if (!count) {
    facts->SetUnknown("missing_items.critical_before_deadline");
    return;
  }
  const Date deadline = context.input.assessed_on.PlusDays(static_cast<std::int32_t>(*count));
  const auto& critical = context.application().circumstances.critical_date;
  facts->Set("missing_items.critical_before_deadline",
             critical.has_value() && *critical <= deadline);
}

bool IncomeRegistersKnown(const RegisterView& view) {
  return view.Known(Source::kFk) && view.Known(Source::kPm) && view.Known(Source::kSo) &&
         view.Known(Source::kCsn);
}

void SetIncomes(const FactParts& parts, const Context& context, Facts* facts) {
  const FactId ids[] = {"income.count",
                        "income.kinds_single",
                        "income.register_net",
                        "income.matches_frame",
                        "income.register_confirmed_empty",
                        "income.a_kassa_days_half",
                        "income.pay_dates_in_period"};
  if (!parts.incomes.complete || !IncomeRegistersKnown(parts.view)) {
    for (const FactId id : ids) facts->SetUnknown(id);
    return;
  }
  std::set<std::string_view> kinds;
  Money net;
  for (const KindTotal& total : parts.incomes.shown) {
    kinds.insert(total.kind);
    net += total.net;
  }
  int counted = 0;
  for (const CalculationRow& row : parts.assessment.rows) {
    if (row.kind != RowKind::kIncome || row.amount.is_zero()) continue;
    ++counted;
    kinds.insert(KindOfRow(row));
  }
  facts->Set("income.count", counted);
  facts->Set("income.kinds_single",
             kinds.empty()       ? std::string_view("none")
             : kinds.size() == 1 ? *kinds.begin()
                                 : std::string_view("several"));
  facts->Set("income.register_net", net);
  facts->Set("income.matches_frame", parts.incomes.matches_frame);
  const auto& readings = parts.view.readings();
  facts->Set("income.register_confirmed_empty",
             parts.incomes.shown.empty() &&
                 std::none_of(readings.begin(), readings.end(), [&](const Reading& reading) {
                   return ShowsIncome(reading.source) &&
                          ShowsComingIncome(*reading.answer, context);
                 }));
  FundPayments paid;
  for (const Reading& reading : readings) {
    if (reading.source == Source::kSo && reading.known())
      paid.Add(*reading.answer, parts.incomes.window);
  }
  paid.SetDays("income.a_kassa_days_half", facts);
  facts->Set("income.pay_dates_in_period", paid.dated() && !parts.incomes.shown.empty());
}

void SetBenefits(const FactParts& parts, const Context& context, Facts* facts) {
  if (!parts.view.Known(Source::kFk) || !parts.view.Known(Source::kPm)) {
    facts->SetUnknown("benefit.new_decision");
    facts->SetUnknown("benefit.pending");
    facts->SetUnknown("housing_supplement.checked");
    return;
  }
  bool fresh = false;
  bool pending = false;
  for (const Reading& reading : parts.view.readings()) {
    if (!reading.known() || reading.source == Source::kAf) continue;
    for (const BenefitCase& benefit : reading.answer->benefit_cases) {
      fresh = fresh || IsNewDecision(benefit, context);
      pending = pending || benefit.pending;
    }
  }
  facts->Set("benefit.new_decision", fresh);
  facts->Set("benefit.pending", pending);
  // Both agencies that pay a housing supplement have answered in full, and what they have granted
  // is paid.
  const auto& unpaid = parts.incomes.unpaid;
  facts->Set("housing_supplement.checked",
             std::none_of(unpaid.begin(), unpaid.end(), [](const UnpaidBenefit& benefit) {
               return benefit.housing;
             }));
}

void SetSanction(const FactParts& parts, Facts* facts) {
  if (!parts.view.Known(Source::kSo)) {
    facts->SetUnknown("income.sanction_seen");
    return;
  }
  bool seen = false;
  for (const Reading& reading : parts.view.readings()) {
    if (reading.source == Source::kSo) seen = seen || !reading.answer->suspensions.empty();
  }
  facts->Set("income.sanction_seen", seen);
}

void SetJobSeeker(const FactParts& parts, const Context& context, Facts* facts) {
  if (!parts.view.Known(Source::kAf)) {
    for (const FactId id : std::initializer_list<FactId>{
             "af.registered", "af.activity_report_ok", "af.decision_covers_month"}) {
      facts->SetUnknown(id);
    }
    return;
  }
  bool registered = true;
  bool report = true;
  bool covered = true;
  for (const Reading& reading : parts.view.readings()) {
    if (reading.source != Source::kAf) continue;
    const auto& seeker = reading.answer->job_seeker;
    registered = registered && seeker && IsRegistered(*seeker);
    report = report && seeker && seeker->activity_report_code == kReportHandedIn;
    covered = covered && DecisionsCover(reading.answer->benefit_cases, context.income_month());
  }
  facts->Set("af.registered", registered);
  facts->Set("af.activity_report_ok", report);
  facts->Set("af.decision_covers_month", covered);
}

// Whole months that a permit lasts after the month applied for.
int MonthsAfter(Month month, Date last) {
  int months = 0;
  constexpr int kMost = 1200;
  while (months < kMost && last >= month.PlusMonths(months + 1).last_day()) ++months;
  return last < month.last_day() ? -1 : months;
}

// Of each adult the permit that lasts longest, of the household the shortest of those. A person
// without any (a citizen) limits nothing, and holds none.
void SetPermit(const FactParts& parts, const Context& context, Facts* facts) {
  constexpr int kNoEnd = 1200;
  if (!parts.view.Known(Source::kMiv)) {
    facts->SetUnknown("permit.months_left");
    return facts->SetUnknown("permit.held");
  }
  int least = kNoEnd;
  bool held = true;
  for (const Reading& reading : parts.view.readings()) {
    if (reading.source != Source::kMiv) continue;
    std::optional<int> longest;
    for (const Permit& permit : reading.answer->permits) {
      if (permit.open_application) continue;
      if (!permit.permanent && !permit.valid.to) continue;
      const int months = permit.permanent ? kNoEnd : MonthsAfter(context.month(), *permit.valid.to);
      longest = std::max(longest.value_or(months), months);
    }
    held = held && longest.has_value() && *longest >= 0;
    if (longest) least = std::min(least, *longest);
  }
  facts->Set("permit.months_left", least);
  facts->Set("permit.held", held);
}

}  // namespace

const Facts& FactsFromCase(const FactParts& parts, const Context& context) {
  Facts& facts = context.policy.book().case_facts();
  facts.Renew();
  SetHousehold(context, &facts);
  SetApplication(context, &facts);
  SetMissing(context, &facts);
  SetIncomes(parts, context, &facts);
  SetBenefits(parts, context, &facts);
  SetSanction(parts, &facts);
  SetJobSeeker(parts, context, &facts);
  SetPermit(parts, context, &facts);
  const Ledger ledger(parts.incomes, parts.assessment, context);
  SetAdults(parts, ledger, context, &facts);
  SetIncomeGroups(parts, ledger, context, &facts);
  SetChildren(context, &facts);
  SetEstablishment(parts, ledger, context, &facts);
  SetWage(ledger, context, &facts);
  SetSickness(context, &facts);
  SetOtherCosts(context, &facts);
  SetHousing(context, &facts);
  SetWithdrawal(context, &facts);
  SetHistory(context, &facts);
  SetSurplus(parts.assessment, &facts);
  facts.Set("costs.equal_frame", parts.costs.equal_frame);
  facts.Set("costs.only_norm_types", parts.costs.only_norm_types);
  if (parts.assessment.outcome == Outcome::kNone) {
    facts.SetUnknown("result.outcome");
  } else {
    facts.Set("result.outcome", OutcomeFact(parts.assessment.outcome));
  }
  return facts;
}

const Facts& FactsBeforeEvidence(const Context& context) {
  // Only what no register can change: the household and the kind of application.
  Facts& facts = context.policy.book().first_facts();
  facts.Renew();
  SetHousehold(context, &facts);
  SetApplication(context, &facts);
  return facts;
}

}  // namespace dm::assessment
