#include "worker/runtime/put_offs.h"

#include <algorithm>
#include <cstddef>

namespace dm {
namespace {

constexpr std::int64_t kFirstMs = 5'000;
constexpr std::int64_t kLongestMs = std::int64_t{5} * 60'000;
// Cases whose failures are counted; more at once is a failure of the store, not of a case.
constexpr std::size_t kCasesMax = 10'000;

}  // namespace

std::int64_t PutOffMs(int times) {
  std::int64_t wait_ms = kFirstMs;
  for (int i = 1; i < times && wait_ms < kLongestMs; ++i) wait_ms *= 2;
  return std::min(wait_ms, kLongestMs);
}

int PutOffs::Count(const CaseId& id) {
  const MutexLock lock(mutex_);
  if (times_.size() >= kCasesMax && !times_.contains(id)) return 1;
  return ++times_[id];
}

void PutOffs::Forget(const CaseId& id) {
  const MutexLock lock(mutex_);
  times_.erase(id);
}

}  // namespace dm
