#include "worker/effects/effect_service.h"

#include <algorithm>
#include <string_view>

#include "worker/case/number_in_id.h"
#include "worker/core/id.h"
#include "worker/effects/deliver.h"
#include "worker/effects/reference.h"
#include "worker/ports/repeat.h"

namespace dm::effects {
namespace {

constexpr char kAcknowledged[] = "effect_acknowledged";
constexpr std::size_t kErrorCodeLengthMax = 64;

AuditEvent AuditOf(const CallContext& context, const std::string& action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = context.caller;
  audit.action = action;
  audit.request_sha256 = context.content_sha256;
  return audit;
}

bool IsErrorCode(std::string_view code) {
  return !code.empty() && code.size() <= kErrorCodeLengthMax && !MayHoldNumber(code) &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

Status CheckAcknowledgement(const Acknowledgement& said) {
  if (!said.reference.empty() && !IsIdText(said.reference))
    return InvalidArgument(
        "reference: is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
        {"FIELD_INVALID", "reference", "send the receiver's own short reference"});
  if (said.accepted && !said.error_code.empty())
    return InvalidArgument("error_code: belongs to a refusal",
                           {"CONTRADICTION", "error_code", "leave it out or refuse the effect"});
  if (!said.accepted && !IsErrorCode(said.error_code))
    return InvalidArgument(
        "error_code: a refusal has a code of 1 to 64 characters from A-Z 0-9 _, fewer than ten of "
        "them digits",
        {"FIELD_INVALID", "error_code", "send why the effect was refused, such as PAYEE_UNKNOWN"});
  if (!said.accepted && said.amount)
    return InvalidArgument("amount: is of a payment order that was accepted",
                           {"CONTRADICTION", "amount", "leave it out or accept the effect"});
  return OkStatus();
}

Delivery DeliveryOf(const Acknowledgement& said) {
  Delivery delivery;
  delivery.outcome = said.accepted ? DeliveryOutcome::kOk : DeliveryOutcome::kRefused;
  delivery.reference = said.reference;
  delivery.error_code = said.error_code;
  delivery.amount = said.amount;
  return delivery;
}

bool IsSettled(EffectState state) {
  return state == EffectState::kDelivered || state == EffectState::kRefused;
}

}  // namespace

StatusOr<Page<StoredEffect>> EffectService::List(const CallContext& context,
                                                 std::optional<EffectState> state,
                                                 const std::optional<CaseId>& case_id,
                                                 const PageRequest& page) {
  DM_RETURN_IF_ERROR(MayBePulled(context, state));
  DM_ASSIGN_OR_RETURN(Page<StoredEffect> effects, store_.ListEffects(state, case_id, page));
  // Who pulls carries out what it is given: what files carry would be done twice.
  if (!context.operations)
    std::erase_if(effects.items, [this](const StoredEffect& one) {
      return one.state != EffectState::kDelivered && IsInFiles(one.effect.kind);
    });
  AuditEvent audit = AuditOf(context, "effects_read");
  if (case_id) audit.subject = case_id->value();
  audit.detail = "count=" + std::to_string(effects.items.size());
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, clock_.Now()));
  return effects;
}

bool EffectService::IsInFiles(EffectKind kind) const {
  if (!parts_.in_files) return false;
  const EffectKinds kinds = parts_.in_files();
  return std::ranges::find(kinds, kind) != kinds.end();
}

Status EffectService::MayBePulled(const CallContext& context,
                                  std::optional<EffectState> state) const {
  const bool looks_back = state == EffectState::kDelivered || state == EffectState::kRefused;
  if (context.operations || looks_back) return OkStatus();
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, store_.FindRestore());
  if (!restore) return OkStatus();
  return FailedPrecondition(
      "the store was restored from a backup, and it is not yet known what was sent after it",
      {"RESTORE_UNDER_WAY", "state", "wait until operations has ended the restore"});
}

StatusOr<StoredEffect> EffectService::Acknowledge(const CallContext& context,
                                                  const Acknowledgement& said) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kAcknowledged));
  DM_RETURN_IF_ERROR(CheckAcknowledgement(said));
  DM_ASSIGN_OR_RETURN(const StoredEffect effect, store_.GetEffect(said.id));
  if (said.amount && !effect.effect.payment_order)
    return InvalidArgument("amount: is of a payment order",
                           {"CONTRADICTION", "amount", "leave it out for other effects"});
  DM_RETURN_IF_ERROR(CheckReference(store_, effect.effect.case_id, said.reference));
  const Delivery judged = JudgeReceived(effect.effect, DeliveryOf(said));
  const bool accepted = judged.outcome == DeliveryOutcome::kOk;
  const EffectState wanted = accepted ? EffectState::kDelivered : EffectState::kRefused;
  if (earlier || effect.state == wanted) return effect;
  if (IsInFiles(effect.effect.kind))
    return FailedPrecondition(
        "files carry effects of this kind",
        {"EFFECT_IN_FILES", "effect_id", "reply to the file; a person resolves the effect"});
  if (IsSettled(effect.state))
    return FailedPrecondition(
        "the effect was settled the other way before",
        {"EFFECT_SETTLED", "accepted", "have a person compare the two systems"});
  const Instant now = clock_.Now();
  AuditEvent audit = AuditOf(context, kAcknowledged);
  audit.subject = effect.effect.case_id.value();
  audit.detail = "effect=" + said.id.value() + " state=" + EffectStateCode(wanted);
  if (!judged.error_code.empty()) audit.detail += " code=" + judged.error_code;
  if (!accepted && parts_.hand_over) DM_RETURN_IF_ERROR(parts_.hand_over(effect, judged));
  DM_RETURN_IF_ERROR(store_.MarkEffect(
      said.id, wanted, judged.reference, judged.error_code, now, context.request_id, audit, now));
  return store_.GetEffect(said.id);
}

}  // namespace dm::effects
