// FK's cases: the lists of formansinformation that hold applications and decisions.
#pragma once

#include <string_view>

#include "connectors/ssbtek/fk/fk_payments.h"

namespace dm::ssbtek::fk {

// One BenefitCase a decision; one that is pending for an active case without any.
// What the case tells for itself (active, refused) stands on each of its decisions.
Count ReadCases(const JsonValue& information, SourceAnswer& answer);

// Whether ReadCases looks at this key of formansinformation.
bool IsCaseList(std::string_view key);

}  // namespace dm::ssbtek::fk
