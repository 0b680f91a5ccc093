#include "worker/assessment/adult_facts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/work_checks.h"

namespace dm::assessment {

namespace {

constexpr char kUnemployedBarrier[] = "arbetslos";
constexpr char kReportHandedIn[] = "200";
constexpr char kFamilyGroup[] = "family";

class Adult {
 public:
  Adult(const Person& person,
        const FactParts& parts,
        const Ledger& ledger,
        const Context& context,
        Facts* facts)
      : person_(person), parts_(parts), ledger_(ledger), context_(context), facts_(*facts) {}

  void Run() {
    SetAge();
    facts_.Set("adult.plan_valid", PlanInOrder(person_.key, context_));
    Set("adult.unemployed_barrier", IsUnemployed(person_.key, context_));
    SetJobSeeker();
    SetIncomes();
    SetBenefits();
  }

 private:
  void Set(FactId id, std::optional<bool> value) {
    if (value.has_value()) return facts_.Set(id, *value);
    facts_.SetUnknown(id);
  }

  const SourceAnswer* Trusted(Source source) const {
    return parts_.view.Trusted(person_.key, source);
  }

  void SetAge() {
    facts_.SetUnknown("adult.age");
    if (!context_.household) return;
    for (const Member& member : context_.household->members) {
      if (member.person->key == person_.key) facts_.Set("adult.age", member.age);
    }
  }

  void SetJobSeeker() {
    const SourceAnswer* af = Trusted(Source::kAf);
    std::optional<bool> registered;
    std::optional<bool> report;
    std::optional<bool> covered;
    if (af != nullptr) {
      registered = af->job_seeker && IsRegistered(*af->job_seeker);
      report = af->job_seeker && af->job_seeker->activity_report_code == kReportHandedIn;
      covered = DecisionsCover(af->benefit_cases, context_.income_month());
    }
    Set("adult.af_registered", registered);
    Set("adult.activity_report_ok", report);
    Set("adult.af_decision_covers_month", covered);
  }

  // The benefits of a family are the household's, whoever they are paid to: where there are
  // children, a typfall looks at them apart from what each adult lives on.
  bool IsOwn(const LedgerEntry& entry) const {
    return entry.person == person_.key && !(context_.has_children() && entry.group == kFamilyGroup);
  }

  bool IncomesKnown() const {
    return parts_.incomes.complete && Trusted(Source::kFk) != nullptr &&
           Trusted(Source::kPm) != nullptr && Trusted(Source::kSo) != nullptr &&
           Trusted(Source::kCsn) != nullptr;
  }

  void SetIncomes() {
    if (!IncomesKnown()) {
      for (const FactId id : std::initializer_list<FactId>{"adult.income_count",
                                                           "adult.income_kind",
                                                           "adult.income_group",
                                                           "adult.income_matches_frame",
                                                           "adult.register_confirmed_empty",
                                                           "adult.pay_dates_in_period",
                                                           "adult.a_kassa_days_half",
                                                           "adult.sanction_seen"}) {
        facts_.SetUnknown(id);
      }
      return;
    }
    std::vector<std::string_view> kinds;
    std::vector<std::string_view> groups;
    bool matches = context_.frame().has_value();
    bool empty = true;
    for (const LedgerEntry& entry : ledger_.entries()) {
      if (!IsOwn(entry)) continue;
      matches = matches && ledger_.Agree(entry.expected, entry.shown) &&
                (entry.expected || !entry.declared);
      empty = empty && !entry.shown;
      if (entry.counted.is_zero() && !entry.shown) continue;
      kinds.push_back(entry.kind);
      groups.push_back(entry.group);
    }
    facts_.Set("adult.income_count", CountedRows());
    facts_.Set("adult.income_kind", SingleWord(kinds));
    facts_.Set("adult.income_group", SingleWord(groups));
    facts_.Set("adult.income_matches_frame", matches);
    // A family's benefits run to the parent to whom they are paid, and are looked at apart.
    if (!context_.has_children()) {
      for (const Source source : {Source::kFk, Source::kPm, Source::kSo, Source::kCsn})
        empty = empty && !ShowsComingIncome(*Trusted(source), context_);
    }
    facts_.Set("adult.register_confirmed_empty", empty);
    SetUnemploymentFund(!kinds.empty());
  }

  int CountedRows() const {
    int count = 0;
    for (const CalculationRow& row : parts_.assessment.rows) {
      if (row.kind != RowKind::kIncome || !row.person || *row.person != person_.key ||
          row.amount.is_zero())
        continue;
      const auto& entries = ledger_.entries();
      count += static_cast<int>(
          std::count_if(entries.begin(), entries.end(), [&](const LedgerEntry& entry) {
            return IsOwn(entry) && KindOfRow(row) == entry.kind;
          }));
    }
    return count;
  }

  void SetUnemploymentFund(bool any_income) {
    const SourceAnswer& fund = *Trusted(Source::kSo);
    FundPayments paid;
    paid.Add(fund, parts_.incomes.window);
    paid.SetDays("adult.a_kassa_days_half", &facts_);
    facts_.Set("adult.pay_dates_in_period", paid.dated() && any_income);
    facts_.Set("adult.sanction_seen", !fund.suspensions.empty());
  }

  void SetBenefits() {
    std::optional<bool> fresh;
    std::optional<bool> pending;
    const bool known = Trusted(Source::kFk) != nullptr && Trusted(Source::kPm) != nullptr;
    if (known) {
      fresh = false;
      pending = false;
      for (const Reading& reading : parts_.view.readings()) {
        if (reading.person() != person_.key || !reading.known() || reading.source == Source::kAf)
          continue;
        for (const BenefitCase& benefit : reading.answer->benefit_cases) {
          fresh = *fresh || IsNewDecision(benefit, context_);
          pending = *pending || benefit.pending;
        }
      }
    }
    Set("adult.new_decision", fresh);
    Set("adult.benefit_pending", pending);
    const auto& unpaid = parts_.incomes.unpaid;
    const bool paid = std::none_of(unpaid.begin(), unpaid.end(), [&](const UnpaidBenefit& benefit) {
      return benefit.housing && benefit.person == person_.key;
    });
    Set("adult.housing_supplement_checked", known ? std::optional<bool>(paid) : std::nullopt);
    Set("adult.pension_decided", IsDecided("pension"));
    Set("adult.housing_supplement_decided", IsDecided("housing_supplement"));
  }

  // Paid in the income month, or decided one way or the other by the agency's own word.
  std::optional<bool> IsDecided(std::string_view group) const {
    if (!IncomesKnown()) return std::nullopt;
    for (const LedgerEntry& entry : ledger_.entries()) {
      if (entry.person != person_.key || !entry.shown) continue;
      if (IsIn(group, entry.kind)) return true;
    }
    for (const Source source : {Source::kFk, Source::kPm}) {
      for (const BenefitCase& benefit : Trusted(source)->benefit_cases) {
        const bool settled =
            !benefit.pending && benefit.unclear.empty() && benefit.outcome.has_value();
        if (settled && IsIn(group, benefit.benefit)) return true;
      }
    }
    return false;
  }

  bool IsIn(std::string_view group, std::string_view benefit) const {
    const std::string* of = WordOf(context_, "benefit.groups", "group", "benefit.code", benefit);
    return of != nullptr && *of == group;
  }

  const Person& person_;
  const FactParts& parts_;
  const Ledger& ledger_;
  const Context& context_;
  Facts& facts_;
};

struct Situation {
  bool known = false;
  std::string_view word = "none";
  bool in_couple = false;
};

Situation SituationOf(const Facts& adult, const Context& context) {
  Situation situation;
  const StatusOr<TableResult>& result =
      context.policy.book().Evaluate("adult.situation", adult, context.policy.on()).answer;
  if (!result.ok() || !result->undetermined.empty()) return situation;
  situation.known = true;
  if (result->hits.empty()) return situation;
  const auto& outputs = result->hits.front().outputs;
  const auto word = outputs.find("situation");
  const auto couple = outputs.find("in_couple");
  if (word != outputs.end()) situation.word = std::get<std::string>(word->second);
  if (couple != outputs.end()) situation.in_couple = std::get<bool>(couple->second);
  return situation;
}

// Every adult has it: true; one has not: false; else unknown.
void SetForAll(const std::vector<const Facts*>& adults, FactId each, FactId all, Facts* facts) {
  bool holds = !adults.empty();
  bool known = true;
  for (const Facts* adult : adults) {
    const FactValue* value = adult->Find(each.text(), each.hash());
    known = known && value != nullptr;
    if (value != nullptr) holds = holds && std::get<bool>(*value);
  }
  if (known || !holds) return facts->Set(all, holds);
  facts->SetUnknown(all);
}

// Whoever is unemployed must be registered and have reported; of others nothing is asked.
Verdict ReportOf(const Facts& adult, std::optional<bool> unemployed) {
  if (unemployed.has_value() && !*unemployed) return Verdict::kPass;
  const std::optional<FactValue> registered = adult.Get("adult.af_registered");
  const std::optional<FactValue> report = adult.Get("adult.activity_report_ok");
  if (!unemployed.has_value() || !registered || !report) return Verdict::kUnknown;
  const bool in_order = std::get<bool>(*registered) && std::get<bool>(*report);
  return in_order ? Verdict::kPass : Verdict::kFail;
}

Verdict Least(Verdict a, Verdict b) {
  for (const Verdict least : {Verdict::kFail, Verdict::kUnknown}) {
    if (a == least || b == least) return least;
  }
  return Verdict::kPass;
}

}  // namespace

bool IsNewDecision(const BenefitCase& benefit, const Context& context) {
  if (benefit.pending || !benefit.decided_on) return false;
  if (*benefit.decided_on >= context.income_month().first_day()) return true;
  return context.frame() && *benefit.decided_on > SwedishDate(context.frame()->signed_at);
}

bool ShowsComingIncome(const SourceAnswer& answer, const Context& context) {
  const auto runs = [&](const BenefitCase& benefit) {
    const bool refused = benefit.outcome == CaseOutcome::kRefused;
    const bool over =
        benefit.active == false ||
        (benefit.period.to && *benefit.period.to < context.income_month().first_day());
    return !benefit.pending && !refused && !over;
  };
  const auto comes = [&](const Payment& payment) {
    return payment.pay_date && *payment.pay_date > context.income_month().last_day();
  };
  return std::any_of(answer.benefit_cases.begin(), answer.benefit_cases.end(), runs) ||
         std::any_of(answer.payments.begin(), answer.payments.end(), comes);
}

bool DecisionsCover(const std::vector<BenefitCase>& decisions, Month month) {
  for (Date day = month.first_day(); day <= month.last_day(); day = day.PlusDays(1)) {
    const bool stands =
        std::any_of(decisions.begin(), decisions.end(), [&](const BenefitCase& decision) {
          const Period& period = decision.period;
          return !decision.pending && period.from && period.to && period.Contains(day);
        });
    if (!stands) return false;
  }
  return true;
}

void FundPayments::Add(const SourceAnswer& answer, const IncomeWindow& window) {
  for (const Payment& payment : answer.payments) {
    if (!payment.pay_date) dated_ = false;
    if (!payment.pay_date || !window.Covers(*payment.pay_date)) continue;
    const bool known = half_days_ && payment.half_days;
    half_days_ = known ? std::optional(*half_days_ + *payment.half_days) : std::nullopt;
  }
}

void FundPayments::SetDays(FactId id, Facts* facts) const {
  if (half_days_) return facts->Set(id, *half_days_);
  facts->SetUnknown(id);
}

bool IsRegistered(const JobSeeker& seeker) {
  if (!seeker.registered) return false;
  if (!seeker.deregistered_on) return true;
  return seeker.registered_since && *seeker.registered_since > *seeker.deregistered_on;
}

std::optional<bool> IsUnemployed(const PersonKey& adult, const Context& context) {
  if (!context.frame()) return std::nullopt;
  const std::vector<Barrier>& barriers = context.frame()->barriers;
  return std::any_of(barriers.begin(), barriers.end(), [&](const Barrier& barrier) {
    return barrier.person == adult && barrier.code == kUnemployedBarrier &&
           (!barrier.until || *barrier.until >= context.month().last_day());
  });
}

void SetAdults(const FactParts& parts, const Ledger& ledger, const Context& context, Facts* facts) {
  std::vector<const Facts*> adults;
  std::vector<std::string_view> words;
  bool known = true;
  bool every_one_clear = true;
  Verdict reported = Verdict::kPass;
  for (const Person& person : context.application().persons) {
    if (!IsAdultInCase(person.role)) continue;
    Facts& adult = context.policy.book().adult_facts(adults.size());
    adult.Renew();
    Adult(person, parts, ledger, context, &adult).Run();
    adults.push_back(&adult);
    const Situation situation = SituationOf(adult, context);
    known = known && situation.known;
    every_one_clear = every_one_clear && (!situation.known || situation.in_couple);
    words.push_back(situation.word);
    reported = Least(reported, ReportOf(adult, IsUnemployed(person.key, context)));
  }
  SetForAll(adults, "adult.pension_decided", "pension.decided", facts);
  SetForAll(
      adults, "adult.housing_supplement_decided", "pension.housing_supplement_decided", facts);
  if (reported == Verdict::kUnknown) {
    facts->SetUnknown("af.in_order_where_unemployed");
  } else {
    facts->Set("af.in_order_where_unemployed", reported == Verdict::kPass);
  }
  if (!known) {
    facts->SetUnknown("adults.situation");
  } else {
    const bool one_has_none = std::find(words.begin(), words.end(), "none") != words.end();
    facts->Set("adults.situation", one_has_none ? std::string_view("none") : SingleWord(words));
  }
  if (!known && every_one_clear) {
    facts->SetUnknown("adults.every_one_clear");
  } else {
    facts->Set("adults.every_one_clear", every_one_clear && !adults.empty());
  }
}

}  // namespace dm::assessment
