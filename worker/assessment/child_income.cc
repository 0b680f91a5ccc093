#include "worker/assessment/child_income.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "worker/assessment/income_kinds.h"
#include "worker/assessment/parameter_ids.h"
#include "worker/assessment/rounding.h"
#include "worker/assessment/youth_income.h"

namespace dm::assessment {

namespace {

constexpr char kWork[] = "lon";

bool IsYoung(const Person& person) {
  return IsMemberOfCase(person.role) && !IsAdultInCase(person.role);
}

std::string KindIn(const CalculationRow& row) {
  return row.code.substr(std::string_view("income.").size());
}

// What was declared as own work of one person, all kinds of it together.
Declared WorkOf(const PersonKey& person, const DeclaredIncomes& declared, Context* context) {
  Declared sum;
  sum.gross = Money();
  for (const auto& [key, entry] : declared) {
    if (key.first != person || !KindOf(key.second, &context->policy).employment) continue;
    sum.net += entry.net;
    if (!entry.gross) sum.gross.reset();
    if (sum.gross) *sum.gross += *entry.gross;
    sum.entries += entry.entries;
    sum.refs.insert(sum.refs.end(), entry.refs.begin(), entry.refs.end());
  }
  return sum;
}

class YouthRow {
 public:
  YouthRow(const Person& person, Declared work, Context* context)
      : person_(person), work_(std::move(work)), context_(context) {}

  // False when the amount is not known.
  bool Make(CalculationRow* row) {
    const Month month = context_->income_month();
    row->code = std::string("income.") + kWork;
    row->kind = RowKind::kIncome;
    row->person = person_.key;
    row->label = context_->policy.Label(kWork);
    row->rule = parameter::kYouthIncomeFree;
    row->sources = context_->policy.Cite({"sol-12-9"});
    row->inputs = work_.refs;
    row->inputs.emplace_back("application.youth_work");
    if (work_.entries > 0) row->paid = work_.net;
    Observe("INCOME.CHILD_WORK");
    const YouthYear year = YouthYearOf(person_.key, month, context_->application().youth_work);
    const auto rule = ReadYouthRule(month, &context_->policy);
    if (!year.known() || !rule) return NotKnown(row);
    Check(year);
    const YouthExcess excess = ExcessOf(year, *rule);
    if (excess.near)
      Observe("INCOME.YOUTH_NEAR_LIMIT", {{"sum", year.through}, {"limit", rule->limit}});
    // The excess is counted before tax; more than what was paid out is nothing to live on.
    if (work_.entries > 0 && excess.counted > work_.net) Observe("INCOME.YOUTH_GROSS");
    row->exact = excess.counted;
    row->amount = excess.counted;
    row->reason = excess.counted.is_zero() ? "INCOME.YOUTH_FREE" : "INCOME.YOUTH_EXCESS";
    row->inputs.emplace_back("policy:" + std::string(parameter::kPbb));
    row->why = fmt::format(
        "Arbetsinkomster före skatt från {} till och med {} är {}. Upp till {} räknas inte; "
        "månaden ger {} därutöver.",
        year.first.ToSwedish(),
        year.last.ToSwedish(),
        year.through.ToSwedish(),
        rule->limit.ToSwedish(),
        excess.counted.ToSwedish());
    return true;
  }

 private:
  void Observe(ObservationCode code, Arguments arguments = {}) {
    std::vector<std::string> inputs = work_.refs;
    inputs.emplace_back("application.youth_work");
    context_->notes.Observe(code, arguments, person_.key, std::move(inputs));
  }

  bool NotKnown(CalculationRow* row) {
    context_->notes.Undetermined("application.youth_work");
    Observe("INCOME.YOUTH_YEAR_UNKNOWN",
            {{"year", context_->income_month().first_day().ToString().substr(0, 4)}});
    row->reason = "INCOME.UNDETERMINED";
    row->why = "Årets arbetsinkomster är inte kända månad för månad.";
    return false;
  }

  // The year's list and the income as declared tell of the same month.
  void Check(const YouthYear& year) {
    if (!work_.gross || work_.entries == 0 || *work_.gross == year.last_month()) return;
    Observe("INCOME.YOUTH_DIFFERS", {{"declared", *work_.gross}, {"listed", year.last_month()}});
  }

  const Person& person_;
  Declared work_;
  Context* context_;
};

Money ListedIn(const PersonKey& person, Month month, const std::vector<YouthWork>& work) {
  Money sum;
  for (const YouthWork& entry : work) {
    if (entry.person == person && entry.month == month) sum += entry.gross;
  }
  return sum;
}

// The rows, by index, whose money is this child's own, in their order.
std::vector<std::size_t> RowsOf(const PersonKey& child,
                                const std::vector<CalculationRow>& rows,
                                Context* context) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].kind != RowKind::kIncome || rows[i].person != child) continue;
    if (!KindOf(KindIn(rows[i]), &context->policy).employment) found.push_back(i);
  }
  return found;
}

// Rows of what an adult was paid for a child.
std::vector<std::size_t> RowsForChildren(const std::vector<CalculationRow>& rows,
                                         Context* context) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Person* person =
        rows[i].person ? FindPerson(context->application().persons, *rows[i].person) : nullptr;
    if (person == nullptr || IsYoung(*person)) continue;
    if (KindOf(KindIn(rows[i]), &context->policy).for_child) found.push_back(i);
  }
  return found;
}

Rational SumOf(const std::vector<std::size_t>& which, const std::vector<CalculationRow>& rows) {
  Rational sum;
  for (const std::size_t i : which) sum = sum + rows[i].exact;
  return sum;
}

void Cap(const std::vector<std::size_t>& which,
         const Rational& most,
         std::vector<CalculationRow>* rows) {
  std::vector<Rational> amounts;
  amounts.reserve(which.size());
  for (const std::size_t i : which) amounts.push_back((*rows)[i].exact);
  const std::vector<Rational> counted = CapInOrder(amounts, most);
  for (std::size_t n = 0; n < which.size(); ++n) {
    CalculationRow& row = (*rows)[which[n]];
    if (counted[n] == row.exact) continue;
    if (!row.paid) row.paid = row.amount;
    row.exact = counted[n];
    row.amount = RoundHalfUp(row.exact, kMoneyRowUnit);
    row.rule = parameter::kChildCap;
    row.reason = "INCOME.CHILD_CAP";
    row.inputs.emplace_back("policy:" + std::string(parameter::kChildCap));
    row.why += fmt::format(" Barnets egna inkomster räknas högst till barnets del av behovet, {}.",
                           RoundHalfUp(most, kMoneyRowUnit).ToSwedish());
  }
}

// The child's own work counts by its own rule; with the rest it should not pay for the others.
void NoteAboveNeed(const PersonKey& child,
                   const Rational& own,
                   const std::vector<CalculationRow>& rows,
                   Context* context) {
  Rational all;
  bool work = false;
  for (const CalculationRow& row : rows) {
    if (row.kind != RowKind::kIncome || row.person != child) continue;
    all = all + row.exact;
    work = work || (row.exact > Rational() && KindOf(KindIn(row), &context->policy).employment);
  }
  if (work && all > own) {
    context->notes.Observe("INCOME.CHILD_ABOVE_NEED", {}, child, {"application.incomes"});
  }
}

}  // namespace

bool IsYouthWork(const IncomeKey& key, Context* context) {
  const Person* person = FindPerson(context->application().persons, key.first);
  return person != nullptr && IsYoung(*person) && KindOf(key.second, &context->policy).employment;
}

bool AddYouthWork(const DeclaredIncomes& declared,
                  std::vector<CalculationRow>* rows,
                  Context* context) {
  bool known = true;
  for (const Person& person : context->application().persons) {
    if (!IsYoung(person)) continue;
    Declared work = WorkOf(person.key, declared, context);
    const Money listed =
        ListedIn(person.key, context->income_month(), context->application().youth_work);
    if (work.entries == 0 && listed.is_zero()) continue;
    CalculationRow row;
    known = YouthRow(person, std::move(work), context).Make(&row) && known;
    rows->push_back(std::move(row));
  }
  return known;
}

void CapChildIncomes(const NeedRows& need, std::vector<CalculationRow>* rows, Context* context) {
  const auto cap = context->policy.Need(parameter::kChildCap);
  const bool* on = cap ? std::get_if<bool>(&cap->value) : nullptr;
  if (on == nullptr || !*on || !context->household) return;
  std::vector<const Member*> children;
  for (const Member& member : context->household->members) {
    if (!member.adult()) children.push_back(&member);
  }
  const std::vector<std::size_t> to_adults = RowsForChildren(*rows, context);
  std::optional<Rational> least_left;
  for (const Member* child : children) {
    std::vector<std::size_t> own_rows = RowsOf(child->person->key, *rows, context);
    if (children.size() == 1) own_rows.insert(own_rows.end(), to_adults.begin(), to_adults.end());
    const Rational own = OwnPartOfNeed(child->person->key, need);
    Cap(own_rows, own, rows);
    NoteAboveNeed(child->person->key, own, *rows, context);
    const Rational left = own - SumOf(own_rows, *rows);
    least_left = least_left ? std::min(*least_left, left) : left;
  }
  // Who is away the whole month has no need here, and pays for nobody else's.
  for (const Person& person : context->application().persons) {
    if (!IsYoung(person) || person.presence.kind != PresenceKind::kAbsent) continue;
    Cap(RowsOf(person.key, *rows, context), Rational(), rows);
  }
  if (children.size() < 2 || to_adults.empty()) return;
  // Whose it is does not stand in the payment: only where it could not be above any child's part is
  // there nothing to ask.
  if (SumOf(to_adults, *rows) > *least_left) {
    context->notes.Observe("INCOME.CHILD_SHARE_UNCLEAR", {}, std::nullopt, {"application.incomes"});
  }
}

}  // namespace dm::assessment
