#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "worker/backtest/sketch.h"

namespace dm::backtest {

namespace {

constexpr std::array kSources = {Source::kAf,
                                 Source::kCsn,
                                 Source::kFk,
                                 Source::kPm,
                                 Source::kSkv,
                                 Source::kSo,
                                 Source::kTns,
                                 Source::kMiv};
constexpr std::int64_t kMinuteMs = 60'000;

SourceAnswer* Find(std::vector<SourceAnswer>* answers, Source source) {
  const auto found = std::find_if(answers->begin(), answers->end(), [source](const auto& answer) {
    return answer.source == source;
  });
  return found == answers->end() ? nullptr : &*found;
}

// "FK/utbetalning[3]"
std::string Locator(const SourceAnswer& answer) {
  return std::string(SourceCode(answer.source)) + "/utbetalning[" +
         std::to_string(answer.payments.size()) + "]";
}

Payment PaymentOf(const Receipt& receipt, Month month, Money net) {
  Payment payment;
  payment.family = receipt.family;
  payment.text = receipt.kind;
  payment.status = PaymentStatus::kExecuted;
  payment.pay_date = BankDayIn(month, receipt.day);
  payment.period = {.from = month.first_day(), .to = month.last_day()};
  payment.gross = net + receipt.tax;
  payment.net = net;
  if (receipt.source == Source::kFk) payment.kind = PaymentKind::kMonthly;
  if (receipt.tax != Money()) {
    payment.tax = receipt.tax;
    const bool pm = receipt.source == Source::kPm;
    payment.deductions.push_back(
        {.code = pm ? "PM:PS" : "PS", .text = "Preliminär skatt", .amount = receipt.tax});
  }
  if (!receipt.amount_type.empty()) {
    PaymentRow row;
    row.benefit = receipt.benefit;
    row.amount_type = receipt.amount_type;
    row.text = receipt.kind;
    row.amount = net + receipt.tax;
    row.kind = receipt.source == Source::kCsn ? AmountKind::kGrant : AmountKind::kBenefit;
    payment.rows.push_back(std::move(row));
  }
  if (receipt.half_days > 0) payment.half_days = receipt.half_days;
  return payment;
}

void AddPayments(const Sketch& sketch,
                 const PersonKey& person,
                 std::vector<SourceAnswer>* answers) {
  for (const Receipt& receipt : sketch.receipts) {
    if (!receipt.in_register || receipt.person != person) continue;
    SourceAnswer* answer = Find(answers, receipt.source);
    if (answer == nullptr) continue;
    answer->state = AnswerState::kData;
    for (const int back : {2, 1}) {
      Payment payment = PaymentOf(
          receipt, sketch.month().PlusMonths(-back), back == 1 ? receipt.net() : receipt.before);
      payment.locator = Locator(*answer);
      answer->payments.push_back(std::move(payment));
    }
  }
}

bool SeeksWork(Living living) {
  return living == Living::kNothing || living == Living::kUnemploymentFund ||
         living == Living::kActivitySupport || living == Living::kEstablishment;
}

void AnswerOfAf(Sketch* sketch, Living living, SourceAnswer* answer) {
  if (!SeeksWork(living)) return;
  answer->state = AnswerState::kData;
  const bool late = sketch->random.Chance(40);
  JobSeeker seeker;
  seeker.registered = true;
  seeker.registered_since = sketch->month().PlusMonths(-sketch->random.Between(4, 30)).first_day();
  seeker.category = living == Living::kActivitySupport ? "70" : "11";
  seeker.extent_percent = 100;
  seeker.activity_report_code = late ? "501" : "200";
  if (!late) seeker.activity_report_date = sketch->income_month().first_day().PlusDays(4);
  answer->job_seeker = std::move(seeker);
  if (living == Living::kNothing) return;
  BenefitCase decision;
  decision.benefit = "beslut";
  decision.text = "Beslut om program";
  decision.decided_on = sketch->month().PlusMonths(-4).first_day();
  decision.period = {.from = sketch->month().PlusMonths(-3).first_day(),
                     .to = sketch->month().PlusMonths(2).last_day()};
  decision.locator = "AF/beslut[0]";
  answer->benefit_cases.push_back(std::move(decision));
}

void AnswerOfMiv(Sketch* sketch, Living living, SourceAnswer* answer) {
  if (living != Living::kEstablishment && !sketch->random.Chance(120)) return;
  answer->state = AnswerState::kData;
  Permit permit;
  permit.kind = "UT";
  permit.decision = "BEV";
  permit.permanent = sketch->random.Chance(300);
  permit.valid.from = sketch->month().PlusMonths(-14).first_day();
  if (!permit.permanent) {
    permit.valid.to = sketch->month().PlusMonths(sketch->random.Between(2, 30)).last_day();
  }
  answer->permits.push_back(std::move(permit));
}

void AnswerOfSkv(Sketch* sketch, SourceAnswer* answer) {
  if (!sketch->random.Chance(30)) return;
  answer->state = AnswerState::kData;
  answer->capital.push_back({.year = sketch->month().year() - 1,
                             .income = Kr(sketch->random.Between(1, 900)),
                             .surplus = Money()});
}

RegisteredPerson Registered(const Sketch& sketch, const Person& person) {
  RegisteredPerson registered;
  registered.municipality = "0000";
  registered.county = "00";
  registered.civil_status = sketch.adults() == 2 ? "G" : "OG";
  registered.street = "Provgatan 1";
  registered.postal_code = "00000";
  registered.city = "Exempelstad";
  registered.registered_since = sketch.month().PlusMonths(-40).first_day();
  for (const Person& other : sketch.input.application.persons) {
    if (other.key == person.key || other.personnummer.empty()) continue;
    const bool child = other.role == PersonRole::kChild || other.role == PersonRole::kSchoolYouth;
    if (!child) {
      registered.same_address.push_back(other.personnummer.Reveal());
      continue;
    }
    registered.children.push_back({.personnummer = other.personnummer.Reveal(),
                                   .custody = true,
                                   .same_address = other.presence.kind != PresenceKind::kUmgange,
                                   .born = other.born});
  }
  return registered;
}

std::string Hash(Sketch* sketch) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(64, '0');
  for (char& digit : text) digit = kDigits[sketch->random.Next() & 15U];
  return text;
}

std::vector<SourceAnswer> EmptyAnswers(Sketch* sketch, bool population_register) {
  std::vector<SourceAnswer> answers;
  const Instant fetched =
      sketch->input.assessed_at.PlusMs(-sketch->random.Between(2, 900) * kMinuteMs);
  const auto add = [&](Source source) {
    SourceAnswer answer;
    answer.source = source;
    answer.state = AnswerState::kConfirmedEmpty;
    answer.fetched_at = fetched;
    answer.asked = {.from = sketch->month().PlusMonths(-2).first_day(),
                    .to = sketch->month().last_day()};
    answer.raw_sha256 = Hash(sketch);
    answers.push_back(std::move(answer));
  };
  for (const Source source : kSources) add(source);
  if (population_register) add(Source::kFolk);
  return answers;
}

void DrawAnswersOf(Sketch* sketch, const Person& person, bool population_register) {
  PersonEvidence evidence;
  evidence.person = person.key;
  evidence.answers = EmptyAnswers(sketch, population_register);
  AddPayments(*sketch, person.key, &evidence.answers);
  if (IsAdultInCase(person.role)) {
    const Living living = sketch->living[person.role == PersonRole::kApplicant ? 0 : 1];
    AnswerOfAf(sketch, living, Find(&evidence.answers, Source::kAf));
    AnswerOfMiv(sketch, living, Find(&evidence.answers, Source::kMiv));
    AnswerOfSkv(sketch, Find(&evidence.answers, Source::kSkv));
  }
  if (population_register) {
    SourceAnswer& folk = evidence.answers.back();
    folk.state = AnswerState::kData;
    folk.registered = Registered(*sketch, person);
  }
  sketch->input.evidence.persons.push_back(std::move(evidence));
}

}  // namespace

void DrawAnswers(Sketch* sketch) {
  const bool population_register = sketch->random.Chance(sketch->options.population_register);
  for (const Person& person : sketch->input.application.persons) {
    const bool asked = IsMemberOfCase(person.role);
    if (asked) {
      DrawAnswersOf(sketch, person, population_register && IsAdultInCase(person.role));
    }
  }
}

}  // namespace dm::backtest
