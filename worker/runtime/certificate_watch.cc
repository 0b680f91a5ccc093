#include "worker/runtime/certificate_watch.h"

#include <algorithm>
#include <utility>

namespace dm {

CertificateWatch::CertificateWatch(std::vector<int> warning_days, Log& log)
    : warning_days_(std::move(warning_days)), log_(log) {}

bool CertificateWatch::IsDue(const CertificateStatus& one, const Told& told, Date today) const {
  if (told.looked_on == today) return false;
  if (one.days_left < 0) return true;
  return std::ranges::any_of(warning_days_,
                             [&](int day) { return one.days_left <= day && told.days_left > day; });
}

void CertificateWatch::Warn(const CertificateStatus& one) {
  const bool ended = one.days_left < 0;
  log_.Write(ended ? LogLevel::kError : LogLevel::kWarning,
             ended ? "certificate_ended" : "certificate_expires",
             {{"certificate", one.name}, {"days_left", one.days_left}});
}

void CertificateWatch::Look(const std::vector<CertificateStatus>& certificates, Instant now) {
  const Date today = SwedishDate(now);
  for (const CertificateStatus& one : certificates) {
    const auto [found, first] = told_.try_emplace(one.name);
    Told& told = found->second;
    const bool replaced = !first && told.not_after != one.not_after;
    if (replaced) {
      log_.Write(LogLevel::kInfo,
                 "certificate_replaced",
                 {{"certificate", one.name}, {"days_left", one.days_left}});
    }
    const int largest = warning_days_.empty() ? -1 : warning_days_.front();
    const bool within = one.days_left <= largest || one.days_left < 0;
    if ((first || replaced) ? within : IsDue(one, told, today)) Warn(one);
    if (!one.problem.reason.empty() && told.problem != one.problem.reason) {
      log_.Write(
          LogLevel::kError,
          "certificate_not_loaded",
          {{"certificate", one.name}, {"reason", one.problem.reason}, {"key", one.problem.field}});
    }
    told = {.not_after = one.not_after,
            .looked_on = today,
            .days_left = one.days_left,
            .problem = one.problem.reason};
  }
}

}  // namespace dm
