#include "worker/cli/kept.h"

#include <iostream>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/core/version.h"
#include "worker/policy/policy_loader.h"

namespace dm::cli {

namespace v1 = medarbetare::v1;

StatusOr<CaseRecord> OutcomeOf(const v1::Case& shown) {
  codec::FieldReader reader(codec::Origin::kStore);
  CaseRecord record;
  record.state = reader.Enum<CaseState>("state", shown.state());
  for (const v1::Decision& decision : shown.decisions())
    record.decisions.push_back(codec::FromProto(reader, decision));
  if (shown.has_completion()) record.completion = codec::FromProto(reader, shown.completion());
  if (shown.has_escalation()) record.escalation = codec::FromProto(reader, shown.escalation());
  DM_RETURN_IF_ERROR(reader.status());
  return record;
}

Kept::Kept(Session& session)
    : session_(session), cases_(v1::CaseService::NewStub(session.channel)) {}

StatusOr<KeptAssessment> Kept::Fetch(const std::string& case_id) {
  v1::GetReplayRequest request;
  request.set_case_id(case_id);
  v1::GetReplayResponse response;
  grpc::ClientContext context;
  session_.Prepare(context);
  const grpc::Status status = cases_->GetReplay(&context, request, &response);
  if (status.error_code() == grpc::StatusCode::FAILED_PRECONDITION ||
      status.error_code() == grpc::StatusCode::NOT_FOUND) {
    return FailedPrecondition(status.error_message());
  }
  if (!session_.Check(status)) return Status(StatusCode::kCancelled, "the call failed");
  KeptAssessment kept;
  kept.input = response.input();
  DM_ASSIGN_OR_RETURN(kept.assessment,
                      codec::DecodeAssessment(response.assessment().SerializeAsString()));
  codec::FieldReader reader(codec::Origin::kStore);
  for (const v1::Decision& decision : response.decisions())
    kept.decisions.push_back(codec::FromProto(reader, decision));
  if (response.has_escalation()) kept.escalation = codec::FromProto(reader, response.escalation());
  DM_RETURN_IF_ERROR(reader.status());
  return kept;
}

const PolicySet* Kept::SetOf(const Assessment& assessment) {
  const std::string& sha256 = assessment.policy_sha256;
  if (const auto found = sets_.find(sha256); found != sets_.end()) return found->second.get();
  v1::GetPolicySetRequest request;
  request.set_sha256(sha256);
  v1::GetPolicySetResponse response;
  grpc::ClientContext context;
  session_.Prepare(context);
  if (!session_.Check(cases_->GetPolicySet(&context, request, &response))) return nullptr;
  const PolicyLoad load = LoadPolicyContent(response.content());
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (load.set == nullptr) {
    session_.Fail(kExitRefused,
                  std::string("the kept policy set does not load in this program, version ") +
                      Version() + "; use version " + assessment.engine_version +
                      ", which assessed the case");
    return nullptr;
  }
  return (sets_[sha256] = load.set).get();
}

}  // namespace dm::cli
