// The commands of decisions by people: a decision in a file, tried or made; the second person's
// word; communication and its answer; children; corrections; the letter as a file.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <google/protobuf/util/json_util.h>

#include "medarbetare/v1/decision_service.grpc.pb.h"
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "worker/cli/commands.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string file;
  std::string id;
  std::string actor;
  std::string mandate;
  std::string content;
  std::string reason;
  std::string answer_by;
  std::string form = "text";
  std::string out;
  std::int64_t version = 0;
  int decision_version = 0;
  bool preview = false;
};

// A file with the JSON form of `message`. The library's own error could repeat a value.
template <typename Message>
bool ReadFile(Session& session, const std::string& path, Message& message) {
  std::ifstream file(path);
  if (!file) {
    session.Fail(kExitBadInput, path + " cannot be read");
    return false;
  }
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (google::protobuf::util::JsonStringToMessage(text, &message).ok()) return true;
  session.Fail(kExitBadInput,
               path + ": is no JSON of medarbetare.v1." + message.GetDescriptor()->name() +
                   "; see docs/integration/decisions.md");
  return false;
}

std::unique_ptr<v1::DecisionService::Stub> Stub(Session& session) {
  if (!session.Connect()) return nullptr;
  return v1::DecisionService::NewStub(session.channel);
}

void PrintCase(const Session& session, const v1::Case& one) {
  if (session.json) return session.PrintJson(one);
  std::cout << one.id() << " is " << v1::CaseState_Name(one.state()) << ", version "
            << one.version() << '\n';
  for (const v1::Decision& decision : one.decisions()) {
    std::cout << "  decision " << decision.version() << ": " << v1::Outcome_Name(decision.outcome())
              << " " << Amount(decision.granted()) << " by " << decision.decided_by();
    if (!decision.attested_by().empty()) std::cout << ", attested by " << decision.attested_by();
    std::cout << '\n';
  }
  if (one.escalation().has_waiting() && !one.escalation().waiting().has_returned() &&
      one.decisions().empty())
    std::cout << "  waits for attest: " << one.escalation().waiting().decision().content_sha256()
              << "\n  item version " << one.escalation().version() << '\n';
  for (const v1::Communication& told : one.communications())
    std::cout << "  communication " << told.number() << ": answer by " << told.answer_by() << ", "
              << told.answers_size() << " answers\n";
}

void PrintPreview(const Session& session, const v1::PreviewDecisionResponse& preview) {
  if (session.json) return session.PrintJson(preview);
  std::cout << v1::Outcome_Name(preview.decision().outcome()) << " "
            << Amount(preview.decision().granted()) << ", content "
            << preview.decision().content_sha256() << '\n';
  for (const v1::DecisionRow& row : preview.decision().rows()) {
    std::cout << "  " << row.label() << ": " << Amount(row.worker_amount());
    if (row.has_human_amount()) std::cout << " → " << Amount(row.human_amount());
    std::cout << '\n';
  }
  if (preview.attest_needed()) std::cout << "  another caseworker must approve it\n";
  for (const v1::CommunicatedFact& fact : preview.unseen())
    std::cout << "  not seen by the household: " << fact.text() << '\n';
  for (const v1::DecisionNeed& need : preview.needs())
    std::cout << "  " << need.code() << ": " << need.text() << " " << need.remedy() << '\n';
  if (preview.needs().empty()) std::cout << "  nothing stands against it\n";
}

void Decide(Session& session, const Options& options) {
  v1::DecideCaseRequest request;
  if (!ReadFile(session, options.file, request)) return;
  const auto stub = Stub(session);
  if (stub == nullptr) return;
  grpc::ClientContext context;
  session.Prepare(context);
  if (options.preview) {
    v1::PreviewDecisionRequest asked;
    *asked.mutable_decision() = request;
    v1::PreviewDecisionResponse preview;
    if (session.Check(stub->PreviewDecision(&context, asked, &preview)))
      PrintPreview(session, preview);
    return;
  }
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  v1::DecideCaseResponse response;
  const auto escalations = v1::EscalationService::NewStub(session.channel);
  if (session.Check(escalations->DecideCase(&context, request, &response)))
    PrintCase(session, response.case_());
}

template <typename Request>
Request AttestOf(const Options& options) {
  Request request;
  request.set_request_id(NewRequestId());
  request.set_escalation_id(options.id);
  request.set_expected_version(options.version);
  request.set_actor(options.actor);
  request.set_mandate(options.mandate);
  request.set_content_sha256(options.content);
  return request;
}

void Attest(Session& session, const Options& options) {
  const auto stub = Stub(session);
  if (stub == nullptr) return;
  grpc::ClientContext context;
  session.Prepare(context);
  if (options.reason.empty()) {
    v1::AttestDecisionResponse response;
    const auto request = AttestOf<v1::AttestDecisionRequest>(options);
    if (session.Check(stub->AttestDecision(&context, request, &response)))
      PrintCase(session, response.case_());
    return;
  }
  auto request = AttestOf<v1::ReturnDecisionRequest>(options);
  request.set_reason(options.reason);
  v1::ReturnDecisionResponse response;
  if (session.Check(stub->ReturnDecision(&context, request, &response)))
    PrintCase(session, response.case_());
}

// Sends what the file says through `call`, and shows what became of the case.
template <typename Request, typename Response>
void Send(Session& session,
          Request& request,
          grpc::Status (v1::DecisionService::Stub::*call)(grpc::ClientContext*,
                                                          const Request&,
                                                          Response*)) {
  if (request.request_id().empty()) request.set_request_id(NewRequestId());
  const auto stub = Stub(session);
  if (stub == nullptr) return;
  grpc::ClientContext context;
  session.Prepare(context);
  Response response;
  if (session.Check(((*stub).*call)(&context, request, &response)))
    PrintCase(session, response.case_());
}

void Communicate(Session& session, const Options& options) {
  v1::CommunicateCaseRequest request;
  if (!ReadFile(session, options.file, request)) return;
  if (!options.answer_by.empty()) request.set_answer_by(options.answer_by);
  Send<v1::CommunicateCaseRequest, v1::CommunicateCaseResponse>(
      session, request, &v1::DecisionService::Stub::CommunicateCase);
}

void NoteAnswer(Session& session, const Options& options) {
  v1::NoteAnswerRequest request;
  if (!ReadFile(session, options.file, request)) return;
  Send<v1::NoteAnswerRequest, v1::NoteAnswerResponse>(
      session, request, &v1::DecisionService::Stub::NoteAnswer);
}

void ChildAnalysis(Session& session, const Options& options) {
  v1::RecordChildAnalysisRequest request;
  if (!ReadFile(session, options.file, request)) return;
  Send<v1::RecordChildAnalysisRequest, v1::RecordChildAnalysisResponse>(
      session, request, &v1::DecisionService::Stub::RecordChildAnalysis);
}

void Correct(Session& session, const Options& options) {
  v1::CorrectDecisionRequest request;
  if (!ReadFile(session, options.file, request)) return;
  Send<v1::CorrectDecisionRequest, v1::CorrectDecisionResponse>(
      session, request, &v1::DecisionService::Stub::CorrectDecision);
}

void Reasons(Session& session, const Options& /*options*/) {
  const auto stub = Stub(session);
  if (stub == nullptr) return;
  grpc::ClientContext context;
  session.Prepare(context);
  v1::ListReasonCodesResponse response;
  if (!session.Check(stub->ListReasonCodes(&context, {}, &response))) return;
  if (session.json) return session.PrintJson(response);
  for (const v1::ReasonCode& one : response.reasons())
    std::cout << one.use() << "  " << one.code() << "  " << one.text() << '\n';
}

void LetterTo(Session& session, const Options& options) {
  v1::GetLetterRequest request;
  request.set_case_id(options.id);
  request.set_decision_version(options.decision_version);
  v1::LetterForm form = v1::LETTER_FORM_UNSPECIFIED;
  if (!v1::LetterForm_Parse("LETTER_FORM_" + Capitals(options.form), &form))
    return session.Fail(kExitBadInput, "--form is text, html or pdf");
  request.set_form(form);
  const auto stub = Stub(session);
  if (stub == nullptr) return;
  grpc::ClientContext context;
  session.Prepare(context);
  v1::GetLetterResponse response;
  if (!session.Check(stub->GetLetter(&context, request, &response))) return;
  if (options.out.empty()) {
    std::cout << response.content();
    return;
  }
  std::ofstream file(options.out, std::ios::binary);
  file << response.content();
  file.close();
  if (!file) return session.Fail(kExitBadInput, "--out: the file cannot be written");
  std::cout << options.out << ": " << response.content().size() << " bytes, "
            << response.media_type() << '\n';
}

}  // namespace

void AddDecisions(CLI::App& one, Session& session) {
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* help, void (*run)(Session&, const Options&)) {
    CLI::App* command = one.add_subcommand(name, help);
    session.AddOptions(*command);
    command->callback([&session, options, run] { run(session, *options); });
    return command;
  };
  CLI::App* decide = add("decide", "Decide as a file says (JSON of DecideCaseRequest)", Decide);
  decide->add_option("file", options->file, "file with the decision")->required();
  decide->add_flag("--preview", options->preview, "only say what it would be and what is missing");
  CLI::App* attest = add("attest", "Approve the decision that waits for a second person", Attest);
  attest->add_option("item", options->id, "item id")->required();
  attest->add_option("--actor", options->actor, "your user id")->required();
  attest->add_option("--mandate", options->mandate, "your delegation")->required();
  attest->add_option("--content", options->content, "the decision's content hash as seen")
      ->required();
  attest->add_option("--version", options->version, "the item's version as seen")->required();
  attest->add_option("--return", options->reason, "send it back instead, with this reason");
  CLI::App* tell = add("communicate",
                       "Tell the household what an intended decision rests on (JSON of "
                       "CommunicateCaseRequest)",
                       Communicate);
  tell->add_option("file", options->file, "file with the intended decision")->required();
  tell->add_option("--answer-by", options->answer_by, "last day to answer, YYYY-MM-DD");
  CLI::App* answer = add(
      "note-answer", "Note what the household answered (JSON of NoteAnswerRequest)", NoteAnswer);
  answer->add_option("file", options->file, "file with the answer")->required();
  CLI::App* child = add("child-analysis",
                        "Record how the decision affects a child (JSON of "
                        "RecordChildAnalysisRequest)",
                        ChildAnalysis);
  child->add_option("file", options->file, "file with the analysis")->required();
  CLI::App* correct = add(
      "correct", "Replace a decision by a new version (JSON of CorrectDecisionRequest)", Correct);
  correct->add_option("file", options->file, "file with the new decision")->required();
  add("reasons", "The reason codes that people give", Reasons);
  CLI::App* letter = add("decision-letter", "The letter of a decision as a file", LetterTo);
  letter->add_option("case", options->id, "case id")->required();
  letter->add_option("--form", options->form, "text, html or pdf");
  letter->add_option("--out", options->out, "file to write; standard output where missing");
  letter->add_option("--decision", options->decision_version, "decision version; the last one");
}

}  // namespace dm::cli
