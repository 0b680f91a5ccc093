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
  if (session.Check(stub->GetFrame(&context, request, &response))) Print(session, response.frame());
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
}

}  // namespace dm::cli
