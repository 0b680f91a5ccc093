// WatchHub: who listens to hints about the queues. A hint reaches every listener that may hear it,
// on the thread that made the change; a listener only notes it. Thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "worker/case/queue_item.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"
#include "worker/ports/queue_api.h"

namespace dm::escalation {

class WatchHub {
 public:
  static constexpr std::size_t kListenersMax = 1'000;

  struct Listening {
    std::vector<std::string> queues;  // empty: all
    bool restricted = false;
    bool named_persons = false;
    std::shared_ptr<HintListener> listener;
  };

  // ResourceExhausted WATCHERS_FULL.
  Status Add(Listening listening);
  // After this the listener hears nothing more.
  void Remove(const HintListener* listener);
  void Tell(const EscalationHint& hint);

 private:
  Mutex mutex_;
  std::vector<Listening> all_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::escalation
