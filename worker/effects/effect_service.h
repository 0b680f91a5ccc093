// Effects as the case system sees them when it pulls instead of being pushed to.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "worker/case/staff.h"
#include "worker/ports/case_system.h"
#include "worker/ports/clock.h"
#include "worker/ports/effect_api.h"
#include "worker/ports/store.h"

namespace dm::effects {

// What the service asks of the worker around it; each may be left out. Called from any thread.
struct EffectParts {
  // Gives an effect that the receiver refused to a person.
  std::function<Status(const StoredEffect&, const Delivery&)> hand_over = nullptr;
  std::function<void()> wake = nullptr;  // an effect has become due
  // Who can be asked; null while there is nobody.
  std::function<CaseSystem*()> receiver = nullptr;
  // The kinds that files carry: a case system that pulls has nothing to do with them.
  std::function<EffectKinds()> in_files = nullptr;
  // The people that the worker knows; without a list the case system answers for its users.
  std::function<std::shared_ptr<const StaffDirectory>()> staff = nullptr;
};

// Thread-safe. The store and the clock outlive it.
class EffectService final : public EffectApi {
 public:
  EffectService(Store& store, const Clock& clock, EffectParts parts = {})
      : store_(store), clock_(clock), parts_(std::move(parts)) {}

  // Letters hold person data: the read is recorded before anything is returned (I12).
  StatusOr<Page<StoredEffect>> List(const CallContext& context,
                                    std::optional<EffectState> state,
                                    const std::optional<CaseId>& case_id,
                                    const PageRequest& page) override;

  // FailedPrecondition EFFECT_SETTLED when the opposite was said before.
  StatusOr<StoredEffect> Acknowledge(const CallContext& context,
                                     const Acknowledgement& said) override;

  // FailedPrecondition EFFECT_SETTLED for one that the receiver has, EFFECT_UNDER_WAY for one that
  // nobody has refused and that has not been tried in vain. NotFound EFFECT_NOT_FOUND for one of a
  // case that a caseworker may not see. The answer tells how the effect stands and nothing of what
  // it holds: who mends deliveries may see no case.
  StatusOr<StoredEffect> Resolve(const CallContext& context,
                                 const ResolveEffectCall& call) override;

  // Cases above open access are left out for who may not see them. FailedPrecondition NO_RECEIVER
  // when a receiver is to be asked and none is configured.
  StatusOr<Page<CaseMonthPayments>> Reconcile(const CallContext& context,
                                              Month month,
                                              AskReceiver ask,
                                              const PageRequest& page) override;

 private:
  Status Compare(CaseSystem& receiver, PaymentLine& line) const;
  Status MayResolve(const CallContext& context,
                    const ResolveEffectCall& call,
                    const StoredEffect& effect) const;
  bool IsInFiles(EffectKind kind) const;
  // What is not for a case system that pulls.
  Status MayBePulled(const CallContext& context, std::optional<EffectState> state) const;

  Store& store_;
  const Clock& clock_;
  const EffectParts parts_;
};

}  // namespace dm::effects
