#include "worker/ports/retention_store.h"

namespace dm {

Status ErasingWaits() {
  return FailedPrecondition(
      "nothing is erased while a restore is under way",
      {.reason = "RESTORE_UNDER_WAY",
       .field = "restore",
       .remedy = "Place again the holds that the backup does not have, then end the restore."});
}

}  // namespace dm
