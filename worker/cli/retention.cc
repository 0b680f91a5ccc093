// medarbetare retention: erasing files when their time is over (gallring), its proof, and holds;
// through a running worker.
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/retention_service.grpc.pb.h"
#include "worker/cli/call.h"
#include "worker/cli/commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"
#include "worker/core/digest.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

using Stub = v1::RetentionService::Stub;

struct Options {
  std::string id;
  std::string actor;
  std::string reason;
  std::string from;
  std::string to;
  std::string csv;
  bool all = false;
};

void PrintKept(const v1::RetentionCounts& counts) {
  std::cout << "kept: for research " << counts.research() << ", on hold " << counts.held()
            << ", something in it is open " << counts.open() << ", a birth is not known "
            << counts.birth_unknown() << '\n';
  if (counts.overdue() > 0)
    std::cout << "OVERDUE: " << counts.overdue() << " files should have been erased by now\n";
  if (!counts.finish_by().empty())
    std::cout << "the next one must be erased by " << counts.finish_by() << '\n';
}

void Due(Session& session) {
  v1::GetRetentionRequest request;
  v1::GetRetentionResponse response;
  do {
    response.Clear();
    if (!Call(session, &Stub::GetRetention, request, response)) return;
    request.set_token(response.next_token());
  } while (!request.token().empty());
  const v1::RetentionCounts& counts = response.counts();
  if (counts.overdue() > 0) session.exit_code = kExitRefused;
  if (session.json) return session.PrintJson(response);
  std::cout << "files whose last entry is before " << response.entry_before() << " ("
            << response.years() << " years; research: " << response.research()
            << "): " << counts.files() << '\n'
            << "due: " << counts.due() << " files with " << counts.cases() << " cases and "
            << counts.frames() << " frames\n";
  PrintKept(counts);
  std::cout << (response.daily() ? "the worker erases each day\n"
                                 : "the worker erases only when it is asked to\n");
  if (response.has_last_pass())
    std::cout << "last gone through " << Time(response.last_pass().finish_time()) << '\n';
}

void Run(Session& session, const Options& options) {
  v1::RunRetentionRequest request;
  request.set_actor(options.actor);
  v1::RunRetentionResponse response;
  do {
    request.set_request_id(NewRequestId());
    response.Clear();
    if (!Call(session, &Stub::RunRetention, request, response)) return;
    request.set_token(response.next_token());
  } while (!request.token().empty());
  const v1::RetentionCounts& counts = response.counts();
  if (session.json) return session.PrintJson(response);
  std::cout << "erased: " << counts.due() << " files with " << counts.cases() << " cases and "
            << counts.frames() << " frames\n";
  PrintKept(counts);
}

std::vector<std::string> RowOf(const v1::Erasure& one) {
  return {std::to_string(one.sequence()),
          Time(one.erase_time()),
          one.actor(),
          std::to_string(one.cases()),
          std::to_string(one.frames()),
          std::to_string(one.records()),
          one.last_entry(),
          std::to_string(one.years()),
          one.research(),
          std::to_string(one.audit_sequence()),
          one.policy_sha256(),
          one.content_sha256()};
}

constexpr const char* kColumns[] = {"number",
                                    "erased",
                                    "by",
                                    "cases",
                                    "frames",
                                    "records",
                                    "last_entry",
                                    "years",
                                    "research",
                                    "audit_record",
                                    "policy_sha256",
                                    "content_sha256"};

std::string CsvOf(const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (const char* column : kColumns) text += (text.empty() ? "" : ";") + std::string(column);
  text += '\n';
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (const std::string& field : row) line += (line.empty() ? "" : ";") + field;
    text += line + '\n';
  }
  return text;
}

// All proofs of the period; false with a message.
bool ReadErasures(Session& session, const Options& options, v1::ListErasuresResponse& all) {
  v1::ListErasuresRequest request;
  request.set_page_size(200);
  request.set_from_day(options.from);
  request.set_to_day(options.to);
  do {
    v1::ListErasuresResponse page;
    if (!Call(session, &Stub::ListErasures, request, page)) return false;
    all.mutable_erasures()->MergeFrom(page.erasures());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

void Report(Session& session, const Options& options) {
  v1::ListErasuresResponse all;
  if (!ReadErasures(session, options, all)) return;
  std::vector<std::vector<std::string>> rows;
  std::int64_t cases = 0;
  std::int64_t frames = 0;
  std::int64_t records = 0;
  for (const v1::Erasure& one : all.erasures()) {
    rows.push_back(RowOf(one));
    cases += one.cases();
    frames += one.frames();
    records += one.records();
  }
  const std::string csv = CsvOf(rows);
  if (!options.csv.empty()) {
    std::ofstream file(options.csv, std::ios::binary | std::ios::trunc);
    file << csv;
    file.close();
    if (!file) return session.Fail(kExitBadInput, options.csv + ": cannot be written");
  }
  if (session.json) return session.PrintJson(all);
  std::cout << "GALLRINGSBEVIS " << (options.from.empty() ? "från början" : options.from) << " – "
            << (options.to.empty() ? "i dag" : options.to) << '\n'
            << "erased files: " << rows.size() << ", cases: " << cases << ", frames: " << frames
            << ", rows with content: " << records << '\n';
  if (!rows.empty())
    std::cout << "proofs " << rows.front()[0] << " to " << rows.back()[0]
              << ", audit records up to " << rows.back()[9] << '\n';
  std::cout << "sha256 of the list (--csv): " << Sha256Hex(csv) << '\n'
            << "\nsigned: ______________________________  date: ____________\n";
}

void PrintHold(const v1::Hold& hold) {
  const bool over = hold.has_release_time();
  std::cout << hold.hold_id() << (over ? " kept" : " keeps") << " the file of case "
            << hold.case_id() << " since " << Time(hold.place_time()) << " (" << hold.placed_by()
            << ")";
  if (over)
    std::cout << "; released " << Time(hold.release_time()) << " (" << hold.released_by()
              << "). The file goes when it is due, unless another hold stands (retention holds)";
  std::cout << '\n';
}

void Place(Session& session, const Options& options) {
  v1::PlaceHoldRequest request;
  request.set_request_id(NewRequestId());
  request.set_case_id(options.id);
  request.set_actor(options.actor);
  request.set_reason(options.reason);
  v1::PlaceHoldResponse response;
  if (!Call(session, &Stub::PlaceHold, request, response)) return;
  if (session.json) return session.PrintJson(response);
  PrintHold(response.hold());
}

void Release(Session& session, const Options& options) {
  v1::ReleaseHoldRequest request;
  request.set_request_id(NewRequestId());
  request.set_hold_id(options.id);
  request.set_actor(options.actor);
  v1::ReleaseHoldResponse response;
  if (!Call(session, &Stub::ReleaseHold, request, response)) return;
  if (session.json) return session.PrintJson(response);
  PrintHold(response.hold());
}

void Holds(Session& session, const Options& options) {
  v1::ListHoldsRequest request;
  request.set_page_size(200);
  request.set_include_released(options.all);
  std::vector<std::vector<std::string>> rows;
  do {
    v1::ListHoldsResponse response;
    if (!Call(session, &Stub::ListHolds, request, response)) return;
    if (session.json) session.PrintJson(response);
    for (const v1::Hold& one : response.holds())
      rows.push_back({one.hold_id(),
                      one.case_id(),
                      Time(one.place_time()),
                      one.placed_by(),
                      one.has_release_time() ? Time(one.release_time()) : "-",
                      one.reason()});
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  if (session.json) return;
  if (rows.empty()) {
    std::cout << "no file is on hold\n";
    return;
  }
  PrintTable(std::cout, {{"HOLD"}, {"CASE"}, {"PLACED"}, {"BY"}, {"RELEASED"}, {"REASON"}}, rows);
}

}  // namespace

void AddRetention(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* retention = app.add_subcommand(
      "retention", "Gallring: files whose time is over, erased with proof; and holds");
  retention->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    CLI::App* command = retention->add_subcommand(name, help);
    session.AddOptions(*command);
    return command;
  };
  const auto actor = [options](CLI::App* command) {
    command->add_option("--actor", options->actor, "your user id: it is recorded")->required();
  };
  add("due", "How many files are due, kept or overdue; erases nothing")->callback([&session] {
    Due(session);
  });
  CLI::App* run = add("run", "Erase the files that are due");
  actor(run);
  run->callback([&session, options] { Run(session, *options); });
  CLI::App* report = add("report", "The proof of what was erased");
  report->add_option("--from", options->from, "first day, YYYY-MM-DD");
  report->add_option("--to", options->to, "last day");
  report->add_option("--csv", options->csv, "write a line for each file to this file");
  report->callback([&session, options] { Report(session, *options); });
  CLI::App* hold = add("hold", "Keep the file of a case, whatever its age");
  hold->add_option("case", options->id, "a case of the file")->required();
  actor(hold);
  hold->add_option("--reason", options->reason, "why")->required();
  hold->callback([&session, options] { Place(session, *options); });
  CLI::App* release = add("release", "End a hold");
  release->add_option("hold", options->id, "its id, as holds lists it")->required();
  actor(release);
  release->callback([&session, options] { Release(session, *options); });
  CLI::App* holds = add("holds", "The files that are on hold");
  holds->add_flag("--all", options->all, "also those that were released");
  holds->callback([&session, options] { Holds(session, *options); });
}

}  // namespace dm::cli
