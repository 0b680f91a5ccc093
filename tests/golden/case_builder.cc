#include "tests/golden/case_builder.h"

#include <cstdlib>
#include <iostream>
#include <utility>

namespace dm::golden {

namespace {

constexpr Source kSources[] = {Source::kAf,
                               Source::kCsn,
                               Source::kFk,
                               Source::kPm,
                               Source::kSkv,
                               Source::kSo,
                               Source::kTns,
                               Source::kMiv};

template <typename T>
T Must(StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << MessageOf(value.status()) << "\n";
    std::abort();
  }
  return *std::move(value);
}

// The tax agency's series for tests: serial number 238.
Personnummer TestNumber(std::string born) {
  std::erase(born, '-');
  const std::string nine = born.substr(2) + "238";
  return Must(Personnummer::Parse(born + "238" + std::to_string(LuhnCheckDigit(nine))));
}

Person MakePerson(const std::string& key, const std::string& born, PersonRole role) {
  Person person;
  person.key = Key(key);
  if (!born.empty()) {
    person.born = Day(born);
    person.personnummer = TestNumber(born);
  }
  person.role = role;
  person.protected_identity = Answer::kNo;
  return person;
}

int PersonsInHome(const std::vector<Person>& persons) {
  return static_cast<int>(persons.size());
}

void AddAnswers(CaseInput* input) {
  for (const Person& person : input->application.persons) {
    PersonEvidence evidence;
    evidence.person = person.key;
    for (const Source source : kSources) {
      SourceAnswer answer;
      answer.source = source;
      answer.state = AnswerState::kConfirmedEmpty;
      answer.fetched_at = input->assessed_at.PlusMs(-3'600'000);
      answer.asked = {.from = input->application.month.PlusMonths(-2).first_day(),
                      .to = input->application.month.last_day()};
      evidence.answers.push_back(std::move(answer));
    }
    input->evidence.persons.push_back(std::move(evidence));
  }
}

}  // namespace

Date Day(const std::string& text) {
  return Must(Date::Parse(text));
}

Month MonthOf(const std::string& text) {
  return Must(Month::Parse(text));
}

Instant At(const std::string& text) {
  return Must(Instant::Parse(text));
}

Money Kr(std::int64_t kronor) {
  return Money::FromKronor(kronor);
}

PersonKey Key(const std::string& key) {
  return PersonKey::FromTrusted(key);
}

Person Adult(const std::string& key, const std::string& born) {
  return MakePerson(key, born, PersonRole::kApplicant);
}

Person CoApplicant(const std::string& key, const std::string& born) {
  return MakePerson(key, born, PersonRole::kCoApplicant);
}

Person Child(const std::string& key, const std::string& born) {
  Person person = MakePerson(key, born, PersonRole::kChild);
  person.free_lunch = Answer::kNo;
  return person;
}

Person OtherAdult(const std::string& key) {
  return MakePerson(key, "", PersonRole::kOtherAdult);
}

Cost ProvenCost(CostType type, Money amount) {
  Cost cost;
  cost.type = type;
  cost.applied = amount;
  cost.proven = amount;
  return cost;
}

Payment Paid(const std::string& family, Money net, const std::string& pay_date) {
  Payment payment;
  payment.family = family;
  payment.text = family;
  payment.status = PaymentStatus::kExecuted;
  payment.pay_date = Day(pay_date);
  const Month month = Month::Of(*payment.pay_date);
  payment.period = {.from = month.first_day(), .to = month.last_day()};
  payment.net = net;
  payment.locator = family + "/" + pay_date;
  return payment;
}

SourceAnswer& AnswerOf(CaseInput* input, Source source, const std::string& person) {
  for (PersonEvidence& evidence : input->evidence.persons) {
    if (evidence.person != Key(person)) continue;
    for (SourceAnswer& answer : evidence.answers) {
      if (answer.source == source) return answer;
    }
    // A register that is only asked where it is connected: the last in the order of Source.
    if (source != Source::kFolk || evidence.answers.empty()) break;
    SourceAnswer answer;
    answer.source = source;
    answer.state = AnswerState::kConfirmedEmpty;
    answer.fetched_at = evidence.answers.front().fetched_at;
    answer.asked = evidence.answers.front().asked;
    return evidence.answers.emplace_back(std::move(answer));
  }
  std::cerr << "no answer of " << SourceCode(source) << " for " << person << "\n";
  std::abort();
}

void AddPayment(CaseInput* input, Source source, Payment payment, const std::string& person) {
  SourceAnswer& answer = AnswerOf(input, source, person);
  answer.state = AnswerState::kData;
  answer.payments.push_back(std::move(payment));
}

CaseInput EmptyCase(const std::string& month, std::vector<Person> persons) {
  CaseInput input;
  Application& application = input.application;
  application.id = ApplicationId::FromTrusted("A-1");
  application.household = HouseholdId::FromTrusted("H-1");
  application.month = MonthOf(month);
  const Month before = application.month.PlusMonths(-1);
  input.assessed_on = before.first_day().PlusDays(25);
  input.assessed_at = StartOfSwedishDay(input.assessed_on).PlusMs(std::int64_t{9} * 3'600'000);
  application.received_at = input.assessed_at.PlusMs(-7'200'000);
  application.channel = Channel::kEApplication;
  application.kind = ApplicationKind::kReapplication;
  application.home.tenure = Tenure::kHyresratt;
  application.home.persons_in_home = PersonsInHome(persons);
  application.persons = std::move(persons);
  for (const Person& person : application.persons) {
    if (!IsAdultInCase(person.role)) continue;
    application.signatures.push_back({.person = person.key,
                                      .level = AssuranceLevel::kSubstantial,
                                      .signed_at = application.received_at,
                                      .text_sha256 = std::string(64, '0')});
    PlanStatus plan;
    plan.person = person.key;
    plan.has_plan = Answer::kYes;
    plan.plan_valid = {.from = before.PlusMonths(-3).first_day(),
                       .to = application.month.PlusMonths(2).last_day()};
    plan.missed_activity = Answer::kNo;
    application.plans.push_back(plan);
  }
  AddAnswers(&input);
  return input;
}

void AlignFrameAndHistory(CaseInput* input, Money granted) {
  const Application& application = input->application;
  Frame frame;
  frame.id = FrameId::FromTrusted("F-1");
  frame.household = application.household;
  frame.version = 1;
  frame.valid_from = application.month.PlusMonths(-3).first_day();
  frame.valid_to = application.month.PlusMonths(2).last_day();
  frame.housing.tenure = application.home.tenure;
  frame.housing.persons_in_home = application.home.persons_in_home;
  frame.signed_by = "handlaggare-7";
  frame.mandate = "delegationsordning 4.2";
  frame.signed_at = StartOfSwedishDay(frame.valid_from);
  HistoryMonth before;
  before.month = application.month.PlusMonths(-1);
  before.outcome = Outcome::kBifall;
  before.granted = granted;
  before.decided_by = ActorKind::kPerson;
  before.persons = application.persons;
  before.persons_in_home = application.home.persons_in_home;
  for (const Person& person : application.persons) {
    FramePerson framed;
    framed.key = person.key;
    framed.personnummer = person.personnummer;
    framed.born = person.born;
    framed.role = person.role;
    framed.presence = person.presence;
    frame.persons.push_back(framed);
    if (person.role == PersonRole::kChild || person.role == PersonRole::kSchoolYouth) {
      frame.child_records.push_back({.child = person.key,
                                     .reviewer = "handlaggare-7",
                                     .reviewed_on = frame.valid_from,
                                     .valid_until = frame.valid_to,
                                     .reference = "akt 12"});
    }
  }
  for (const Cost& cost : application.costs) {
    if (cost.type == CostType::kBoende) frame.housing.accepted_cost = cost.applied;
    frame.costs.push_back(
        {.type = cost.type, .other_code = cost.other_code, .ceiling = cost.applied});
    before.costs.push_back(
        {.type = cost.type, .other_code = cost.other_code, .approved = cost.applied});
  }
  for (const DeclaredIncome& income : application.incomes) {
    frame.incomes.push_back(
        {.person = income.person, .kind = income.kind, .expected_net = income.net});
    before.incomes.push_back({.person = income.person, .kind = income.kind, .counted = income.net});
  }
  input->frame = std::move(frame);
  input->history = {before};
}

CaseInput NoIncomeCase() {
  CaseInput input = EmptyCase("2026-12", {Adult("p1", "1990-03-14")});
  input.application.costs = {ProvenCost(CostType::kBoende, Kr(6500)),
                             ProvenCost(CostType::kHushallsel, Kr(300)),
                             ProvenCost(CostType::kHemforsakring, Kr(120))};
  AlignFrameAndHistory(&input, Kr(12140));
  input.frame->barriers.push_back(
      {.person = Key("p1"), .code = "arbetslos", .until = std::nullopt});
  SourceAnswer& af = AnswerOf(&input, Source::kAf);
  af.state = AnswerState::kData;
  af.job_seeker = JobSeeker{.registered = true,
                            .registered_since = Day("2026-01-12"),
                            .category = "11",
                            .extent_percent = 100,
                            .activity_report_code = "200",
                            .activity_report_date = Day("2026-11-05")};
  return input;
}

CaseInput StableBenefitCase() {
  CaseInput input = EmptyCase("2026-12", {Adult("p1", "1990-03-14")});
  input.application.costs = {ProvenCost(CostType::kBoende, Kr(6500)),
                             ProvenCost(CostType::kHushallsel, Kr(300)),
                             ProvenCost(CostType::kHemforsakring, Kr(120))};
  DeclaredIncome income;
  income.person = Key("p1");
  income.kind = "sjukersattning";
  income.net = Kr(9100);
  income.pay_date = Day("2026-11-19");
  income.proven = true;
  input.application.incomes = {income};
  AlignFrameAndHistory(&input, Kr(3040));
  AddPayment(&input, Source::kFk, Paid("SA", Kr(9100), "2026-10-19"));
  AddPayment(&input, Source::kFk, Paid("SA", Kr(9100), "2026-11-19"));
  return input;
}

CaseInput UnemploymentBenefitCase() {
  CaseInput input = NoIncomeCase();
  DeclaredIncome income;
  income.person = Key("p1");
  income.kind = "arbetsloshetsersattning";
  income.net = Kr(8000);
  income.pay_date = Day("2026-11-16");
  input.application.incomes = {income};
  const std::vector<Barrier> barriers = input.frame->barriers;
  AlignFrameAndHistory(&input, Kr(4140));
  input.frame->barriers = barriers;
  for (const char* pay_date : {"2026-10-16", "2026-11-16"}) {
    Payment payment = Paid("A-kassan", Kr(8000), pay_date);
    payment.half_days = 42;
    AddPayment(&input, Source::kSo, payment);
  }
  AnswerOf(&input, Source::kAf)
      .benefit_cases.push_back({.benefit = "beslut",
                                .text = "Beslut",
                                .pending = false,
                                .decided_on = std::nullopt,
                                .period = {.from = Day("2026-09-01"), .to = Day("2027-02-28")},
                                .locator = "AF/beslut[0]"});
  return input;
}

}  // namespace dm::golden
