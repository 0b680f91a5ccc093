// Frames beyond signing and reading: how one stands, drafts, checks, ends, differences. Implemented
// in worker/escalation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/frame.h"
#include "worker/ports/api.h"

namespace dm {

// What a draft is made from: exactly one of the two.
struct FrameDraftRequest {
  std::optional<CaseId> case_id;
  std::optional<HouseholdId> household;
};

// A field that signing would refuse, or that a person must fill in.
struct FrameProblem {
  std::string reason;
  std::string field;
  std::string text;  // what holds
  std::string remedy;
};

struct FrameDraft {
  Frame frame;                        // unsigned: no id, version or hash
  std::vector<FrameProblem> to_fill;  // what a person must state; Swedish
  int based_on = 0;                   // the household's latest version; 0 where it has none
};

struct EndFrameRequest {
  HouseholdId household;
  int version = 0;
  std::string actor;
  std::string mandate;
  std::string reason;  // a reason code of the use frame_end
  std::string note;
};

class FrameDeskApi {
 public:
  virtual ~FrameDeskApi() = default;
  // Whether `frame`, as the store gives it, holds today; if not, since when and why.
  virtual StatusOr<FrameState> StateOf(const CallContext& context, const Frame& frame) = 0;
  // An unsigned frame: from an approved case, or for a household from its latest frame and case.
  virtual StatusOr<FrameDraft> Draft(const CallContext& context, const FrameDraftRequest& from) = 0;
  // Everything that signing would refuse, at once; empty when it would not.
  virtual StatusOr<std::vector<FrameProblem>> Check(const CallContext& context,
                                                    const Frame& frame) = 0;
  virtual StatusOr<Frame> End(const CallContext& context, const EndFrameRequest& request) = 0;
  // What differs between two versions, in Swedish.
  virtual StatusOr<std::vector<std::string>> Compare(const CallContext& context,
                                                     const HouseholdId& household,
                                                     int from_version,
                                                     int to_version) = 0;
};

}  // namespace dm
