// medarbetare policy …: what policy staff do with the rules, on files, without a worker.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <system_error>

#include <CLI/CLI.hpp>

#include "worker/cli/commands.h"
#include "worker/cli/policy_commands.h"
#include "worker/core/instant.h"
#include "worker/policy/policy_loader.h"
#include "worker/runtime/clocks.h"

namespace dm::cli {

std::vector<std::string> MunicipalitiesIn(const std::string& policies) {
  std::vector<std::string> names;
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::path(policies) / "municipality";
  for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->is_directory(failed)) names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::shared_ptr<const PolicySet> LoadOrPrint(Session& session,
                                             const std::string& policies,
                                             const std::string& municipality,
                                             DraftUse draft) {
  const PolicyLoad load = LoadPolicies(policies, municipality, draft);
  for (const PolicyError& error : load.errors) std::cerr << "error: " << error.ToString() << '\n';
  if (load.set == nullptr) session.exit_code = kExitBadConfig;
  return load.set;
}

std::optional<Date> DayOrToday(Session& session, const std::string& day) {
  if (day.empty()) return SwedishDate(MakeClock(0)->Now());
  const StatusOr<Date> parsed = Date::Parse(day);
  if (parsed.ok()) return *parsed;
  session.Fail(kExitBadInput, "the day is not written YYYY-MM-DD");
  return std::nullopt;
}

void AddPolicy(CLI::App& app, Session& session) {
  CLI::App* policy =
      app.add_subcommand("policy", "Check, test, compare and publish the rules in policies/");
  policy->require_subcommand(1);
  AddPolicyCheck(*policy, session);
  AddPolicyTest(*policy, session);
  AddPolicyDiff(*policy, session);
  AddPolicyBacktest(*policy, session);
  AddPolicyLock(*policy, session);
  AddPolicySign(*policy, session);
  AddPolicyReload(*policy, session);
  AddPolicyGenerate(*policy, session);
  AddPolicySnapshot(*policy, session);
  AddPolicySweep(*policy, session);
  AddPolicyPublish(*policy, session);
  AddPolicyExport(*policy, session);
  AddPolicyImport(*policy, session);
}

}  // namespace dm::cli
