// Payments: what the registers show that the household was paid, each payment classified by the
// policy table. Register and declaration are two observations of one fact and are never merged
// (rules.md 4, 10).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/assessment/context.h"
#include "worker/assessment/income_kinds.h"

namespace dm::assessment {

// The kind of a payment that no row of the classification table names.
inline constexpr char kUnknownKind[] = "unknown";

// One executed payment in the income month or the month of comparison.
struct Received {
  PersonKey person;
  bool adult = true;
  Source source = Source::kFk;
  const Payment* payment = nullptr;
  std::size_t index = 0;  // of the payment in the answer
  std::string kind;       // income kind code; "unknown" when no row of the table names it
  std::string label;
  Treatment treatment = Treatment::kRoute;
  std::string rule;    // row of the classification table
  bool cited = false;  // that row names sources; they are here where they are to be told
  std::vector<SourceRef> sources;
  bool repeated = false;  // the same payment as another agency reports: counted there

  // "evidence.p1.FK.payments[0]".
  std::string ref() const { return Ref("payments", index, person, source); }
};

struct Payments {
  std::vector<Received> income_month;      // pay date in M−1
  std::vector<Received> comparison_month;  // pay date in M−2: for comparison, never summed
  bool complete = true;                    // false: a payment cannot be placed or valued
};

// Collects and classifies; notes everything about a payment that a human must look at (G-07, X-23,
//
Payments CollectPayments(Context* context);

// The classification of one register code.
struct IncomeClass {
  bool known = false;  // there is a table
  std::string kind = "unknown";
  Treatment treatment = Treatment::kRoute;
  std::string label;
  std::string rule;
  bool cited = false;
  std::vector<SourceRef> sources;
};

// Stands until the rulebook forgets it, between two cases.
const IncomeClass& Classify(Source source,
                            const Payment& payment,
                            const PaymentRow* row,
                            PolicyReader* policy);

}  // namespace dm::assessment
