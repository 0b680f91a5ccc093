// The enumerations of worker/case and of the contract, value by value. A test walks both sides.
#pragma once

#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include "medarbetare/v1/application.pb.h"
#include "medarbetare/v1/assessment.pb.h"
#include "medarbetare/v1/case.pb.h"
#include "medarbetare/v1/contact.pb.h"
#include "medarbetare/v1/decision.pb.h"
#include "medarbetare/v1/escalation.pb.h"
#include "medarbetare/v1/evidence.pb.h"
#include "medarbetare/v1/frame.pb.h"
#include "medarbetare/v1/history.pb.h"
#include "medarbetare/v1/household.pb.h"
#include "medarbetare/v1/operations.pb.h"
#include "worker/adapters/codec/enums_decision.h"
#include "worker/adapters/codec/enums_effect.h"
#include "worker/adapters/codec/enums_quality.h"
#include "worker/adapters/codec/enums_queue.h"
#include "worker/adapters/codec/enums_report.h"
#include "worker/case/application.h"
#include "worker/case/case_record.h"
#include "worker/ports/api.h"
#include "worker/ports/evidence_source.h"

namespace dm::codec {

namespace pb = medarbetare::v1;

inline constexpr EnumPairs<Answer, pb::Answer, 3> kAnswerPairs = {{
    {Answer::kUnknown, pb::ANSWER_UNSPECIFIED},
    {Answer::kYes, pb::ANSWER_YES},
    {Answer::kNo, pb::ANSWER_NO},
}};

constexpr const auto& PairsOf(Answer /*tag*/) {
  return kAnswerPairs;
}

inline constexpr EnumPairs<PersonRole, pb::PersonRole, 5> kPersonRolePairs = {{
    {PersonRole::kApplicant, pb::PERSON_ROLE_APPLICANT},
    {PersonRole::kCoApplicant, pb::PERSON_ROLE_CO_APPLICANT},
    {PersonRole::kChild, pb::PERSON_ROLE_CHILD},
    {PersonRole::kSchoolYouth, pb::PERSON_ROLE_SCHOOL_YOUTH},
    {PersonRole::kOtherAdult, pb::PERSON_ROLE_OTHER_ADULT},
}};

constexpr const auto& PairsOf(PersonRole /*tag*/) {
  return kPersonRolePairs;
}

inline constexpr EnumPairs<NormAdjustmentKind, pb::NormAdjustmentKind, 2> kNormAdjustmentKindPairs =
    {{
        {NormAdjustmentKind::kHigher, pb::NORM_ADJUSTMENT_KIND_HIGHER},
        {NormAdjustmentKind::kLower, pb::NORM_ADJUSTMENT_KIND_LOWER},
    }};

constexpr const auto& PairsOf(NormAdjustmentKind /*tag*/) {
  return kNormAdjustmentKindPairs;
}

inline constexpr EnumPairs<PresenceKind, pb::PresenceKind, 4> kPresenceKindPairs = {{
    {PresenceKind::kPermanent, pb::PRESENCE_KIND_PERMANENT},
    {PresenceKind::kVaxelvis, pb::PRESENCE_KIND_VAXELVIS},
    {PresenceKind::kUmgange, pb::PRESENCE_KIND_UMGANGE},
    {PresenceKind::kAbsent, pb::PRESENCE_KIND_ABSENT},
}};

constexpr const auto& PairsOf(PresenceKind /*tag*/) {
  return kPresenceKindPairs;
}

inline constexpr EnumPairs<Tenure, pb::Tenure, 9> kTenurePairs = {{
    {Tenure::kUnknown, pb::TENURE_UNSPECIFIED},
    {Tenure::kHyresratt, pb::TENURE_HYRESRATT},
    {Tenure::kBostadsratt, pb::TENURE_BOSTADSRATT},
    {Tenure::kAndrahand, pb::TENURE_ANDRAHAND},
    {Tenure::kInneboende, pb::TENURE_INNEBOENDE},
    {Tenure::kEgetHus, pb::TENURE_EGET_HUS},
    {Tenure::kTemporary, pb::TENURE_TEMPORARY},
    {Tenure::kHomeless, pb::TENURE_HOMELESS},
    {Tenure::kOther, pb::TENURE_OTHER},
}};

constexpr const auto& PairsOf(Tenure /*tag*/) {
  return kTenurePairs;
}

inline constexpr EnumPairs<CostType, pb::CostType, 7> kCostTypePairs = {{
    {CostType::kBoende, pb::COST_TYPE_BOENDE},
    {CostType::kHushallsel, pb::COST_TYPE_HUSHALLSEL},
    {CostType::kHemforsakring, pb::COST_TYPE_HEMFORSAKRING},
    {CostType::kArbetsresor, pb::COST_TYPE_ARBETSRESOR},
    {CostType::kFackforening, pb::COST_TYPE_FACKFORENING},
    {CostType::kArbetsloshetskassa, pb::COST_TYPE_ARBETSLOSHETSKASSA},
    {CostType::kOtherLivingCost, pb::COST_TYPE_OTHER_LIVING_COST},
}};

constexpr const auto& PairsOf(CostType /*tag*/) {
  return kCostTypePairs;
}

inline constexpr EnumPairs<AssetType, pb::AssetType, 5> kAssetTypePairs = {{
    {AssetType::kBank, pb::ASSET_TYPE_BANK},
    {AssetType::kSecurities, pb::ASSET_TYPE_SECURITIES},
    {AssetType::kVehicle, pb::ASSET_TYPE_VEHICLE},
    {AssetType::kProperty, pb::ASSET_TYPE_PROPERTY},
    {AssetType::kOther, pb::ASSET_TYPE_OTHER},
}};

constexpr const auto& PairsOf(AssetType /*tag*/) {
  return kAssetTypePairs;
}

inline constexpr EnumPairs<Channel, pb::Channel, 4> kChannelPairs = {{
    {Channel::kUnspecified, pb::CHANNEL_UNSPECIFIED},
    {Channel::kEApplication, pb::CHANNEL_E_APPLICATION},
    {Channel::kPaper, pb::CHANNEL_PAPER},
    {Channel::kOral, pb::CHANNEL_ORAL},
}};

constexpr const auto& PairsOf(Channel /*tag*/) {
  return kChannelPairs;
}

inline constexpr EnumPairs<ApplicationKind, pb::ApplicationKind, 3> kApplicationKindPairs = {{
    {ApplicationKind::kUnspecified, pb::APPLICATION_KIND_UNSPECIFIED},
    {ApplicationKind::kFirst, pb::APPLICATION_KIND_FIRST},
    {ApplicationKind::kReapplication, pb::APPLICATION_KIND_REAPPLICATION},
}};

constexpr const auto& PairsOf(ApplicationKind /*tag*/) {
  return kApplicationKindPairs;
}

inline constexpr EnumPairs<AssuranceLevel, pb::AssuranceLevel, 4> kAssuranceLevelPairs = {{
    {AssuranceLevel::kNone, pb::ASSURANCE_LEVEL_NONE},
    {AssuranceLevel::kLow, pb::ASSURANCE_LEVEL_LOW},
    {AssuranceLevel::kSubstantial, pb::ASSURANCE_LEVEL_SUBSTANTIAL},
    {AssuranceLevel::kHigh, pb::ASSURANCE_LEVEL_HIGH},
}};

constexpr const auto& PairsOf(AssuranceLevel /*tag*/) {
  return kAssuranceLevelPairs;
}

inline constexpr EnumPairs<Outcome, pb::Outcome, 6> kOutcomePairs = {{
    {Outcome::kNone, pb::OUTCOME_UNSPECIFIED},
    {Outcome::kBifall, pb::OUTCOME_BIFALL},
    {Outcome::kDelavslag, pb::OUTCOME_DELAVSLAG},
    {Outcome::kAvslag, pb::OUTCOME_AVSLAG},
    {Outcome::kAvvisning, pb::OUTCOME_AVVISNING},
    {Outcome::kAvskrivning, pb::OUTCOME_AVSKRIVNING},
}};

constexpr const auto& PairsOf(Outcome /*tag*/) {
  return kOutcomePairs;
}

inline constexpr EnumPairs<ActorKind, pb::ActorKind, 2> kActorKindPairs = {{
    {ActorKind::kPerson, pb::ACTOR_KIND_PERSON},
    {ActorKind::kWorker, pb::ACTOR_KIND_WORKER},
}};

constexpr const auto& PairsOf(ActorKind /*tag*/) {
  return kActorKindPairs;
}

inline constexpr EnumPairs<Source, pb::Source, 9> kSourcePairs = {{
    {Source::kAf, pb::SOURCE_AF},
    {Source::kCsn, pb::SOURCE_CSN},
    {Source::kFk, pb::SOURCE_FK},
    {Source::kPm, pb::SOURCE_PM},
    {Source::kSkv, pb::SOURCE_SKV},
    {Source::kSo, pb::SOURCE_SO},
    {Source::kTns, pb::SOURCE_TNS},
    {Source::kMiv, pb::SOURCE_MIV},
    {Source::kFolk, pb::SOURCE_FOLK},
}};

constexpr const auto& PairsOf(Source /*tag*/) {
  return kSourcePairs;
}

inline constexpr EnumPairs<AnswerState, pb::AnswerState, 10> kAnswerStatePairs = {{
    {AnswerState::kNotAsked, pb::ANSWER_STATE_NOT_ASKED},
    {AnswerState::kData, pb::ANSWER_STATE_DATA},
    {AnswerState::kConfirmedEmpty, pb::ANSWER_STATE_CONFIRMED_EMPTY},
    {AnswerState::kNotGranted, pb::ANSWER_STATE_NOT_GRANTED},
    {AnswerState::kSupplierDown, pb::ANSWER_STATE_SUPPLIER_DOWN},
    {AnswerState::kDeviation, pb::ANSWER_STATE_DEVIATION},
    {AnswerState::kError, pb::ANSWER_STATE_ERROR},
    {AnswerState::kTimeout, pb::ANSWER_STATE_TIMEOUT},
    {AnswerState::kStale, pb::ANSWER_STATE_STALE},
    {AnswerState::kSchemaMismatch, pb::ANSWER_STATE_SCHEMA_MISMATCH},
}};

constexpr const auto& PairsOf(AnswerState /*tag*/) {
  return kAnswerStatePairs;
}

inline constexpr EnumPairs<PaymentStatus, pb::PaymentStatus, 3> kPaymentStatusPairs = {{
    {PaymentStatus::kExecuted, pb::PAYMENT_STATUS_EXECUTED},
    {PaymentStatus::kPreliminary, pb::PAYMENT_STATUS_PRELIMINARY},
    {PaymentStatus::kPlanned, pb::PAYMENT_STATUS_PLANNED},
}};

constexpr const auto& PairsOf(PaymentStatus /*tag*/) {
  return kPaymentStatusPairs;
}

inline constexpr EnumPairs<PaymentKind, pb::PaymentKind, 5> kPaymentKindPairs = {{
    {PaymentKind::kLocal, pb::PAYMENT_KIND_LOCAL},
    {PaymentKind::kMonthly, pb::PAYMENT_KIND_MONTHLY},
    {PaymentKind::kDaily, pb::PAYMENT_KIND_DAILY},
    {PaymentKind::kRetroactive, pb::PAYMENT_KIND_RETROACTIVE},
    {PaymentKind::kPresumptive, pb::PAYMENT_KIND_PRESUMPTIVE},
}};

constexpr const auto& PairsOf(PaymentKind /*tag*/) {
  return kPaymentKindPairs;
}

inline constexpr EnumPairs<AmountKind, pb::AmountKind, 4> kAmountKindPairs = {{
    {AmountKind::kBenefit, pb::AMOUNT_KIND_BENEFIT},
    {AmountKind::kGrant, pb::AMOUNT_KIND_GRANT},
    {AmountKind::kLoan, pb::AMOUNT_KIND_LOAN},
    {AmountKind::kUnlisted, pb::AMOUNT_KIND_UNLISTED},
}};

constexpr const auto& PairsOf(AmountKind /*tag*/) {
  return kAmountKindPairs;
}

inline constexpr EnumPairs<CaseOutcome, pb::CaseOutcome, 2> kCaseOutcomePairs = {{
    {CaseOutcome::kGranted, pb::CASE_OUTCOME_GRANTED},
    {CaseOutcome::kRefused, pb::CASE_OUTCOME_REFUSED},
}};

constexpr const auto& PairsOf(CaseOutcome /*tag*/) {
  return kCaseOutcomePairs;
}

inline constexpr EnumPairs<CheckState, pb::CheckState, 4> kCheckStatePairs = {{
    {CheckState::kDone, pb::CHECK_STATE_DONE},
    {CheckState::kNotApplicable, pb::CHECK_STATE_NOT_APPLICABLE},
    {CheckState::kSkipped, pb::CHECK_STATE_SKIPPED},
    {CheckState::kMissing, pb::CHECK_STATE_MISSING},
}};

constexpr const auto& PairsOf(CheckState /*tag*/) {
  return kCheckStatePairs;
}

inline constexpr EnumPairs<Verdict, pb::Verdict, 3> kVerdictPairs = {{
    {Verdict::kPass, pb::VERDICT_PASS},
    {Verdict::kFail, pb::VERDICT_FAIL},
    {Verdict::kUnknown, pb::VERDICT_UNKNOWN},
}};

constexpr const auto& PairsOf(Verdict /*tag*/) {
  return kVerdictPairs;
}

inline constexpr EnumPairs<RowKind, pb::RowKind, 6> kRowKindPairs = {{
    {RowKind::kNormPersonal, pb::ROW_KIND_NORM_PERSONAL},
    {RowKind::kNormCommon, pb::ROW_KIND_NORM_COMMON},
    {RowKind::kCost, pb::ROW_KIND_COST},
    {RowKind::kExtraCost, pb::ROW_KIND_EXTRA_COST},
    {RowKind::kIncome, pb::ROW_KIND_INCOME},
    {RowKind::kAsset, pb::ROW_KIND_ASSET},
}};

constexpr const auto& PairsOf(RowKind /*tag*/) {
  return kRowKindPairs;
}

inline constexpr EnumPairs<Mode, pb::Mode, 5> kModePairs = {{
    {Mode::kOff, pb::MODE_OFF},
    {Mode::kShadow, pb::MODE_SHADOW},
    {Mode::kPrepare, pb::MODE_PREPARE},
    {Mode::kPropose, pb::MODE_PROPOSE},
    {Mode::kDecide, pb::MODE_DECIDE},
}};

constexpr const auto& PairsOf(Mode /*tag*/) {
  return kModePairs;
}

inline constexpr EnumPairs<AccessClass, pb::AccessClass, 3> kAccessClassPairs = {{
    {AccessClass::kOpen, pb::ACCESS_CLASS_OPEN},
    {AccessClass::kRestricted, pb::ACCESS_CLASS_RESTRICTED},
    {AccessClass::kNamedPersons, pb::ACCESS_CLASS_NAMED_PERSONS},
}};

constexpr const auto& PairsOf(AccessClass /*tag*/) {
  return kAccessClassPairs;
}

inline constexpr EnumPairs<DecisionKind, pb::DecisionKind, 2> kDecisionKindPairs = {{
    {DecisionKind::kAutomatic, pb::DECISION_KIND_AUTOMATIC},
    {DecisionKind::kHuman, pb::DECISION_KIND_HUMAN},
}};

constexpr const auto& PairsOf(DecisionKind /*tag*/) {
  return kDecisionKindPairs;
}

inline constexpr EnumPairs<EscalationState, pb::EscalationState, 4> kEscalationStatePairs = {{
    {EscalationState::kOpen, pb::ESCALATION_STATE_OPEN},
    {EscalationState::kClaimed, pb::ESCALATION_STATE_CLAIMED},
    {EscalationState::kDecided, pb::ESCALATION_STATE_DECIDED},
    {EscalationState::kWithdrawn, pb::ESCALATION_STATE_WITHDRAWN},
}};

constexpr const auto& PairsOf(EscalationState /*tag*/) {
  return kEscalationStatePairs;
}

inline constexpr EnumPairs<MessageDirection, pb::MessageDirection, 2> kMessageDirectionPairs = {{
    {MessageDirection::kInbound, pb::MESSAGE_DIRECTION_INBOUND},
    {MessageDirection::kOutbound, pb::MESSAGE_DIRECTION_OUTBOUND},
}};

constexpr const auto& PairsOf(MessageDirection /*tag*/) {
  return kMessageDirectionPairs;
}

inline constexpr EnumPairs<CompletionState, pb::CompletionState, 4> kCompletionStatePairs = {{
    {CompletionState::kOpen, pb::COMPLETION_STATE_OPEN},
    {CompletionState::kAnswered, pb::COMPLETION_STATE_ANSWERED},
    {CompletionState::kLapsed, pb::COMPLETION_STATE_LAPSED},
    {CompletionState::kStopped, pb::COMPLETION_STATE_STOPPED},
}};

constexpr const auto& PairsOf(CompletionState /*tag*/) {
  return kCompletionStatePairs;
}

inline constexpr EnumPairs<CaseState, pb::CaseState, 11> kCaseStatePairs = {{
    {CaseState::kReceived, pb::CASE_STATE_RECEIVED},
    {CaseState::kRegistered, pb::CASE_STATE_REGISTERED},
    {CaseState::kWaitingSource, pb::CASE_STATE_WAITING_SOURCE},
    {CaseState::kFetched, pb::CASE_STATE_FETCHED},
    {CaseState::kEvaluated, pb::CASE_STATE_EVALUATED},
    {CaseState::kProposed, pb::CASE_STATE_PROPOSED},
    {CaseState::kEscalated, pb::CASE_STATE_ESCALATED},
    {CaseState::kAwaitingCompletion, pb::CASE_STATE_AWAITING_COMPLETION},
    {CaseState::kDecided, pb::CASE_STATE_DECIDED},
    {CaseState::kClosed, pb::CASE_STATE_CLOSED},
    {CaseState::kWrittenOff, pb::CASE_STATE_WRITTEN_OFF},
}};

constexpr const auto& PairsOf(CaseState /*tag*/) {
  return kCaseStatePairs;
}

inline constexpr EnumPairs<ReloadOutcome, pb::ReloadOutcome, 4> kReloadOutcomePairs = {{
    {ReloadOutcome::kTaken, pb::RELOAD_OUTCOME_TAKEN},
    {ReloadOutcome::kUnchanged, pb::RELOAD_OUTCOME_UNCHANGED},
    {ReloadOutcome::kRefused, pb::RELOAD_OUTCOME_REFUSED},
    {ReloadOutcome::kWouldBeTaken, pb::RELOAD_OUTCOME_WOULD_BE_TAKEN},
}};

constexpr const auto& PairsOf(ReloadOutcome /*tag*/) {
  return kReloadOutcomePairs;
}

inline constexpr EnumPairs<SourceGate, pb::SourceGate, 4> kSourceGatePairs = {{
    {SourceGate::kOpen, pb::SOURCE_GATE_OPEN},
    {SourceGate::kProbing, pb::SOURCE_GATE_PROBING},
    {SourceGate::kBroken, pb::SOURCE_GATE_BROKEN},
    {SourceGate::kClosed, pb::SOURCE_GATE_CLOSED},
}};

constexpr const auto& PairsOf(SourceGate /*tag*/) {
  return kSourceGatePairs;
}

template <typename E>
using ProtoOf = std::decay_t<decltype(PairsOf(E{})[0].second)>;

// Every value of the enumeration has a pair; one without is a broken program.
template <typename E>
ProtoOf<E> EnumToProto(E value) {
  for (const auto& [ours, theirs] : PairsOf(E{}))
    if (ours == value) return theirs;
  std::abort();
}

// Nothing when the contract's value has no counterpart: not stated where that is not allowed, or
// not known.
template <typename E>
std::optional<E> EnumFromProto(ProtoOf<E> value) {
  for (const auto& [ours, theirs] : PairsOf(E{}))
    if (theirs == value) return ours;
  return std::nullopt;
}

}  // namespace dm::codec
