#include "worker/assessment/incomes.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/child_income.h"
#include "worker/assessment/control_values.h"
#include "worker/assessment/declared_incomes.h"
#include "worker/assessment/earnings_rule.h"
#include "worker/assessment/income_compare.h"
#include "worker/assessment/income_kinds.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/rounding.h"
#include "worker/assessment/surplus.h"
#include "worker/assessment/unpaid_benefits.h"
#include "worker/case/agency_name.h"

namespace dm::assessment {

namespace {

class Builder {
 public:
  Builder(const RegisterView& view, const NeedRows& need, Context* context)
      : view_(view),
        need_(need),
        context_(context),
        windows_(WindowsFor(context)),
        payments_(CollectPayments(context)),
        tolerance_(ReconcileTolerance()) {}

  Incomes Build() {
    context_->notes.Looked(Part::kIncomes);
    incomes_.window = windows_.income;
    incomes_.complete = payments_.complete;
    CheckRegistersKnown();
    incomes_.paid.reserve(payments_.income_month.size() + context_->application().incomes.size());
    incomes_.rows.reserve(payments_.income_month.size() + context_->application().incomes.size() +
                          1);
    for (const Received& received : payments_.income_month) AddReceived(received);
    declared_ = CollectDeclared(windows_, context_);
    Reconcile();
    if (!AddYouthWork(declared_, &incomes_.rows, context_)) incomes_.complete = false;
    AddSurplus();
    Compare();
    Sort();
    CapChildIncomes(need_, &incomes_.rows, context_);
    for (const CalculationRow& row : incomes_.rows) incomes_.sum += row.amount;
    incomes_.unpaid = NoteUnpaidBenefits(view_, incomes_, context_);
    return std::move(incomes_);
  }

 private:
  PolicyReader& policy() { return context_->policy; }

  void Observe(ObservationCode code,
               const PersonKey& person,
               Arguments arguments,
               std::vector<std::string> inputs) {
    context_->notes.Observe(code, arguments, person, std::move(inputs));
  }

  // Two texts give a tolerance: that of the law's rules and that of the gate. The stricter stands.
  std::optional<Money> ReconcileTolerance() {
    const auto rules = policy().NeedMoney(parameter::kReconcileTolerance);
    const auto gate = policy().NeedMoney(parameter::kIncomeTolerance);
    if (!rules || !gate) return std::nullopt;
    return std::min(*rules, *gate);
  }

  // What a register did not say cannot be compared with: the gate is unknown, not failed.
  void CheckRegistersKnown() {
    for (const Reading& reading : view_.readings()) {
      if (!ShowsIncome(reading.source)) continue;
      const bool covered = !reading.known() || windows_.income.month || Asked(reading);
      if (reading.known() && covered) continue;
      incomes_.complete = false;
      silent_.insert(reading.person());
      const std::string ref =
          "evidence." + reading.person().value() + "." + SourceCode(reading.source);
      context_->notes.Undetermined(ref);
      Observe("INCOME.REGISTER_UNKNOWN", reading.person(), {{"agency", reading.source}}, {ref});
    }
  }

  // Thirty days may reach past the month that registers are asked about as a rule.
  bool Asked(const Reading& reading) const {
    const Period& asked = reading.answer->asked;
    return asked.from && asked.to && *asked.from <= windows_.income.from &&
           *asked.to >= windows_.income.to;
  }

  static std::string CodeOf(const std::string& kind) {
    constexpr std::string_view kIncome = "income.";
    std::string code;
    code.reserve(kIncome.size() + kind.size());
    return code.append(kIncome).append(kind);
  }

  void AddReceived(const Received& received) {
    CalculationRow& row = incomes_.rows.emplace_back();
    row.code = CodeOf(received.kind);
    row.kind = RowKind::kIncome;
    row.person = received.person;
    row.label = received.label;
    row.rule =
        received.rule.empty() ? std::string(parameter::kIncomeClassification) : received.rule;
    row.sources = received.cited ? received.sources : policy().Cite({"sol-12-1"});
    AddPlace(policy(), &row, [&] { return received.ref(); });
    const Payment& payment = *received.payment;
    row.paid = payment.net;
    Tell(policy(),
         &row,
         "{} betalade ut {} den {}.",
         std::string_view(AgencyName(received.source)),
         payment.net,
         *payment.pay_date);
    if (received.repeated) {
      row.reason = "INCOME.REPEATED";
      Tell(policy(), &row, " Samma förmån redovisas av Pensionsmyndigheten och räknas där.");
    } else if (received.treatment == Treatment::kZero) {
      row.reason = "INCOME.NOT_COUNTED";
      Tell(policy(), &row, " Ersättningen räknas inte som inkomst.");
    } else if (payment.net.is_negative()) {
      row.reason = "INCOME.UNDETERMINED";
      Tell(policy(), &row, " Beloppet kan inte räknas som inkomst.");
    } else {
      row.reason = received.treatment == Treatment::kCount ? "INCOME.REGISTER" : "INCOME.ASSESSED";
      Tell(policy(), &row, " Beloppet efter skatt räknas i inkomstmånaden.");
      row.exact = payment.net;
      incomes_.paid.push_back({received.person, *payment.pay_date, payment.net});
    }
    row.amount = RoundHalfUp(row.exact, kMoneyRowUnit);
    if (!received.repeated) Show(received);
  }

  void Show(const Received& received) {
    auto found =
        std::find_if(incomes_.shown.begin(), incomes_.shown.end(), [&](const KindTotal& total) {
          return total.person == received.person && total.kind == received.kind;
        });
    if (found == incomes_.shown.end()) {
      incomes_.shown.push_back({.person = received.person,
                                .kind = received.kind,
                                .label = received.label,
                                .net = Money(),
                                .payments = 0,
                                .refs = {}});
      found = incomes_.shown.end() - 1;
    }
    found->net += received.payment->net;
    ++found->payments;
    if (policy().places()) found->refs.push_back(received.ref());
  }

  // Register and declaration are two observations of one fact: the register's is counted, and each
  // difference is for a human.
  void Reconcile() {
    for (const KindTotal& total : incomes_.shown) {
      const Declared* declared = declared_.Find(total.person, total.kind);
      if (declared == nullptr) {
        Observe("INCOME.UNDECLARED",
                total.person,
                {{"kind", total.label}, {"amount", total.net}},
                total.refs);
        continue;
      }
      if (tolerance_ && Abs(total.net - declared->net) <= *tolerance_) continue;
      std::vector<std::string> inputs = total.refs;
      inputs.insert(inputs.end(), declared->refs.begin(), declared->refs.end());
      Observe("INCOME.DIFFERS",
              total.person,
              {{"kind", total.label}, {"declared", declared->net}, {"registered", total.net}},
              std::move(inputs));
    }
    for (const auto& [key, declared] : declared_) {
      const bool shown = std::any_of(
          incomes_.shown.begin(), incomes_.shown.end(), [&key = key](const KindTotal& total) {
            return total.person == key.first && total.kind == key.second;
          });
      if (!shown && !IsYouthWork(key, context_)) AddDeclaredOnly(key, declared);
    }
  }

  // Every deposit counts as main rule, so a declared amount that no register shows is counted as
  // declared; whether it may be relied on is for a human, unless the municipality has said
  // otherwise.
  void AddDeclaredOnly(const IncomeKey& key, const Declared& declared) {
    const auto& [person, kind] = key;
    const IncomeKind& traits = KindOf(kind, &policy());
    const Treatment treatment = TreatmentOf(traits, declared.net, &policy());
    if (!silent_.contains(person) && !MayRely(traits, treatment, declared)) {
      Observe("INCOME.DECLARED_ONLY",
              person,
              {{"kind", traits.label}, {"amount", declared.net}},
              declared.refs);
    }
    if (MayRely(traits, treatment, declared) && treatment != Treatment::kZero && !InFrame(key)) {
      Observe("INCOME.NOT_IN_FRAME", person, {{"kind", traits.label}}, declared.refs);
    }
    CalculationRow& row = incomes_.rows.emplace_back();
    row.code = CodeOf(kind);
    row.kind = RowKind::kIncome;
    row.person = person;
    row.label = traits.label;
    row.rule = "reconciliation/declared-only";
    row.sources = policy().Cite({"sol-12-1"});
    row.inputs = declared.refs;
    row.paid = declared.net;
    Tell(policy(),
         &row,
         "Enligt ansökan har {} betalats ut under {}.",
         declared.net,
         windows_.income.ToSwedish());
    if (treatment == Treatment::kZero) {
      const bool grant = traits.rule == IncomeRule::kSmallGrant;
      row.reason = grant ? "INCOME.SMALL_GRANT" : "INCOME.NOT_COUNTED";
      Tell(policy(), &row, " Ersättningen räknas inte som inkomst.");
    } else {
      row.reason = "INCOME.DECLARED";
      row.exact = declared.net;
      incomes_.paid.push_back(
          {person, declared.last_day.value_or(windows_.income.to), declared.net});
    }
    if (traits.employment) AddEarnings(person, declared, &row);
    row.amount = RoundHalfUp(row.exact, kMoneyRowUnit);
  }

  // Without a frame its own gate says so.
  bool InFrame(const IncomeKey& key) const {
    if (!context_->frame()) return true;
    const std::vector<FrameIncome>& expected = context_->frame()->incomes;
    return std::any_of(expected.begin(), expected.end(), [&key](const FrameIncome& income) {
      return income.person == key.first && income.kind == key.second;
    });
  }

  bool MayRely(const IncomeKind& traits, Treatment treatment, const Declared& declared) {
    if (traits.in_register || !traits.known || treatment == Treatment::kRoute) return false;
    if (treatment == Treatment::kZero) return true;
    if (!declared.proven) return false;
    const auto limit = policy().Find(parameter::kDeclaredOnlyAuto);
    if (!limit) return false;
    const auto* ore = std::get_if<std::int64_t>(&limit->value);
    return ore != nullptr && declared.net <= Money::FromOre(*ore);
  }

  void AddEarnings(const PersonKey& person, const Declared& declared, CalculationRow* row) {
    incomes_.has_employment = true;
    const Person* earner = FindPerson(context_->application().persons, person);
    if (earner == nullptr || !IsAdultInCase(earner->role)) return;
    ApplyEarningsRule(person, declared.refs, row, context_);
  }

  void AddSurplus() {
    const auto months = policy().NeedNumber(parameter::kSurplusCarry);
    const Application& application = context_->application();
    const Surplus surplus =
        SurplusBefore(context_->month(),
                      context_->input.history,
                      application.kind,
                      application.circumstances.surplus_explained,
                      static_cast<int>(std::clamp<std::int64_t>(months.value_or(0), 0, 12)));
    switch (surplus.what) {
      case SurplusCase::kNone:
        return;
      case SurplusCase::kCarried:
        return AddSurplusRow(surplus.amount);
      case SurplusCase::kNotStated:
        return NoteSurplus("SURPLUS.NOT_STATED");
      case SurplusCase::kExplained:
        return NoteSurplus("SURPLUS.EXPLAINED");
      case SurplusCase::kNotAsked:
        return NoteSurplus("SURPLUS.NOT_ASKED");
      case SurplusCase::kTooLong:
        return NoteSurplus("SURPLUS.TOO_LONG");
    }
  }

  void NoteSurplus(ObservationCode code) {
    context_->notes.Observe(
        code, {}, std::nullopt, {"history", "application.circumstances.surplus_explained"});
  }

  void AddSurplusRow(Money amount) {
    CalculationRow row;
    row.code = "income.surplus";
    row.kind = RowKind::kIncome;
    row.label = policy().Label("INCOME.SURPLUS");
    row.rule = parameter::kSurplusCarry;
    row.sources = policy().Cite({"sol-12-1", "hfd-2017-51"});
    row.inputs = {"history", "policy:" + std::string(parameter::kSurplusCarry)};
    row.reason = "INCOME.SURPLUS";
    row.why = fmt::format("Beslutet för {} angav ett överskott på {}. Det räknas som inkomst.",
                          context_->month().PlusMonths(-1).ToSwedish(),
                          amount.ToSwedish());
    row.exact = amount;
    row.amount = amount;
    incomes_.carried = amount;
    context_->notes.Observe("SURPLUS.CARRIED", {{"amount", amount}}, std::nullopt, {"history"});
    incomes_.rows.push_back(std::move(row));
  }

  void Compare() {
    const Comparison comparison{
        .shown = incomes_.shown, .declared = declared_, .silent = silent_, .windows = windows_};
    incomes_.matches_frame = CompareWithFrame(comparison, context_);
    CompareWithMonthBefore(comparison, payments_.comparison_month, context_);
    CheckControlValues(incomes_.shown, context_);
  }

  // The order of the input must not show, not even in which row a cap falls on.
  void Sort() {
    std::stable_sort(incomes_.rows.begin(),
                     incomes_.rows.end(),
                     [](const CalculationRow& a, const CalculationRow& b) {
                       return std::tie(a.person, a.code, a.amount) <
                              std::tie(b.person, b.code, b.amount);
                     });
  }

  const RegisterView& view_;
  const NeedRows& need_;
  Context* context_;
  IncomeWindows windows_;
  Payments payments_;
  std::optional<Money> tolerance_;
  DeclaredIncomes declared_;
  std::set<PersonKey> silent_;  // persons about whom a register that shows payments is unknown
  Incomes incomes_;
};

}  // namespace

Incomes ComputeIncomes(const RegisterView& view, const NeedRows& need, Context* context) {
  return Builder(view, need, context).Build();
}

}  // namespace dm::assessment
