// Options of the population-register connector: whom it asks, and how hard. Checked whole when the
// source is made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "connectors/guard/breaker.h"
#include "connectors/guard/rate_limit.h"
#include "connectors/http/options.h"
#include "worker/core/status.h"

namespace dm::folk {

// An answer is one person: more bytes than these are none.
inline constexpr std::size_t kAnswerBytesMax = std::size_t{1} << 20U;

struct Options {
  std::string url;  // of the municipality's platform; its path ends in "/v1/person"
  http::ClientOptions http;
  std::string organisation_number;  // of the municipality: "16" and the ten digits
  // Longest time of one question, answer included; a question may ask for less. 100 to 30 000 ms.
  std::int64_t total_timeout_ms = 10'000;
  // How old the platform's copy of the register may be. 1 to 168 hours, the longest that law (R12)
  // leaves; at a decision answers are to be at most a day old (T-10).
  int copy_age_max_h = 24;
  guard::BreakerOptions breaker;
  guard::RateOptions rate;
  std::vector<std::string> windows;  // guard::Windows::Parse; empty: always open
  int in_flight_max = 16;            // calls of one Ask at once; 1 to 256
};

// Invalid argument with reason FOLKBOKFORING_OPTION, or as the parts' own checks: field, limit and
// remedy.
Status Check(const Options& options);

}  // namespace dm::folk
