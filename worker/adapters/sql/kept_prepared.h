// KeptPrepared: a prepared statement that its connection keeps for the next use, or that is for one
// use alone because the kept one is in use.
#pragma once

#include "worker/adapters/sql/statement.h"

namespace dm::sql {

enum class Keep { kForNextUse, kForThisUse };

class KeptPrepared : public Prepared {
 public:
  explicit KeptPrepared(Keep keep) : keep_(keep) {}

  bool in_use() const { return in_use_; }

  void Take() { in_use_ = true; }

  void GiveBack() final {
    if (keep_ == Keep::kForThisUse) {
      delete this;
      return;
    }
    Clear();
    in_use_ = false;
  }

 private:
  // Bindings and rows go.
  virtual void Clear() = 0;

  const Keep keep_;
  bool in_use_ = false;
};

}  // namespace dm::sql
