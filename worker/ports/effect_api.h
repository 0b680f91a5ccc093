// EffectApi: the outbox as the case system and people see it.
#pragma once

#include <optional>
#include <string>

#include "worker/case/effect.h"
#include "worker/case/reconciliation.h"
#include "worker/core/money.h"
#include "worker/ports/api.h"

namespace dm {

enum class AskReceiver { kNo, kYes };

enum class EffectResolution { kSendAgain, kDoneOtherwise };

struct ResolveEffectCall {
  EffectId id;
  EffectResolution resolution = EffectResolution::kSendAgain;
  std::string actor;
  std::string reference;  // required where done otherwise
};

// What the case system says of an effect that it has fetched.
struct Acknowledgement {
  EffectId id;
  bool accepted = true;
  std::string reference = {};   // the receiver's own; may be empty
  std::string error_code = {};  // of a refusal
  // Of a payment order: what the receiver has. Another amount than was ordered is a refusal.
  std::optional<Money> amount = std::nullopt;
};

class EffectApi {
 public:
  virtual ~EffectApi() = default;
  virtual StatusOr<Page<StoredEffect>> List(const CallContext& context,
                                            std::optional<EffectState> state,
                                            const std::optional<CaseId>& case_id,
                                            const PageRequest& page) = 0;
  // Delivered by pull, or refused with a code. A repeat is OK; the opposite of what was said before
  // is FailedPrecondition.
  virtual StatusOr<StoredEffect> Acknowledge(const CallContext& context,
                                             const Acknowledgement& said) = 0;
  // What a person has come to about an effect that was refused, or whose outcome stays unknown.
  virtual StatusOr<StoredEffect> Resolve(const CallContext& context,
                                         const ResolveEffectCall& call) = 0;
  // Of the month's decided cases; with `ask` the receiver is asked about each payment order.
  virtual StatusOr<Page<CaseMonthPayments>> Reconcile(const CallContext& context,
                                                      Month month,
                                                      AskReceiver ask,
                                                      const PageRequest& page) = 0;
};

}  // namespace dm
