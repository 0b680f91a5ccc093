// SharedStore: what processes that share one store need of each other. A store of one process has
// no neighbours: these answers are its own. Part of Store.
#pragma once

#include <functional>

namespace dm {

class SharedStore {
 public:
  virtual ~SharedStore() = default;

  // True while this process does what is done once for all of them: delivering effects, drawing
  // samples, moving what falls over. Asked before each round; another takes over when it ends.
  virtual bool HoldsDuties() { return true; }

  // The listener is called, on any thread, when a case may have become due, here or in another
  // process. A hint: it may be lost, and whoever waits looks now and then besides. It must be quick
  // and must not call the store. Set before the first change.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): who keeps the listener needs its own.
  virtual void OnWork(std::function<void()> /*wake*/) {}
};

}  // namespace dm
