#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker/assessment/context.h"
#include "worker/assessment/earnings.h"
#include "worker/case/agency_name.h"
#include "worker/explain/parts.h"
#include "worker/explain/words.h"

namespace dm::explain {

namespace {

class Grounds {
 public:
  Grounds(const CalculationRow& row, const Resolver& resolver, ExplanationNode* node)
      : row_(row), resolver_(resolver), node_(node) {}

  void Add() {
    switch (row_.kind) {
      case RowKind::kNormPersonal:
      case RowKind::kNormCommon:
        AddShare();
        AddParameters();
        break;
      case RowKind::kCost:
      case RowKind::kExtraCost:
        AddAppliedAndProven();
        AddParameters();
        AddGrace();
        break;
      case RowKind::kIncome:
        AddAnswers();
        AddDeclared();
        AddClassification();
        AddEarningsWindow();
        AddParameters();
        break;
      case RowKind::kAsset:
        AddInputs();
        break;
    }
    AddRounding();
  }

 private:
  ExplanationNode& Ground(std::string label) {
    ExplanationNode ground;
    ground.id = fmt::format("{}/{}", node_->id, node_->children.size());
    ground.kind = NodeKind::kGround;
    ground.label = std::move(label);
    node_->children.push_back(std::move(ground));
    return node_->children.back();
  }

  // The share of the month or of the home that the row is for.
  void AddShare() {
    for (const std::string& path : row_.inputs) {
      if (path.starts_with("policy:")) continue;
      const ResolvedInput input = resolver_.Resolve(path);
      // A person and the person's presence say the same.
      if (!node_->children.empty() && node_->children.back().label == input.label) continue;
      ExplanationNode& ground = Ground(input.label);
      ground.value = input.value;
      ground.inputs = {input};
    }
  }

  void AddInputs() { AddShare(); }

  void AddParameters() {
    for (const std::string& path : row_.inputs) {
      const auto value = resolver_.FindParameter(path);
      if (!value) AddUnread(path);
      if (!value) continue;
      const Described named = resolver_.policy().Describe(value->id);
      ExplanationNode& ground = Ground(named.title.empty() ? value->id : named.title);
      const std::string keys = resolver_.ParameterKeys(*value);
      const auto* number = std::get_if<std::int64_t>(&value->value);
      if (number != nullptr && named.unit == "kr") {
        ground.amount = Money::FromOre(*number);
      } else {
        ground.value = ParameterWords(resolver_.policy(), *value);
      }
      ground.rule =
          value->row.empty() || value->row == value->id ? value->id : value->id + "/" + value->row;
      ground.sources = value->sources;
      ground.inputs = {resolver_.Resolve(path)};
      ground.why = keys.empty() ? "" : "Tabellens rad: " + keys + ".";
      if (!value->approved) ground.why += " Tabellen är inte godkänd av kommunen för året.";
    }
  }

  // A row that stands in no table but follows from its last one, as for persons beyond the seventh.
  void AddUnread(const std::string& path) {
    constexpr std::string_view kPolicy = "policy:";
    if (!path.starts_with(kPolicy)) return;
    const ResolvedInput input = resolver_.Resolve(path);
    ExplanationNode& ground = Ground(input.label);
    ground.rule = path.substr(kPolicy.size());
    ground.value = "följer av tabellens tillägg";
    if (ground.rule == row_.rule) ground.sources = row_.sources;
    ground.inputs = {input};
  }

  void AddAppliedAndProven() {
    const Cost* cost = row_.inputs.empty() ? nullptr : resolver_.FindCost(row_.inputs.front());
    if (cost == nullptr) return;
    const ResolvedInput input = resolver_.Resolve(row_.inputs.front());
    ExplanationNode& applied = Ground("Sökt");
    applied.amount = cost->applied;
    applied.inputs = {input};
    ExplanationNode& proven = Ground("Styrkt");
    proven.inputs = {input};
    if (cost->proven) {
      proven.amount = cost->proven;
    } else {
      proven.value = "underlag saknas";
    }
    if (!row_.reason.empty()) {
      ExplanationNode& reason = Ground("Skäl till att allt inte är godkänt");
      reason.value = resolver_.policy().Text(row_.reason);
      reason.code = row_.reason;
    }
  }

  void AddGrace() {
    const bool used =
        std::find(row_.inputs.begin(), row_.inputs.end(), "frame.housing.cap_grace_until") !=
        row_.inputs.end();
    if (!used) return;
    const ResolvedInput input = resolver_.Resolve("frame.housing.cap_grace_until");
    ExplanationNode& ground = Ground(input.label);
    ground.value = input.value;
    ground.inputs = {input};
    ground.why = "En handläggare har gett tid att sänka kostnaden; tiden räcker månaden ut.";
  }

  void AddAnswers() {
    for (const std::string& path : row_.inputs) {
      const auto found = resolver_.FindPayment(path);
      if (!found) continue;
      const Payment& payment = *found->payment;
      ExplanationNode& ground = Ground(fmt::format("{}: {}",
                                                   Capital(AgencyName(found->answer->source)),
                                                   PaymentName(payment, resolver_.policy())));
      ground.amount = payment.net;
      ground.code = fmt::format("{} {}", SourceCode(found->answer->source), payment.family);
      ground.inputs = {resolver_.Resolve(path)};
      ground.value = PaymentWords(payment);
      ground.why = fmt::format("Svaret hämtades {} ({}). Plats i svaret: {}.",
                               SwedishDateTime(found->answer->fetched_at),
                               StateWords(found->answer->state),
                               payment.locator.empty() ? path : payment.locator);
    }
  }

  static std::string PaymentWords(const Payment& payment) {
    std::string words = payment.pay_date ? "utbetalt " + payment.pay_date->ToString() : "utan dag";
    if (payment.gross) words += ", före skatt " + payment.gross->ToSwedish();
    if (payment.tax) words += ", skatt " + payment.tax->ToSwedish();
    const std::string period = PeriodWords(payment.period);
    if (!period.empty()) words += ", avser " + period;
    for (const Deduction& deduction : payment.deductions) {
      if (deduction.amount.is_zero()) continue;
      words += fmt::format(", avdrag {} {}", deduction.code, deduction.amount.ToSwedish());
    }
    return words;
  }

  // What the applicant said of the same thing: two observations of one fact, beside each other.
  void AddDeclared() {
    if (!row_.person) return;
    const std::string kind = row_.code.substr(std::string_view("income.").size());
    bool any = false;
    const auto& incomes = resolver_.input().application.incomes;
    for (std::size_t i = 0; i < incomes.size(); ++i) {
      if (incomes[i].person != *row_.person || incomes[i].kind != kind) continue;
      any = true;
      ExplanationNode& ground = Ground("Uppgivet i ansökan");
      ground.amount = incomes[i].net;
      ground.value = incomes[i].proven ? "styrkt" : "inte styrkt";
      ground.inputs = {resolver_.Resolve(assessment::Ref("incomes", i))};
    }
    if (!any) Ground("Uppgivet i ansökan").value = "inte uppgivet";
  }

  void AddClassification() {
    if (row_.rule.empty()) return;
    ExplanationNode& ground = Ground("Klassning");
    ground.value = resolver_.policy().Text(row_.reason);
    ground.code = row_.reason;
    ground.rule = row_.rule;
    ground.sources = row_.sources;
  }

  void AddEarningsWindow() {
    if (row_.reason != "INCOME.JOBBSTIMULANS" || !row_.person) return;
    assessment::PolicyReader reader(resolver_.policy(), resolver_.on());
    const auto rule = assessment::ReadEarningsRule(&reader);
    if (!rule) return;
    const auto window = assessment::WindowAt(
        resolver_.input().application.month, *row_.person, resolver_.input().history, *rule);
    if (!window) return;
    ExplanationNode& ground = Ground("Jobbstimulans gäller");
    ground.value = fmt::format("{}–{}", window->first.ToString(), window->last.ToString());
    ground.inputs = {resolver_.Resolve("history")};
    ground.sources = row_.sources;
    ground.why = fmt::format(
        "Efter {} månader i rad med försörjningsstöd räknas under {} månader "
        "inte hela arbetsinkomsten.",
        rule->months,
        rule->window_months);
  }

  void AddRounding() {
    if (row_.exact == Rational(row_.amount)) return;
    ExplanationNode& ground = Ground("Avrundning");
    ground.value = fmt::format(
        "exakt {} öre, avrundat till {}", row_.exact.ToString(), row_.amount.ToSwedish());
    ground.why = "Varje rad avrundas en gång, när den är färdigräknad.";
  }

  const CalculationRow& row_;
  const Resolver& resolver_;
  ExplanationNode* node_;
};

}  // namespace

void AddGrounds(const CalculationRow& row, const Resolver& resolver, ExplanationNode* node) {
  Grounds(row, resolver, node).Add();
}

}  // namespace dm::explain
