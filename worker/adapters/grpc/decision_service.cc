#include "medarbetare/v1/decision_service.grpc.pb.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/read_decision.h"
#include "worker/adapters/grpc/services.h"
#include "worker/adapters/grpc/show.h"
#include "worker/ports/decision_api.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

constexpr int kFactsMax = 64;
constexpr int kVersionMax = 1'000'000;

// What AttestDecision and ReturnDecision share.
template <typename Request>
AttestRequest ReadAttest(FieldReader& reader, const Request& request) {
  AttestRequest attest;
  attest.escalation =
      reader.ReadId<EscalationId>("escalation_id", request.escalation_id(), Need::kRequired);
  attest.expected_version = ReadSeenVersion(reader, request.expected_version());
  attest.actor = reader.Code("actor", request.actor(), Need::kRequired);
  attest.mandate = reader.Line("mandate", request.mandate(), codec::kLineBytesMax, Need::kRequired);
  attest.content_sha256 = reader.Sha256("content_sha256", request.content_sha256());
  if (attest.content_sha256.empty())
    reader.Fail("content_sha256",
                "FIELD_REQUIRED",
                "is required",
                "Send the waiting decision's hash as it was seen.");
  return attest;
}

pb::DecisionNeed ToProto(const DecisionNeed& need) {
  pb::DecisionNeed message;
  message.set_code(need.code);
  message.set_field(need.field);
  message.set_text(need.text);
  message.set_remedy(need.remedy);
  if (need.date) message.set_date(need.date->ToString());
  return message;
}

void Fill(const DecisionPreview& preview, pb::PreviewDecisionResponse& response) {
  *response.mutable_decision() = codec::ToProto(preview.decision);
  *response.mutable_basis() = codec::ToProto(preview.basis);
  response.set_outcome_fits(preview.outcome_fits);
  if (preview.outcome_of_amounts)
    response.set_outcome_of_amounts(codec::EnumToProto(*preview.outcome_of_amounts));
  *response.mutable_month_total() = codec::ToProto(preview.month_total);
  response.set_attest_needed(preview.attest_needed);
  for (const DecisionNeed& need : preview.needs) *response.add_needs() = ToProto(need);
  for (const CommunicatedFact& fact : preview.unseen) *response.add_unseen() = codec::ToProto(fact);
  if (preview.letter) *response.mutable_letter() = codec::ToProto(*preview.letter);
  response.set_letter_html(preview.letter_html);
}

class DecisionService final : public pb::DecisionService::CallbackService {
 public:
  DecisionService(Dispatcher& dispatcher, DecisionApi& decisions)
      : dispatcher_(dispatcher), decisions_(decisions) {}

  grpc::ServerUnaryReactor* PreviewDecision(grpc::CallbackServerContext* context,
                                            const pb::PreviewDecisionRequest* request,
                                            pb::PreviewDecisionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* AttestDecision(grpc::CallbackServerContext* context,
                                           const pb::AttestDecisionRequest* request,
                                           pb::AttestDecisionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ReturnDecision(grpc::CallbackServerContext* context,
                                           const pb::ReturnDecisionRequest* request,
                                           pb::ReturnDecisionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* CommunicateCase(grpc::CallbackServerContext* context,
                                            const pb::CommunicateCaseRequest* request,
                                            pb::CommunicateCaseResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* NoteAnswer(grpc::CallbackServerContext* context,
                                       const pb::NoteAnswerRequest* request,
                                       pb::NoteAnswerResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* RecordChildAnalysis(
      grpc::CallbackServerContext* context,
      const pb::RecordChildAnalysisRequest* request,
      pb::RecordChildAnalysisResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* CorrectDecision(grpc::CallbackServerContext* context,
                                            const pb::CorrectDecisionRequest* request,
                                            pb::CorrectDecisionResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* GetLetter(grpc::CallbackServerContext* context,
                                      const pb::GetLetterRequest* request,
                                      pb::GetLetterResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

  grpc::ServerUnaryReactor* ListReasonCodes(grpc::CallbackServerContext* context,
                                            const pb::ListReasonCodesRequest* request,
                                            pb::ListReasonCodesResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) {
      return Answer(call, *request, *response);
    });
  }

 private:
  Status Answer(const CallContext& call,
                const pb::PreviewDecisionRequest& request,
                pb::PreviewDecisionResponse& response) {
    FieldReader reader(Origin::kCaller);
    HumanDecision decision;
    {
      const FieldReader::Scope scope = reader.In("decision");
      decision = ReadDecision(reader, request.decision());
    }
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const DecisionPreview preview, decisions_.Preview(call, decision));
    Fill(preview, response);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::AttestDecisionRequest& request,
                pb::AttestDecisionResponse& response) {
    FieldReader reader(Origin::kCaller);
    const AttestRequest attest = ReadAttest(reader, request);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, decisions_.Attest(call, attest));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::ReturnDecisionRequest& request,
                pb::ReturnDecisionResponse& response) {
    FieldReader reader(Origin::kCaller);
    AttestRequest attest = ReadAttest(reader, request);
    attest.reason = reader.Text("reason", request.reason(), codec::kReasonCharactersMax);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, decisions_.Return(call, attest));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::CommunicateCaseRequest& request,
                pb::CommunicateCaseResponse& response) {
    FieldReader reader(Origin::kCaller);
    CommunicateRequest asked;
    {
      const FieldReader::Scope scope = reader.In("intended");
      asked.intended = ReadDecision(reader, request.intended());
    }
    asked.facts = codec::ReadList(reader, "facts", request.facts(), kFactsMax);
    asked.answer_by = reader.OptionalDate("answer_by", request.answer_by());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, decisions_.Communicate(call, asked));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::NoteAnswerRequest& request,
                pb::NoteAnswerResponse& response) {
    FieldReader reader(Origin::kCaller);
    AnswerNote note;
    note.case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    note.number = reader.Int("number", request.number(), 1, kVersionMax);
    note.actor = reader.Code("actor", request.actor(), Need::kRequired);
    note.answer = codec::ReadMessage(reader, "answer", request.answer());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, decisions_.Note(call, note));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::RecordChildAnalysisRequest& request,
                pb::RecordChildAnalysisResponse& response) {
    FieldReader reader(Origin::kCaller);
    ChildAnalysisRequest asked;
    asked.escalation =
        reader.ReadId<EscalationId>("escalation_id", request.escalation_id(), Need::kRequired);
    asked.expected_version = ReadSeenVersion(reader, request.expected_version());
    asked.mandate =
        reader.Line("mandate", request.mandate(), codec::kLineBytesMax, Need::kRequired);
    asked.analysis = codec::ReadMessage(reader, "analysis", request.analysis());
    asked.analysis.reviewer = reader.Code("actor", request.actor(), Need::kRequired);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, decisions_.RecordChild(call, asked));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::CorrectDecisionRequest& request,
                pb::CorrectDecisionResponse& response) {
    FieldReader reader(Origin::kCaller);
    CorrectionRequest asked;
    asked.case_id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    asked.expected_version = ReadSeenVersion(reader, request.expected_version());
    asked.ground = reader.Code("ground", request.ground(), Need::kRequired);
    HumanDecision& decision = asked.decision;
    decision.handler = reader.Code("actor", request.actor(), Need::kRequired);
    decision.mandate =
        reader.Line("mandate", request.mandate(), codec::kLineBytesMax, Need::kRequired);
    decision.outcome = reader.Enum<Outcome>("outcome", request.outcome());
    decision.edited_rows = ReadRows(reader, request.edited_rows());
    decision.motivation =
        reader.Text("motivation", request.motivation(), codec::kFreeTextCharactersMax);
    decision.communication_exception =
        reader.Code("communication_exception", request.communication_exception(), Need::kOptional);
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(const CaseRecord record, decisions_.Correct(call, asked));
    *response.mutable_case_() = ShowCase(record);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::GetLetterRequest& request,
                pb::GetLetterResponse& response) {
    FieldReader reader(Origin::kCaller);
    const auto id = reader.ReadId<CaseId>("case_id", request.case_id(), Need::kRequired);
    const int version = reader.Int("decision_version", request.decision_version(), 0, kVersionMax);
    const auto form = reader.Enum<LetterForm>("form", request.form());
    DM_RETURN_IF_ERROR(reader.status());
    DM_ASSIGN_OR_RETURN(LetterFile file, decisions_.GetLetter(call, id, version, form));
    response.set_content(std::move(file.content));
    response.set_media_type(file.media_type);
    response.set_title(file.title);
    return OkStatus();
  }

  Status Answer(const CallContext& call,
                const pb::ListReasonCodesRequest& /*request*/,
                pb::ListReasonCodesResponse& response) {
    DM_ASSIGN_OR_RETURN(const std::vector<ReasonCodeInfo> reasons, decisions_.ReasonCodes(call));
    for (const ReasonCodeInfo& reason : reasons) {
      pb::ReasonCode& one = *response.add_reasons();
      one.set_code(reason.code);
      one.set_text(reason.text);
      one.set_use(reason.use);
    }
    return OkStatus();
  }

  Dispatcher& dispatcher_;
  DecisionApi& decisions_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDecisionService(Dispatcher& dispatcher, DecisionApi& decisions) {
  return std::make_unique<DecisionService>(dispatcher, decisions);
}

}  // namespace dm::grpc_adapter
