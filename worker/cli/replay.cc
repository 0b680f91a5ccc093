#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "worker/adapters/codec/codec.h"
#include "worker/cli/case_file.h"
#include "worker/cli/commands.h"
#include "worker/cli/kept.h"
#include "worker/cli/replayed.h"
#include "worker/core/version.h"
#include "worker/policy/policy_loader.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

// Of one case on the terminal; the rest is counted.
constexpr std::size_t kDifferencesShownMax = 10;

struct Options {
  std::vector<std::string> cases;
  std::string month;
  std::string file;
  std::string assessment;
  std::string policies;
  std::string municipality;
};

struct Counts {
  int same = 0;
  int different = 0;
  int not_replayed = 0;
};

class Run {
 public:
  Run(Session& session, const Options& options) : session_(session), options_(options) {}

  void Start() {
    if (options_.policies.empty() != options_.municipality.empty())
      return session_.Fail(kExitBadInput, "--policies and --municipality go together");
    if (!options_.policies.empty() && !LoadOther()) return;
    if (!options_.file.empty()) return File();
    if (options_.cases.empty() && options_.month.empty())
      return session_.Fail(kExitBadInput, "give cases, --month, or --file with --assessment");
    if (!session_.Connect()) return;
    kept_.emplace(session_);
    std::vector<std::string> ids = options_.cases;
    if (!options_.month.empty() && !AddMonth(&ids)) return;
    for (const std::string& id : ids) {
      if (!Case(id)) return;
    }
    Summary(ids.size());
  }

 private:
  bool LoadOther() {
    const PolicyLoad load = LoadPolicies(options_.policies, options_.municipality);
    for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
    if (load.set == nullptr) session_.exit_code = kExitBadConfig;
    other_ = load.set;
    return other_ != nullptr;
  }

  // A case file and its assessment, without a worker.
  void File() {
    if (options_.assessment.empty() || other_ == nullptr)
      return session_.Fail(kExitBadInput,
                           "--file needs --assessment, --policies and --municipality");
    const auto input_text = ReadText(options_.file);
    const auto stored_text = ReadText(options_.assessment);
    if (!input_text.ok()) return session_.Fail(kExitBadInput, MessageOf(input_text.status()));
    if (!stored_text.ok()) return session_.Fail(kExitBadInput, MessageOf(stored_text.status()));
    const auto input = codec::CaseInputFromJson(*input_text);
    if (!input.ok()) return BadFile(options_.file, input.status());
    const auto stored = codec::AssessmentFromJson(*stored_text);
    if (!stored.ok()) return BadFile(options_.assessment, stored.status());
    Report(options_.file, ReplayAssessment(codec::Encode(*input), *stored, *other_));
    Summary(1);
  }

  void BadFile(const std::string& path, const Status& status) {
    session_.Fail(kExitBadInput, path + ": " + MessageOf(status));
    PrintDetail(DetailOf(status));
  }

  bool AddMonth(std::vector<std::string>* ids) {
    const auto cases = v1::CaseService::NewStub(session_.channel);
    v1::ListCasesRequest request;
    request.set_month(options_.month);
    request.set_page_size(200);
    do {
      v1::ListCasesResponse response;
      grpc::ClientContext context;
      session_.Prepare(context);
      if (!session_.Check(cases->ListCases(&context, request, &response))) return false;
      // Only what has been decided: the others may be assessed again.
      for (const v1::CaseSummary& one : response.cases()) {
        if (one.state() == v1::CASE_STATE_DECIDED || one.state() == v1::CASE_STATE_CLOSED)
          ids->push_back(one.id());
      }
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return true;
  }

  bool Case(const std::string& id) {
    const auto kept = kept_->Fetch(id);
    if (!kept.ok()) {
      if (kept.status().code() == StatusCode::kCancelled) return false;
      Report(id, kept.status());
      return true;
    }
    const PolicySet* policy = other_ ? other_.get() : kept_->SetOf(kept->assessment);
    if (policy == nullptr) return false;
    Report(id, ReplayAssessment(kept->input, kept->assessment, *policy));
    return true;
  }

  void Report(const std::string& name, const StatusOr<Replayed>& replayed) {
    if (!replayed.ok()) {
      ++counts_.not_replayed;
      std::cout << name << ": " << MessageOf(replayed.status()) << '\n';
      return;
    }
    ++(replayed->same ? counts_.same : counts_.different);
    const std::string& other = replayed->other_engine;
    std::cout << name << ": " << (replayed->same ? "same" : "different")
              << (other.empty() ? "" : " (stored by version " + other + " of the program)") << '\n';
    if (!replayed->same && !other.empty()) {
      std::cout << "  this is version " << Version() << "; version " << other
                << " gives the stored bytes\n";
    }
    const std::vector<std::string>& differences = replayed->differences;
    for (std::size_t i = 0; i < differences.size() && i < kDifferencesShownMax; ++i)
      std::cout << "  " << differences[i] << '\n';
    if (differences.size() > kDifferencesShownMax)
      std::cout << "  and " << differences.size() - kDifferencesShownMax << " more\n";
  }

  void Summary(std::size_t cases) {
    if (counts_.different + counts_.not_replayed > 0) session_.exit_code = kExitRefused;
    if (cases == 1) return;
    std::cout << cases << " cases: " << counts_.same << " same, " << counts_.different
              << " different, " << counts_.not_replayed << " not replayed\n";
  }

  Session& session_;
  const Options& options_;
  std::optional<Kept> kept_;
  std::shared_ptr<const PolicySet> other_;
  Counts counts_;
};

}  // namespace

void AddReplay(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "replay", "Compute decided cases again from what was kept, and compare byte by byte");
  auto options = std::make_shared<Options>();
  session.AddOptions(*command);
  command->add_option("cases", options->cases, "case ids");
  command->add_option("--month", options->month, "every decided case of the month, YYYY-MM");
  command->add_option("--file", options->file, "a case file instead of a worker's case");
  command->add_option(
      "--assessment", options->assessment, "its assessment, as assess --json printed it");
  command->add_option("--policies",
                      options->policies,
                      "a policies folder instead of the set that was kept: shows what it changes");
  command->add_option(
      "--municipality", options->municipality, "folder under policies/municipality");
  command->callback([&session, options] { Run(session, *options).Start(); });
}

}  // namespace dm::cli
