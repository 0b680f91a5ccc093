// The second computation of the norm result: slow, literal, written from the rules' text and not
// from worker/assessment. It shares with the product nothing but the case structs. It takes the
// levels of the invented municipality (0000-exempelkommun) as they were decided, typed here once
// more.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/oracle/fraction.h"
#include "worker/case/case_record.h"

namespace dm::oracle {

struct Result {
  // Why no result can be stated; empty when it can.
  std::vector<std::string> open;
  // In öre.
  std::int64_t norm = 0;
  std::int64_t costs = 0;
  std::int64_t extra = 0;
  Fraction incomes;
  Fraction result;
  std::int64_t grant = 0;
  Outcome outcome = Outcome::kNone;

  bool determined() const { return open.empty(); }
};

Result Compute(const CaseInput& input);

// The parts, each for itself.
struct NormResult {
  bool known = false;
  std::int64_t sum = 0;                                        // öre
  std::int64_t common = 0;                                     // öre
  std::vector<std::pair<std::string, std::int64_t>> personal;  // person key, öre
};

NormResult NormOfHousehold(const CaseInput& input, std::vector<std::string>* open);

struct CostResult {
  std::int64_t costs = 0;
  std::int64_t extra = 0;
  std::int64_t housing = 0;
  bool all_approved = true;
};

CostResult CostsOfHousehold(const CaseInput& input, std::vector<std::string>* open);

Fraction IncomesOfHousehold(const CaseInput& input,
                            const NormResult& norm,
                            const CostResult& costs,
                            std::vector<std::string>* open);

// What of the income month's counted money had been paid by `day`, in öre: it may still stand in an
// account.
std::int64_t PaidBy(const CaseInput& input, Date day);

// Small words about a case that several parts need.
int AgeAtStart(const CaseInput& input, const Person& person);
int MembersOfCase(const CaseInput& input);

}  // namespace dm::oracle
