#include "connectors/desk/who_acts.h"

#include <algorithm>
#include <array>

namespace dm::desk {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::array kActorNames = {"actor",
                                    "approver",
                                    "attester",
                                    "author",
                                    "handler",
                                    "registered_by",
                                    "requested_by",
                                    "reviewer",
                                    "sender",
                                    "signed_by"};

bool IsText(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field.is_repeated();
}

Status Set(Message& message,
           const FieldDescriptor& field,
           const std::string& path,
           const std::string& user_id) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const std::string written = reflection.GetString(message, &field);
  if (!written.empty() && written != user_id) {
    return MakeStatus(StatusCode::kPermissionDenied,
                      path + ": is not the signed-in person",
                      {.reason = "ACTOR_FORBIDDEN",
                       .field = path,
                       .remedy = "Leave the field empty: the gateway puts in who is signed in."});
  }
  reflection.SetString(&message, &field, user_id);
  return OkStatus();
}

// Follows `path` from `message`; a message on the way that is not there is left out, as nothing
// acts in it.
Status SetAt(Message& message,
             const std::string& path,
             std::size_t from,
             const std::string& user_id) {
  const std::size_t dot = path.find('.', from);
  const std::string name = path.substr(from, dot == std::string::npos ? dot : dot - from);
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr) {
    return MakeStatus(StatusCode::kInternal,
                      "a field of the gateway's list is not in the contract",
                      {.reason = "INTERNAL", .field = path, .remedy = "Tell operations."});
  }
  if (dot == std::string::npos) return Set(message, *field, path, user_id);
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (!reflection.HasField(message, field)) return OkStatus();
  return SetAt(*reflection.MutableMessage(&message, field), path, dot + 1, user_id);
}

}  // namespace

const std::map<std::string, PersonField, std::less<>>& PersonFields() {
  using enum PersonField;
  static const std::map<std::string, PersonField, std::less<>> kFields = {
      {"CheckFrameRequest.frame.child_records.reviewer", kSomeone},
      {"CheckFrameRequest.frame.signed_by", kActs},
      {"CommunicateCaseRequest.answer_by", kSomeone},  // a date
      {"CommunicateCaseRequest.intended.handler", kActs},
      {"ConsultSpecialistRequest.answer_by", kSomeone},  // a date
      {"ConsultSpecialistRequest.specialist", kSomeone},
      {"ListConsultationsRequest.asked_by", kSomeone},   // a filter
      {"ListEscalationsRequest.critical_by", kSomeone},  // a date
      {"ListEscalationsRequest.handler", kSomeone},      // whose items: a filter
      {"ListReviewsRequest.reviewer", kSomeone},         // a filter
      {"ReassignEscalationsRequest.to_handler", kSomeone},
      {"NoteAnswerRequest.answer.noted_by", kSomeone},  // output only: the worker puts in the actor
      // What is tried is stored nowhere: what it says of people is the case's own.
      {"PreviewAssessmentRequest.input.application.costs.confirmed_by", kSomeone},
      {"PreviewAssessmentRequest.input.application.incomes.read_by", kSomeone},
      {"PreviewAssessmentRequest.input.application.plans.certificate_read_by", kSomeone},
      {"PreviewAssessmentRequest.input.frame.child_records.reviewer", kSomeone},
      {"PreviewAssessmentRequest.input.frame.signed_by", kSomeone},
      // Whoever reviewed the child's record, before this frame was signed.
      {"PreviewDecisionRequest.decision.handler", kActs},
      {"RecordChildAnalysisRequest.analysis.reviewer", kSomeone},  // not read
      {"SignFrameRequest.frame.child_records.reviewer", kSomeone},
      {"SignFrameRequest.frame.signed_by", kActs},
  };
  return kFields;
}

bool IsActorName(const std::string& name) {
  return std::find(kActorNames.begin(), kActorNames.end(), name) != kActorNames.end();
}

Status SetWhoActs(Message& request, const std::string& user_id) {
  const Descriptor& type = *request.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsActorName(field.name()) || !IsText(field)) continue;
    if (PersonFields().contains(type.name() + "." + field.name())) continue;
    DM_RETURN_IF_ERROR(Set(request, field, field.name(), user_id));
  }
  const std::string prefix = type.name() + ".";
  for (auto one = PersonFields().lower_bound(prefix);
       one != PersonFields().end() && one->first.rfind(prefix, 0) == 0;
       ++one) {
    if (one->second == PersonField::kSomeone) continue;
    DM_RETURN_IF_ERROR(SetAt(request, one->first.substr(prefix.size()), 0, user_id));
  }
  return OkStatus();
}

void LimitToOpen(Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("include_restricted");
  if (field != nullptr) request.GetReflection()->ClearField(&request, field);
}

}  // namespace dm::desk
