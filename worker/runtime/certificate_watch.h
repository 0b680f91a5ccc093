// CertificateWatch: says in the log when a certificate that the worker shows to a register is about
// to end, and when its files have been replaced or cannot be used.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/instant.h"
#include "worker/ports/api.h"
#include "worker/ports/log.h"

namespace dm {

// One thread.
class CertificateWatch {
 public:
  // `warning_days`: days left at which it warns, largest first.
  CertificateWatch(std::vector<int> warning_days, Log& log);

  // The first look warns of every certificate within the largest of the days; a later one once a
  // Swedish day, when a further day of the list has been reached, and daily once it has ended. A
  // problem is told once, and again when it is another.
  void Look(const std::vector<CertificateStatus>& certificates, Instant now);

 private:
  struct Told {
    Instant not_after;
    Date looked_on;
    int days_left = 0;
    std::string problem;
  };

  bool IsDue(const CertificateStatus& one, const Told& told, Date today) const;
  void Warn(const CertificateStatus& one);

  const std::vector<int> warning_days_;
  Log& log_;
  std::map<std::string, Told> told_;  // by name
};

}  // namespace dm
