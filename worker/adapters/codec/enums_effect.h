// The enumerations of the outbox, as enums.h has the others.
#pragma once

#include "medarbetare/v1/effect.pb.h"
#include "medarbetare/v1/effect_service.pb.h"
#include "medarbetare/v1/reconciliation.pb.h"
#include "worker/adapters/codec/enums_quality.h"  // EnumPairs
#include "worker/case/effect.h"
#include "worker/case/reconciliation.h"
#include "worker/ports/effect_api.h"

namespace dm::codec {

inline constexpr EnumPairs<EffectKind, pb::EffectKind, 7> kEffectKindPairs = {{
    {EffectKind::kDecision, pb::EFFECT_KIND_DECISION},
    {EffectKind::kLetter, pb::EFFECT_KIND_LETTER},
    {EffectKind::kPaymentOrder, pb::EFFECT_KIND_PAYMENT_ORDER},
    {EffectKind::kMeetingRequest, pb::EFFECT_KIND_MEETING_REQUEST},
    {EffectKind::kCompletionRequest, pb::EFFECT_KIND_COMPLETION_REQUEST},
    {EffectKind::kNotice, pb::EFFECT_KIND_NOTICE},
    {EffectKind::kJournalNote, pb::EFFECT_KIND_JOURNAL_NOTE},
}};

constexpr const auto& PairsOf(EffectKind /*tag*/) {
  return kEffectKindPairs;
}

inline constexpr EnumPairs<EffectState, pb::EffectState, 4> kEffectStatePairs = {{
    {EffectState::kPending, pb::EFFECT_STATE_PENDING},
    {EffectState::kSent, pb::EFFECT_STATE_SENT},
    {EffectState::kDelivered, pb::EFFECT_STATE_DELIVERED},
    {EffectState::kRefused, pb::EFFECT_STATE_REFUSED},
}};

constexpr const auto& PairsOf(EffectState /*tag*/) {
  return kEffectStatePairs;
}

inline constexpr EnumPairs<EffectResolution, pb::EffectResolution, 2> kEffectResolutionPairs = {{
    {EffectResolution::kSendAgain, pb::EFFECT_RESOLUTION_SEND_AGAIN},
    {EffectResolution::kDoneOtherwise, pb::EFFECT_RESOLUTION_DONE_OTHERWISE},
}};

constexpr const auto& PairsOf(EffectResolution /*tag*/) {
  return kEffectResolutionPairs;
}

inline constexpr EnumPairs<ReceiverSays, pb::ReceiverSays, 5> kReceiverSaysPairs = {{
    {ReceiverSays::kNotAsked, pb::RECEIVER_SAYS_NOT_ASKED},
    {ReceiverSays::kHasIt, pb::RECEIVER_SAYS_HAS_IT},
    {ReceiverSays::kRefused, pb::RECEIVER_SAYS_REFUSED},
    {ReceiverSays::kNeverSeen, pb::RECEIVER_SAYS_NEVER_SEEN},
    {ReceiverSays::kCannotSay, pb::RECEIVER_SAYS_CANNOT_SAY},
}};

constexpr const auto& PairsOf(ReceiverSays /*tag*/) {
  return kReceiverSaysPairs;
}

}  // namespace dm::codec
