// Effects as the case system sees them when it pulls instead of being pushed to.
#pragma once

#include <optional>
#include <string>

#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm::effects {

// Thread-safe. The store and the clock outlive it.
class EffectService final : public EffectApi {
 public:
  EffectService(Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Letters hold person data: the read is recorded before anything is returned (I12).
  StatusOr<Page<StoredEffect>> List(const CallContext& context,
                                    std::optional<EffectState> state,
                                    const std::optional<CaseId>& case_id,
                                    const PageRequest& page) override;

  // FailedPrecondition EFFECT_SETTLED when the opposite was said before.
  StatusOr<StoredEffect> Acknowledge(const CallContext& context,
                                     const EffectId& id,
                                     bool accepted,
                                     const std::string& reference,
                                     const std::string& error_code) override;

 private:
  Store& store_;
  const Clock& clock_;
};

}  // namespace dm::effects
