// SimServer: a case system for development, tests and the demo. It implements
// medarbetare.v1.CaseSystemService, knows repeats by the effect's id, and misbehaves on request.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "connectors/casesystem/sim/recorder.h"
#include "worker/core/status.h"

namespace dm::casesystem {

enum class Fault {
  kNone,
  kRefuse,       // answers REFUSED with code SIM_REFUSED
  kInvalid,      // fails with INVALID_ARGUMENT
  kUnavailable,  // fails with UNAVAILABLE, before taking the effect
  kAnswerLost,   // takes the effect, then fails with UNAVAILABLE
  kSilent,       // does not answer until the caller gives up
  kNoOutcome,    // answers without an outcome
};

struct SimOptions {
  std::string listen = "127.0.0.1:0";  // loopback only: it takes calls from anyone
  std::string record_file{};
  // Asked for each delivery before it is taken; empty: no faults. Called from several threads.
  std::function<Fault(const std::string& effect_id, const std::string& kind)> fault{};
};

class SimServer {
 public:
  static StatusOr<std::unique_ptr<SimServer>> Start(const SimOptions& options);

  virtual ~SimServer() = default;

  virtual int port() const = 0;
  virtual const Recorder& recorder() const = 0;
  // Calls under way are cancelled. Safe to repeat.
  virtual void Stop() = 0;
};

}  // namespace dm::casesystem
