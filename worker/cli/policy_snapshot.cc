// medarbetare policy snapshot: cases and what a policy set decides on them, in one file for
// backtest.
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "worker/backtest/ruling.h"
#include "worker/backtest/snapshot.h"
#include "worker/cli/case_stream.h"
#include "worker/cli/own_files.h"
#include "worker/cli/policy_commands.h"
#include "worker/cli/stored_line.h"

namespace dm::cli {
namespace {

struct Options {
  CaseChoice choice;
  std::string policies = "policies";
  std::string municipality;
  std::string out;
  bool lines = false;
};

// Where the cases go: the compact form, or a case a line.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual Status Add(const CaseInput& input, const backtest::Ruling& stored) = 0;
  virtual Status Finish() = 0;
};

class SnapshotSink final : public Sink {
 public:
  explicit SnapshotSink(backtest::SnapshotFileWriter writer) : writer_(std::move(writer)) {}

  Status Add(const CaseInput& input, const backtest::Ruling& stored) override {
    return writer_.Add(input, stored);
  }

  Status Finish() override { return writer_.Finish(); }

 private:
  backtest::SnapshotFileWriter writer_;
};

class LineSink final : public Sink {
 public:
  explicit LineSink(std::ofstream file) : file_(std::move(file)) {}

  Status Add(const CaseInput& input, const backtest::Ruling& stored) override {
    DM_ASSIGN_OR_RETURN(const std::string line, LineOf(input, stored));
    file_ << line << '\n';
    return OkStatus();
  }

  Status Finish() override {
    file_.close();
    if (!file_) return Unavailable("the file cannot be written; is the disk full?");
    return OkStatus();
  }

 private:
  std::ofstream file_;
};

StatusOr<std::unique_ptr<Sink>> OpenSink(const Options& options) {
  WriteForItsUserAlone();
  if (!options.lines) {
    DM_ASSIGN_OR_RETURN(backtest::SnapshotFileWriter writer,
                        backtest::SnapshotFileWriter::Create(options.out));
    return std::unique_ptr<Sink>(std::make_unique<SnapshotSink>(std::move(writer)));
  }
  std::ofstream file(options.out, std::ios::binary | std::ios::trunc);
  if (!file) return NotFound(options.out + ": cannot be written; check the folder");
  return std::unique_ptr<Sink>(std::make_unique<LineSink>(std::move(file)));
}

// What was decided stays as it is; a case without gets the set's ruling.
Status CopyAll(CaseStream* cases, const PolicySet& policy, Sink* sink, std::uint64_t* count) {
  backtest::Redecider rules(policy);
  for (;; ++*count) {
    DM_ASSIGN_OR_RETURN(StoredCase* const one, cases->Next());
    if (one == nullptr) return sink->Finish();
    const backtest::Ruling ruling = one->stored ? *one->stored : rules.Decide(&one->input);
    DM_RETURN_IF_ERROR(sink->Add(one->input, ruling));
  }
}

void Run(Session& session, const Options& options) {
  const auto policy = LoadOrPrint(session, options.policies, options.municipality);
  if (policy == nullptr) return;
  StatusOr<std::unique_ptr<CaseStream>> cases = OpenCases(options.choice, session);
  if (!cases.ok()) {
    if (cases.status().code() == StatusCode::kCancelled) return;
    return session.Fail(kExitBadInput, MessageOf(cases.status()));
  }
  StatusOr<std::unique_ptr<Sink>> sink = OpenSink(options);
  if (!sink.ok()) return session.Fail(kExitBadInput, MessageOf(sink.status()));
  std::uint64_t count = 0;
  const Status copied = CopyAll(cases->get(), *policy, sink->get(), &count);
  if (copied.code() == StatusCode::kCancelled) return;
  if (!copied.ok()) {
    session.Fail(kExitBadInput, MessageOf(copied));
    PrintDetail(DetailOf(copied));
    return;
  }
  std::cout << count << " ärenden i " << options.out << '\n';
}

}  // namespace

void AddPolicySnapshot(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "snapshot", "Cases and what the rules decide on them, in one file that backtest reads fast");
  auto options = std::make_shared<Options>();
  AddCaseChoice(*command, &options->choice, session);
  command->add_option("--policies", options->policies, "the policies folder that decides")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "folder under policies/municipality")
      ->required();
  command
      ->add_option("--out", options->out, "file to write; it holds personal data as the cases do")
      ->required();
  command->add_flag("--lines", options->lines, "a case a line as JSON instead of the compact form");
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
