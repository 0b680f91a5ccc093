#include "worker/adapters/sql/step_back.h"

namespace dm::sql {

Status NoStepBack(std::int64_t version, std::int64_t to) {
  return FailedPrecondition(
      "the store cannot go back from version " + std::to_string(version) + " to " +
          std::to_string(to),
      {.reason = "STORE_NO_STEP_BACK",
       .field = "to",
       .remedy = "Name an earlier version, 8 at the earliest, or restore the backup that was taken "
                 "before the upgrade."});
}

Status StepBackRefused(std::int64_t version, std::int64_t count, const StepBack& back) {
  return FailedPrecondition(
      "the version before " + std::to_string(version) + " cannot hold " + std::to_string(count) +
          " " + back.what,
      {.reason = "STORE_STEP_BACK_REFUSED",
       .field = "to",
       .remedy = "Nothing was changed. Finish them with the present program first, or restore the "
                 "backup that was taken before the upgrade."});
}

}  // namespace dm::sql
