#include "worker/evidence/retry.h"

#include <algorithm>

#include "worker/policy/payment_run.h"

namespace dm::evidence {
namespace {

constexpr std::int64_t kFirstWaitMs = 60'000;
// Reliability I23: a quarter of an hour after a register is back, no case waits for it any more.
// What is left of it is for a broken circuit's last probe and for working the cases.
constexpr std::int64_t kWaitMaxMs = std::int64_t{10} * 60'000;
constexpr std::uint64_t kHeldJitterMs = 60'000;
constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;

// True when the day of the cut-off is `now`'s or still to come.
bool IsAhead(Instant cutoff, Instant now) {
  return SwedishDate(now) <= SwedishDate(cutoff);
}

std::int64_t NominalSumMs(int attempts) {
  std::int64_t total_ms = 0;
  for (int i = 1; i <= attempts; ++i) total_ms += NominalWaitMs(i);
  return total_ms;
}

// The earliest next attempt: after the nominal wait with its jitter, and not before what is held.
Instant Earliest(const RetryQuestion& question, const Random& random) {
  const std::int64_t half_ms = NominalWaitMs(question.attempts) / 2;
  const auto jitter_ms =
      static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(half_ms) + 1));
  const Instant next = question.now.PlusMs(half_ms + jitter_ms);
  if (!question.held_until.has_value()) return next;
  const auto held_jitter_ms = static_cast<std::int64_t>(random() % (kHeldJitterMs + 1));
  return std::max(next, question.held_until->PlusMs(held_jitter_ms));
}

}  // namespace

std::int64_t NominalWaitMs(int attempts) {
  std::int64_t wait_ms = kFirstWaitMs;
  for (int i = 1; i < attempts && wait_ms < kWaitMaxMs; ++i) wait_ms *= 2;
  return std::min(wait_ms, kWaitMaxMs);
}

StatusOr<Instant> CutoffStart(Month month, const PolicySet& policy) {
  DM_ASSIGN_OR_RETURN(const PaymentRun run, PaymentRunFor(month, policy));
  return StartOfSwedishDay(run.cutoff);
}

bool IsRunAhead(Month month, Instant now, const PolicySet& policy) {
  const StatusOr<Instant> cutoff = CutoffStart(month, policy);
  return cutoff.ok() && IsAhead(*cutoff, now);
}

StatusOr<std::optional<Instant>> NextAttempt(const RetryQuestion& question,
                                             const PolicySet& policy,
                                             const Random& random) {
  DM_ASSIGN_OR_RETURN(const ParameterValue max_h,
                      policy.Get("retry.max_h", SwedishDate(question.now)));
  const StatusOr<Instant> cutoff = CutoffStart(question.month, policy);
  // Without a known cut-off no wait is known to be in time: a person gets the case now.
  if (!cutoff.ok()) return std::optional<Instant>();
  const bool ahead = IsAhead(*cutoff, question.now);
  const bool bounded = !(question.only_held && ahead);
  if (bounded && NominalSumMs(question.attempts) > max_h.number() * kHourMs)
    return std::optional<Instant>();
  const Instant next = Earliest(question, random);
  if (ahead && next >= *cutoff) return std::optional<Instant>();
  if (!ahead && next - question.now > max_h.number() * kHourMs) return std::optional<Instant>();
  return std::optional<Instant>(next);
}

}  // namespace dm::evidence
