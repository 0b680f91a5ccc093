#include <array>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/frame_service.grpc.pb.h"
#include "worker/cli/case_file.h"
#include "worker/cli/commands.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

void Print(const Session& session, const v1::Frame& frame) {
  if (session.json) return session.PrintJson(frame);
  std::cout << "referensram " << frame.id() << " version " << frame.version() << "\n  valid "
            << frame.valid_from() << " to " << frame.valid_to() << ", signed by "
            << frame.signed_by() << " under " << frame.mandate() << "\n  content "
            << frame.content_sha256() << '\n';
}

void Sign(Session& session, const std::string& file) {
  const auto input = ReadCaseFile(file);
  if (!input.ok()) return session.Fail(kExitBadInput, MessageOf(input.status()));
  if (!input->has_frame()) return session.Fail(kExitBadInput, file + ": has no frame");
  if (!session.Connect()) return;
  v1::SignFrameRequest request;
  *request.mutable_frame() = input->frame();
  request.set_request_id(RequestIdFor("frame", request.SerializeAsString()));
  v1::SignFrameResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  const auto stub = v1::FrameService::NewStub(session.channel);
  if (session.Check(stub->SignFrame(&context, request, &response)))
    Print(session, response.frame());
}

void Show(Session& session, const std::string& household) {
  if (!session.Connect()) return;
  v1::GetFrameRequest request;
  request.set_household(household);
  v1::GetFrameResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  const auto stub = v1::FrameService::NewStub(session.channel);
  if (!session.Check(stub->GetFrame(&context, request, &response))) return;
  Print(session, response.frame());
  if (!session.json) std::cout << "  " << response.state().text() << '\n';
}

constexpr char kSeparator[] = "\n    ";

void PrintProblems(const google::protobuf::RepeatedPtrField<v1::FrameProblem>& problems) {
  for (const v1::FrameProblem& problem : problems)
    std::cout << "  " << problem.field() << ": " << problem.text() << kSeparator << problem.remedy()
              << '\n';
}

void Draft(Session& session, const std::string& from, bool is_case) {
  if (!session.Connect()) return;
  v1::DraftFrameRequest request;
  if (is_case)
    request.set_case_id(from);
  else
    request.set_household(from);
  v1::DraftFrameResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  const auto stub = v1::FrameService::NewStub(session.channel);
  if (!session.Check(stub->DraftFrame(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  std::cout << "draft for " << response.frame().household() << ", "
            << response.frame().persons_size() << " persons, valid "
            << response.frame().valid_from() << " to " << response.frame().valid_to()
            << "; --json prints it whole\n";
  PrintProblems(response.to_fill());
}

void CheckFile(Session& session, const std::string& file) {
  const auto input = ReadCaseFile(file);
  if (!input.ok()) return session.Fail(kExitBadInput, MessageOf(input.status()));
  if (!input->has_frame()) return session.Fail(kExitBadInput, file + ": has no frame");
  if (!session.Connect()) return;
  v1::CheckFrameRequest request;
  *request.mutable_frame() = input->frame();
  v1::CheckFrameResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  const auto stub = v1::FrameService::NewStub(session.channel);
  if (!session.Check(stub->CheckFrame(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  if (response.problems().empty()) {
    std::cout << "the frame can be signed\n";
    return;
  }
  PrintProblems(response.problems());
  session.exit_code = kExitRefused;
}

void End(Session& session, v1::EndFrameRequest request) {
  if (!session.Connect()) return;
  request.set_request_id(RequestIdFor("frame-end", request.SerializeAsString()));
  v1::EndFrameResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  const auto stub = v1::FrameService::NewStub(session.channel);
  if (!session.Check(stub->EndFrame(&context, request, &response))) return;
  if (session.json) return session.PrintJson(response);
  std::cout << response.state().text() << '\n';
}

}  // namespace

void AddFrame(CLI::App& app, Session& session) {
  CLI::App* frame = app.add_subcommand("frame", "The referensram of a household");
  frame->require_subcommand(1);
  auto argument = std::make_shared<std::string>();
  CLI::App* sign = frame->add_subcommand("sign", "Sign the frame of a case file as a new version");
  session.AddOptions(*sign);
  sign->add_option("file", *argument, "case file with a frame")->required();
  sign->callback([&session, argument] { Sign(session, *argument); });
  CLI::App* show = frame->add_subcommand("show", "Show the latest frame of a household");
  session.AddOptions(*show);
  show->add_option("household", *argument, "household id")->required();
  show->callback([&session, argument] { Show(session, *argument); });
  auto is_case = std::make_shared<bool>(false);
  CLI::App* draft =
      frame->add_subcommand("draft", "Draft a frame from what is known; stores nothing");
  session.AddOptions(*draft);
  draft->add_option("household", *argument, "household id; a case id with --case")->required();
  draft->add_flag("--case", *is_case, "from an approved case");
  draft->callback([&session, argument, is_case] { Draft(session, *argument, *is_case); });
  CLI::App* check = frame->add_subcommand("check", "Everything that signing would refuse");
  session.AddOptions(*check);
  check->add_option("file", *argument, "case file with a frame")->required();
  check->callback([&session, argument] { CheckFile(session, *argument); });
  auto ending = std::make_shared<v1::EndFrameRequest>();
  auto version = std::make_shared<int>(0);
  auto texts = std::make_shared<std::array<std::string, 5>>();
  CLI::App* end = frame->add_subcommand("end", "End the latest frame of a household");
  session.AddOptions(*end);
  end->add_option("household", (*texts)[0], "household id")->required();
  end->add_option("--version", *version, "the version as seen")->required();
  end->add_option("--actor", (*texts)[1], "your user id")->required();
  end->add_option("--mandate", (*texts)[2], "your delegation")->required();
  end->add_option("--reason", (*texts)[3], "a reason code: FRAME_END.…")->required();
  end->add_option("--note", (*texts)[4], "in words");
  end->callback([&session, ending, version, texts] {
    ending->set_household((*texts)[0]);
    ending->set_version(*version);
    ending->set_actor((*texts)[1]);
    ending->set_mandate((*texts)[2]);
    ending->set_reason((*texts)[3]);
    ending->set_note((*texts)[4]);
    End(session, *ending);
  });
}

}  // namespace dm::cli
