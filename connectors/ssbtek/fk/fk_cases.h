// FK's cases: the lists of formansinformation that hold applications and decisions.
#pragma once

#include "connectors/ssbtek/fk/fk_payments.h"

namespace dm::ssbtek::fk {

// One BenefitCase a decision; one that is pending for an active case without any.
Count ReadCases(const JsonValue& information, SourceAnswer& answer);

}  // namespace dm::ssbtek::fk
