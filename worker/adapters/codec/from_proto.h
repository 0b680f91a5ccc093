// Messages of medarbetare.v1 as the worker's values. Every function reads what it can and leaves
// the first fault in the reader; look at reader.status() before using the value. A value read from
// a caller keeps every limit of limits.h.
#pragma once

#include <string_view>
#include <vector>

#include "medarbetare/v1/application.pb.h"
#include "medarbetare/v1/assessment.pb.h"
#include "medarbetare/v1/case_input.pb.h"
#include "medarbetare/v1/consultation.pb.h"
#include "medarbetare/v1/contact.pb.h"
#include "medarbetare/v1/decision.pb.h"
#include "medarbetare/v1/effect.pb.h"
#include "medarbetare/v1/escalation.pb.h"
#include "medarbetare/v1/evidence.pb.h"
#include "medarbetare/v1/frame.pb.h"
#include "medarbetare/v1/history.pb.h"
#include "medarbetare/v1/household.pb.h"
#include "medarbetare/v1/human_decision.pb.h"
#include "medarbetare/v1/reconciliation.pb.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/case/effect.h"
#include "worker/case/evidence.h"
#include "worker/case/frame.h"
#include "worker/case/history.h"
#include "worker/case/queue_item.h"
#include "worker/case/reconciliation.h"

namespace dm::codec {

namespace pb = medarbetare::v1;

// household.cc
Presence FromProto(FieldReader& reader, const pb::Presence& message);
Person FromProto(FieldReader& reader, const pb::Person& message);
Home FromProto(FieldReader& reader, const pb::Home& message);
Cost FromProto(FieldReader& reader, const pb::Cost& message);
DeclaredIncome FromProto(FieldReader& reader, const pb::DeclaredIncome& message);
Asset FromProto(FieldReader& reader, const pb::Asset& message);
// A cost type's `other_code`: required for OTHER_LIVING_COST.
std::string ReadOtherCode(FieldReader& reader, CostType type, const std::string& value);

// application.cc
Signature FromProto(FieldReader& reader, const pb::Signature& message);
Document FromProto(FieldReader& reader, const pb::Document& message);
StatedCircumstances FromProto(FieldReader& reader, const pb::StatedCircumstances& message);
PlanStatus FromProto(FieldReader& reader, const pb::PlanStatus& message);
Withdrawal FromProto(FieldReader& reader, const pb::Withdrawal& message);
YouthWork FromProto(FieldReader& reader, const pb::YouthWork& message);
Application FromProto(FieldReader& reader, const pb::Application& message);

// frame.cc. From a caller the output-only fields are not read.
Frame FromProto(FieldReader& reader, const pb::Frame& message);
// A frame of a file: with id, version and signature, as GetFrame answers it.
Frame SignedFrameFromProto(FieldReader& reader, const pb::Frame& message);

// contact.cc
Message FromProto(FieldReader& reader, const pb::CaseMessage& message);
RequestedItem FromProto(FieldReader& reader, const pb::RequestedItem& message);
CompletionRound FromProto(FieldReader& reader, const pb::CompletionRound& message);
WishForPerson FromProto(FieldReader& reader, const pb::WishForPerson& message);
DocumentFile FromProto(FieldReader& reader, const pb::DocumentFile& message);
DocumentNote FromProto(FieldReader& reader, const pb::DocumentNote& message);
Contact FromProto(FieldReader& reader, const pb::Contact& message);
LateDocument FromProto(FieldReader& reader, const pb::LateDocument& message);

// history.cc, evidence.cc
History FromProto(FieldReader& reader, const pb::History& message);
EvidenceSet FromProto(FieldReader& reader, const pb::EvidenceSet& message);

// assessment.cc, decision.cc, escalation.cc, effect.cc: what the worker stored.
SourceRef FromProto(FieldReader& reader, const pb::SourceRef& message);
MissingItem FromProto(FieldReader& reader, const pb::MissingItem& message);
CheckResult FromProto(FieldReader& reader, const pb::CheckResult& message);
Assessment FromProto(FieldReader& reader, const pb::Assessment& message);
Decision FromProto(FieldReader& reader, const pb::Decision& message);
RequestCompletion FromProto(FieldReader& reader, const pb::Completion& message);
Routing FromProto(FieldReader& reader, const pb::Routing& message);
RoutingStep FromProto(FieldReader& reader, const pb::RoutingStep& message);
Escalation FromProto(FieldReader& reader, const pb::Escalation& message);
Consultation FromProto(FieldReader& reader, const pb::Consultation& message);
LetterBlock FromProto(FieldReader& reader, const pb::LetterBlock& message);
Effect FromProto(FieldReader& reader, const pb::Effect& message);

// reconciliation.cc
CaseMonthPayments FromProto(FieldReader& reader, const pb::CaseMonthPayments& message);

// human_decision.cc. From a caller the output-only fields are not read.
DecisionBasis FromProto(FieldReader& reader, const pb::DecisionBasis& message);
WaitingDecision FromProto(FieldReader& reader, const pb::WaitingDecision& message);
CommunicatedFact FromProto(FieldReader& reader, const pb::CommunicatedFact& message);
CommunicationAnswer FromProto(FieldReader& reader, const pb::CommunicationAnswer& message);
Communication FromProto(FieldReader& reader, const pb::Communication& message);
ChildAnalysis FromProto(FieldReader& reader, const pb::ChildAnalysis& message);
AttestReturn FromProto(FieldReader& reader, const pb::AttestReturn& message);

// case_record.cc
CaseInput FromProto(FieldReader& reader, const pb::CaseInput& message);

// Each item of a repeated field, at most `max` from a caller, with its index in the path.
template <typename Repeated>
auto ReadList(FieldReader& reader, std::string_view field, const Repeated& items, int max) {
  using Value = decltype(FromProto(reader, items[0]));
  std::vector<Value> values;
  if (!reader.Count(field, items.size(), max)) return values;
  values.reserve(static_cast<std::size_t>(items.size()));
  for (int i = 0; i < items.size(); ++i) {
    const FieldReader::Scope scope = reader.In(field, i);
    values.push_back(FromProto(reader, items[i]));
  }
  return values;
}

// A message inside another; a missing one is read as an empty one.
template <typename Message>
auto ReadMessage(FieldReader& reader, std::string_view field, const Message& message) {
  const FieldReader::Scope scope = reader.In(field);
  return FromProto(reader, message);
}

}  // namespace dm::codec
