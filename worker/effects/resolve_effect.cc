// What a person has come to about an effect that the receiver refused, or whose outcome stays
// unknown.
#include <string>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/core/id.h"
#include "worker/effects/effect_service.h"
#include "worker/effects/reference.h"
#include "worker/ports/case_access.h"
#include "worker/ports/repeat.h"

namespace dm::effects {
namespace {

Status CheckCall(const ResolveEffectCall& call) {
  if (!IsIdText(call.actor))
    return InvalidArgument("actor: is 1 to 64 characters from A-Z a-z 0-9 . _ : -",
                           {"FIELD_INVALID", "actor", "send the user id of who has looked"});
  const bool done = call.resolution == EffectResolution::kDoneOtherwise;
  if (done && call.reference.empty())
    return InvalidArgument(
        "reference: is required for what was done otherwise",
        {"FIELD_REQUIRED", "reference", "send where it was seen to: the receiver's reference"});
  if (!call.reference.empty() && (!done || !IsIdText(call.reference)))
    return InvalidArgument(
        "reference: is 1 to 64 characters from A-Z a-z 0-9 . _ : - and goes with DONE_OTHERWISE",
        {"FIELD_INVALID", "reference", "send the receiver's own short reference"});
  return OkStatus();
}

Status MayBeResolved(const StoredEffect& effect) {
  if (effect.state == EffectState::kDelivered)
    return FailedPrecondition("the receiver has the effect",
                              {"EFFECT_SETTLED", "effect_id", "nothing is left to do for it"});
  if (effect.state != EffectState::kPending || effect.attempts > 0) return OkStatus();
  return FailedPrecondition(
      "the effect has not been tried yet",
      {"EFFECT_UNDER_WAY", "effect_id", "wait until the receiver has answered"});
}

// An order is of what its decision granted; one that grants less may have come since.
Status CheckStillOwed(Store& store, const Effect& effect) {
  if (effect.kind != EffectKind::kPaymentOrder) return OkStatus();
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store.GetCase(effect.case_id));
  const Decision& last = record.decisions.back();
  if (last.version <= effect.decision_version ||
      last.granted >= OrderedBefore(record, last.version))
    return OkStatus();
  return FailedPrecondition(
      "a later decision grants less than what was ordered",
      {"EFFECT_OUTDATED",
       "effect_id",
       "have what the later decision grants paid otherwise, and say DONE_OTHERWISE"});
}

Status NoSuchEffect() {
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such effect",
                    {"EFFECT_NOT_FOUND", "effect_id", "check the id with ListEffects"});
}

// How it stands, and nothing of what it holds.
StoredEffect WithoutContent(StoredEffect stored) {
  Effect& effect = stored.effect;
  effect.decision.reset();
  effect.letter.reset();
  effect.payment_order.reset();
  effect.meeting_request.reset();
  effect.completion_request.reset();
  effect.notice.reset();
  effect.journal_note.reset();
  return stored;
}

}  // namespace

// Operations mend deliveries and need see no case; a caseworker sees the case or no effect of it.
Status EffectService::MayResolve(const CallContext& context,
                                 const ResolveEffectCall& call,
                                 const StoredEffect& effect) const {
  const CaseId& id = effect.effect.case_id;
  if (!context.operations) {
    const Status visible = FindVisibleCase(store_, context, id).status();
    if (visible.code() == StatusCode::kNotFound) return NoSuchEffect();
    DM_RETURN_IF_ERROR(visible);
    if (parts_.staff)
      DM_RETURN_IF_ERROR(
          CheckInService(*parts_.staff(), call.actor, SwedishDate(clock_.Now()), "actor"));
  }
  DM_ASSIGN_OR_RETURN(const bool person, HoldsNumberOfCase(store_, id, call.actor));
  if (person)
    return InvalidArgument("actor: holds the personal number of somebody in the case",
                           {"FIELD_INVALID", "actor", "send the user id of who has looked"});
  return CheckReference(store_, id, call.reference);
}

StatusOr<StoredEffect> EffectService::Resolve(const CallContext& context,
                                              const ResolveEffectCall& call) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kEffectResolved));
  DM_RETURN_IF_ERROR(CheckCall(call));
  const StatusOr<StoredEffect> found = store_.GetEffect(call.id);
  if (found.status().code() == StatusCode::kNotFound) return NoSuchEffect();
  DM_ASSIGN_OR_RETURN(const StoredEffect effect, found);
  DM_RETURN_IF_ERROR(MayResolve(context, call, effect));
  if (earlier) return WithoutContent(effect);
  DM_RETURN_IF_ERROR(MayBeResolved(effect));
  const bool again = call.resolution == EffectResolution::kSendAgain;
  if (again) DM_RETURN_IF_ERROR(CheckStillOwed(store_, effect.effect));
  // What was refused was not done: it is pending. What is not known stays so, and is asked for.
  const EffectState tried =
      effect.state == EffectState::kSent ? EffectState::kSent : EffectState::kPending;
  const Instant now = clock_.Now();
  const AuditEvent audit{
      .actor_kind = ActorKind::kPerson,
      .actor = call.actor,
      .mandate = "",
      .action = kEffectResolved,
      .subject = effect.effect.case_id.value(),
      .detail = "effect=" + call.id.value() +
                (again ? " resolution=SEND_AGAIN" : " resolution=DONE_OTHERWISE") +
                " caller=" + context.caller,
      .request_sha256 = context.content_sha256};
  const Status marked = store_.MarkEffect(call.id,
                                          again ? tried : EffectState::kDelivered,
                                          again ? effect.receiver_reference : call.reference,
                                          again ? effect.last_error : "",
                                          now,
                                          context.request_id,
                                          audit,
                                          now);
  DM_RETURN_IF_ERROR(OrRepeated(store_, context, kEffectResolved, marked));
  if (parts_.wake) parts_.wake();
  DM_ASSIGN_OR_RETURN(StoredEffect resolved, store_.GetEffect(call.id));
  return WithoutContent(std::move(resolved));
}

}  // namespace dm::effects
