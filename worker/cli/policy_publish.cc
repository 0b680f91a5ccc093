// medarbetare policy publish: the rules in force as a site of static pages, in Swedish.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/cli/policy_commands.h"
#include "worker/publish/examples.h"
#include "worker/publish/publish_folder.h"
#include "worker/publish/site.h"

namespace dm::cli {
namespace {

struct Options {
  std::string policies = "policies";
  std::string municipality;
  std::string date;
  std::string out;
};

void PublishSite(Session& session, const Options& options) {
  const std::optional<Date> date = DayOrToday(session, options.date);
  if (!date.has_value()) return;
  const std::optional<std::string> name =
      OneMunicipality(session, options.policies, options.municipality);
  if (!name.has_value()) return;
  const std::shared_ptr<const PolicySet> set = LoadOrPrint(session, options.policies, *name);
  if (set == nullptr) return;
  publish::PolicyBook book = publish::PolicyBook::Of(*set);
  publish::ExampleSet examples = publish::ExamplesIn(options.policies, set, book);
  for (const std::string& file : examples.failed)
    std::cerr << "warning: " << file
              << " does not hold and is left out of the examples; see policy test\n";
  const publish::SiteInput input{set.get(),
                                 std::move(book),
                                 *date,
                                 publish::DocumentsIn(options.policies),
                                 std::move(examples.examples),
                                 "",
                                 {}};
  const std::map<std::string, std::string> site = publish::MakeSite(input);
  const Status written = publish::WriteFiles(options.out, site);
  if (!written.ok()) return session.Fail(kExitRefused, MessageOf(written));
  std::cout << options.out << "/index.html: the rules of " << *name << " on " << date->ToString()
            << ", " << site.size() << " files, " << input.examples.size() << " examples\n";
}

}  // namespace

std::optional<std::string> OneMunicipality(Session& session,
                                           const std::string& policies,
                                           const std::string& municipality) {
  if (!municipality.empty()) return municipality;
  const std::vector<std::string> names = MunicipalitiesIn(policies);
  if (names.size() == 1) return names.front();
  std::string message = names.empty()
                            ? "the policies folder holds no municipality"
                            : "the policies folder holds several municipalities; name one "
                              "with --municipality:";
  for (const std::string& name : names) message += " " + name;
  session.Fail(kExitBadInput, message);
  return std::nullopt;
}

void AddPolicyPublish(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "publish", "Write the rules in force as a site of static pages that anyone can read");
  auto options = std::make_shared<Options>();
  command->add_option("--out", options->out, "folder for the pages; made when it is not there")
      ->required();
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option(
      "--municipality", options->municipality, "folder below municipality/; needed with several");
  command->add_option("--date", options->date, "the day whose rules are shown; today otherwise");
  command->callback([&session, options] { PublishSite(session, *options); });
}

}  // namespace dm::cli
