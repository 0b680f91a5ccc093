// What the policy set says about a kind of income as the applicant declares it.
#pragma once

#include <string>
#include <string_view>

#include "worker/assessment/policy_reader.h"

namespace dm::assessment {

enum class Treatment { kCount, kZero, kRoute };

Treatment ParseTreatment(std::string_view code);

// A parameter of the municipality that says more about a kind.
enum class IncomeRule { kNone, kSmallGrant, kHabilitation };

struct IncomeKind {
  bool known = false;  // the kind is in the table of income kinds
  std::string label;
  bool in_register =
      true;  // a register would show it; the careful answer when the kind is not known
  bool employment = false;  // wage and the like: SoL 12:8 and 12:9 may apply
  bool for_child = false;   // meant for a child, whoever it is paid to
  Treatment treatment = Treatment::kRoute;
  IncomeRule rule = IncomeRule::kNone;
};

// Stands until the rulebook forgets it, between two cases.
const IncomeKind& KindOf(std::string_view kind, PolicyReader* policy);

// The treatment of `amount` once the municipality's own parameter has been read: a small grant up
// to income.small_grant is not counted; habilitation pay counts as income.habilitation says.
Treatment TreatmentOf(const IncomeKind& kind, Money amount, PolicyReader* policy);

}  // namespace dm::assessment
