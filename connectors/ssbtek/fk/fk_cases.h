// FK's cases: the lists of formansinformation that hold applications and decisions.
#pragma once

#include <string_view>

#include "connectors/ssbtek/fk/fk_payments.h"

namespace dm::ssbtek::fk {

// One BenefitCase a decision; one that is pending for an active case without any, and for claimed
// days that no decision covers. What the case tells for itself (active, refused) stands on each of
// its decisions. One that is `unclear` for a settlement of steglös avräkning, and for student aid
// that FK has been told of.
Count ReadCases(const JsonValue& information, const Part& part, SourceAnswer& answer);

// Whether ReadCases looks at this key of formansinformation.
bool IsCaseList(std::string_view key);

}  // namespace dm::ssbtek::fk
