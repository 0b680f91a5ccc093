#include "worker/runtime/recall_misdated.h"

namespace dm {

int RecallMisdated(Store& store, const Clock& clock, Log& log) {
  const StatusOr<int> recalled = store.RecallMisdated(clock.Now());
  if (!recalled.ok()) {
    log.Write(LogLevel::kWarning,
              "misdated_not_recalled",
              {{"reason", DetailOf(recalled.status()).reason}});
    return 0;
  }
  if (*recalled > 0) log.Write(LogLevel::kWarning, "misdated_recalled", {{"count", *recalled}});
  return *recalled;
}

}  // namespace dm
