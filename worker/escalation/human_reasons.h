// The reason codes that people give: a table of the policy set with the use of each, and its
// Swedish texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/decision_api.h"

namespace dm::escalation {

// Uses of a code.
inline constexpr std::string_view kUseRow = "row";
inline constexpr std::string_view kUseDismissal = "dismissal";
inline constexpr std::string_view kUseWriteOff = "write_off";
inline constexpr std::string_view kUseCommunication = "communication";
inline constexpr std::string_view kUseCorrection = "correction";
// A correction to the household's disadvantage (FL 37 second paragraph) has grounds of its own.
inline constexpr std::string_view kUseLowering = "correction_lowering";
inline constexpr std::string_view kUseFrameEnd = "frame_end";

// By use, then code.
std::vector<ReasonCodeInfo> HumanReasons(const PolicySet& policy, Date on);

bool IsReasonFor(const PolicySet& policy, std::string_view code, std::string_view use, Date on);

// Invalid argument REASON_UNKNOWN that names `field` and the codes that fit.
Status CheckReasonFor(const PolicySet& policy,
                      std::string_view code,
                      std::string_view use,
                      Date on,
                      const std::string& field);

}  // namespace dm::escalation
