// ReportReader: reads a period from the store, a case at a time in pages, into the sums of a
// report.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>

#include "worker/policy/policy_set.h"
#include "worker/ports/store.h"
#include "worker/report/build_report.h"

namespace dm::report {

class ReportReader {
 public:
  // `read` is told now and then how many cases there have been.
  ReportReader(Store& store,
               const PolicySet& policy,
               std::stop_token stop,
               std::function<void(std::int64_t)> read)
      : store_(store), policy_(policy), stop_(std::move(stop)), read_(std::move(read)) {}

  // The period, and the months before it that some measures look back on. Cancelled when stopped.
  StatusOr<Material> Read(const Span& span);

 private:
  Status ReadMonth(Month month, Material& material);
  std::optional<Money> GrantedBefore(const HouseholdId& household) const;
  Status ReadBarriers(Material& material);
  StatusOr<int> MessagesOf(const CaseId& id);
  Status Go() const;

  Store& store_;
  const PolicySet& policy_;
  const std::stop_token stop_;
  const std::function<void(std::int64_t)> read_;
  std::int64_t cases_ = 0;
  // What each household was granted, by the cases of the month before and of the one that is read.
  std::map<HouseholdId, Money> granted_before_;
  std::map<HouseholdId, Money> granted_now_;
};

}  // namespace dm::report
