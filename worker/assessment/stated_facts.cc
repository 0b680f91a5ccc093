#include "worker/assessment/stated_facts.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "worker/assessment/earnings.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/work_checks.h"

namespace dm::assessment {

namespace {

constexpr char kWageGroup[] = "wage";
constexpr char kMedicalGroup[] = "medical";

void SetOptional(FactId id, std::optional<bool> value, Facts* facts) {
  if (value.has_value()) return facts->Set(id, *value);
  facts->SetUnknown(id);
}

bool IsWage(const DeclaredIncome& income, const Ledger& ledger) {
  return std::any_of(
      ledger.entries().begin(), ledger.entries().end(), [&](const LedgerEntry& entry) {
        return entry.person == income.person && entry.kind == income.kind &&
               entry.group == kWageGroup;
      });
}

// Where a window begins or ends the rule for the wage changes, and a person looks (R23).
bool IsAtEdge(const PersonKey& earner, const Context& context) {
  PolicyReader policy(&context.policy.book(), context.policy.on());
  const auto rule = ReadEarningsRule(&policy);
  if (!rule) return true;
  const auto now = WindowAt(context.month(), earner, context.input.history, *rule);
  if (!now) return false;
  return now->first == context.month() || now->last == context.month();
}

std::optional<std::int64_t> NumberOf(std::string_view id, const Context& context) {
  return context.policy.PeekNumber(id);
}

// Whether each of `some` that counts has its like among `others`.
template <typename List, typename Counts, typename Alike>
bool AllAmong(const List& some, const List& others, const Counts& counts, const Alike& alike) {
  return std::all_of(some.begin(), some.end(), [&](const auto& one) {
    return !counts(one) || std::any_of(others.begin(), others.end(), [&](const auto& other) {
      return counts(other) && alike(one, other);
    });
  });
}

template <typename List, typename Counts, typename Alike>
bool SameSet(const List& a, const List& b, const Counts& counts, const Alike& alike) {
  return AllAmong(a, b, counts, alike) && AllAmong(b, a, counts, alike);
}

bool SamePersons(const HistoryMonth& before, const Application& application) {
  return SameSet(
      before.persons,
      application.persons,
      [](const Person& person) { return IsMemberOfCase(person.role); },
      [](const Person& a, const Person& b) { return a.key == b.key; });
}

bool SameKinds(const HistoryMonth& a, const HistoryMonth& b) {
  return SameSet(
      a.incomes,
      b.incomes,
      [](const CountedIncome& income) { return !income.counted.is_zero(); },
      [](const CountedIncome& one, const CountedIncome& other) {
        return one.kind == other.kind && one.person == other.person;
      });
}

bool EndsBefore(const std::optional<Date>& end, Date day) {
  return end.has_value() && *end < day;
}

// Something of the frame or a plan ends before `day`, so that a person must look by then.
bool AnythingEndsBefore(Date day, const Frame& frame, const Context& context) {
  if (frame.valid_to < day) return true;
  for (const Barrier& barrier : frame.barriers) {
    if (EndsBefore(barrier.until, day)) return true;
  }
  for (const ChildRecord& record : frame.child_records) {
    if (record.valid_until < day) return true;
  }
  for (const Person& person : context.application().persons) {
    if (!IsAdultInCase(person.role)) continue;
    const PlanStatus* plan = PlanOf(person.key, context.application());
    if (plan == nullptr) return true;
    if (plan->activity_exempt) continue;
    if (plan->sick == Answer::kYes ? !plan->certificate_valid.to : !plan->plan_valid.to)
      return true;
    if (EndsBefore(plan->sick == Answer::kYes ? plan->certificate_valid.to : plan->plan_valid.to,
                   day)) {
      return true;
    }
  }
  return false;
}

}  // namespace

void SetWage(const Ledger& ledger, const Context& context, Facts* facts) {
  std::set<std::string> employers;
  std::set<Date> days;
  bool employers_stated = true;
  bool days_stated = true;
  bool any = false;
  bool read = true;
  bool in_frame = true;
  bool edge = false;
  for (const DeclaredIncome& income : context.application().incomes) {
    if (!IsWage(income, ledger)) continue;
    any = true;
    employers.insert(income.employer);
    employers_stated = employers_stated && !income.employer.empty();
    days_stated = days_stated && income.pay_date.has_value();
    if (income.pay_date) days.insert(*income.pay_date);
    read = read && !income.read_by.empty() && income.read_net &&
           ledger.Agree(income.net, income.read_net);
    edge = edge || IsAtEdge(income.person, context);
  }
  for (const LedgerEntry& entry : ledger.entries()) {
    if (entry.group == kWageGroup && entry.declared) in_frame = in_frame && entry.expected;
  }
  if (employers_stated) {
    facts->Set("wage.employers", static_cast<int>(employers.size()));
  } else {
    facts->SetUnknown("wage.employers");
  }
  if (days_stated) {
    facts->Set("wage.pay_dates", static_cast<int>(days.size()));
  } else {
    facts->SetUnknown("wage.pay_dates");
  }
  facts->Set("wage.read_by_person", any && read);
  facts->Set("wage.in_frame", any && in_frame);
  facts->Set("wage.disregard_unchanged", any && !edge);
}

void SetSickness(const Context& context, Facts* facts) {
  bool any = false;
  bool covered = true;
  bool read = true;
  for (const Person& person : context.application().persons) {
    if (!IsAdultInCase(person.role)) continue;
    const PlanStatus* plan = PlanOf(person.key, context.application());
    if (plan == nullptr || plan->sick != Answer::kYes) continue;
    any = true;
    // Both ends must be stated: a certificate without an end proves no month.
    const Period& valid = plan->certificate_valid;
    covered = covered && valid.from && valid.to && valid.Covers(context.month());
    read = read && !plan->certificate_read_by.empty();
  }
  facts->Set("certificate.covers_month", any && covered);
  facts->Set("certificate.read_by_person", any && read);
}

void SetOtherCosts(const Context& context, Facts* facts) {
  std::vector<std::string_view> groups;
  Money sum;
  bool confirmed = true;
  bool stated = true;
  bool within = true;
  for (const Cost& cost : context.application().costs) {
    if (cost.type != CostType::kOtherLivingCost) continue;
    const std::string* group =
        WordOf(context, "cost.groups", "group", "cost.other_code", cost.other_code);
    groups.push_back(group == nullptr ? std::string_view("other") : *group);
    if (groups.back() != kMedicalGroup) continue;
    sum += cost.applied;
    confirmed = confirmed && !cost.confirmed_by.empty();
    stated = stated && cost.cap_remaining.has_value();
    within = within && (!cost.cap_remaining || cost.applied <= *cost.cap_remaining);
  }
  const bool any = std::find(groups.begin(), groups.end(), kMedicalGroup) != groups.end();
  facts->Set("costs.other_group", SingleWord(groups));
  facts->Set("medical.amount", sum);
  facts->Set("medical.receipt_confirmed", any && confirmed);
  if (any && !stated && within) {
    facts->SetUnknown("medical.within_remaining_cap");
  } else {
    facts->Set("medical.within_remaining_cap", any && within);
  }
}

// The same home at the same cost, within the tolerance, as the frame and the month before say.
void SetHousing(const Context& context, Facts* facts) {
  const HistoryMonth* before = FindMonth(context.input.history, context.month().PlusMonths(-1));
  const auto tolerance = NumberOf(parameter::kHousingTolerance, context);
  if (before == nullptr || !context.frame() || !tolerance) {
    return facts->SetUnknown("housing.unchanged");
  }
  Money now;
  Money then;
  for (const Cost& cost : context.application().costs) {
    if (cost.type == CostType::kBoende) now += cost.applied;
  }
  for (const ApprovedCost& cost : before->costs) {
    if (cost.type == CostType::kBoende) then += cost.approved;
  }
  const Home& home = context.application().home;
  const FrameHousing& framed = context.frame()->housing;
  facts->Set("housing.unchanged",
             Abs(now - then).ore() <= *tolerance &&
                 Abs(now - framed.accepted_cost).ore() <= *tolerance &&
                 home.tenure == framed.tenure && home.persons_in_home == framed.persons_in_home &&
                 home.persons_in_home == before->persons_in_home);
}

bool IsWithdrawnByAll(const Application& application) {
  if (!application.withdrawal) return false;
  const std::vector<Signature>& signatures = application.withdrawal->signatures;
  return std::all_of(
      application.persons.begin(), application.persons.end(), [&](const Person& person) {
        return !IsAdultInCase(person.role) ||
               std::any_of(signatures.begin(), signatures.end(), [&](const Signature& signature) {
                 return signature.person == person.key &&
                        signature.level >= AssuranceLevel::kSubstantial;
               });
      });
}

void SetWithdrawal(const Context& context, Facts* facts) {
  const Application& application = context.application();
  facts->Set("withdrawal.requested", application.withdrawal.has_value());
  facts->Set("withdrawal.signed_by_all", IsWithdrawnByAll(application));
  std::optional<bool> pressure = false;
  for (const Answer answer :
       {application.withdrawal ? application.withdrawal->pressure : Answer::kNo,
        application.circumstances.violence}) {
    if (answer == Answer::kYes) pressure = true;
    if (answer == Answer::kUnknown && pressure == false) pressure.reset();
  }
  SetOptional("withdrawal.pressure_sign", pressure, facts);
}

void SetHistory(const Context& context, Facts* facts) {
  const History& history = context.input.history;
  const HistoryMonth* before = FindMonth(history, context.month().PlusMonths(-1));
  facts->Set("history.base_month_approved",
             before != nullptr && before->outcome == Outcome::kBifall);
  int clean = 0;
  for (const HistoryMonth* month = before;
       month != nullptr && month->outcome == Outcome::kBifall && month->forsorjningsstod &&
       SamePersons(*month, context.application()) && SameKinds(*month, *before);
       month = FindMonth(history, context.month().PlusMonths(-clean - 1))) {
    ++clean;
  }
  facts->Set("history.clean_months", clean);
  const auto limit = NumberOf(parameter::kMaxMonthsInRow, context);
  if (!context.frame() || !limit) return facts->SetUnknown("followup.due");
  const Date end = context.month().PlusMonths(1).last_day();
  // Two months more without a person must still be within the cadence (T-13).
  const bool cadence = MonthsWithoutPersonBefore(history, context.month()) + 2 > *limit;
  facts->Set("followup.due", cadence || AnythingEndsBefore(end, *context.frame(), context));
}

void SetSurplus(const Assessment& assessment, Facts* facts) {
  if (!assessment.computable) return facts->SetUnknown("result.surplus");
  const Money surplus =
      assessment.incomes - assessment.norm - assessment.costs - assessment.extra_costs;
  facts->Set("result.surplus", std::max(Money(), surplus));
}

}  // namespace dm::assessment
