#include "worker/adapters/sql/errors.h"

#include <string>

namespace dm::sql {

Status StoreCorrupt() {
  return MakeStatus(StatusCode::kDataLoss,
                    "a row of the store is not what the program wrote",
                    {.reason = "STORE_CORRUPT",
                     .field = "",
                     .remedy = "Stop the program, keep the damaged store as it is, and restore the "
                               "latest backup."});
}

bool IsStoreDamage(const Status& status) {
  const std::string reason = DetailOf(status).reason;
  return reason == "STORE_CORRUPT" || reason == "STORE_IO" || reason == "AUDIT_CHAIN_BROKEN";
}

Status StoreBroken(const Status& cause) {
  return MakeStatus(StatusCode::kDataLoss,
                    "the store takes no more writes since: " + MessageOf(cause),
                    {.reason = "STORE_BROKEN",
                     .field = "",
                     .remedy = "Check the disk, then restart the program. Whether the last change "
                               "was kept shows after that: "
                               "repeat the call with the same request id."});
}

}  // namespace dm::sql
