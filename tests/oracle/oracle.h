// The second computation of the norm result: slow, literal, written from the rules' text and not
// from worker/assessment. It shares with the product nothing but the case structs. It takes the
// choices and levels of the invented municipalities as they were decided, typed here once more.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/oracle/choices.h"
#include "tests/oracle/fraction.h"
#include "worker/case/case_record.h"

namespace dm::oracle {

// The code of a row and the person it is about; no person: empty.
using RowName = std::pair<std::string, std::string>;

// One part of the calculation, and which of the product's rows belong to it.
struct Line {
  std::vector<RowName> rows;
  // Öre; nothing where a person must say it.
  std::optional<std::int64_t> amount;
  std::optional<Fraction> exact;
};

struct Result {
  // Why no result can be stated; empty when it can.
  std::vector<std::string> open;
  bool norm_known = false;
  // In öre.
  std::int64_t norm = 0;
  std::int64_t costs = 0;
  std::int64_t extra = 0;
  Fraction incomes;
  Fraction result;
  std::int64_t grant = 0;
  Outcome outcome = Outcome::kNone;
  std::vector<Line> norm_lines;
  std::vector<Line> cost_lines;
  std::vector<Line> income_lines;

  bool determined() const { return open.empty(); }
};

Result Compute(const CaseInput& input, const Choices& choices = {});

// The parts, each for itself.
struct NormResult {
  bool known = false;
  std::int64_t sum = 0;                                        // öre
  std::int64_t common = 0;                                     // öre
  std::vector<std::pair<std::string, std::int64_t>> personal;  // person key, öre
  std::vector<Line> lines;
};

NormResult NormOfHousehold(const CaseInput& input,
                           const Choices& choices,
                           std::vector<std::string>* open);

struct CostResult {
  std::int64_t costs = 0;
  std::int64_t extra = 0;
  std::int64_t housing = 0;
  bool all_approved = true;
  std::vector<Line> lines;
};

CostResult CostsOfHousehold(const CaseInput& input,
                            const Choices& choices,
                            std::vector<std::string>* open);

struct IncomeResult {
  Fraction sum;
  bool surplus_carried = false;
  std::vector<Line> lines;
};

IncomeResult IncomesOfHousehold(const CaseInput& input,
                                const Choices& choices,
                                const NormResult& norm,
                                const CostResult& costs,
                                std::vector<std::string>* open);

// Small words about a case that several parts need.
int AgeAtStart(const CaseInput& input, const Choices& choices, const Person& person);
bool IsAdult(const Person& person);
bool IsYoung(const Person& person);
// Lives there in the month applied for, at least a part of it, and belongs to the case.
bool IsMember(const Person& person);
int MembersOfCase(const CaseInput& input);
HouseholdSize SizeOf(const CaseInput& input, const Choices& choices);

}  // namespace dm::oracle
