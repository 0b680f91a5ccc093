#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/case/audit_chain.h"
#include "worker/cli/audit_source.h"
#include "worker/cli/commands.h"
#include "worker/cli/read_log.h"
#include "worker/cli/table.h"

namespace dm::cli {
namespace {

struct Options {
  std::string file;
  std::string from;
  std::string to;
  std::string person;
  std::string subject;
  std::string hours;
  bool csv = false;
};

void PrintReads(const std::vector<Read>& reads) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(reads.size());
  for (const Read& read : reads)
    rows.push_back({SwedishDateTime(read.at), read.actor, read.action, read.own ? "yes" : "no"});
  if (rows.empty()) {
    std::cout << "nobody has read it in these days\n";
    return;
  }
  PrintTable(std::cout, {{"WHEN"}, {"WHO"}, {"WHAT"}, {"OWN"}}, rows);
}

void PrintTotals(const std::vector<ReaderTotal>& totals, bool hours) {
  std::vector<Column> columns = {{"WHO"},
                                 {"READS", Align::kRight},
                                 {"LISTS", Align::kRight},
                                 {"CASES", Align::kRight},
                                 {"NOT OWN", Align::kRight},
                                 {"MOST", Align::kRight},
                                 {"OF"}};
  if (hours) columns.push_back({"OUTSIDE HOURS", Align::kRight});
  std::vector<std::vector<std::string>> rows;
  rows.reserve(totals.size());
  for (const ReaderTotal& one : totals) {
    rows.push_back({one.person,
                    std::to_string(one.reads),
                    std::to_string(one.lists),
                    std::to_string(one.subjects),
                    std::to_string(one.not_own),
                    std::to_string(one.most),
                    one.most_read});
    if (hours) rows.back().push_back(std::to_string(one.outside_hours));
  }
  if (rows.empty()) {
    std::cout << "nobody has read anything in these days\n";
    return;
  }
  PrintTable(std::cout, columns, rows);
}

void Reads(Session& session, const Options& options) {
  ReadFilter filter;
  filter.person = options.person;
  filter.subject = options.subject;
  const StatusOr<Date> from = Date::Parse(options.from);
  const StatusOr<Date> to = Date::Parse(options.to);
  if (!from.ok() || !to.ok() || *from > *to) {
    return session.Fail(
        kExitBadInput, "--from and --to are days such as 2026-11-01, the first not after the last");
  }
  filter.days = {*from, *to};
  if (!options.hours.empty()) {
    filter.hours = WorkingHours::Parse(options.hours);
    if (!filter.hours)
      return session.Fail(kExitBadInput, "--hours is such as 07-18 or 07:30-18:00");
  }
  if (const Status zone = LoadSwedishTime(); !zone.ok())
    return FailWith(session, kExitBadInput, zone);
  ReadLog log(filter);
  AuditChainCheck check;
  const bool whole = AuditSource(session).ReadAll(options.file, [&](const AuditRecord& record) {
    log.Take(record);
    return check.Take(record);
  });
  if (!whole) return;
  if (options.csv) {
    std::cout << ReadsCsv(log.Reads());
  } else if (!options.subject.empty()) {
    PrintReads(log.Reads());
  } else {
    PrintTotals(log.Totals(), filter.hours.has_value());
  }
}

}  // namespace

void AddAuditReads(CLI::App& audit, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* reads = audit.add_subcommand(
      "reads", "Who has read what: a line a person, or each read of one case or household");
  session.AddOptions(*reads);
  reads->add_option("file", options->file, "an export, instead of the worker's chain");
  reads->add_option("--from", options->from, "first day, such as 2026-11-01")->required();
  reads->add_option("--to", options->to, "last day")->required();
  reads->add_option("--person", options->person, "only this user id");
  reads->add_option("--of", options->subject, "each read of this case or household, with when");
  reads->add_option(
      "--hours", options->hours, "working hours, such as 07-18: counts what was read outside them");
  reads->add_flag("--csv", options->csv, "each read as a line of CSV");
  reads->callback([&session, options] { Reads(session, *options); });
}

}  // namespace dm::cli
