// Rules 10 to 12 and 14: what of the month's money counts.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "tests/oracle/money_of_month.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/published.h"

namespace dm::oracle {

namespace {

constexpr std::int64_t kKrona = 100;

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
    if (left == 0 && run >= 6) left = 24;
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

// The child of a household with one; with several nobody says whose maintenance it is, and a person
// looks.
const Person* OnlyChild(const CaseInput& input) {
  const Person* found = nullptr;
  for (const Person& person : input.application.persons) {
    if (!IsYoung(person) || !IsMember(person)) continue;
    if (found != nullptr) return nullptr;
    found = &person;
  }
  return found;
}

// Rule 3: an income row is rounded once, half up, to the öre.
Fraction RowInOre(Fraction row) {
  return Whole(HalfUp(row, 1));
}

// Rule 12: other money of a child, up to the child's own part of the need. Who is away the whole
// month has none there.
Fraction OwnPart(const CaseInput& input,
                 const Person& child,
                 const NormResult& norm,
                 const CostResult& costs) {
  if (!IsMember(child)) return Whole(0);
  const int members = MembersOfCase(input);
  Fraction part = Sum(Quotient(norm.common, members), Quotient(costs.housing, members));
  for (const auto& [person, row] : norm.personal) {
    if (person == child.key.value()) part = Sum(part, Whole(row));
  }
  return part;
}

// Rule 12: own work above one prisbasbelopp of the year in which it was earned. Öre; nothing where
// a month of the year is not stated.
std::optional<std::int64_t> WorkAboveTheLimit(const CaseInput& input, const Person& child) {
  const Month last = input.application.month.PlusMonths(-1);
  const std::optional<int> base = PriceBaseAmount(last.year());
  if (!base) return std::nullopt;
  std::int64_t through = 0;
  std::int64_t before = 0;
  for (int number = 1; number <= last.month(); ++number) {
    bool stated = false;
    for (const YouthWork& work : input.application.youth_work) {
      if (work.person != child.key || work.month.year() != last.year() ||
          work.month.month() != number) {
        continue;
      }
      stated = true;
      through += work.gross.ore();
      if (number < last.month()) before += work.gross.ore();
    }
    if (!stated) return std::nullopt;
  }
  const std::int64_t limit = *base * kKrona;
  return std::max<std::int64_t>(0, through - limit) - std::max<std::int64_t>(0, before - limit);
}

bool WorkedInMonth(const CaseInput& input, const Person& child) {
  const Month last = input.application.month.PlusMonths(-1);
  return std::any_of(input.application.youth_work.begin(),
                     input.application.youth_work.end(),
                     [&](const YouthWork& work) {
                       return work.person == child.key && work.month == last &&
                              !work.gross.is_zero();
                     });
}

// Rule 14: a surplus that the decision for the month before stated, that nobody has explained.
std::int64_t SurplusCarried(const CaseInput& input, const Choices& choices) {
  if (choices.surplus_months < 1) return 0;
  if (input.application.kind == ApplicationKind::kFirst) return 0;
  if (input.application.circumstances.surplus_explained != Answer::kNo) return 0;
  const auto stated = [&](Month month) -> std::int64_t {
    for (const HistoryMonth& past : input.history) {
      if (past.month == month && !past.other_municipality && past.surplus) {
        return past.surplus->ore();
      }
    }
    return 0;
  };
  int months = 0;
  while (stated(input.application.month.PlusMonths(-1 - months)) > 0) ++months;
  if (months > choices.surplus_months) return 0;
  return stated(input.application.month.PlusMonths(-1));
}

class Counting {
 public:
  Counting(const CaseInput& input,
           const Choices& choices,
           const NormResult& norm,
           const CostResult& costs,
           std::vector<std::string>* open)
      : input_(input), choices_(choices), norm_(norm), costs_(costs), open_(open) {}

  IncomeResult Count() {
    // Of each person and kind, and what of it counts for a child.
    std::map<RowName, std::int64_t> of_adults;
    std::map<std::string, std::pair<std::int64_t, std::set<RowName>>> of_children;
    std::set<std::string> workers;
    const Person* only_child = OnlyChild(input_);
    for (const Paid& paid : MoneyOfMonth(input_, choices_, open_)) {
      const Person* person = Who(input_, paid.person);
      if (person == nullptr) continue;
      const RowName row = {"income." + paid.kind, paid.person};
      if (IsYoung(*person) && IsWork(paid.kind)) {
        workers.insert(paid.person);
        continue;
      }
      const std::int64_t counted = IsZeroKind(paid.kind, choices_, paid.amount) ? 0 : paid.amount;
      if (IsAdult(*person) && !(IsForAChild(paid.kind) && only_child != nullptr)) {
        of_adults[row] += counted;
        continue;
      }
      const std::string child = IsYoung(*person) ? paid.person : only_child->key.value();
      of_children[child].first += counted;
      of_children[child].second.insert(row);
    }
    for (const auto& [row, amount] : of_adults) CountAdult(row, amount);
    for (const auto& [child, money] : of_children) CountChild(child, money.first, money.second);
    CountWork(workers);
    const std::int64_t surplus = SurplusCarried(input_, choices_);
    if (surplus > 0) {
      Add({{"income.surplus", ""}}, Whole(surplus));
      result_.surplus_carried = true;
    }
    return std::move(result_);
  }

 private:
  void Add(std::vector<RowName> rows, Fraction exact) {
    const Fraction amount = RowInOre(exact);
    result_.sum = Sum(result_.sum, amount);
    Line line;
    line.rows = std::move(rows);
    line.amount = amount.over;
    line.exact = exact;
    result_.lines.push_back(std::move(line));
  }

  void CountAdult(const RowName& row, std::int64_t amount) {
    const bool work = IsWork(row.first.substr(std::string("income.").size()));
    const bool part = work && EarningsDisregarded(input_, row.second);
    Add({row}, part ? Product(Whole(amount), Quotient(3, 4)) : Whole(amount));
  }

  void CountChild(const std::string& child, std::int64_t amount, const std::set<RowName>& rows) {
    Fraction counted = Whole(amount);
    if (choices_.child_cap) {
      counted = Smaller(counted, OwnPart(input_, *Who(input_, child), norm_, costs_));
    }
    Add({rows.begin(), rows.end()}, counted);
  }

  void CountWork(const std::set<std::string>& declared) {
    for (const Person& person : input_.application.persons) {
      if (!IsYoung(person)) continue;
      if (!declared.contains(person.key.value()) && !WorkedInMonth(input_, person)) continue;
      const std::vector<RowName> rows = {{"income.lon", person.key.value()}};
      const auto excess = WorkAboveTheLimit(input_, person);
      if (excess) {
        Add(rows, Whole(*excess));
      } else {
        open_->push_back("own work of a child in the year");
        result_.lines.push_back({rows, std::nullopt, std::nullopt});
      }
    }
  }

  const CaseInput& input_;
  const Choices& choices_;
  const NormResult& norm_;
  const CostResult& costs_;
  std::vector<std::string>* open_;
  IncomeResult result_;
};

}  // namespace

IncomeResult IncomesOfHousehold(const CaseInput& input,
                                const Choices& choices,
                                const NormResult& norm,
                                const CostResult& costs,
                                std::vector<std::string>* open) {
  return Counting(input, choices, norm, costs, open).Count();
}

}  // namespace dm::oracle
