#include <unistd.h>

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "medarbetare/v1/application_service.grpc.pb.h"
#include "medarbetare/v1/frame_service.grpc.pb.h"
#include "worker/cli/case_file.h"
#include "worker/cli/commands.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

class Submitter {
 public:
  explicit Submitter(Session& session)
      : session_(session),
        applications_(v1::ApplicationService::NewStub(session.channel)),
        frames_(v1::FrameService::NewStub(session.channel)) {}

  bool Submit(const v1::CaseInput& input, std::string& case_id) {
    if (input.has_frame() && !SignFrame(input.frame())) return false;
    v1::SubmitApplicationRequest request;
    *request.mutable_application() = input.application();
    *request.mutable_history() = input.history();
    request.set_request_id(RequestIdFor("submit", request.SerializeAsString()));
    v1::SubmitApplicationResponse response;
    grpc::ClientContext context;
    session_.Prepare(context);
    if (!session_.Check(applications_->SubmitApplication(&context, request, &response)))
      return false;
    case_id = response.case_id();
    return true;
  }

 private:
  // The frame of a case file is signed first; the same frame again is the same request and makes no
  // new version.
  bool SignFrame(const v1::Frame& frame) {
    v1::SignFrameRequest request;
    *request.mutable_frame() = frame;
    request.set_request_id(RequestIdFor("frame", request.SerializeAsString()));
    v1::SignFrameResponse response;
    grpc::ClientContext context;
    session_.Prepare(context);
    return session_.Check(frames_->SignFrame(&context, request, &response));
  }

  Session& session_;
  std::unique_ptr<v1::ApplicationService::Stub> applications_;
  std::unique_ptr<v1::FrameService::Stub> frames_;
};

void ShowProgress(std::size_t done, std::size_t total) {
  if (isatty(STDERR_FILENO) != 0) {
    std::cerr << "\rsubmitted " << done << " of " << total << (done == total ? "\n" : "")
              << std::flush;
  } else if (done % 50 == 0 || done == total) {
    std::cerr << "submitted " << done << " of " << total << '\n';
  }
}

void Run(Session& session, const std::vector<std::string>& paths, bool keep_going) {
  const auto files = CaseFilesIn(paths);
  if (!files.ok()) return session.Fail(kExitBadInput, MessageOf(files.status()));
  if (!session.Connect()) return;
  Submitter submitter(session);
  std::size_t done = 0;
  int failed = 0;
  for (const std::string& file : *files) {
    const auto input = ReadCaseFile(file);
    std::string case_id;
    if (!input.ok()) {
      session.Fail(kExitBadInput, MessageOf(input.status()));
      PrintDetail(DetailOf(input.status()));
      ++failed;
      if (!keep_going) return;
      continue;
    }
    if (!submitter.Submit(*input, case_id)) {
      std::cerr << "  file:   " << file << '\n';
      ++failed;
      if (!keep_going || session.exit_code == kExitNoConnection) return;
      continue;
    }
    if (session.json) {
      const nlohmann::ordered_json line = {{"file", file}, {"case_id", case_id}};
      std::cout << line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    } else if (files->size() == 1) {
      std::cout << case_id << '\n';
    }
    ShowProgress(++done, files->size());
  }
  if (failed > 0) std::cerr << failed << " of " << files->size() << " were not accepted\n";
}

}  // namespace

void AddSubmit(CLI::App& app, Session& session) {
  CLI::App* command =
      app.add_subcommand("submit",
                         "Submit applications from case files (docs/case-input.md); a frame in the "
                         "file is signed first");
  session.AddOptions(*command);
  auto paths = std::make_shared<std::vector<std::string>>();
  auto keep_going = std::make_shared<bool>(false);
  command->add_option("files", *paths, "case files, or folders of them")->required();
  command->add_flag("--keep-going", *keep_going, "go on after a file that is refused");
  command->callback([&session, paths, keep_going] { Run(session, *paths, *keep_going); });
}

}  // namespace dm::cli
