#include <fmt/format.h>

#include "tests/integration/grpc/fakes.h"

namespace dm::grpc_adapter {

StoredEffect MakeEffect(const std::string& id) {
  StoredEffect stored;
  stored.effect.id = EffectId::FromTrusted(id);
  stored.effect.notice = Notice{.text = "Logga in"};
  return stored;
}

StatusOr<Page<StoredEffect>> FakeEffects::List(const CallContext& context,
                                               std::optional<EffectState> state,
                                               const std::optional<CaseId>& case_id,
                                               const PageRequest& page) {
  DM_RETURN_IF_ERROR(journal_.Note("ListEffects",
                                   context,
                                   fmt::format("{} {} limit={}",
                                               state.has_value() ? EffectStateCode(*state) : "-",
                                               case_id.has_value() ? case_id->value() : "-",
                                               page.limit)));
  return Page<StoredEffect>{.items = {MakeEffect("notice-1")}, .next = ""};
}

StatusOr<StoredEffect> FakeEffects::Acknowledge(const CallContext& context,
                                                const Acknowledgement& said) {
  DM_RETURN_IF_ERROR(journal_.Note("Acknowledge",
                                   context,
                                   fmt::format("{} {} {} {} {}",
                                               said.id.value(),
                                               said.accepted,
                                               said.reference,
                                               said.error_code,
                                               said.amount ? said.amount->ore() : 0)));
  return MakeEffect(said.id.value());
}

StatusOr<StoredEffect> FakeEffects::Resolve(const CallContext& context,
                                            const ResolveEffectCall& call) {
  DM_RETURN_IF_ERROR(journal_.Note("Resolve",
                                   context,
                                   fmt::format("{} {} {}",
                                               call.id.value(),
                                               call.resolution == EffectResolution::kSendAgain,
                                               call.actor)));
  return MakeEffect(call.id.value());
}

StatusOr<Page<CaseMonthPayments>> FakeEffects::Reconcile(const CallContext& context,
                                                         Month month,
                                                         AskReceiver ask,
                                                         const PageRequest& page) {
  DM_RETURN_IF_ERROR(journal_.Note(
      "Reconcile",
      context,
      fmt::format("{} {} {}", month.ToString(), ask == AskReceiver::kYes, page.limit)));
  return Page<CaseMonthPayments>{};
}

}  // namespace dm::grpc_adapter
