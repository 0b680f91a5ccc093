// Facts of each adult by itself: what the table adult.situation looks at, and what it says of the
// household when every adult has been looked at.
#pragma once

#include "worker/assessment/facts_from_case.h"
#include "worker/assessment/ledger.h"

namespace dm::assessment {

void SetAdults(const FactParts& parts, const Ledger& ledger, const Context& context, Facts* facts);

// A decision after the frame was signed is one that no human has weighed.
bool IsNewDecision(const BenefitCase& benefit, const Context& context);

// Whether the answer shows that money is on its way although none came in the income month: a
// benefit that is granted for it or later, or a payment after it. Such a register is not empty.
bool ShowsComingIncome(const SourceAnswer& answer, const Context& context);

// Whether decisions of Arbetsförmedlingen stand for each day of the month, one or several that
// meet. One that does not tell when it ends stands for no day.
bool DecisionsCover(const std::vector<BenefitCase>& decisions, Month month);

// What the a-kassor paid in the income window.
class FundPayments {
 public:
  void Add(const SourceAnswer& answer, const IncomeWindow& window);
  // The half days of compensation; unknown where a payment does not say how many.
  void SetDays(FactId id, Facts* facts) const;

  // Each payment tells its day.
  bool dated() const { return dated_; }

 private:
  std::optional<int> half_days_ = 0;
  bool dated_ = true;
};

// Registered as a job seeker, and not taken off the register since.
bool IsRegistered(const JobSeeker& seeker);

// True when the frame says that the adult is unemployed through the month; nothing without a frame.
std::optional<bool> IsUnemployed(const PersonKey& adult, const Context& context);

}  // namespace dm::assessment
