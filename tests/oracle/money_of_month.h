// The money of the income month, by register and as declared (rules 10).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/choices.h"
#include "worker/case/case_record.h"

namespace dm::oracle {

// What came in, one entry a payment of a register or a kind of declared money of a person.
struct Paid {
  std::string person;
  std::string kind;
  std::int64_t amount = 0;  // öre
  Date day;
};

std::vector<Paid> MoneyOfMonth(const CaseInput& input,
                               const Choices& choices,
                               std::vector<std::string>* open);

// Pays for a cost, or is a loan for a purpose: not counted.
bool IsZeroKind(const std::string& kind, const Choices& choices, std::int64_t amount);

// Counts for the child, whoever it is paid to (rule 10.2).
bool IsForAChild(const std::string& kind);

// Wage, subsidised employment, holiday pay: what SoL 12:8 and 12:9 are about.
bool IsWork(const std::string& kind);

}  // namespace dm::oracle
