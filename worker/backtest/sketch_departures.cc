// What departs from the story: what a household forgets or says wrong, what a register fails to
// say, what a human must weigh.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

constexpr std::int64_t kHourMs = 3'600'000;

// ---- Errors of the household

void ForgetAnIncome(Sketch* sketch) {
  auto& incomes = sketch->application().incomes;
  if (!incomes.empty()) incomes.erase(incomes.begin());
}

void MisstateAnIncome(Sketch* sketch) {
  auto& incomes = sketch->application().incomes;
  if (incomes.empty()) return;
  incomes.back().net =
      Money::FromOre(incomes.back().net.ore() + sketch->random.Between(-90, 90) * 1000);
  if (incomes.back().net.is_negative()) incomes.back().net = Money();
}

void RaiseTheRent(Sketch* sketch) {
  for (Cost& cost : sketch->application().costs) {
    if (cost.type != CostType::kBoende) continue;
    cost.applied += Kr(sketch->random.Between(60, 900));
    cost.proven = cost.applied;
  }
}

void ForgetACost(Sketch* sketch) {
  auto& costs = sketch->application().costs;
  if (costs.size() > 1) costs.pop_back();
}

void AddAChild(Sketch* sketch) {
  if (!sketch->input.frame || sketch->input.frame->persons.size() < 2) return;
  sketch->input.frame->persons.pop_back();
}

void ForgetASignature(Sketch* sketch) {
  if (!sketch->application().signatures.empty()) sketch->application().signatures.pop_back();
}

void ApplyTwice(Sketch* sketch) {
  sketch->input.other_application_same_month = true;
}

void PayTwice(Sketch* sketch) {
  for (PersonEvidence& person : sketch->input.evidence.persons) {
    for (SourceAnswer& answer : person.answers) {
      if (answer.payments.empty()) continue;
      Payment again = answer.payments.back();
      again.pay_date = BankDayIn(sketch->income_month(), 3);
      again.locator += "b";
      answer.payments.push_back(std::move(again));
      return;
    }
  }
}

void MakeAnError(Sketch* sketch) {
  constexpr std::array kErrors = {ForgetAnIncome,
                                  ForgetAnIncome,
                                  MisstateAnIncome,
                                  MisstateAnIncome,
                                  RaiseTheRent,
                                  ForgetACost,
                                  AddAChild,
                                  ForgetASignature,
                                  ApplyTwice,
                                  PayTwice};
  sketch->random.OneOf(kErrors)(sketch);
}

// ---- Papers

void MissADocument(Sketch* sketch) {
  Application& application = sketch->application();
  for (PlanStatus& plan : application.plans) {
    if (plan.sick != Answer::kYes) continue;
    plan.certificate_valid.to = sketch->month().first_day().PlusDays(9);
    return;
  }
  if (application.costs.empty()) return;
  application.costs[sketch->random.Next() % application.costs.size()].proven.reset();
  if (!application.documents.empty()) application.documents.pop_back();
}

// ---- Registers

void FailPartly(SourceAnswer* answer) {
  const bool pension = answer->source == Source::kPm;
  if (answer->source != Source::kFk && !pension) {
    answer->state = AnswerState::kDeviation;
    answer->code = "SSBT.AVVIKELSE";
    return;
  }
  answer->groups.push_back({.group = pension ? "PM:BTI" : "FK:BOB",
                            .state = AnswerState::kError,
                            .code = "INTERNT_FEL"});
}

void SilenceASource(Sketch* sketch, PersonEvidence* person) {
  SourceAnswer& answer = person->answers[sketch->random.Next() % person->answers.size()];
  const int of_ten = sketch->random.Between(1, 10);
  if (of_ten <= 3) return FailPartly(&answer);
  if (of_ten == 4) {
    answer.fetched_at = answer.fetched_at.PlusMs(-30 * 24 * kHourMs);
    return;
  }
  SourceAnswer failed;
  failed.source = answer.source;
  failed.state = of_ten <= 7 ? AnswerState::kTimeout : AnswerState::kSupplierDown;
  failed.code = of_ten <= 7 ? "SSBT.TIMEOUT" : "SSBT.OTILLGANGLIG";
  failed.fetched_at = answer.fetched_at;
  failed.asked = answer.asked;
  answer = std::move(failed);
}

// ---- Who must be protected

void Protect(Sketch* sketch) {
  auto& persons = sketch->application().persons;
  if (sketch->random.Chance(500)) {
    persons[sketch->random.Next() % persons.size()].protected_identity = Answer::kYes;
    return;
  }
  auto& evidence = sketch->input.evidence.persons;
  if (evidence.empty()) return;
  auto& answers = evidence[sketch->random.Next() % evidence.size()].answers;
  answers[sketch->random.Next() % answers.size()].protected_identity = true;
}

// ---- Circumstances

void AddEvent(Sketch* sketch) {
  using C = StatedCircumstances;
  constexpr std::array kFlags = {&C::acute_need,
                                 &C::eviction_or_rent_debt,
                                 &C::eviction_or_rent_debt,
                                 &C::violence,
                                 &C::student,
                                 &C::student,
                                 &C::self_employed,
                                 &C::foreign_income,
                                 &C::guardian_or_trustee,
                                 &C::benefit_pending,
                                 &C::benefit_pending,
                                 &C::open_recovery,
                                 &C::crime_investigation,
                                 &C::open_appeal,
                                 &C::child_concern,
                                 &C::abroad_or_institution,
                                 &C::interpreter_needed,
                                 &C::interpreter_needed,
                                 &C::unread_message,
                                 &C::discretionary_aid};
  StatedCircumstances& circumstances = sketch->application().circumstances;
  const auto flag = sketch->random.OneOf(kFlags);
  circumstances.*flag = sketch->random.Chance(900) ? Answer::kYes : Answer::kUnknown;
  if (flag == &C::acute_need || flag == &C::eviction_or_rent_debt) {
    circumstances.critical_date = sketch->input.assessed_on.PlusDays(sketch->random.Between(1, 12));
  }
}

void AskSomething(Sketch* sketch) {
  Application& application = sketch->application();
  switch (sketch->random.Between(1, 3)) {
    case 1:
      application.free_text = "Kan någon ringa mig?";
      return;
    case 2:
      application.wants_person = true;
      return;
    default:
      application.changed_since_last = true;
      return;
  }
}

void ShowVehicle(Sketch* sketch) {
  if (sketch->input.evidence.persons.empty()) return;
  for (SourceAnswer& answer : sketch->input.evidence.persons.front().answers) {
    if (answer.source != Source::kTns) continue;
    answer.state = AnswerState::kData;
    answer.vehicles.push_back({.kind = "PB", .model = "PROVBIL", .year = "2009"});
  }
}

void OwnSomething(Sketch* sketch) {
  Application& application = sketch->application();
  Asset asset;
  asset.person = application.persons.front().key;
  const int of_ten = sketch->random.Between(1, 10);
  if (of_ten <= 5) {
    asset.type = AssetType::kBank;
    asset.value = Money::FromOre(sketch->random.Between(100, 2'500'000));
    asset.locked = sketch->random.Chance(100);
  } else if (of_ten <= 8) {
    asset.type = AssetType::kVehicle;
    asset.value = Kr(sketch->random.Between(4, 60) * 1000);
    ShowVehicle(sketch);
    if (sketch->input.frame && sketch->random.Chance(500)) {
      sketch->input.frame->accepted_assets.push_back({.type = AssetType::kVehicle,
                                                      .reference = "vehicles:1",
                                                      .count = 1,
                                                      .until = sketch->input.frame->valid_to});
    }
  } else {
    asset.type = AssetType::kSecurities;
    asset.value = Kr(sketch->random.Between(1, 90) * 100);
  }
  application.assets.push_back(std::move(asset));
}

}  // namespace

void DrawDepartures(Sketch* sketch) {
  const GeneratorOptions& options = sketch->options;
  Random& random = sketch->random;
  if (random.Chance(options.assets)) OwnSomething(sketch);
  if (random.Chance(options.missing_document)) MissADocument(sketch);
  if (random.Chance(options.events)) AddEvent(sketch);
  if (random.Chance(options.questions)) AskSomething(sketch);
  if (random.Chance(options.errors)) MakeAnError(sketch);
  for (PersonEvidence& person : sketch->input.evidence.persons) {
    if (random.Chance(options.silent_source)) SilenceASource(sketch, &person);
  }
  if (random.Chance(options.protected_identity)) Protect(sketch);
}

}  // namespace dm::backtest
