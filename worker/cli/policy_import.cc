// medarbetare policy import: tables that were edited as CSV back into their policy files. Nothing
// is written unless every file holds and the changed set loads whole.
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/cli/case_file.h"
#include "worker/cli/policy_commands.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_loader.h"
#include "worker/publish/import_table.h"
#include "worker/publish/publish_folder.h"

namespace dm::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string policies = "policies";
  std::string municipality;
  bool csv = false;
  bool dry_run = false;
};

// The file's table, whose id is its name without ".csv".
const publish::BookRule* TableOf(Session& session,
                                 const publish::PolicyBook& book,
                                 const std::string& file) {
  const std::string id = std::filesystem::path(file).stem().string();
  const auto rule = book.rules().find(id);
  if (rule != book.rules().end() && rule->second.is_table()) return &rule->second;
  session.Fail(kExitBadInput,
               file + ": the set has no table of that name; call the file <table>.csv");
  return nullptr;
}

// One file into `texts`. False, after every error has been printed, when it does not hold.
bool ImportOne(Session& session,
               const publish::PolicyBook& book,
               const std::string& file,
               std::map<std::string, std::string>& texts) {
  const publish::BookRule* rule = TableOf(session, book, file);
  if (rule == nullptr) return false;
  const StatusOr<std::string> csv = ReadText(file);
  if (!csv.ok()) {
    session.Fail(kExitBadInput, MessageOf(csv.status()));
    return false;
  }
  const publish::Import import =
      publish::ImportTable(book, *rule, book.files().at(rule->file).text, *csv);
  for (const publish::ImportError& error : import.errors)
    std::cerr << "error: " << error.ToString(file) << '\n';
  if (!import.errors.empty()) {
    session.exit_code = kExitBadInput;
    return false;
  }
  texts[rule->file] = import.yaml;
  std::cout << rule->id << ": " << import.changed << " changed, " << import.added << " added, "
            << import.removed << " taken away\n";
  return true;
}

// True when the set with the changed files loads; prints what does not hold.
bool Holds(Session& session,
           const PolicySet& set,
           const std::map<std::string, std::string>& texts) {
  std::optional<policy::PolicyFiles> files = policy::DecodePolicyFiles(set.content());
  if (!files.has_value()) return false;
  for (const auto& [path, text] : texts) files->texts[path] = text;
  const PolicyLoad load = LoadPolicyContent(policy::EncodePolicyFiles(*files));
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (load.set != nullptr) return true;
  session.Fail(kExitBadConfig,
               "the changed rules do not hold, so nothing was written; lines are those that the "
               "files would have");
  return false;
}

void RunImport(Session& session, const Options& options) {
  const std::optional<std::string> name =
      OneMunicipality(session, options.policies, options.municipality);
  if (!name.has_value()) return;
  const std::shared_ptr<const PolicySet> set = LoadOrPrint(session, options.policies, *name);
  if (set == nullptr) return;
  std::map<std::string, std::string> changed;
  for (const std::string& file : options.files) {
    // A file that holds several tables is read again after each.
    std::optional<policy::PolicyFiles> files = policy::DecodePolicyFiles(set->content());
    if (!files.has_value()) return;
    for (const auto& [path, text] : changed) files->texts[path] = text;
    if (!ImportOne(session, publish::PolicyBook(*files), file, changed)) return;
  }
  if (!Holds(session, *set, changed)) return;
  if (options.dry_run) return;
  const Status written = publish::WriteFiles(options.policies, changed);
  if (!written.ok()) return session.Fail(kExitRefused, MessageOf(written));
}

}  // namespace

void AddPolicyImport(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "import", "Read tables that were exported as CSV and edited, back into the policy files");
  auto options = std::make_shared<Options>();
  command->add_flag("--csv", options->csv, "the files are CSV")->required();
  command->add_option("files", options->files, "files named <table>.csv")->required();
  command->add_flag("--dry-run", options->dry_run, "check and tell, but write nothing");
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option(
      "--municipality", options->municipality, "folder below municipality/; needed with several");
  command->callback([&session, options] { RunImport(session, *options); });
}

}  // namespace dm::cli
