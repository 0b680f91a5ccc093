#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "worker/cli/commands.h"
#include "worker/cli/table.h"
#include "worker/cli/text.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

// How many cases took one way, and how long the worker was at each.
struct Way {
  int count = 0;
  std::vector<std::int64_t> times_ms;
};

std::string WayOf(const v1::CaseSummary& one) {
  switch (one.state()) {
    case v1::CASE_STATE_DECIDED:
    case v1::CASE_STATE_CLOSED:
      return one.decided_by() == v1::DECISION_KIND_AUTOMATIC ? "decided by the worker"
                                                             : "decided by a caseworker";
    case v1::CASE_STATE_PROPOSED:
      return "proposed to a caseworker";
    case v1::CASE_STATE_ESCALATED:
      return "escalated to a caseworker";
    case v1::CASE_STATE_AWAITING_COMPLETION:
      return "waiting for the household";
    case v1::CASE_STATE_WAITING_SOURCE:
      return "waiting for a register";
    case v1::CASE_STATE_WRITTEN_OFF:
      return "written off";
    default:
      return "in work";
  }
}

std::string Median(std::vector<std::int64_t> times) {
  if (times.empty()) return "-";
  std::sort(times.begin(), times.end());
  return std::to_string(times[times.size() / 2]);
}

bool ReadWays(Session& session,
              const std::string& month,
              std::map<std::pair<std::string, std::string>, Way>& ways,
              Way& all) {
  const auto stub = v1::CaseService::NewStub(session.channel);
  v1::ListCasesRequest request;
  request.set_page_size(200);
  request.set_month(month);
  do {
    v1::ListCasesResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListCases(&context, request, &response))) return false;
    for (const v1::CaseSummary& one : response.cases()) {
      for (Way* way : {&ways[{WayOf(one), one.typfall().empty() ? "-" : one.typfall()}], &all}) {
        ++way->count;
        way->times_ms.push_back(one.processing_ms());
      }
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

// The codes that name the kind of reason: "GATE.G07.FAIL.UNDECLARED" counts as it is.
bool ReadReasons(Session& session,
                 std::map<std::string, std::map<std::string, int>>& reasons,
                 std::map<std::string, int>& items) {
  const auto stub = v1::EscalationService::NewStub(session.channel);
  v1::ListEscalationsRequest request;
  request.set_page_size(200);
  request.set_include_restricted(true);
  do {
    v1::ListEscalationsResponse response;
    grpc::ClientContext context;
    session.Prepare(context);
    if (!session.Check(stub->ListEscalations(&context, request, &response))) return false;
    for (const v1::Escalation& one : response.escalations()) {
      ++items[one.routing().queue()];
      std::map<std::string, int> of_item;
      for (const v1::Reason& reason : one.routing().reasons()) of_item[reason.code()] = 1;
      for (const auto& [code, count] : of_item) reasons[one.routing().queue()][code] += count;
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

bool ReadTitles(Session& session, std::vector<std::pair<std::string, std::string>>& titles) {
  const auto stub = v1::EscalationService::NewStub(session.channel);
  v1::ListQueuesResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  if (!session.Check(stub->ListQueues(&context, v1::ListQueuesRequest(), &response))) return false;
  for (const v1::Queue& one : response.queues()) titles.emplace_back(one.queue(), one.title());
  return true;
}

std::string TopReasons(const std::map<std::string, int>& reasons) {
  std::vector<std::pair<int, std::string>> sorted;
  sorted.reserve(reasons.size());
  for (const auto& [code, count] : reasons) sorted.emplace_back(-count, code);
  std::sort(sorted.begin(), sorted.end());
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(sorted.size(), 4); ++i) {
    text += (text.empty() ? "" : ", ") + sorted[i].second + " ×" + std::to_string(-sorted[i].first);
  }
  if (sorted.size() > 4) text += ", …";
  return text;
}

void Run(Session& session, const std::string& month) {
  if (!session.Connect()) return;
  std::map<std::pair<std::string, std::string>, Way> ways;
  Way all;
  std::map<std::string, std::map<std::string, int>> reasons;
  std::map<std::string, int> items;
  std::vector<std::pair<std::string, std::string>> titles;
  if (!ReadWays(session, month, ways, all) || !ReadReasons(session, reasons, items) ||
      !ReadTitles(session, titles))
    return;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(ways.size() + 1);
  for (const auto& [key, way] : ways) {
    rows.push_back({key.first, key.second, std::to_string(way.count), Median(way.times_ms)});
  }
  rows.push_back({"all", "", std::to_string(all.count), Median(all.times_ms)});
  PrintTable(std::cout,
             {{"CASES"}, {"TYPFALL"}, {"COUNT", Align::kRight}, {"MEDIAN MS", Align::kRight}},
             rows);
  std::vector<std::vector<std::string>> queues;
  for (const auto& [queue, title] : titles) {
    if (items[queue] == 0) continue;
    queues.push_back({queue, std::to_string(items[queue]), title, TopReasons(reasons[queue])});
  }
  std::cout << '\n';
  PrintTable(
      std::cout,
      {{"QUEUE"}, {"ITEMS", Align::kRight}, {"TITLE"}, {"REASONS (a case can have several)"}},
      queues);
}

}  // namespace

void AddSummary(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand(
      "summary", "What became of the cases: counts, median time, queues with reasons");
  session.AddOptions(*command);
  auto month = std::make_shared<std::string>();
  command->add_option("--month", *month, "only this month, YYYY-MM");
  command->callback([&session, month] { Run(session, *month); });
}

}  // namespace dm::cli
