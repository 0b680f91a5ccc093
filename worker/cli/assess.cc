#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/adapters/codec/codec.h"
#include "worker/cli/case_check.h"
#include "worker/cli/case_file.h"
#include "worker/cli/commands.h"
#include "worker/cli/explained.h"
#include "worker/cli/own_files.h"
#include "worker/policy/policy_loader.h"

namespace dm::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string policies = "policies";
  std::string municipality;
  std::string format = "text";
  std::string out;
};

std::shared_ptr<const PolicySet> LoadOrFail(Session& session, const Options& options) {
  const PolicyLoad load = LoadPolicies(options.policies, options.municipality);
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (load.set == nullptr) session.exit_code = kExitBadConfig;
  return load.set;
}

// One file after another; what is wrong with one does not hide the others.
class Run {
 public:
  Run(Session& session, const Options& options, ExplainFormat format)
      : session_(session), options_(options), format_(format) {}

  void All(const std::vector<std::string>& files, const PolicySet& policy) {
    several_ = files.size() > 1;
    for (const std::string& file : files) One(file, policy);
  }

 private:
  void One(const std::string& file, const PolicySet& policy) {
    const auto text = ReadText(file);
    if (!text.ok()) return session_.Fail(kExitBadInput, MessageOf(text.status()));
    const StatusOr<CaseInput> input = codec::CaseInputFromJson(*text);
    if (!input.ok()) return Refuse(file, input.status());
    if (const Status sound = CheckCase(*input); !sound.ok()) return Refuse(file, sound);
    const StatusOr<std::string> explained = ExplainCase(*input, policy, format_);
    if (!explained.ok())
      return session_.Fail(kExitRefused, file + ": " + MessageOf(explained.status()));
    if (options_.out.empty()) return Print(file, *explained);
    Write(several_ ? OutFor(file) : options_.out, *explained);
  }

  void Refuse(const std::string& file, const Status& status) {
    session_.Fail(kExitBadInput, file + ": " + MessageOf(status));
    PrintDetail(DetailOf(status));
  }

  // Several files on one stream: text is told apart by a heading, JSON and HTML by their own ends.
  void Print(const std::string& file, const std::string& explained) const {
    const bool text = format_ == ExplainFormat::kText || format_ == ExplainFormat::kApplicant;
    if (several_ && text) std::cout << "=== " << file << '\n';
    std::cout << explained;
    if (several_ && text) std::cout << '\n';
  }

  // With several files --out is a folder, and each file keeps its name there.
  std::string OutFor(const std::string& file) const {
    return (std::filesystem::path(options_.out) /
            (std::filesystem::path(file).stem().string() + FileEnding(format_)))
        .string();
  }

  void Write(const std::string& path, const std::string& explained) {
    if (several_) {
      std::error_code failed;
      std::filesystem::create_directories(options_.out, failed);
    }
    WriteForItsUserAlone();
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out << explained;
    out.close();
    if (!out) session_.Fail(kExitBadInput, path + ": cannot be written; check --out");
  }

  Session& session_;
  const Options& options_;
  const ExplainFormat format_;
  bool several_ = false;
};

void Start(Session& session, const Options& options) {
  const auto format = session.json ? ExplainFormat::kJson : ExplainFormatOf(options.format);
  if (!format)
    return session.Fail(kExitBadInput,
                        "--format: is none of text, json, tree-json, html, applicant");
  const StatusOr<std::vector<std::string>> files = CaseFilesIn(options.files);
  if (!files.ok()) return session.Fail(kExitBadInput, MessageOf(files.status()));
  const std::shared_ptr<const PolicySet> policy = LoadOrFail(session, options);
  if (policy == nullptr) return;
  Run(session, options, *format).All(*files, *policy);
}

}  // namespace

void AddAssess(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("assess",
                                         "Compute case files under the policies, without a "
                                         "worker: amounts, checks, what would be decided, and why");
  auto options = std::make_shared<Options>();
  command->add_option("files", options->files, "case files or folders of them (docs/case-input.md)")
      ->required();
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "folder under policies/municipality")
      ->required();
  command
      ->add_option("--format",
                   options->format,
                   "text (for caseworkers), applicant (plain words), html (a page), tree-json (the "
                   "explanation), json (the assessment)")
      ->capture_default_str();
  command->add_option(
      "--out", options->out, "write there instead of to stdout; a folder where there are several");
  command->add_flag("--json", session.json, "the same as --format json");
  command->callback([&session, options] { Start(session, *options); });
}

}  // namespace dm::cli
