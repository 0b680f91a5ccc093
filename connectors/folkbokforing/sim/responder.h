// The simulator without its network: a request in, an answer with its manner of delivery out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "connectors/folkbokforing/sim/scenario.h"
#include "worker/core/instant.h"
#include "worker/core/mutex.h"

namespace dm::folk::sim {

enum class Delivery { kWhole, kReset, kTruncated, kOversize };

struct Answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  Delivery delivery = Delivery::kWhole;
  std::int64_t bytes = 0;  // kOversize
  int delay_ms = 0;
};

// Safe to call from several threads.
class Responder {
 public:
  explicit Responder(Scenario scenario);

  // 400 with the field's name for a question that breaks the contract. `now` is the copy's as_of.
  Answer Respond(std::string_view body, Instant now) DM_EXCLUDES(mutex_);

 private:
  std::int64_t Count(const std::string& person) DM_EXCLUDES(mutex_);

  const Scenario scenario_;
  Mutex mutex_;
  std::unordered_map<std::string, std::int64_t> calls_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::folk::sim
