// The simulator without its network: a request body in, an answer with its manner of delivery out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connectors/sim/question.h"
#include "connectors/sim/scenario.h"
#include "worker/core/mutex.h"

namespace dm::sim {

enum class Delivery {
  kWhole,
  kChunked,
  kReset,      // the connection is reset, nothing is sent
  kTruncated,  // the length of the body is promised, `bytes` of it are sent
  kSlow,       // `bytes` a second
  kOversize,   // the body, then white space up to `bytes`
};

// What was asked and how it was met. Holds no personal data: the person is masked.
struct QuestionRecord {
  std::string operation = {};  // "hamta", "testa", or "invalid"
  std::string person = {};     // "1990********"
  std::string case_id = {};
  std::string correlation_id = {};
  DateSpan span = {};
  std::vector<std::string> agencies = {};  // included
  std::int64_t call = 0;  // the person's count, from 1; 0 where no faults are scripted
  std::vector<std::string> faults = {};  // as "CSN.error", "reset"
  int http_status = 200;
  std::string problem = {};  // why the question was refused
};

struct Answer {
  int http_status = 200;
  std::string content_type = "text/xml; charset=utf-8";
  std::string body;
  Delivery delivery = Delivery::kWhole;
  std::int64_t bytes = 0;
  int delay_ms = 0;  // the slowest agency
  QuestionRecord record;
};

// Safe to call from several threads.
class Responder {
 public:
  explicit Responder(Scenario scenario);

  Answer Respond(std::string_view body);

 private:
  struct Calls {
    std::int64_t total = 0;
    PerAgency<std::int64_t> asked;
  };

  Calls Count(const Question& question) DM_EXCLUDES(mutex_);

  const Scenario scenario_;
  bool has_faults_ = false;
  Mutex mutex_;
  std::unordered_map<std::string, Calls> calls_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sim
