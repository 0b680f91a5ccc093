// The enumerations of the queues and the staff, as enums.h has the others.
#pragma once

#include "medarbetare/v1/consultation.pb.h"
#include "medarbetare/v1/escalation_hint.pb.h"
#include "medarbetare/v1/staff.pb.h"
#include "worker/adapters/codec/enums_quality.h"  // EnumPairs
#include "worker/case/queue_item.h"
#include "worker/case/staff.h"

namespace dm::codec {

inline constexpr EnumPairs<ConsultationState, pb::ConsultationState, 3> kConsultationStatePairs = {{
    {ConsultationState::kOpen, pb::CONSULTATION_STATE_OPEN},
    {ConsultationState::kAnswered, pb::CONSULTATION_STATE_ANSWERED},
    {ConsultationState::kWithdrawn, pb::CONSULTATION_STATE_WITHDRAWN},
}};

constexpr const auto& PairsOf(ConsultationState /*tag*/) {
  return kConsultationStatePairs;
}

inline constexpr EnumPairs<HintKind, pb::EscalationHintKind, 5> kHintKindPairs = {{
    {HintKind::kBegun, pb::ESCALATION_HINT_KIND_BEGUN},
    {HintKind::kOpened, pb::ESCALATION_HINT_KIND_OPENED},
    {HintKind::kChanged, pb::ESCALATION_HINT_KIND_CHANGED},
    {HintKind::kEnded, pb::ESCALATION_HINT_KIND_ENDED},
    {HintKind::kConsulted, pb::ESCALATION_HINT_KIND_CONSULTED},
}};

constexpr const auto& PairsOf(HintKind /*tag*/) {
  return kHintKindPairs;
}

inline constexpr EnumPairs<StaffRole, pb::StaffRole, 8> kStaffRolePairs = {{
    {StaffRole::kEkonomihandlaggare, pb::STAFF_ROLE_EKONOMIHANDLAGGARE},
    {StaffRole::kSocialsekreterare, pb::STAFF_ROLE_SOCIALSEKRETERARE},
    {StaffRole::kSpecialist, pb::STAFF_ROLE_SPECIALIST},
    {StaffRole::kArbetsledare, pb::STAFF_ROLE_ARBETSLEDARE},
    {StaffRole::kKvalitetsgranskare, pb::STAFF_ROLE_KVALITETSGRANSKARE},
    {StaffRole::kRegelansvarig, pb::STAFF_ROLE_REGELANSVARIG},
    {StaffRole::kDrift, pb::STAFF_ROLE_DRIFT},
    {StaffRole::kRevisor, pb::STAFF_ROLE_REVISOR},
}};

constexpr const auto& PairsOf(StaffRole /*tag*/) {
  return kStaffRolePairs;
}

}  // namespace dm::codec
