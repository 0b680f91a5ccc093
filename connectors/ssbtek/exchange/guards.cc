#include "connectors/ssbtek/exchange/guards.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace dm::ssbtek {
namespace {

// A probe under way settles the breaker soon, but not at once.
constexpr std::int64_t kAskAgainMsMin = 1'000;

}  // namespace

StatusOr<std::unique_ptr<Guards>> Guards::Create(const Options& options, const Clock& clock) {
  DM_ASSIGN_OR_RETURN(guard::Windows windows, guard::Windows::Parse(options.windows));
  return std::unique_ptr<Guards>(new Guards(options, std::move(windows), clock));
}

Guards::Guards(const Options& options, guard::Windows windows, const Clock& clock)
    : clock_(clock), windows_(std::move(windows)), rate_(options.rate) {
  for ([[maybe_unused]] const AgencyId agency : kAgencies) {
    breakers_.push_back(std::make_unique<guard::Breaker>(options.breaker));
  }
}

guard::Breaker& Guards::At(AgencyId agency) const {
  return *breakers_[static_cast<std::size_t>(agency)];
}

bool Guards::IsOpen() const {
  return windows_.IsOpen(clock_.Now());
}

Instant Guards::NextOpening() const {
  return windows_.NextOpening(clock_.Now());
}

Entry Guards::Enter(AgencyId agency) {
  guard::Breaker& breaker = At(agency);
  const std::int64_t now_ms = clock_.MonotonicMs();
  // Looked at first: once it has allowed a probe, it no longer tells one from the rest.
  const bool whole = breaker.State(now_ms) == guard::BreakerState::kClosed;
  if (!breaker.Allow(now_ms)) return Entry::kHold;
  return whole ? Entry::kAsk : Entry::kProbe;
}

void Guards::Answered(AgencyId agency) {
  At(agency).Succeeded();
}

void Guards::Failed(AgencyId agency) {
  At(agency).Failed(clock_.MonotonicMs());
}

void Guards::Withdrawn(AgencyId agency) {
  At(agency).Withdrawn();
}

bool Guards::IsBroken(AgencyId agency) const {
  return At(agency).State(clock_.MonotonicMs()) == guard::BreakerState::kBroken;
}

Instant Guards::AskAgainAt(AgencyId agency) const {
  const std::int64_t left_ms = At(agency).BrokenUntilMs() - clock_.MonotonicMs();
  return clock_.Now().PlusMs(std::max(left_ms, kAskAgainMsMin));
}

std::int64_t Guards::TakeCall() {
  return rate_.Take(clock_.MonotonicMs());
}

void Guards::Describe(AgencyId agency, SourceCondition& condition) const {
  if (!IsOpen()) {
    condition.gate = SourceGate::kClosed;
    condition.until = NextOpening();
    return;
  }
  switch (At(agency).State(clock_.MonotonicMs())) {
    case guard::BreakerState::kClosed:
      condition.gate = SourceGate::kOpen;
      return;
    case guard::BreakerState::kProbing:
      condition.gate = SourceGate::kProbing;
      return;
    case guard::BreakerState::kBroken:
      condition.gate = SourceGate::kBroken;
      condition.until = AskAgainAt(agency);
      return;
  }
}

}  // namespace dm::ssbtek
