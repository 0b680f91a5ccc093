// medarbetare policy publish: the rules in force as a site of static pages, in Swedish.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/changes/policy_changes.h"
#include "worker/cli/policy_commands.h"
#include "worker/policy/policy_files.h"
#include "worker/publish/approved_docs.h"
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
  std::string compare;
  bool approved_docs = false;
  bool check = false;
};

// What differs from the set of the same municipality in another folder. False, after a message,
// when that does not load.
bool Compare(Session& session, const Options& options, publish::SiteInput& input) {
  if (options.compare.empty()) return true;
  const std::shared_ptr<const PolicySet> before =
      LoadOrPrint(session, options.compare, input.set->municipality());
  if (before == nullptr) return false;
  input.compared_with = before->version();
  input.changes = changes::ChangesBetween(*before, *input.set);
  return true;
}

// The documents for approval of one municipality and of the national files.
void WriteDocs(Session& session, const Options& options) {
  std::map<std::string, std::string> docs;
  std::vector<std::string> names = MunicipalitiesIn(options.policies);
  if (!options.municipality.empty()) names = {options.municipality};
  for (const std::string& name : names) {
    const std::shared_ptr<const PolicySet> set = LoadOrPrint(session, options.policies, name);
    if (set == nullptr) return;
    const std::optional<policy::PolicyFiles> files = policy::DecodePolicyFiles(set->content());
    if (files.has_value()) docs.merge(publish::ApprovedDocs(*files));
  }
  const std::vector<std::string> differ = publish::DifferingFiles(options.policies, docs);
  for (const std::string& path : differ) std::cout << options.policies << '/' << path << '\n';
  if (options.check) {
    if (!differ.empty())
      session.Fail(kExitRefused,
                   "the documents named do not say what the rules say; policy publish "
                   "--approved-docs writes them, then read what changed");
    return;
  }
  const Status written = publish::WriteFiles(options.policies, docs);
  if (!written.ok()) return session.Fail(kExitRefused, MessageOf(written));
}

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
  publish::SiteInput input{set.get(),
                           std::move(book),
                           *date,
                           publish::DocumentsIn(options.policies),
                           std::move(examples.examples),
                           "",
                           {}};
  if (!Compare(session, options, input)) return;
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
  command->add_option("--out", options->out, "folder for the pages; made when it is not there");
  command->add_flag("--approved-docs",
                    options->approved_docs,
                    "write the documents for approval beside the rules instead: every rule in "
                    "Swedish, one a line");
  command->add_flag("--check",
                    options->check,
                    "with --approved-docs: write nothing, fail when one says something else");
  command->add_option("--compare", options->compare, "an older policies folder: adds what changed");
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option(
      "--municipality", options->municipality, "folder below municipality/; needed with several");
  command->add_option("--date", options->date, "the day whose rules are shown; today otherwise");
  command->callback([&session, options] {
    if (options->approved_docs) return WriteDocs(session, *options);
    if (options->out.empty()) return session.Fail(kExitBadInput, "--out: name the folder to write");
    PublishSite(session, *options);
  });
}

}  // namespace dm::cli
