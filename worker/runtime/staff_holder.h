// StaffHolder: the staff list in force. A reload puts another in its place; who holds the one
// before works on with it to the end of the call. Thread-safe.
#pragma once

#include <memory>
#include <utility>

#include "worker/case/staff.h"
#include "worker/core/mutex.h"

namespace dm {

class StaffHolder {
 public:
  StaffHolder() : staff_(std::make_shared<const StaffDirectory>()) {}

  explicit StaffHolder(std::shared_ptr<const StaffDirectory> staff) : staff_(std::move(staff)) {}

  // Never null.
  std::shared_ptr<const StaffDirectory> Get() const {
    const MutexLock lock(mutex_);
    return staff_;
  }

  void Replace(std::shared_ptr<const StaffDirectory> next) {
    const MutexLock lock(mutex_);
    staff_ = std::move(next);
  }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const StaffDirectory> staff_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm
