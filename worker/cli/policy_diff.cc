// medarbetare policy diff: what changed between two policy folders, in words.
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "nlohmann/json.hpp"
#include "worker/changes/policy_changes.h"
#include "worker/cli/policy_commands.h"

namespace dm::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string before;
  std::string after;
  std::string municipality = "all";
  bool html = false;
};

// Every municipality of either folder: what one of them lacks is told as an error, since nothing
// can be compared.
std::vector<std::string> NamesOf(const Options& options) {
  if (options.municipality != "all") return {options.municipality};
  std::set<std::string> names;
  for (const std::string& folder : {options.before, options.after}) {
    for (const std::string& name : MunicipalitiesIn(folder)) names.insert(name);
  }
  return {names.begin(), names.end()};
}

Json AsJson(const std::string& municipality,
            const PolicySet& before,
            const PolicySet& after,
            const std::vector<changes::Change>& list) {
  Json json = {{"municipality", municipality},
               {"before", {{"version", before.version()}, {"sha256", before.sha256()}}},
               {"after", {{"version", after.version()}, {"sha256", after.sha256()}}},
               {"changes", Json::array()}};
  for (const changes::Change& change : list) {
    json["changes"].push_back({{"section", changes::TitleOf(change.section)},
                               {"what", change.what},
                               {"details", change.details}});
  }
  return json;
}

void Run(Session& session, const Options& options) {
  const std::vector<std::string> names = NamesOf(options);
  if (names.empty()) {
    return session.Fail(kExitBadConfig, options.before + ": has no municipality");
  }
  if (options.html && names.size() > 1) {
    return session.Fail(kExitBadInput, "a page is for one municipality; name it: --municipality");
  }
  Json all = Json::array();
  bool differs = false;
  for (const std::string& name : names) {
    const std::shared_ptr<const PolicySet> before = LoadOrPrint(session, options.before, name);
    const std::shared_ptr<const PolicySet> after = LoadOrPrint(session, options.after, name);
    if (before == nullptr || after == nullptr) continue;
    const std::vector<changes::Change> list = changes::ChangesBetween(*before, *after);
    differs = differs || !list.empty();
    if (session.json) {
      all.push_back(AsJson(name, *before, *after, list));
    } else if (options.html) {
      std::cout << changes::AsHtml(list, before->version(), after->version());
    } else {
      std::cout << name << ": " << (list.empty() ? "inga ändringar av reglerna" : "") << '\n'
                << changes::AsText(list);
    }
  }
  if (session.json) std::cout << all.dump(2) << '\n';
  if (session.exit_code == kExitOk && differs) session.exit_code = kExitRefused;
}

}  // namespace

void AddPolicyDiff(CLI::App& policy, Session& session) {
  CLI::App* command =
      policy.add_subcommand("diff", "What changed between two policy folders, in Swedish");
  auto options = std::make_shared<Options>();
  command->add_option("before", options->before, "a policies folder")->required();
  command->add_option("after", options->after, "a policies folder")->required();
  command->add_option("--municipality", options->municipality, "a folder of municipality/, or all")
      ->capture_default_str();
  CLI::Option* json = command->add_flag("--json", session.json, "print as JSON");
  command->add_flag("--html", options->html, "print as a page")->excludes(json);
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
