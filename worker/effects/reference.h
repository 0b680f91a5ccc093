// A receiver's own reference of an effect stands in a column that nobody encrypts: it is nobody's
// personal number (reliability I13).
#pragma once

#include <string>

#include "worker/core/id.h"
#include "worker/core/status.h"
#include "worker/ports/store.h"

namespace dm::effects {

// Whether it holds the number of somebody in the case. The case is read only for a text with digits
// enough for one; of a case that is erased nobody is known.
StatusOr<bool> HoldsNumberOfCase(Store& store, const CaseId& id, const std::string& reference);

// The reference, or nothing where it holds such a number, or that cannot be told: a receiver is not
// refused for it.
std::string WithoutNumber(Store& store, const CaseId& id, const std::string& reference);

// InvalidArgument FIELD_INVALID where it holds such a number; for who sends one in a call.
Status CheckReference(Store& store, const CaseId& id, const std::string& reference);

}  // namespace dm::effects
