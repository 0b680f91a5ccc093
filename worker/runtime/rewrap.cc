#include "worker/runtime/rewrap.h"

namespace dm {
namespace {

// A batch takes some milliseconds of the store's one turn to write.
constexpr int kBatch = 200;
constexpr int kBatchesMax = 25;

}  // namespace

void RewrapKeys(Store& store, const Clock& clock, Log& log, const std::string& worker) {
  Status failed = store.CheckKeyFile();
  int count = 0;
  for (int i = 0; failed.ok() && i < kBatchesMax; ++i) {
    const StatusOr<int> batch = store.RewrapDataKeys(worker, kBatch, clock.Now());
    failed = batch.status();
    if (!batch.ok() || *batch == 0) break;
    count += *batch;
  }
  if (count > 0) log.Write(LogLevel::kInfo, "data_keys_rewrapped", {{"count", count}});
  if (!failed.ok())
    log.Write(LogLevel::kWarning, "data_keys_not_rewrapped", {{"reason", DetailOf(failed).reason}});
}

}  // namespace dm
