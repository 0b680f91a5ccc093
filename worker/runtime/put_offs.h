// PutOffs: how often in a row each case was put off by a passing failure of our own (a busy store,
// a control that changed), and how long it waits then. Thread-safe.
#pragma once

#include <cstdint>
#include <map>

#include "worker/core/id.h"
#include "worker/core/mutex.h"

namespace dm {

// A case that was put off so often, with waits that grow from five seconds to five minutes
// (together some hour), goes to a person.
inline constexpr int kPutOffMax = 20;

// Until the case is looked at again, ms.
std::int64_t PutOffMs(int times);

class PutOffs {
 public:
  // How often in a row, this time included.
  int Count(const CaseId& id);
  // It has moved.
  void Forget(const CaseId& id);

 private:
  Mutex mutex_;
  // A new start begins anew.
  std::map<CaseId, int> times_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
