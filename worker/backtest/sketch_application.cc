#include <algorithm>
#include <string>
#include <utility>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kHourMs = 60 * kMinuteMs;
constexpr int kSaturday = 6;

bool IsWeekend(Date day) {
  return day.iso_weekday() >= kSaturday;
}

// Most come in the ten days before the month; a share of all on a Saturday or Sunday.
Date ReceivedOn(Sketch* sketch) {
  const Date first = sketch->month().first_day();
  const int of_thousand = sketch->random.Between(1, 1000);
  int before = sketch->random.Between(1, 10);
  if (of_thousand > 800) before = sketch->random.Between(11, 18);
  if (of_thousand > 920) before = -sketch->random.Between(0, 3);
  const bool weekend = sketch->random.Chance(sketch->options.weekend);
  Date day = first.PlusDays(-before);
  while (IsWeekend(day) != weekend) day = day.PlusDays(weekend ? 1 : -1);
  return day;
}

Date NextWorkingDay(Date day) {
  do {
    day = day.PlusDays(1);
  } while (IsWeekend(day));
  return day;
}

void DrawDays(Sketch* sketch) {
  Application& application = sketch->application();
  const Date received = ReceivedOn(sketch);
  application.received_at =
      StartOfSwedishDay(received).PlusMs(sketch->random.Between(7 * 60, 22 * 60) * kMinuteMs);
  if (sketch->random.Chance(sketch->options.late_document)) {
    sketch->late_days = sketch->random.Between(1, 7);
  }
  // Weighed when the papers are there and the income month's money has come.
  const Date money = sketch->income_month().first_day().PlusDays(25);
  const Date ready = std::max(received.PlusDays(sketch->late_days), money);
  sketch->input.assessed_on = NextWorkingDay(ready);
  sketch->input.assessed_at = StartOfSwedishDay(sketch->input.assessed_on)
                                  .PlusMs(6 * kHourMs + sketch->random.Between(0, 540) * kMinuteMs);
}

std::string Hex64(Sketch* sketch) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (int i = 0; i < 4; ++i) {
    std::uint64_t bits = sketch->random.Next();
    for (int digit = 0; digit < 16; ++digit, bits >>= 4U) text += kDigits[bits & 15U];
  }
  return text;
}

void AddDocument(Sketch* sketch, const std::string& kind, Period valid) {
  Application& application = sketch->application();
  Document document;
  document.id = DocumentId::FromTrusted("D-" + std::to_string(application.documents.size() + 1));
  document.kind = kind;
  document.received_at = application.received_at;
  document.valid = valid;
  application.documents.push_back(std::move(document));
}

const char* DocumentOf(CostType type) {
  switch (type) {
    case CostType::kBoende:
      return "hyresavi";
    case CostType::kHushallsel:
      return "elrakning";
    case CostType::kHemforsakring:
      return "forsakringsfaktura";
    case CostType::kArbetsresor:
      return "biljett";
    case CostType::kFackforening:
    case CostType::kArbetsloshetskassa:
      return "avgiftsbesked";
    case CostType::kOtherLivingCost:
      return "kvitto";
  }
  return "ovrig_handling";
}

void AddDocuments(Sketch* sketch) {
  const Period month = {.from = sketch->month().first_day(), .to = sketch->month().last_day()};
  for (const Cost& cost : sketch->input.application.costs) {
    AddDocument(sketch, DocumentOf(cost.type), month);
  }
  for (const Receipt& receipt : sketch->receipts) {
    if (receipt.kind == "lon") AddDocument(sketch, "lonespecifikation", {});
  }
  for (const PlanStatus& plan : sketch->input.application.plans) {
    if (plan.sick == Answer::kYes) AddDocument(sketch, "lakarintyg", plan.certificate_valid);
  }
  auto& documents = sketch->application().documents;
  if (sketch->late_days == 0 || documents.empty()) return;
  Document& late = documents[sketch->random.Next() % documents.size()];
  late.received_at = late.received_at.PlusMs(kHourMs * 24 * sketch->late_days);
  sketch->input.completion_requested_before = sketch->random.Chance(500);
}

void DeclareIncomes(Sketch* sketch) {
  for (const Receipt& receipt : sketch->receipts) {
    if (!receipt.declared) continue;
    // In place: g++ 12 sees an uninitialised member in a moved one.
    DeclaredIncome& income = sketch->application().incomes.emplace_back();
    income.person = receipt.person;
    income.kind = receipt.kind;
    if (receipt.tax != Money()) income.gross = receipt.gross;
    income.net = receipt.net();
    income.pay_date = BankDayIn(sketch->income_month(), receipt.day);
    income.period = {.from = sketch->income_month().first_day(),
                     .to = sketch->income_month().last_day()};
    income.proven = true;
  }
}

bool IsSick(Living living) {
  return living == Living::kSickPay || living == Living::kSickWithoutMoney;
}

void AddPlan(Sketch* sketch, const PersonKey& person, Living living) {
  PlanStatus plan;
  plan.person = person;
  plan.has_plan = Answer::kYes;
  plan.plan_valid = {.from = sketch->month().PlusMonths(-3).first_day(),
                     .to = sketch->month().PlusMonths(sketch->random.Between(0, 3)).last_day()};
  plan.missed_activity = Answer::kNo;
  plan.sick = IsSick(living) ? Answer::kYes : Answer::kNo;
  if (IsSick(living)) {
    plan.certificate_valid = {
        .from = sketch->income_month().first_day(),
        .to = sketch->month().PlusMonths(sketch->random.Between(0, 2)).last_day()};
  }
  plan.activity_exempt =
      living == Living::kSickBenefit || living == Living::kPension || IsSick(living);
  if (plan.activity_exempt) {
    plan.exempt_ground = living == Living::kPension       ? "ground.pension_age"
                         : living == Living::kSickBenefit ? "ground.sjukersattning"
                                                          : "ground.sjukpenning";
    plan.exempt_valid = {.from = sketch->month().first_day(), .to = sketch->month().last_day()};
  }
  if (living == Living::kSocialReasons && sketch->random.Chance(400)) {
    plan.missed_activity = sketch->random.Chance(500) ? Answer::kYes : Answer::kUnknown;
  }
  sketch->application().plans.push_back(std::move(plan));
}

void SignAndPlan(Sketch* sketch) {
  Application& application = sketch->application();
  const std::string text = Hex64(sketch);
  std::size_t adult = 0;
  for (const Person& person : application.persons) {
    if (!IsAdultInCase(person.role)) continue;
    Signature signature;
    signature.person = person.key;
    signature.level = AssuranceLevel::kSubstantial;
    signature.signed_at =
        application.received_at.PlusMs(-sketch->random.Between(1, 50) * kMinuteMs);
    signature.text_sha256 = text;
    application.signatures.push_back(std::move(signature));
    AddPlan(sketch, person.key, sketch->living[adult++]);
  }
}

}  // namespace

void DrawApplication(Sketch* sketch) {
  Application& application = sketch->application();
  sketch->first = sketch->random.Chance(sketch->options.first_application);
  application.kind = sketch->first ? ApplicationKind::kFirst : ApplicationKind::kReapplication;
  application.channel = Channel::kEApplication;
  if (sketch->random.Chance(sketch->options.paper)) {
    application.channel = sketch->random.Chance(800) ? Channel::kPaper : Channel::kOral;
  }
  application.language = sketch->random.Chance(950) ? "sv" : "en";
  DrawDays(sketch);
  DeclareIncomes(sketch);
  SignAndPlan(sketch);
  AddDocuments(sketch);
}

}  // namespace dm::backtest
