// medarbetare policy export: the tables of a set as CSV for a spreadsheet, or as DMN for a
// modeller.
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "worker/cli/policy_commands.h"
#include "worker/publish/dmn.h"
#include "worker/publish/policy_book.h"
#include "worker/publish/publish_folder.h"
#include "worker/publish/table_csv.h"

namespace dm::cli {
namespace {

struct Options {
  std::string policies = "policies";
  std::string municipality;
  std::string out;
  std::string table;
  std::string date;
  bool csv = false;
  bool dmn = false;
};

// Only the files of one table when it is named; empty, after a message, when there is none.
std::map<std::string, std::string> Chosen(Session& session,
                                          const Options& options,
                                          std::map<std::string, std::string> files,
                                          const std::string& ending) {
  if (options.table.empty()) return files;
  const auto found = files.find(options.table + ending);
  if (found == files.end()) {
    session.Fail(kExitBadInput,
                 "--table: the set has no table of that name; policy export without it writes all");
    return {};
  }
  return {{found->first, found->second}};
}

void Export(Session& session, const Options& options) {
  const std::optional<std::string> name =
      OneMunicipality(session, options.policies, options.municipality);
  if (!name.has_value()) return;
  const std::shared_ptr<const PolicySet> set = LoadOrPrint(session, options.policies, *name);
  if (set == nullptr) return;
  const publish::PolicyBook book = publish::PolicyBook::Of(*set);
  std::map<std::string, std::string> files;
  if (options.csv) {
    files = Chosen(session, options, publish::TablesCsv(book), ".csv");
  } else {
    const std::optional<Date> date = DayOrToday(session, options.date);
    if (!date.has_value()) return;
    files = Chosen(session, options, publish::TablesDmn(book, *date), ".dmn");
  }
  if (files.empty()) return;
  const Status written = publish::WriteFiles(options.out, files);
  if (!written.ok()) return session.Fail(kExitRefused, MessageOf(written));
  for (const auto& [path, text] : files) std::cout << options.out << '/' << path << '\n';
}

}  // namespace

void AddPolicyExport(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand("export",
                                            "Write the tables as CSV for a spreadsheet, which "
                                            "policy import reads back, or as DMN for a modeller");
  auto options = std::make_shared<Options>();
  CLI::App* form = command->add_option_group("form");
  form->add_flag("--csv", options->csv, "one CSV file a table, all versions");
  form->add_flag("--dmn", options->dmn, "one DMN 1.3 file a table, the rows in force on --date");
  form->require_option(1);
  command->add_option("--date", options->date, "with --dmn: the day; today otherwise");
  command->add_option("--out", options->out, "folder for the files; made when it is not there")
      ->required();
  command->add_option("--table", options->table, "only the table of this id");
  command->add_option("--policies", options->policies, "the policies folder")
      ->capture_default_str();
  command->add_option(
      "--municipality", options->municipality, "folder below municipality/; needed with several");
  command->callback([&session, options] { Export(session, *options); });
}

}  // namespace dm::cli
