// The worker's values as messages of medarbetare.v1. Total: every value of worker/case has a
// message.
#pragma once

#include <optional>

#include <google/protobuf/timestamp.pb.h>

#include "medarbetare/v1/application.pb.h"
#include "medarbetare/v1/assessment.pb.h"
#include "medarbetare/v1/case.pb.h"
#include "medarbetare/v1/case_event.pb.h"
#include "medarbetare/v1/case_input.pb.h"
#include "medarbetare/v1/consultation.pb.h"
#include "medarbetare/v1/decision.pb.h"
#include "medarbetare/v1/effect.pb.h"
#include "medarbetare/v1/escalation.pb.h"
#include "medarbetare/v1/escalation_hint.pb.h"
#include "medarbetare/v1/evidence.pb.h"
#include "medarbetare/v1/frame.pb.h"
#include "medarbetare/v1/history.pb.h"
#include "medarbetare/v1/household.pb.h"
#include "medarbetare/v1/human_decision.pb.h"
#include "medarbetare/v1/load.pb.h"
#include "medarbetare/v1/money.pb.h"
#include "medarbetare/v1/operations.pb.h"
#include "medarbetare/v1/period.pb.h"
#include "medarbetare/v1/reconciliation.pb.h"
#include "medarbetare/v1/staff.pb.h"
#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/audit_record.h"
#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/case/effect.h"
#include "worker/case/evidence.h"
#include "worker/case/frame.h"
#include "worker/case/history.h"
#include "worker/case/queue_item.h"
#include "worker/case/reconciliation.h"
#include "worker/case/staff.h"
#include "worker/core/instant.h"
#include "worker/core/money.h"
#include "worker/core/rational.h"
#include "worker/ports/api.h"

namespace dm::codec {

namespace pb = medarbetare::v1;

// values.cc
google::protobuf::Timestamp ToProto(Instant value);
pb::Money ToProto(Money value);
pb::Rational ToProto(const Rational& value);
pb::Period ToProto(const Period& value);

// household.cc
pb::Presence ToProto(const Presence& value);
pb::Person ToProto(const Person& value);
pb::Home ToProto(const Home& value);
pb::Cost ToProto(const Cost& value);
pb::DeclaredIncome ToProto(const DeclaredIncome& value);
pb::Asset ToProto(const Asset& value);

// application.cc
pb::Signature ToProto(const Signature& value);
pb::Document ToProto(const Document& value);
pb::StatedCircumstances ToProto(const StatedCircumstances& value);
pb::PlanStatus ToProto(const PlanStatus& value);
pb::Withdrawal ToProto(const Withdrawal& value);

// contact.cc
pb::CaseMessage ToProto(const Message& value);
pb::RequestedItem ToProto(const RequestedItem& value);
pb::CompletionRound ToProto(const CompletionRound& value);
pb::WishForPerson ToProto(const WishForPerson& value);
pb::DocumentFile ToProto(const DocumentFile& value);
pb::DocumentNote ToProto(const DocumentNote& value);
pb::Contact ToProto(const Contact& value);
pb::LateDocument ToProto(const LateDocument& value);

pb::YouthWork ToProto(const YouthWork& value);
pb::Application ToProto(const Application& value);

// frame.cc
pb::FramePerson ToProto(const FramePerson& value);
pb::FrameHousing ToProto(const FrameHousing& value);
pb::Barrier ToProto(const Barrier& value);
pb::FrameIncome ToProto(const FrameIncome& value);
pb::FrameCost ToProto(const FrameCost& value);
pb::FramePlan ToProto(const FramePlan& value);
pb::ChildRecord ToProto(const ChildRecord& value);
pb::AcceptedAsset ToProto(const AcceptedAsset& value);
pb::NormAdjustment ToProto(const NormAdjustment& value);
pb::Frame ToProto(const Frame& value);

// history.cc
pb::CountedIncome ToProto(const CountedIncome& value);
pb::ApprovedCost ToProto(const ApprovedCost& value);
pb::HistoryMonth ToProto(const HistoryMonth& value);
pb::History ToProto(const History& value);

// evidence_payments.cc, evidence_persons.cc, evidence.cc
pb::Extent ToProto(const Extent& value);
pb::Deduction ToProto(const Deduction& value);
pb::PaymentRow ToProto(const PaymentRow& value);
pb::Payment ToProto(const Payment& value);
pb::CaseAmount ToProto(const CaseAmount& value);
pb::AppliedTime ToProto(const AppliedTime& value);
pb::ChildCounts ToProto(const ChildCounts& value);
pb::BenefitCase ToProto(const BenefitCase& value);
pb::JobSeeker ToProto(const JobSeeker& value);
pb::Suspension ToProto(const Suspension& value);
pb::FundAnswer ToProto(const FundAnswer& value);
pb::ProgrammeDays ToProto(const ProgrammeDays& value);
pb::ProgrammePlace ToProto(const ProgrammePlace& value);
pb::Vehicle ToProto(const Vehicle& value);
pb::Permit ToProto(const Permit& value);
pb::CapitalFigure ToProto(const CapitalFigure& value);
pb::RegisteredChild ToProto(const RegisteredChild& value);
pb::RegisteredPerson ToProto(const RegisteredPerson& value);
pb::GroupState ToProto(const GroupState& value);
pb::SchemaDeviation ToProto(const SchemaDeviation& value);
pb::SourceAnswer ToProto(const SourceAnswer& value);
pb::PersonEvidence ToProto(const PersonEvidence& value);
// With the registers' own bytes, for the store. Whoever answers a caller clears `raw`: see
// ClearRaw.
pb::EvidenceSet ToProto(const EvidenceSet& value);
void ClearRaw(pb::EvidenceSet& evidence);

// assessment.cc
pb::SourceRef ToProto(const SourceRef& value);
pb::CalculationRow ToProto(const CalculationRow& value);
pb::Finding ToProto(const Finding& value);
pb::GateResult ToProto(const GateResult& value);
pb::TriggerResult ToProto(const TriggerResult& value);
pb::TypfallMatch ToProto(const TypfallMatch& value);
pb::MissingItem ToProto(const MissingItem& value);
pb::CheckResult ToProto(const CheckResult& value);
pb::Assessment ToProto(const Assessment& value);

// decision.cc
pb::DecisionRow ToProto(const DecisionRow& value);
pb::Decision ToProto(const Decision& value);
pb::Completion ToProto(const RequestCompletion& value);

// human_decision.cc
pb::DecisionBasis ToProto(const DecisionBasis& value);
pb::AttestReturn ToProto(const AttestReturn& value);
pb::WaitingDecision ToProto(const WaitingDecision& value);
pb::CommunicatedFact ToProto(const CommunicatedFact& value);
pb::CommunicationAnswer ToProto(const CommunicationAnswer& value);
pb::Communication ToProto(const Communication& value);
pb::ChildAnalysis ToProto(const ChildAnalysis& value);

// escalation.cc
pb::Reason ToProto(const Reason& value);
pb::Routing ToProto(const Routing& value);
pb::RoutingStep ToProto(const RoutingStep& value);
pb::Escalation ToProto(const Escalation& value);
pb::Queue ToProto(const QueueInfo& value);

// queue_item.cc
pb::Consultation ToProto(const Consultation& value);
pb::EscalationHint ToProto(const EscalationHint& value);
pb::Load ToProto(const Load& value);

// staff.cc. Service and leave as they are on that day; without sign-in identities.
pb::StaffMember ToProto(const StaffMember& value, Date today);

// effect.cc
pb::PaymentOrder ToProto(const PaymentOrder& value);
pb::LetterBlock ToProto(const LetterBlock& value);
pb::Letter ToProto(const Letter& value);
pb::MeetingRequest ToProto(const MeetingRequest& value);
pb::Effect ToProto(const Effect& value);
pb::StoredEffect ToProto(const StoredEffect& value);

// case_record.cc. Without the registers' own bytes.
pb::Case ToProto(const CaseRecord& value);
pb::CaseSummary ToProto(const CaseSummary& value);
pb::CaseEvent ToProto(const AuditRecord& value);
pb::CaseInput ToProto(const CaseInput& value);

// operations.cc
pb::StateCount ToProto(const StateCount& value);
pb::TypfallStatus ToProto(const TypfallStatus& value);
pb::WorkerStatus ToProto(const WorkerStatus& value);
pb::SourceCondition ToProto(const SourceCondition& value);
pb::CertificateStatus ToProto(const CertificateStatus& value);
pb::QuestionPreview ToProto(const QuestionPreview& value);
pb::StuckCase ToProto(const StuckCase& value);

// reconciliation.cc
pb::CaseMonthPayments ToProto(const CaseMonthPayments& value);

pb::PolicyProblem ToProto(const PolicyProblem& value);
pb::PolicyVersion ToProto(const PolicyVersion& value);
pb::PolicyApproval ToProto(const PolicyApproval& value);
pb::PoliciesInForce ToProto(const PoliciesInForce& value);

}  // namespace dm::codec
