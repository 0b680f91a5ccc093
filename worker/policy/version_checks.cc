#include "worker/policy/version_checks.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/value.h"

namespace dm::policy {
namespace {

// What is in kronor or percent is computed with, and a month is computed under the rules of its
// first day (rules.md 2): a version that begins on another day would hold later than it says.
bool HoldsByTheMonth(const Parameter& parameter) {
  return parameter.type.unit == Unit::kKr || parameter.type.unit == Unit::kPercent;
}

void CheckMonths(const Parameter& parameter, std::vector<PolicyError>* errors) {
  for (const ParameterVersion& version : parameter.versions) {
    const Date from = *version.valid.from;
    if (from != Month::Of(from).first_day()) {
      errors->push_back({parameter.place.file,
                         version.line,
                         fmt::format("a version of {} begins within a month", parameter.id),
                         fmt::format("write the first day of a month: the whole of {} is computed "
                                     "under the rules of {}",
                                     Month::Of(from).ToString(),
                                     Month::Of(from).first_day().ToString())});
    }
    const std::optional<Date>& to = version.valid.to;
    if (to.has_value() && *to != Month::Of(*to).last_day()) {
      errors->push_back({parameter.place.file,
                         version.line,
                         fmt::format("a version of {} ends within a month", parameter.id),
                         fmt::format("write the last day of a month, such as {}",
                                     Month::Of(*to).last_day().ToString())});
    }
  }
}

// A set that is approved claims it for every day of its effective period.
void CheckApproved(const PolicyData& data,
                   const Parameter& parameter,
                   std::vector<PolicyError>* errors) {
  for (const ParameterVersion& version : parameter.versions) {
    const Period& window = data.municipal.effective;
    const bool over = version.valid.to.has_value() && *version.valid.to < *window.from;
    const bool ahead = *version.valid.from > *window.to;
    const bool approved =
        std::any_of(data.approvals.begin(), data.approvals.end(), [&](const Approval& approval) {
          return approval.parameter == parameter.id && approval.version == *version.valid.from;
        });
    if (over || ahead || approved) continue;
    errors->push_back(
        {fmt::format("municipality/{}/approvals.yaml", data.municipal.bundle),
         0,
         fmt::format("the version of {} from {} is not approved and holds within the effective "
                     "period",
                     parameter.id,
                     version.valid.from->ToString()),
         "enter the approval, shorten effective in manifest.yaml, or say status: draft"});
  }
}

}  // namespace

void CheckVersions(const PolicyData& data, std::vector<PolicyError>* errors) {
  const Period& window = data.municipal.effective;
  const bool claims_approval = data.national.status == "approved" &&
                               data.municipal.status == "approved" && window.from.has_value() &&
                               window.to.has_value();
  for (const auto& [id, parameter] : data.parameters) {
    if (HoldsByTheMonth(parameter)) CheckMonths(parameter, errors);
    if (parameter.needs_approval && claims_approval) CheckApproved(data, parameter, errors);
  }
}

}  // namespace dm::policy
