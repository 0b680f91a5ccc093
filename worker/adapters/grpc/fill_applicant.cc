#include "worker/adapters/grpc/fill_applicant.h"

#include "worker/adapters/codec/to_proto.h"
#include "worker/core/check.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;

pb::ApplicantStage StageToProto(ApplicantStage stage) {
  switch (stage) {
    case ApplicantStage::kReceived:
      return pb::APPLICANT_STAGE_RECEIVED;
    case ApplicantStage::kChecking:
      return pb::APPLICANT_STAGE_CHECKING;
    case ApplicantStage::kNeedsInput:
      return pb::APPLICANT_STAGE_NEEDS_INPUT;
    case ApplicantStage::kWithHandler:
      return pb::APPLICANT_STAGE_WITH_HANDLER;
    case ApplicantStage::kDecided:
      return pb::APPLICANT_STAGE_DECIDED;
    case ApplicantStage::kPaid:
      return pb::APPLICANT_STAGE_PAID;
    case ApplicantStage::kClosed:
      return pb::APPLICANT_STAGE_CLOSED;
  }
  DM_CHECK(false && "stage outside its enum");
  return pb::APPLICANT_STAGE_UNSPECIFIED;
}

void FillLists(const ApplicantStatus& status, pb::ApplicantStatus& message) {
  for (const ApplicantItem& one : status.items) {
    pb::ApplicantStatus::Item& item = *message.add_items();
    item.set_text(one.text);
    item.set_why(one.why);
    item.set_how(one.how);
    item.set_answered(one.answered);
  }
  for (const ApplicantDocument& one : status.documents) {
    pb::ApplicantStatus::ReceivedDocument& document = *message.add_documents();
    document.set_kind(one.kind);
    document.set_received_on(one.received_on.ToString());
    document.set_readable(one.readable);
    document.set_joins_next_application(one.joins_next_month);
  }
  for (const ApplicantMessage& one : status.messages) {
    pb::ApplicantStatus::MessageText& text = *message.add_messages();
    text.set_id(one.id.value());
    text.set_from_household(one.from_household);
    text.set_text(one.text);
    *text.mutable_sent_at() = codec::ToProto(one.sent_at);
    text.set_read(one.read);
  }
}

void FillDecisions(const ApplicantStatus& status, pb::ApplicantStatus& message) {
  for (const ApplicantDecision& one : status.decisions) {
    pb::ApplicantStatus::DecisionText& decision = *message.add_decisions();
    decision.set_title(one.title);
    decision.set_decided_on(one.decided_on.ToString());
    decision.set_decided_by(one.decided_by);
    if (one.pay_date) decision.set_pay_date(one.pay_date->ToString());
    *decision.mutable_granted() = codec::ToProto(one.granted);
    decision.set_letter(one.letter);
  }
  for (const ApplicantSource& one : status.sources) {
    pb::ApplicantStatus::AskedSource& source = *message.add_sources();
    source.set_agency(one.agency);
    *source.mutable_asked_at() = codec::ToProto(one.asked_at);
    source.set_answer(one.answer);
    for (const std::string& detail : one.details) source.add_details(detail);
  }
}

}  // namespace

pb::ApplicantStatus FillApplicantStatus(const ApplicantStatus& status) {
  pb::ApplicantStatus message;
  message.set_application_id(status.application.value());
  message.set_case_id(status.case_id.value());
  message.set_month(status.month.ToString());
  message.set_stage(StageToProto(status.stage));
  message.set_title(status.title);
  message.set_message(status.message);
  *message.mutable_received_at() = codec::ToProto(status.received_at);
  *message.mutable_updated_at() = codec::ToProto(status.updated_at);
  if (status.last_day) message.set_last_day(status.last_day->ToString());
  FillLists(status, message);
  FillDecisions(status, message);
  message.set_explanation(status.explanation);
  for (const std::string& check : status.checks) message.add_checks(check);
  message.set_person(status.person);
  message.set_rights(status.rights);
  for (const std::string& line : status.waits_for) message.add_waits_for(line);
  message.set_html(status.html);
  return message;
}

void FillApplicantCase(const ApplicantCase& one,
                       pb::ListApplicantCasesResponse::ApplicantCase& message) {
  message.set_application_id(one.application.value());
  message.set_case_id(one.case_id.value());
  message.set_month(one.month.ToString());
  message.set_stage(StageToProto(one.stage));
  message.set_title(one.title);
  *message.mutable_received_at() = codec::ToProto(one.received_at);
}

}  // namespace dm::grpc_adapter
