// What a connector brings to the conformance suite: how it is made, what to ask it, and what its
// register would answer. All else (the network, its faults, the clock) is the suite's.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "connectors/guard/breaker.h"
#include "connectors/guard/rate_limit.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"

namespace dm::conformance {

inline constexpr int kPersons = 100;

// What a register's answer to a question says.
enum class Content {
  kSound,
  kProtected,         // the person carries a protection marker
  kOtherPerson,       // about somebody else
  kOtherCorrelation,  // to some other question about the same person
  kDeep,              // nested far beyond the contract
};

struct Terms {
  std::string url;  // "http://127.0.0.1:4711"; the harness appends its path
  guard::BreakerOptions breaker = {};
  guard::RateOptions rate = {};
  std::vector<std::string> windows = {};
  int in_flight_max = 16;
};

class Harness {
 public:
  virtual ~Harness() = default;
  virtual std::string name() const = 0;
  // A source that takes answers of at most 64 KiB or so.
  virtual StatusOr<std::unique_ptr<EvidenceSource>> Make(const Terms& terms,
                                                         const Clock& clock,
                                                         std::stop_token stop) const = 0;
  // A question about person `number` (below kPersons) to every source, with a case and a
  // correlation id of its own and 5 s of time.
  virtual EvidenceQuestion Question(int number) const = 0;
  // The body that the register answers to the body `request`. Thread-safe.
  virtual std::string Answer(const std::string& request, Content content) const = 0;
  virtual std::string content_type() const = 0;

  // The sources whose answers name nobody, so that somebody else's cannot be told from the asked
  // person's.
  virtual std::vector<Source> nameless() const { return {}; }
};

const Harness& SsbtekHarness();
const Harness& FolkHarness();

// Every connector's: each test of the suite runs once for each of them.
std::vector<const Harness*> Harnesses();

// What every question has; person `number` is invented, of a serial that the tax agency keeps for
// tests.
EvidenceQuestion QuestionAbout(int number);
Period AskedPeriod();

}  // namespace dm::conformance
