// Cases that wait: making those that wait for a register due at once, and finding those that wait
// longer than they should.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "worker/ports/api.h"

namespace dm {

// The worker has not come to a case that is due: so long is no busy moment any more.
inline constexpr std::int64_t kWorkDelayedMs = std::int64_t{15} * 60'000;
// A register has been silent: most come back within minutes.
inline constexpr std::int64_t kSourceSilentMs = std::int64_t{60} * 60'000;
// Cases of one call.
inline constexpr std::size_t kRetryCasesMax = 1'000;

struct RetryRequest {
  std::optional<CaseId> case_id;  // nothing: all that wait
  std::string actor;
};

// A repeat of the same call answers as the first time and moves nothing again.
StatusOr<RetriedCases> RetryWaiting(Store& store,
                                    const CallContext& context,
                                    const RetryRequest& request,
                                    Instant now);

StatusOr<Page<StuckCase>> FindStuck(Store& store,
                                    const CallContext& context,
                                    const PageRequest& page,
                                    Instant now);

}  // namespace dm
