// Whether the receiver has a payment for a household's month that this store knows nothing of: it
// is older than what was sent, and nobody has said so (reliability I25).
#pragma once

#include <optional>

#include "worker/case/case_record.h"
#include "worker/ports/case_system.h"
#include "worker/ports/store.h"

namespace dm::effects {

enum class Elsewhere {
  kNothing,       // no other application of the household and month, or none that was paid
  kPaid,          // the receiver has an order of another application that this store never made
  kCannotBeAsked  // there is another application, and nobody to ask
};

struct ForgottenPayment {
  Elsewhere what = Elsewhere::kNothing;
  std::optional<StoredEffect> order = std::nullopt;  // kPaid: its id and case
};

// Asks about the orders that each other application of the household and month would have made, by
// their derived ids; also about those that are written off. Asks nothing where there is no other
// application. `receiver` may be null. The receiver's status where it is away.
StatusOr<ForgottenPayment> FindForgottenPayment(Store& store,
                                                CaseSystem* receiver,
                                                const CaseRecord& record);

}  // namespace dm::effects
