// Money that few households have: children's work through a year, a history with holes, register
// payments of every kind, day and status, and declared incomes of every kind.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

bool IsChild(const Person& person) {
  return person.role == PersonRole::kChild || person.role == PersonRole::kSchoolYouth;
}

// Every month of the year up to the income month, most often: one that is missing is unknown.
void ListYear(Sketch* sketch, const Person& person, int yearly_kr) {
  Random& random = sketch->random;
  const Month last = sketch->income_month();
  const int months = last.month();
  for (Month month = last.PlusMonths(1 - months); month <= last; month = month.PlusMonths(1)) {
    if (random.Chance(8)) continue;
    Money gross;
    if (random.Chance(800))
      gross = Money::FromOre(std::int64_t{yearly_kr / months} * random.Between(20, 180));
    sketch->application().youth_work.push_back(
        {.person = person.key, .month = month, .gross = gross});
  }
}

void TellOfYear(Sketch* sketch) {
  Random& random = sketch->random;
  for (const Person& person : sketch->input.application.persons) {
    if (!IsChild(person)) continue;
    auto& incomes = sketch->application().incomes;
    const auto wage = std::find_if(incomes.begin(), incomes.end(), [&](const auto& income) {
      return income.person == person.key && income.kind == "lon";
    });
    if (wage == incomes.end() && !random.Chance(300)) continue;
    // About one prisbasbelopp a year, now and then well above it.
    ListYear(sketch, person, random.Between(20'000, 90'000));
    if (wage == incomes.end()) continue;
    for (YouthWork& entry : sketch->application().youth_work) {
      const bool same = entry.person == person.key && entry.month == sketch->income_month();
      if (same && random.Chance(800)) wage->gross = entry.gross;
    }
  }
}

HistoryMonth PastMonth(Sketch* sketch, int back) {
  Random& random = sketch->random;
  HistoryMonth past;
  past.month = sketch->month().PlusMonths(-back);
  const int of_hundred = random.Between(1, 100);
  past.outcome = of_hundred <= 88   ? Outcome::kBifall
                 : of_hundred <= 95 ? Outcome::kDelavslag
                                    : Outcome::kAvslag;
  if (past.outcome != Outcome::kAvslag) past.granted = Kr(random.Between(1, 9000));
  past.decided_by = random.Chance(400) ? ActorKind::kWorker : ActorKind::kPerson;
  past.forsorjningsstod = !random.Chance(20);
  past.other_municipality = random.Chance(60);
  if (past.outcome == Outcome::kAvslag && random.Chance(500)) {
    past.surplus = Kr(random.Between(0, 3000));
  }
  if (random.Chance(400)) {
    for (const Person& person : sketch->input.application.persons) {
      if (!IsMemberOfCase(person.role) || random.Chance(40)) continue;
      past.persons.push_back(person);
      past.persons.back().name.clear();
    }
    past.persons_in_home = static_cast<int>(past.persons.size());
  }
  return past;
}

// A long history in which refusals, gaps and other municipalities stand anywhere.
void RewriteHistory(Sketch* sketch) {
  Random& random = sketch->random;
  sketch->input.history.clear();
  const int months = random.Between(1, 40);
  for (int back = 1; back <= months; ++back) {
    if (random.Chance(30)) continue;
    sketch->input.history.push_back(PastMonth(sketch, back));
  }
  constexpr std::array kAnswers = {Answer::kYes, Answer::kNo, Answer::kNo, Answer::kUnknown};
  StatedCircumstances& circumstances = sketch->application().circumstances;
  circumstances.surplus_explained = random.OneOf(kAnswers);
  circumstances.aid_elsewhere = random.OneOf(kAnswers);
}

struct Kind {
  Source source;
  const char* family;
  const char* benefit;
  const char* amount_type;
};

constexpr std::array kKinds = {
    Kind{Source::kFk, "PROG", "AMP", "AKT"},
    Kind{Source::kFk, "PROG", "AMP", "UE"},
    Kind{Source::kFk, "BOB", "", ""},
    Kind{Source::kFk, "ABB", "", ""},
    Kind{Source::kFk, "US", "", ""},
    Kind{Source::kFk, "SJP", "", ""},
    Kind{Source::kFk, "RBE", "", ""},
    Kind{Source::kFk, "TFP", "", ""},
    Kind{Source::kFk, "GP", "", ""},
    Kind{Source::kFk, "OMV", "", ""},
    Kind{Source::kFk, "MEK", "", ""},
    Kind{Source::kFk, "HE", "", ""},
    Kind{Source::kFk, "BTI", "", ""},
    Kind{Source::kFk, "OKÄND", "", ""},
    Kind{Source::kPm, "BTI", "BTI", "PM:BTP"},
    Kind{Source::kPm, "AP", "AP", "PM:IP"},
    Kind{Source::kPm, "EFT", "EFT", "PM:BP"},
    Kind{Source::kPm, "EFT", "EFT", "PM:OP"},
    Kind{Source::kPm, "AP", "AP", "PM:AFS"},
    Kind{Source::kCsn, "s", "SM", "GRUNDB"},
    Kind{Source::kCsn, "s", "SM", "HUT"},
    Kind{Source::kCsn, "s", "SM", "INACK"},
    Kind{Source::kCsn, "s", "STUDIEHJALP", "STUDB"},
    Kind{Source::kSo, "Testkassan A", "", ""},
};

Payment AnyPayment(Sketch* sketch, const Kind& kind) {
  Random& random = sketch->random;
  Payment payment;
  payment.family = kind.family;
  payment.text = kind.family;
  const int of_hundred = random.Between(1, 100);
  payment.status = of_hundred <= 85   ? PaymentStatus::kExecuted
                   : of_hundred <= 93 ? PaymentStatus::kPreliminary
                                      : PaymentStatus::kPlanned;
  // Most in the income month, first and last day too; some around it; now and then no day at all.
  const Date first = sketch->income_month().first_day();
  if (!random.Chance(20)) {
    const bool edge = random.Chance(150);
    const Date last = sketch->income_month().last_day();
    payment.pay_date =
        edge ? (random.Chance(500) ? first : last) : first.PlusDays(random.Between(-20, 45));
  }
  payment.period = {.from = first, .to = sketch->income_month().last_day()};
  payment.net = Money::FromOre(random.Between(1, 700'000));
  if (random.Chance(10)) payment.net = Money::FromOre(-random.Between(1, 90'000));
  if (random.Chance(80)) {
    const Money taken = Money::FromOre(random.Between(100, 200'000));
    payment.deductions.push_back({.code = "INF", .text = "Utmätning", .amount = taken});
    payment.gross = payment.net + taken;
  }
  if (kind.amount_type[0] != '\0') {
    PaymentRow row;
    row.benefit = kind.benefit;
    row.amount_type = kind.amount_type;
    row.amount = payment.net;
    payment.rows.push_back(std::move(row));
  }
  return payment;
}

void AddPayments(Sketch* sketch) {
  Random& random = sketch->random;
  auto& evidence = sketch->input.evidence.persons;
  if (evidence.empty()) return;
  const int count = random.Between(1, 5);
  for (int i = 0; i < count; ++i) {
    const Kind& kind = random.OneOf(kKinds);
    PersonEvidence& person = evidence[random.Next() % evidence.size()];
    for (SourceAnswer& answer : person.answers) {
      const bool empty = answer.state == AnswerState::kConfirmedEmpty;
      if (answer.source != kind.source || !(empty || answer.state == AnswerState::kData)) continue;
      answer.state = AnswerState::kData;
      Payment payment = AnyPayment(sketch, kind);
      payment.locator = std::string(SourceCode(kind.source)) + "/udda[" + std::to_string(i) + "]";
      answer.payments.push_back(std::move(payment));
    }
  }
}

void AddDeclared(Sketch* sketch) {
  Random& random = sketch->random;
  constexpr std::array kDeclared = {"lon",
                                    "lon",
                                    "avgangsvederlag",
                                    "arbetsloshetsersattning",
                                    "sjukpenning",
                                    "underhallsbidrag",
                                    "barnpension",
                                    "merkostnadsersattning",
                                    "fondmedel",
                                    "habiliteringsersattning",
                                    "hemutrustningslan",
                                    "skatteaterbaring",
                                    "tjanstepension",
                                    "assistansersattning",
                                    "jobbpremie",
                                    "eget_foretag",
                                    "korkortslan",
                                    "studiemedel",
                                    "fritidskort",
                                    "ranta_utdelning_forsaljning"};
  const auto& persons = sketch->input.application.persons;
  const int count = random.Between(1, 4);
  for (int i = 0; i < count; ++i) {
    const Person& person = persons[random.Next() % persons.size()];
    if (!IsMemberOfCase(person.role)) continue;
    DeclaredIncome& income = sketch->application().incomes.emplace_back();
    income.person = person.key;
    income.kind = random.OneOf(kDeclared);
    income.net = Money::FromOre(random.Between(0, 900'000));
    if (random.Chance(500)) income.gross = income.net + Money::FromOre(random.Between(0, 300'000));
    if (!random.Chance(150)) {
      income.pay_date = sketch->income_month().first_day().PlusDays(random.Between(-8, 36));
    }
    if (random.Chance(150)) income.attached = Money::FromOre(random.Between(0, 200'000));
    income.proven = random.Chance(700);
    if (random.Chance(300)) income.employer = "arbetsgivare-" + std::to_string(i);
  }
}

}  // namespace

void DrawRareMoney(Sketch* sketch) {
  const GeneratorOptions& options = sketch->options;
  Random& random = sketch->random;
  if (random.Chance(options.odd_history)) RewriteHistory(sketch);
  if (random.Chance(options.odd_payments)) AddPayments(sketch);
  if (random.Chance(options.odd_declared)) AddDeclared(sketch);
  if (random.Chance(options.youth_years)) TellOfYear(sketch);
}

}  // namespace dm::backtest
