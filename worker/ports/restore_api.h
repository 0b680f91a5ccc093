// RestoreApi: a restore from an older backup, declared and ended through a running worker
// (docs/operating/restore.md).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "worker/ports/api.h"
#include "worker/ports/case_system.h"
#include "worker/ports/delivery_store.h"

namespace dm {

struct RestoreState {
  std::optional<Restore> restore;
  int undelivered = 0;
  int unasked = 0;  // of those
};

// How many effects were found to be what, in one look over them.
struct RestorePass {
  int has = 0;         // the receiver has it: it counts as delivered
  int refused = 0;     // the receiver has refused it, or has another amount: a person has it
  int never_seen = 0;  // it is sent when the restore is over
  int cannot_say = 0;  // asked again
};

// Thread-safe.
class RestoreApi {
 public:
  virtual ~RestoreApi() = default;

  virtual StatusOr<RestoreState> Get(const CallContext& context) = 0;
  // From here on nothing is sent and nothing decided by itself.
  virtual StatusOr<RestoreState> Declare(const CallContext& context,
                                         const std::string& actor,
                                         const std::string& reason) = 0;
  // An effect that the list does not name was never seen. FailedPrecondition NO_RESTORE.
  virtual StatusOr<RestorePass> Reconcile(const CallContext& context,
                                          const std::string& actor,
                                          const std::map<EffectId, Delivery>& returned) = 0;
  // FailedPrecondition NO_RESTORE, RESTORE_NOT_RECONCILED.
  virtual StatusOr<RestoreState> End(const CallContext& context, const std::string& actor) = 0;
};

}  // namespace dm
