// A scenario of one case, lived through with the real programs: whatever becomes of the worker on
// the way, it is started again and the caller repeats what it was not told the outcome of.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "tests/crash/checker.h"
#include "tests/e2e/municipality.h"

namespace dm::crash {

enum class Scenario {
  kGrantedAutomatically,  // submitted, asked, decided, paid
  kDecidedByAPerson,      // on a desk, claimed, decided, paid
  kWaitsForARegister,     // a register is away, comes back; decided, paid
};

inline constexpr Scenario kScenarios[] = {
    Scenario::kGrantedAutomatically, Scenario::kDecidedByAPerson, Scenario::kWaitsForARegister};

const char* NameOf(Scenario scenario);

inline void PrintTo(Scenario scenario, std::ostream* out) {
  *out << NameOf(scenario);
}

// The words of io-gate before the worker's own; none: the worker without a gate.
using Gate = std::vector<std::string>;

class Life {
 public:
  // `name` is also the folder's.
  Life(const std::string& name, Scenario scenario);

  e2e::Municipality& municipality() { return municipality_; }

  // The first start is behind the gate, later ones are not. False where the worker was gone before
  // it answered.
  bool Start(const Gate& gate);
  // Goes on until the case has its end, starting the worker again where it is gone. False with
  // `why()` when it takes longer than two minutes.
  bool LiveToTheEnd();
  // Ends the worker by SIGTERM; again where it was killed while it ended.
  void StopWorker();

  // While no worker runs: what does not hold.
  std::vector<std::string> Violations(Moment moment);
  std::map<std::string, std::int64_t> Payments() const;

  int starts() const { return starts_; }

  // How often the worker said by itself that it does not decide because of its store; each time an
  // operator started it anew.
  int told_broken() const { return told_broken_; }

  const std::string& why() const { return why_; }

  // The reason for which the worker says that it does not decide; empty where it decides or does
  // not answer.
  std::string NotDeciding() const;
  // The state of the one case, empty while the worker does not answer.
  std::string State() const;

  // Whether the worker has ended, by a signal or by itself.
  bool Gone() { return !municipality_.worker().running(); }

  // Repeats `step` until it is true; the worker is started again on the way. `what` for the report.
  template <typename Step>
  bool Until(const std::string& what, const Step& step) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!step()) {
      if (std::chrono::steady_clock::now() > end) {
        why_ = what + " took longer than two minutes, last state " + State();
        return false;
      }
      if (!Resume()) return false;
    }
    return true;
  }

  bool Submit();

 private:
  bool Resume();
  bool Claim();
  bool Decide();

  Scenario scenario_;
  e2e::Municipality municipality_;
  std::set<std::string> acknowledged_;
  std::string why_;
  int starts_ = 0;
  int told_broken_ = 0;
};

// The gate's own word at its end: how many calls passed, and whether the fault came.
struct GateWord {
  std::int64_t calls = 0;
  bool fired = false;
};

GateWord ReadGateWord(const std::string& file);

}  // namespace dm::crash
