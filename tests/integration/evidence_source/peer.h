// The far end of the connector under test: a server on loopback that behaves as it is told from the
// next request on.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "tests/integration/evidence_source/harness.h"
#include "tests/integration/ssbtek/scripted_server.h"
#include "worker/core/mutex.h"

namespace dm::conformance {

class Peer;
using ssbtek::test::Connection;

// Meets one request; false ends the connection.
using Behaviour = std::function<bool(Peer&, Connection&, const std::string& request)>;

class Peer {
 public:
  // Answers soundly until told otherwise.
  explicit Peer(const Harness& harness);

  const Harness& harness() const { return harness_; }

  std::string url() const;
  void Do(Behaviour behaviour) DM_EXCLUDES(mutex_);
  int requests() const DM_EXCLUDES(mutex_);
  // False when they have not come within ten seconds.
  bool WaitForRequests(int count) DM_EXCLUDES(mutex_);

 private:
  void Serve(Connection& connection);

  const Harness& harness_;
  mutable Mutex mutex_;
  CondVar came_;
  Behaviour behaviour_ DM_GUARDED_BY(mutex_);
  int requests_ DM_GUARDED_BY(mutex_) = 0;
  // Last: its threads end before what they use.
  std::unique_ptr<ssbtek::test::ScriptedServer> server_;
};

Behaviour Answering(Content content);
// After a pause, or when the caller leaves.
Behaviour AnsweringAfter(std::chrono::milliseconds pause);
Behaviour Saying(const std::string& status_line, const std::string& type, const std::string& body);
Behaviour Silent();
// A byte now and then, without end.
Behaviour Trickling();
Behaviour Resetting();
Behaviour Leaving();
// Half of the answer that was promised.
Behaviour CuttingShort();
// A sound answer, then white space up to 1 MiB.
Behaviour Oversized();
// Only once `count` requests have come.
Behaviour AnsweringTogether(int count);

}  // namespace dm::conformance
