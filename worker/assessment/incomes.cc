#include "worker/assessment/incomes.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/earnings.h"
#include "worker/assessment/income_kinds.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/rounding.h"

namespace dm::assessment {

namespace {

using Key = std::pair<PersonKey, std::string>;

// What the applicant declares for the income month, by person and kind.
struct Declared {
  Money net;
  bool proven = true;
  bool counted = false;  // a row came of it
  std::vector<std::string> refs;
};

class Builder {
 public:
  Builder(const RegisterView& view, Context* context)
      : view_(view),
        context_(context),
        payments_(CollectPayments(context)),
        tolerance_(context->policy.NeedMoney(parameter::kIncomeTolerance)) {}

  Incomes Build() {
    context_->notes.Looked(Part::kIncomes);
    incomes_.complete = payments_.complete;
    CheckRegistersKnown();
    for (const Received& received : payments_.income_month) AddReceived(received);
    CollectDeclared();
    Reconcile();
    CompareWithFrame();
    CompareWithMonthBefore();
    CheckChildren();
    std::stable_sort(incomes_.rows.begin(),
                     incomes_.rows.end(),
                     [](const CalculationRow& a, const CalculationRow& b) {
                       return std::tie(a.person, a.code, a.amount) <
                              std::tie(b.person, b.code, b.amount);
                     });
    for (const CalculationRow& row : incomes_.rows) incomes_.sum += row.amount;
    return std::move(incomes_);
  }

 private:
  PolicyReader& policy() { return context_->policy; }

  void Observe(ObservationCode code,
               const PersonKey& person,
               Arguments arguments,
               std::vector<std::string> inputs) {
    context_->notes.Observe(code, std::move(arguments), person, std::move(inputs));
  }

  // What a register did not say cannot be compared with: the gate is unknown, not failed.
  void CheckRegistersKnown() {
    for (const Reading& reading : view_.readings()) {
      if (reading.known() || !ShowsIncome(reading.source)) continue;
      incomes_.complete = false;
      silent_.insert(reading.person);
      const std::string ref =
          "evidence." + reading.person.value() + "." + SourceCode(reading.source);
      context_->notes.Undetermined(ref);
      Observe("INCOME.REGISTER_UNKNOWN", reading.person, {{"agency", reading.source}}, {ref});
    }
  }

  bool Within(Money a, Money b) const { return tolerance_ && Abs(a - b) <= *tolerance_; }

  void AddReceived(const Received& received) {
    CalculationRow row;
    row.code = "income." + received.kind;
    row.kind = RowKind::kIncome;
    row.person = received.person;
    row.label = received.label;
    row.rule =
        received.rule.empty() ? std::string(parameter::kIncomeClassification) : received.rule;
    row.sources = received.sources;
    if (row.sources.empty()) row.sources = policy().Cite({"sol-12-1"});
    row.inputs = {received.ref};
    const Payment& payment = *received.payment;
    const std::string paid = fmt::format("{} betalade ut {} den {}.",
                                         AgencyName(received.source),
                                         payment.net.ToSwedish(),
                                         payment.pay_date->ToString());
    if (received.repeated) {
      row.reason = "INCOME.REPEATED";
      row.why = paid + " Samma förmån redovisas av Pensionsmyndigheten och räknas där.";
    } else if (received.treatment == Treatment::kZero) {
      row.reason = "INCOME.NOT_COUNTED";
      row.why = paid + " Ersättningen räknas inte som inkomst.";
    } else if (payment.net.is_negative()) {
      row.reason = "INCOME.UNDETERMINED";
      row.why = paid + " Beloppet kan inte räknas som inkomst.";
    } else {
      row.reason = received.treatment == Treatment::kCount ? "INCOME.REGISTER" : "INCOME.ASSESSED";
      row.why = paid + " Beloppet efter skatt räknas i inkomstmånaden.";
      row.exact = payment.net;
    }
    row.amount = RoundHalfUp(row.exact, kMoneyRowUnit);
    if (!received.repeated) Show(received);
    incomes_.rows.push_back(std::move(row));
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
    found->refs.push_back(received.ref);
  }

  void CollectDeclared() {
    const std::vector<DeclaredIncome>& list = context_->application().incomes;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const DeclaredIncome& income = list[i];
      const std::string ref = Ref("incomes", i);
      if (income.pay_date && Month::Of(*income.pay_date) != context_->income_month()) {
        Observe("INCOME.OUTSIDE_PERIOD",
                income.person,
                {{"kind", policy().Text(income.kind)},
                 {"date", *income.pay_date},
                 {"month", context_->income_month()}},
                {ref});
        continue;
      }
      Declared& declared = declared_[{income.person, income.kind}];
      declared.net += income.net;
      declared.proven = declared.proven && income.proven;
      declared.refs.push_back(ref);
    }
  }

  void Reconcile() {
    for (const KindTotal& total : incomes_.shown) {
      const auto declared = declared_.find({total.person, total.kind});
      if (declared == declared_.end()) {
        Observe("INCOME.UNDECLARED",
                total.person,
                {{"kind", total.label}, {"amount", total.net}},
                total.refs);
        continue;
      }
      if (Within(total.net, declared->second.net)) continue;
      std::vector<std::string> inputs = total.refs;
      inputs.insert(inputs.end(), declared->second.refs.begin(), declared->second.refs.end());
      Observe(
          "INCOME.DIFFERS",
          total.person,
          {{"kind", total.label}, {"declared", declared->second.net}, {"registered", total.net}},
          std::move(inputs));
    }
    for (const auto& [key, declared] : declared_) {
      const bool shown = std::any_of(
          incomes_.shown.begin(), incomes_.shown.end(), [&key = key](const KindTotal& total) {
            return total.person == key.first && total.kind == key.second;
          });
      if (!shown) AddDeclaredOnly(key, declared);
    }
  }

  // Every deposit counts as main rule, so a declared amount that no register shows is counted as
  // declared; whether it may be relied on is for a human, unless the municipality has said
  // otherwise.
  void AddDeclaredOnly(const Key& key, const Declared& declared) {
    const auto& [person, kind] = key;
    const IncomeKind traits = KindOf(kind, &policy());
    if (!silent_.contains(person) && !MayRelyOnDeclared(traits, declared)) {
      Observe("INCOME.DECLARED_ONLY",
              person,
              {{"kind", traits.label}, {"amount", declared.net}},
              declared.refs);
    }
    CalculationRow row;
    row.code = "income." + kind;
    row.kind = RowKind::kIncome;
    row.person = person;
    row.label = traits.label;
    row.rule = "reconciliation/declared-only";
    row.sources = policy().Cite({"sol-12-1"});
    row.inputs = declared.refs;
    row.reason = "INCOME.DECLARED";
    row.why = fmt::format("Enligt ansökan har {} betalats ut under {}.",
                          declared.net.ToSwedish(),
                          context_->income_month().ToSwedish());
    row.exact = declared.net;
    if (traits.employment) ApplyEarningsRule(person, declared, &row);
    row.amount = RoundHalfUp(row.exact, kMoneyRowUnit);
    incomes_.rows.push_back(std::move(row));
  }

  bool MayRelyOnDeclared(const IncomeKind& traits, const Declared& declared) {
    if (traits.in_register || traits.route || !traits.known || !declared.proven) return false;
    const auto limit = policy().Find(parameter::kDeclaredOnlyAuto);
    if (!limit) return false;
    const auto* ore = std::get_if<std::int64_t>(&limit->value);
    return ore != nullptr && declared.net <= Money::FromOre(*ore);
  }

  void ApplyEarningsRule(const PersonKey& person, const Declared& declared, CalculationRow* row) {
    incomes_.has_employment = true;
    const Person* earner = FindPerson(context_->application().persons, person);
    if (earner == nullptr || !IsAdultInCase(earner->role)) return;  // SoL 12:9, see CheckChildren
    const auto rule = ReadEarningsRule(&policy());
    if (!rule) return;
    const auto window = WindowAt(context_->month(), person, context_->input.history, *rule);
    if (!window) return;
    const auto share = policy().NeedNumber(parameter::kEarningsShare);
    const auto unit = ShareBase(share);
    if (!unit) return;
    row->exact = row->exact.Times(*unit - *share, *unit);
    row->reason = "INCOME.JOBBSTIMULANS";
    row->sources = policy().Cite({"sol-12-8"});
    row->rule = std::string(parameter::kEarningsShare);
    row->inputs.emplace_back("history");
    row->why += fmt::format(" Jobbstimulans gäller {}–{}: en del av lönen räknas inte.",
                            window->first.ToString(),
                            window->last.ToString());
    const bool edge = window->first == context_->month() || window->last == context_->month();
    if (!edge) return;
    Observe("INCOME.JOBBSTIMULANS_EDGE", person, {}, declared.refs);
  }

  // The share is stated in percent or permille: 25 or 250 of a wage is disregarded.
  static std::optional<std::int64_t> ShareBase(std::optional<std::int64_t> share) {
    if (!share || *share < 0 || *share > 1000) return std::nullopt;
    return *share > 100 ? 1000 : 100;
  }

  void CompareWithFrame() {
    incomes_.matches_frame = context_->frame().has_value();
    if (!context_->frame()) return;
    std::map<Key, Money> expected;
    for (const FrameIncome& income : context_->frame()->incomes) {
      expected[{income.person, income.kind}] += income.expected_net;
    }
    for (const KindTotal& total : incomes_.shown) {
      const auto found = expected.find({total.person, total.kind});
      if (found == expected.end()) {
        incomes_.matches_frame = false;
        Observe("INCOME.NOT_IN_FRAME", total.person, {{"kind", total.label}}, total.refs);
        continue;
      }
      if (!Within(found->second, total.net)) incomes_.matches_frame = false;
    }
    for (const auto& [key, declared] : declared_) {
      if (!expected.contains(key)) incomes_.matches_frame = false;
    }
    for (const auto& [key, amount] : expected) {
      if (HasShown(key)) continue;
      incomes_.matches_frame = false;
      if (silent_.contains(key.first)) continue;
      Observe("INCOME.EXPECTED_MISSING",
              key.first,
              {{"kind", policy().Text(key.second)}, {"month", context_->income_month()}},
              {"frame.incomes"});
    }
  }

  bool HasShown(const Key& key) const {
    return std::any_of(incomes_.shown.begin(), incomes_.shown.end(), [&](const KindTotal& total) {
      return total.person == key.first && total.kind == key.second;
    });
  }

  void CompareWithMonthBefore() {
    std::map<Key, Money> before;
    std::map<Key, std::string> labels;
    for (const Received& received : payments_.comparison_month) {
      if (received.repeated) continue;
      const Key key{received.person, received.kind};
      before[key] += received.payment->net;
      labels[key] = received.label;
    }
    for (const auto& [key, amount] : before) {
      if (HasShown(key)) {
        CompareAmounts(key, amount);
        continue;
      }
      if (silent_.contains(key.first)) continue;
      Observe("INCOME.REGULAR_MISSING",
              key.first,
              {{"kind", labels[key]},
               {"before", context_->comparison_month()},
               {"month", context_->income_month()}},
              {});
    }
  }

  void CompareAmounts(const Key& key, Money before) {
    const auto percent = policy().NeedNumber(parameter::kIncomeChangeWarn);
    if (!percent) return;
    for (const KindTotal& total : incomes_.shown) {
      if (total.person != key.first || total.kind != key.second) continue;
      const std::int64_t change = Abs(total.net - before).ore();
      if (change * 100 <= *percent * Abs(before).ore()) continue;
      Observe("INCOME.CHANGED",
              key.first,
              {{"kind", total.label},
               {"amount_before", before},
               {"amount", total.net},
               {"before", context_->comparison_month()},
               {"month", context_->income_month()}},
              total.refs);
    }
  }

  // SoL 12:9 and rules.md 12. Own-work income of children needs the year's sum, which is not in the
  // input; other money of a child counts up to the child's own part of the need.
  void CheckChildren() {
    for (CalculationRow& row : incomes_.rows) {
      const Person* person =
          row.person ? FindPerson(context_->application().persons, *row.person) : nullptr;
      if (person == nullptr || IsAdultInCase(person->role)) continue;
      const std::string kind = row.code.substr(std::string_view("income.").size());
      const bool work = KindOf(kind, &policy()).employment;
      incomes_.complete = false;
      context_->notes.Undetermined(work ? "rule.child_own_work_income" : "rule.child_own_income");
      Observe(work ? ObservationCode("INCOME.CHILD_WORK") : ObservationCode("INCOME.CHILD"),
              *row.person,
              {},
              row.inputs);
    }
  }

  const RegisterView& view_;
  Context* context_;
  Payments payments_;
  std::optional<Money> tolerance_;
  std::map<Key, Declared> declared_;
  std::set<PersonKey> silent_;  // persons about whom a register that shows payments is unknown
  Incomes incomes_;
};

}  // namespace

Incomes ComputeIncomes(const RegisterView& view, Context* context) {
  return Builder(view, context).Build();
}

}  // namespace dm::assessment
