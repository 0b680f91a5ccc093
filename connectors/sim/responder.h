// The simulator without its network: a request body in, an answer with its manner of delivery out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connectors/sim/question.h"
#include "connectors/sim/record.h"
#include "connectors/sim/scenario.h"
#include "worker/core/mutex.h"

namespace dm::sim {

struct ActiveFaults;

enum class Delivery {
  kWhole,
  kChunked,
  kReset,      // the connection is reset, nothing is sent
  kSilent,     // nothing is sent, the connection stays open
  kTruncated,  // the length of the body is promised, `bytes` of it are sent
  kSlow,       // `bytes` a second
  kOversize,   // the body, then white space up to `bytes`
};

struct Answer {
  int http_status = 200;
  std::string content_type = "text/xml; charset=utf-8";
  std::string location = {};  // of a redirect
  std::string body;
  Delivery delivery = Delivery::kWhole;
  std::int64_t bytes = 0;
  int delay_ms = 0;  // the slowest agency
  QuestionRecord record;
};

// A fault that was switched on while running.
struct SwitchedFault {
  std::int64_t id = 0;      // from 1, never used again
  std::string person = {};  // 12 digits, or empty: everyone
  Fault fault;
};

struct AgencyCount {
  std::int64_t asked = 0;
  std::int64_t struck = 0;  // answers with a fault of the agency or of the whole
};

// How questions are counted and met.
struct Counts {
  std::int64_t questions = 0;  // of all kinds
  std::int64_t tests = 0;      // testaBastjanstInformation
  std::int64_t refused = 0;    // breaches of the contract
  std::int64_t persons = 0;    // with a count of their own
  PerAgency<AgencyCount> agencies = {};
};

// Safe to call from several threads.
class Responder {
 public:
  explicit Responder(Scenario scenario, Contracts contracts = {});

  Answer Respond(std::string_view body) DM_EXCLUDES(mutex_);

  // Strikes from the next question on, beside the scenario's faults. The id is for SwitchOff.
  std::int64_t SwitchOn(Fault fault, std::string person = {}) DM_EXCLUDES(mutex_);
  // False when there is no such fault.
  bool SwitchOff(std::int64_t id) DM_EXCLUDES(mutex_);
  // Switches off every fault of `agency`; without one, all. How many they were.
  std::int64_t SwitchOffAll(std::optional<Agency> agency) DM_EXCLUDES(mutex_);
  std::vector<SwitchedFault> switched() const DM_EXCLUDES(mutex_);

  // Every person's next call is the first again.
  void ResetCalls() DM_EXCLUDES(mutex_);
  Counts counts() const DM_EXCLUDES(mutex_);

  const Scenario& scenario() const { return scenario_; }

 private:
  struct Calls {
    std::int64_t total = 0;
    PerAgency<std::int64_t> asked;
  };

  using Switched = std::vector<SwitchedFault>;

  Calls Count(const Question& question) DM_EXCLUDES(mutex_);
  void CountMet(const Question& question, const ActiveFaults& faults) DM_EXCLUDES(mutex_);
  void CountOther(std::int64_t Counts::*which) DM_EXCLUDES(mutex_);
  std::shared_ptr<const Switched> Snapshot() const DM_EXCLUDES(mutex_);
  Answer Fetch(const Question& question, const Person* person) DM_EXCLUDES(mutex_);
  int DelayOf(const Question& question, const ActiveFaults& faults, std::int64_t call) const;

  const Scenario scenario_;
  const Contracts contracts_;
  const bool counts_all_;  // some fault or latency of the scenario depends on the call
  mutable Mutex mutex_;
  std::unordered_map<std::string, Calls> calls_ DM_GUARDED_BY(mutex_);
  // Replaced whole, so that an answer under way keeps the faults that it began with.
  std::shared_ptr<const Switched> switched_ DM_GUARDED_BY(mutex_);
  std::int64_t last_id_ DM_GUARDED_BY(mutex_) = 0;
  Counts counts_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sim
