// Guards: what holds questions back before they are sent, shared by all threads: the daily window,
// the rate limit of the service and one breaker an agency.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "connectors/guard/breaker.h"
#include "connectors/guard/rate_limit.h"
#include "connectors/guard/window.h"
#include "connectors/ssbtek/exchange/agency.h"
#include "connectors/ssbtek/options.h"
#include "worker/core/instant.h"
#include "worker/ports/clock.h"
#include "worker/ports/evidence_source.h"

namespace dm::ssbtek {

// How an agency stands to the next question.
enum class Entry {
  kAsk,    // with the others
  kProbe,  // in a call of its own: it failed before, and must not hold the others now
  kHold,   // not now
};

// Thread-safe.
class Guards {
 public:
  // Invalid argument for windows that cannot be read. `clock` outlives it.
  static StatusOr<std::unique_ptr<Guards>> Create(const Options& options, const Clock& clock);

  bool IsOpen() const;
  Instant NextOpening() const;

  // kAsk and kProbe must be followed by one of Answered, Failed and Withdrawn.
  Entry Enter(AgencyId agency);
  void Answered(AgencyId agency);
  void Failed(AgencyId agency);
  void Withdrawn(AgencyId agency);
  bool IsBroken(AgencyId agency) const;
  // When a held agency may be asked again, at the earliest a second from now.
  Instant AskAgainAt(AgencyId agency) const;

  // Takes the right to one call and returns 0, or the milliseconds until there may be one.
  std::int64_t TakeCall();

  // The gate and, when it holds questions back, until when.
  void Describe(AgencyId agency, SourceCondition& condition) const;

 private:
  Guards(const Options& options, guard::Windows windows, const Clock& clock);

  guard::Breaker& At(AgencyId agency) const;

  const Clock& clock_;
  const guard::Windows windows_;
  guard::RateLimit rate_;
  std::vector<std::unique_ptr<guard::Breaker>> breakers_;  // in the order of Agency
};

}  // namespace dm::ssbtek
