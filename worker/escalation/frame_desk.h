// Frames beyond signing and reading: how one stands today, drafts, all that is wrong at once, an
// end by a person, what differs between versions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "worker/escalation/frame_service.h"
#include "worker/ports/clock.h"
#include "worker/ports/frame_api.h"
#include "worker/ports/store.h"

namespace dm::escalation {

// Thread-safe. The store and the clock outlive it.
class FrameDesk final : public FrameDeskApi {
 public:
  FrameDesk(Store& store, const Clock& clock, FrameParts parts)
      : store_(store), clock_(clock), parts_(std::move(parts)) {}

  StatusOr<FrameState> StateOf(const CallContext& context, const Frame& frame) override;
  StatusOr<FrameDraft> Draft(const CallContext& context, const FrameDraftRequest& from) override;
  StatusOr<std::vector<FrameProblem>> Check(const CallContext& context,
                                            const Frame& frame) override;
  StatusOr<Frame> End(const CallContext& context, const EndFrameRequest& request) override;
  StatusOr<std::vector<std::string>> Compare(const CallContext& context,
                                             const HouseholdId& household,
                                             int from_version,
                                             int to_version) override;

 private:
  StatusOr<Frame> FindVersion(const HouseholdId& household, int version);
  Status RecordRead(const CallContext& context, const std::string& subject, const char* action);

  Store& store_;
  const Clock& clock_;
  FrameParts parts_;
};

}  // namespace dm::escalation
