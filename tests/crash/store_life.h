// What a worker, a caseworker and a sender do with a store, without the rest of the program: cases
// of three kinds, one change at a time, each from the state that is stored. Whatever fails can be
// tried again.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>

#include "tests/crash/checker.h"
#include "worker/ports/step_store.h"

namespace dm::crash {

// What was told to the outside: it must never be taken back.
struct Promised {
  Outside outside;
  AuditHead head;  // the last record that is known to be durable
};

class StoreLife {
 public:
  // `cases` applications, in turn granted by the worker, decided by a person, and waiting for a
  // register first.
  // `on_promise` hears of each promise at once, before anything else is done.
  explicit StoreLife(
      int cases, std::function<void(const Promised&)> on_promise = [](const Promised&) {})
      : cases_(cases), on_promise_(std::move(on_promise)) {}

  // One change; OK and `done()` when nothing is left to do.
  Status Step(StepStore& store);
  // Steps until all is done or one fails.
  Status LiveToTheEnd(StepStore& store);

  bool done() const { return done_; }

  const Promised& promised() const { return promised_; }

 private:
  Status Submit(StepStore& store);
  Status Work(StepStore& store, const Claim& claim);
  Status Handle(StepStore& store, const CaseSummary& item);
  Status Deliver(StepStore& store, const StoredEffect& due);
  Status Promise(StepStore& store);

  int cases_;
  std::function<void(const Promised&)> on_promise_;
  int submitted_ = 0;
  bool done_ = false;
  Promised promised_;
};

}  // namespace dm::crash
