// What the policy set says about a kind of income as the applicant declares it.
#pragma once

#include <string>
#include <string_view>

#include "worker/assessment/policy_reader.h"

namespace dm::assessment {

struct IncomeKind {
  bool known = false;  // the kind is in the table of income kinds
  std::string label;
  bool in_register =
      true;  // a register would show it; the careful answer when the kind is not known
  bool employment = false;  // wage and the like: SoL 12:8 and 12:9 may apply
  bool route = true;        // a human decides how it counts
};

IncomeKind KindOf(std::string_view kind, PolicyReader* policy);

}  // namespace dm::assessment
