// medarbetare policy lock: writes down what exactly holds, so that a folder loads only as it was
// reviewed.
#include "worker/policy/policy_lock.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/cli/policy_commands.h"
#include "worker/policy/loaded_set.h"
#include "worker/policy/policy_loader.h"

namespace dm::cli {
namespace {

struct Options {
  std::string policies = "policies";
  std::string municipality = "all";
};

void LockOne(Session& session, const Options& options, const std::string& name) {
  const PolicyLoad load = LoadPolicies(options.policies, name);
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  const policy::PolicyData* data = load.set == nullptr ? nullptr : policy::DataOf(*load.set);
  const auto files =
      load.set == nullptr ? std::nullopt : policy::DecodePolicyFiles(load.set->content());
  if (data == nullptr || !files.has_value()) {
    session.exit_code = kExitBadConfig;
    return;
  }
  const std::filesystem::path path =
      std::filesystem::path(options.policies) / policy::LockPath(name);
  std::error_code failed;
  std::filesystem::create_directories(path.parent_path(), failed);
  std::ofstream file(path);
  file << policy::WriteLock(*files, *data);
  file.close();
  if (!file) {
    return session.Fail(kExitBadInput, path.string() + ": cannot be written; check the folder");
  }
  std::cout << path.string() << ": " << files->texts.size() << " files, " << load.set->sha256()
            << '\n';
}

}  // namespace

void AddPolicyLock(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "lock", "Write down every file's hash: from then on the folder loads only as it is now");
  auto options = std::make_shared<Options>();
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option("--municipality", options->municipality, "a folder of municipality/, or all")
      ->capture_default_str();
  command->callback([&session, options] {
    const std::vector<std::string> names = options->municipality == "all"
                                               ? MunicipalitiesIn(options->policies)
                                               : std::vector<std::string>{options->municipality};
    if (names.empty()) {
      session.Fail(kExitBadConfig, options->policies + ": has no municipality");
    }
    for (const std::string& name : names) LockOne(session, *options, name);
  });
}

}  // namespace dm::cli
