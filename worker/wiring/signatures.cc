#include "worker/wiring/signatures.h"

#include <algorithm>
#include <functional>

#include "worker/ports/stop_deciding.h"
#include "worker/wiring/files.h"
#include "worker/wiring/sources.h"

namespace dm {

std::optional<CertificateStatus> SignaturesStatus(const std::vector<PolicySignature>& signatures,
                                                  int required,
                                                  Instant now) {
  if (required <= 0) return std::nullopt;
  std::vector<Date> last_days;
  last_days.reserve(signatures.size());
  for (const PolicySignature& one : signatures) last_days.push_back(one.valid_to);
  std::ranges::sort(last_days, std::greater());
  const auto needed = static_cast<std::size_t>(required);
  const Instant not_after = last_days.size() < needed
                                ? Instant()
                                : StartOfSwedishDay(last_days[needed - 1].PlusDays(1)).PlusMs(-1);
  return CertificateStatus{.name = "policies.signatures",
                           .not_after = not_after,
                           .days_left = DaysLeft(not_after, now),
                           .problem = {}};
}

std::optional<CertificateStatus> SignaturesOfFolder(const Config& config,
                                                    const PolicySet& policy,
                                                    Instant now) {
  const SignatureRules rules = SignatureRulesOf(config, SwedishDate(now));
  return SignaturesStatus(
      policy::CheckSignaturesOf(config.policies, policy, rules).holding, rules.required, now);
}

void StopWhenUnsigned(const std::optional<CertificateStatus>& signatures,
                      Store& store,
                      Log& log,
                      const std::string& worker,
                      Instant now) {
  if (!signatures || signatures->days_left >= 0) return;
  StopDeciding(store, log, worker, "POLICY_SIGNATURES_ENDED", now);
}

}  // namespace dm
