#include "tests/oracle/another_norm.h"

#include "tests/oracle/oracle.h"

namespace dm::oracle {

namespace {

bool GroundFits(const NormAdjustment& decided, int year) {
  const std::string& why = decided.reason;
  if (decided.kind == NormAdjustmentKind::kHigher) {
    return year < 2027 &&
           (why == "special_diet" || why == "disability_costs" || why == "other_special_reason");
  }
  return why == "food_in_institution" || why == "free_food_or_lodging" || why == "cost_absent" ||
         why == "food_norm" || why == "other_special_reason";
}

}  // namespace

Another AnotherNorm(const CaseInput& input, const Person& person) {
  Another another;
  if (!input.frame) return another;
  const Frame& frame = *input.frame;
  const Date first = input.application.month.first_day();
  const Date last = input.application.month.last_day();
  int shares = 0;
  int sums = 0;
  for (const NormAdjustment& decided : frame.norm_adjustments) {
    if (decided.person != person.key || decided.valid_to < first) continue;
    const bool whole_month =
        decided.valid_to >= last && frame.valid_from <= first && frame.valid_to >= last;
    const bool is_signed = !frame.signed_by.empty() && !frame.mandate.empty() &&
                           SwedishDate(frame.signed_at) <= input.assessed_on;
    if (!whole_month || !is_signed || !GroundFits(decided, first.year())) another.open = true;
    if (decided.factor_permille) {
      ++shares;
      another.times = Quotient(*decided.factor_permille, 1000);
    } else if (decided.kind == NormAdjustmentKind::kHigher) {
      ++sums;
      another.added += decided.amount->ore();
    } else {
      ++sums;
      another.added -= decided.amount->ore();
    }
  }
  if (shares > 1 || (shares == 1 && sums > 0)) another.open = true;
  return another;
}

void DecidedForNobody(const CaseInput& input, std::vector<std::string>* open) {
  if (!input.frame) return;
  for (const NormAdjustment& decided : input.frame->norm_adjustments) {
    if (decided.valid_to < input.application.month.first_day()) continue;
    bool somebody = false;
    for (const Person& person : input.application.persons)
      somebody = somebody || (person.key == decided.person && IsMember(person));
    if (!somebody) open->push_back("another norm of somebody else");
  }
}

}  // namespace dm::oracle
