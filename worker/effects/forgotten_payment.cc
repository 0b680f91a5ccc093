#include "worker/effects/forgotten_payment.h"

namespace dm::effects {
namespace {

// More applications of one household and month than any household has.
constexpr int kOthersMax = 50;

// What the store has made of the case's orders, and one more: the next that it would make.
StatusOr<ForgottenPayment> LookAt(Store& store, CaseSystem& receiver, const CaseRecord& other) {
  const int orders = static_cast<int>(other.decisions.size()) + 1;
  for (int number = 1; number <= orders; ++number) {
    const EffectId id = DeriveEffectId({.key = other.effect_key,
                                        .municipality = other.municipality,
                                        .application = other.application.id,
                                        .month = other.application.month},
                                       EffectKind::kPaymentOrder,
                                       number,
                                       "");
    const Status known = store.GetEffect(id).status();
    if (known.ok()) continue;  // its case has it in hand
    if (known.code() != StatusCode::kNotFound) return known;
    const StatusOr<std::optional<Delivery>> said = receiver.Find(id);
    if (DetailOf(said.status()).reason == kNoReceiver)
      return ForgottenPayment{.what = Elsewhere::kCannotBeAsked};
    DM_RETURN_IF_ERROR(said.status());
    if (!*said || (*said)->outcome == DeliveryOutcome::kRefused) continue;
    ForgottenPayment found{.what = Elsewhere::kPaid, .order = StoredEffect()};
    found.order->effect.id = id;
    found.order->effect.kind = EffectKind::kPaymentOrder;
    found.order->effect.case_id = other.id;
    return found;
  }
  return ForgottenPayment();
}

}  // namespace

StatusOr<ForgottenPayment> FindForgottenPayment(Store& store,
                                                CaseSystem* receiver,
                                                const CaseRecord& record) {
  CaseFilter filter;
  filter.household = record.application.household;
  filter.month = record.application.month;
  DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases,
                      store.ListCases(filter, {.limit = kOthersMax, .after = ""}));
  for (const CaseSummary& one : cases.items) {
    if (one.id == record.id) continue;
    if (receiver == nullptr) return ForgottenPayment{.what = Elsewhere::kCannotBeAsked};
    DM_ASSIGN_OR_RETURN(const CaseRecord other, store.GetCase(one.id));
    DM_ASSIGN_OR_RETURN(ForgottenPayment found, LookAt(store, *receiver, other));
    if (found.what != Elsewhere::kNothing) return found;
  }
  // Of the rest nothing is known.
  if (!cases.next.empty()) return ForgottenPayment{.what = Elsewhere::kCannotBeAsked};
  return ForgottenPayment();
}

}  // namespace dm::effects
