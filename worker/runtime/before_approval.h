// What the worker looks at right before it approves by itself: whether this store may be an older
// one than what was decided and sent (reliability I25).
#pragma once

#include <optional>
#include <string>

#include "worker/case/case_record.h"
#include "worker/ports/case_system.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"

namespace dm {

struct ApprovalLook {
  Store& store;
  const Clock& clock;
  Log& log;
  CaseSystem* receiver;  // null where nobody can be asked
  const std::string& worker;
};

// Nothing: it may be approved. A reason: a person decides. Unavailable RESTORE_UNDER_WAY while one
// is, or the receiver's status where it does not answer: later.
StatusOr<std::optional<Reason>> LookBeforeApproval(const ApprovalLook& look,
                                                   const CaseRecord& record);

// Such a status says nothing of the case, which waits until the store is ready again, as long as
// that takes.
bool WaitsForTheStore(const Status& status);

}  // namespace dm
