// Frames as caseworkers sign and read them: append-only versions, each bound to its signer by a
// hash of its content.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "worker/case/staff.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm::escalation {

struct FrameParts {
  std::function<std::shared_ptr<const PolicySet>()> policy;  // the set in force; never null
  // SHA-256 over the frame's canonical bytes, taken with version 0 and no hash.
  std::function<std::string(const Frame& frame)> content_sha256;
  // The staff list in force, never null; an empty function where there is no list. Use StaffOf.
  std::function<std::shared_ptr<const StaffDirectory>()> staff = {};

  std::shared_ptr<const StaffDirectory> StaffOf() const {
    return staff ? staff() : std::make_shared<const StaffDirectory>();
  }
};

// Thread-safe. The store and the clock outlive it. A household above open access looks as if it had
// no frame to who may not see its cases (reliability I14).
class FrameService final : public FrameApi {
 public:
  FrameService(Store& store, const Clock& clock, FrameParts parts)
      : store_(store), clock_(clock), parts_(std::move(parts)) {}

  // Invalid argument as CheckFrame says; what the staff list says of the signer and the mandate.
  // Version, id, time and hash are given here; a frame that states a version is stored as that one,
  // or Aborted STALE_VERSION.
  StatusOr<Frame> Sign(const CallContext& context, const Frame& frame) override;

  // The latest version. The read is recorded first (I12).
  StatusOr<Frame> Get(const CallContext& context, const HouseholdId& household) override;

  StatusOr<Page<Frame>> List(const CallContext& context,
                             const HouseholdId& household,
                             const PageRequest& page) override;

 private:
  StatusOr<Frame> FindSigned(const HouseholdId& household, const FrameId& id);
  Status RecordRead(const CallContext& context, const FrameId& newest, std::size_t count);

  Store& store_;
  const Clock& clock_;
  FrameParts parts_;
};

}  // namespace dm::escalation
