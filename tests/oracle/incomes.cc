// Rules 10 to 12: the money of the income month, by register and as declared.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tests/oracle/oracle.h"
#include "tests/oracle/published.h"

namespace dm::oracle {

namespace {

constexpr std::int64_t kDayMs = 24LL * 3'600'000;

using Key = std::pair<std::string, std::string>;  // person, kind

// Pays for a cost, or is a loan for a purpose: not counted.
bool IsZeroKind(const std::string& kind) {
  static const std::set<std::string> kinds = {"merkostnadsersattning",
                                              "handikappersattning",
                                              "assistansersattning",
                                              "hemutrustningslan",
                                              "korkortslan",
                                              "fritidskort"};
  return kinds.contains(kind);
}

bool IsWork(const std::string& kind) {
  return kind == "lon" || kind == "avgangsvederlag";
}

// What a register's payment is, by the codes of rules 10.2 and the registers' contracts.
std::string KindOf(Source source, const Payment& payment) {
  if (source == Source::kSo) return "arbetsloshetsersattning";
  const std::string type = payment.rows.empty() ? "" : payment.rows.front().amount_type;
  static const std::map<std::string, std::string> by_type = {
      {"AKT", "aktivitetsstod"},
      {"EE", "etableringsersattning"},
      {"PM:GARP", "garantipension"},
      {"PM:BTP", "bostadstillagg"},
      {"STUDB", "studiebidrag"},
  };
  static const std::map<std::string, std::string> by_family = {
      {"BOB", "bostadsbidrag"},
      {"ABB", "barnbidrag"},
      {"US", "underhallsstod"},
      {"SJP", "sjukpenning"},
      {"FP", "foraldrapenning"},
      {"SA", "sjukersattning"},
      {"YL", "livranta"},
      {"OMV", "omvardnadsbidrag"},
      {"MEK", "merkostnadsersattning"},
  };
  if (const auto found = by_type.find(type); found != by_type.end()) return found->second;
  const auto found = by_family.find(payment.family);
  return found == by_family.end() ? "?" : found->second;
}

// Unknown is never zero: an answer that is missing, failed, partial or old says nothing.
bool SaysSomething(const CaseInput& input, const SourceAnswer& answer) {
  if (answer.state != AnswerState::kData && answer.state != AnswerState::kConfirmedEmpty) {
    return false;
  }
  for (const GroupState& group : answer.groups) {
    if (group.state != AnswerState::kData && group.state != AnswerState::kConfirmedEmpty) {
      return false;
    }
  }
  return input.assessed_at - answer.fetched_at <= kDayMs;
}

class Money12 {
 public:
  Money12(const CaseInput& input, std::vector<std::string>* open) : input_(input), open_(open) {}

  // The amounts of the income month by person and kind: the register's, else the declared.
  std::map<Key, std::int64_t> Take() {
    ReadRegisters();
    ReadDeclarations();
    std::map<Key, std::int64_t> money = registered_;
    for (const auto& [key, amount] : declared_) {
      if (!registered_.contains(key)) money[key] = amount;
    }
    return money;
  }

 private:
  Month IncomeMonth() const { return input_.application.month.PlusMonths(-1); }

  void ReadRegisters() {
    for (const Person& person : input_.application.persons) {
      if (person.role == PersonRole::kOtherAdult) continue;
      const bool adult =
          person.role == PersonRole::kApplicant || person.role == PersonRole::kCoApplicant;
      for (const Source source : {Source::kCsn, Source::kFk, Source::kPm, Source::kSo}) {
        const SourceAnswer* answer = input_.evidence.Find(person.key, source);
        const bool needed = adult || AskedAboutChild(person, source);
        if (needed && (answer == nullptr || !SaysSomething(input_, *answer))) {
          open_->push_back("register of " + person.key.value());
        }
        if (answer == nullptr || answer->state != AnswerState::kData) continue;
        ReadPayments(person.key.value(), *answer);
      }
    }
  }

  // Of a child the agencies that pay for children are asked, and from 16 the one that pays
  // studiehjälp; at a first application a person finds out what concerns the children.
  bool AskedAboutChild(const Person& person, Source source) const {
    if (input_.application.kind != ApplicationKind::kReapplication) return false;
    if (source == Source::kFk || source == Source::kPm) return true;
    const Date last = input_.application.month.last_day();
    return source == Source::kCsn && person.born && AddMonths(*person.born, 16 * 12) <= last;
  }

  void ReadPayments(const std::string& person, const SourceAnswer& answer) {
    for (const Payment& payment : answer.payments) {
      if (payment.status != PaymentStatus::kExecuted) continue;
      if (!payment.pay_date || !payment.unclear.empty()) {
        open_->push_back("a payment that cannot be placed");
        continue;
      }
      if (Month::Of(*payment.pay_date) != IncomeMonth()) continue;
      registered_[{person, KindOf(answer.source, payment)}] += payment.net.ore();
    }
  }

  void ReadDeclarations() {
    for (const DeclaredIncome& income : input_.application.incomes) {
      if (income.pay_date && Month::Of(*income.pay_date) != IncomeMonth()) continue;
      declared_[{income.person.value(), income.kind}] += income.net.ore();
    }
  }

  const CaseInput& input_;
  std::vector<std::string>* open_;
  std::map<Key, std::int64_t> registered_;
  std::map<Key, std::int64_t> declared_;
};

bool Granted(const CaseInput& input, const std::string& person, Month month) {
  for (const HistoryMonth& past : input.history) {
    if (past.month != month) continue;
    if (!past.forsorjningsstod) return false;
    if (past.outcome != Outcome::kBifall && past.outcome != Outcome::kDelavslag) return false;
    if (past.persons.empty()) return true;
    return std::any_of(past.persons.begin(), past.persons.end(), [&person](const Person& one) {
      return one.key.value() == person;
    });
  }
  return false;
}

// Rule 11: six granted months in a row start 24 calendar months; then six again.
bool EarningsDisregarded(const CaseInput& input, const std::string& person) {
  const Month now = input.application.month;
  Month month = now.PlusMonths(-240);
  int run = 0;  // granted months in a row that count, the last of them the month before `month`
  int left = 0;
  for (; month <= now; month = month.PlusMonths(1)) {
    if (left > 0) --left;
    if (left == 0 && run >= 6) {
      left = 24;
      run = 0;
    }
    if (month == now) return left > 0;
    run = Granted(input, person, month) ? run + 1 : 0;
  }
  return false;
}

const Person* Who(const CaseInput& input, const std::string& key) {
  for (const Person& person : input.application.persons) {
    if (person.key.value() == key) return &person;
  }
  return nullptr;
}

// Counts for the child, whoever it is paid to (rule 10.2).
bool IsForAChild(const std::string& kind) {
  return kind == "underhallsstod" || kind == "underhallsbidrag" || kind == "barnpension";
}

// The child of a household with one; with several nobody says whose maintenance it is, and a person
// looks.
const Person* OnlyChild(const CaseInput& input) {
  const Person* found = nullptr;
  for (const Person& person : input.application.persons) {
    if (person.role != PersonRole::kChild && person.role != PersonRole::kSchoolYouth) continue;
    if (found != nullptr) return nullptr;
    found = &person;
  }
  return found;
}

// Rule 3: an income row is rounded once, half up, to the öre.
Fraction RowInOre(Fraction row) {
  return Whole(HalfUp(row, 1));
}

// Rule 12: other money of a child, up to the child's own part of the need.
Fraction OwnPart(const CaseInput& input,
                 const std::string& child,
                 const NormResult& norm,
                 const CostResult& costs) {
  const int members = MembersOfCase(input);
  Fraction part = Sum(Quotient(norm.common, members), Quotient(costs.housing, members));
  for (const auto& [person, row] : norm.personal) {
    if (person == child) part = Sum(part, Whole(row));
  }
  return part;
}

}  // namespace

Fraction IncomesOfHousehold(const CaseInput& input,
                            const NormResult& norm,
                            const CostResult& costs,
                            std::vector<std::string>* open) {
  Fraction sum;
  std::map<std::string, std::int64_t> of_child;
  const Person* only_child = OnlyChild(input);
  for (const auto& [key, amount] : Money12(input, open).Take()) {
    const auto& [name, kind] = key;
    const Person* person = Who(input, name);
    if (person == nullptr || IsZeroKind(kind)) continue;
    const bool adult =
        person->role == PersonRole::kApplicant || person->role == PersonRole::kCoApplicant;
    if (adult && IsWork(kind) && EarningsDisregarded(input, name)) {
      sum = Sum(sum, RowInOre(Product(Whole(amount), Quotient(3, 4))));
    } else if (adult && IsForAChild(kind) && only_child != nullptr) {
      of_child[only_child->key.value()] += amount;
    } else if (adult) {
      sum = Sum(sum, Whole(amount));
    } else if (IsWork(kind)) {
      // The year's sum is needed and nobody has stated it.
      open->push_back("own work of a child in the year");
    } else {
      of_child[name] += amount;
    }
  }
  for (const auto& [child, amount] : of_child) {
    sum = Sum(sum, RowInOre(Smaller(Whole(amount), OwnPart(input, child, norm, costs))));
  }
  return sum;
}

std::int64_t PaidBy(const CaseInput& input, Date day) {
  const Month month = input.application.month.PlusMonths(-1);
  std::set<Key> registered;
  std::int64_t sum = 0;
  for (const Person& person : input.application.persons) {
    if (person.role == PersonRole::kOtherAdult) continue;
    for (const Source source : {Source::kCsn, Source::kFk, Source::kPm, Source::kSo}) {
      const SourceAnswer* answer = input.evidence.Find(person.key, source);
      if (answer == nullptr) continue;
      for (const Payment& payment : answer->payments) {
        if (payment.status != PaymentStatus::kExecuted || !payment.pay_date) continue;
        if (Month::Of(*payment.pay_date) != month) continue;
        const std::string kind = KindOf(source, payment);
        registered.insert({person.key.value(), kind});
        if (!IsZeroKind(kind) && *payment.pay_date <= day) sum += payment.net.ore();
      }
    }
  }
  for (const DeclaredIncome& income : input.application.incomes) {
    if (registered.contains({income.person.value(), income.kind})) continue;
    if (IsZeroKind(income.kind) || !income.pay_date) continue;
    if (Month::Of(*income.pay_date) == month && *income.pay_date <= day) sum += income.net.ore();
  }
  return sum;
}

}  // namespace dm::oracle
