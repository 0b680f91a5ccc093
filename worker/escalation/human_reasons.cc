#include "worker/escalation/human_reasons.h"

#include <algorithm>
#include <tuple>

namespace dm::escalation {
namespace {

constexpr char kTable[] = "reasons.human";
constexpr char kCode[] = "code";

std::string UseOf(const ParameterRowView& row) {
  const auto* use = std::get_if<std::string>(&row.value.value);
  return use == nullptr ? std::string() : *use;
}

std::string CodesFor(const PolicySet& policy, std::string_view use, Date on) {
  std::string codes;
  for (const ReasonCodeInfo& info : HumanReasons(policy, on))
    if (info.use == use) codes += (codes.empty() ? "" : ", ") + info.code;
  return codes;
}

}  // namespace

std::vector<ReasonCodeInfo> HumanReasons(const PolicySet& policy, Date on) {
  std::vector<ReasonCodeInfo> reasons;
  for (const ParameterRowView& row : policy.Rows(kTable, on)) {
    const auto code = row.cells.find(kCode);
    if (code == row.cells.end()) continue;
    reasons.push_back({code->second, policy.Text(code->second), UseOf(row)});
  }
  std::sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) {
    return std::tie(a.use, a.code) < std::tie(b.use, b.code);
  });
  return reasons;
}

bool IsReasonFor(const PolicySet& policy, std::string_view code, std::string_view use, Date on) {
  const std::vector<ReasonCodeInfo> all = HumanReasons(policy, on);
  return std::any_of(all.begin(), all.end(), [&](const ReasonCodeInfo& info) {
    return info.code == code && info.use == use;
  });
}

Status CheckReasonFor(const PolicySet& policy,
                      std::string_view code,
                      std::string_view use,
                      Date on,
                      const std::string& field) {
  if (IsReasonFor(policy, code, use, on)) return OkStatus();
  const std::string remedy = "send one of " + CodesFor(policy, use, on) +
                             " (ListReasonCodes, use " + std::string(use) + ")";
  return InvalidArgument(
      field + ": is a reason code of the use " + std::string(use) + "; " + remedy,
      {"REASON_UNKNOWN", field, remedy});
}

}  // namespace dm::escalation
