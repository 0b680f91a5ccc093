// Reading one answer of the contract (README.md). The bytes are foreign: they are capped before
// they are read, read before they are typed, and believed only about the person asked for.
#pragma once

#include <cstdint>
#include <string>

#include "worker/case/evidence.h"
#include "worker/core/date.h"
#include "worker/core/instant.h"

namespace dm::folk {

// What an answer must be an answer to.
struct Asked {
  std::string correlation_id;
  std::string case_id;
  std::string person;  // 12 digits
  Period period;
};

struct ReadOptions {
  std::int64_t copy_age_max_ms = 24LL * 3'600'000;  // an older copy of the register is kStale
};

// Settles an answer for FOLK from `bytes`; `now` stamps it and is what the copy's age is counted
// to. Takes any bytes. Never kNotAsked, never kConfirmedEmpty: who is not in the register is a
// finding for a person (kDeviation, NOT_FOUND).
SourceAnswer ReadAnswer(const std::string& bytes,
                        const Asked& asked,
                        const ReadOptions& options,
                        Instant now);

}  // namespace dm::folk
