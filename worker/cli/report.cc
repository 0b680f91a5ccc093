// medarbetare report: the follow-up of a period, made by a running worker.
#include "worker/adapters/codec/report.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <google/protobuf/util/json_util.h>

#include "medarbetare/v1/report_service.grpc.pb.h"
#include "worker/cli/commands.h"
#include "worker/report/forms.h"
#include "worker/report/measures.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

// How often the worker is asked whether it is done.
constexpr std::chrono::milliseconds kAsk{300};

struct Options {
  std::string from;
  std::string to;
  std::string actor;
  std::string csv;
  std::string html;
  std::string statistics;
  std::string read;
};

class Reports {
 public:
  explicit Reports(Session& session)
      : session_(session), stub_(v1::ReportService::NewStub(session.channel)) {}

  // False with a message and an exit code.
  bool Start(const Options& options) {
    v1::StartReportRequest request;
    request.set_request_id(NewRequestId());
    request.set_actor(options.actor);
    request.set_from_month(options.from);
    request.set_to_month(options.to.empty() ? options.from : options.to);
    v1::StartReportResponse response;
    grpc::ClientContext context;
    session_.Prepare(context);
    if (!session_.Check(stub_->StartReport(&context, request, &response))) return false;
    run_ = response.run();
    return true;
  }

  bool Wait() {
    while (run_.state() == v1::REPORT_STATE_WAITING || run_.state() == v1::REPORT_STATE_RUNNING) {
      std::this_thread::sleep_for(kAsk);
      v1::GetReportRequest request;
      request.set_report_id(run_.id());
      v1::GetReportResponse response;
      grpc::ClientContext context;
      session_.Prepare(context);
      if (!session_.Check(stub_->GetReport(&context, request, &response))) return false;
      run_ = response.run();
    }
    if (run_.state() == v1::REPORT_STATE_DONE) return true;
    session_.Fail(kExitRefused, "the report could not be made: " + run_.failure());
    return false;
  }

  const v1::ReportRun& run() const { return run_; }

 private:
  Session& session_;
  const std::unique_ptr<v1::ReportService::Stub> stub_;
  v1::ReportRun run_;
};

bool WriteTo(Session& session, const std::string& path, const std::string& text) {
  if (path.empty()) return true;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return true;
  session.Fail(kExitBadInput, path + ": cannot be written; check the folder and the disk");
  return false;
}

// What --json kept; false with a message.
bool ReadKept(Session& session, const std::string& path, v1::ReportRun& run) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  run.set_state(v1::REPORT_STATE_DONE);
  if (file && google::protobuf::util::JsonStringToMessage(text.str(), run.mutable_report()).ok())
    return true;
  session.Fail(kExitBadInput,
               path + (file ? ": is no report; name what `report --json` has written"
                            : ": cannot be read; check the path and its permissions"));
  return false;
}

bool MakeOne(Session& session, const Options& options, v1::ReportRun& run) {
  if (!session.Connect()) return false;
  Reports reports(session);
  if (!reports.Start(options) || !reports.Wait()) return false;
  run = reports.run();
  return true;
}

void Run(Session& session, const Options& options) {
  v1::ReportRun made;
  if (options.read.empty() ? !MakeOne(session, options, made)
                           : !ReadKept(session, options.read, made))
    return;
  codec::FieldReader reader(codec::Origin::kStore);
  const ReportRun run = codec::FromProto(reader, made);
  if (!reader.ok()) return session.Fail(kExitBadInput, MessageOf(reader.status()));
  if (!WriteTo(session, options.csv, report::ReportCsv(run.report)) ||
      !WriteTo(session, options.html, report::ReportHtml(run.report)) ||
      !WriteTo(session, options.statistics, report::StatisticsCsv(run.report)))
    return;
  if (session.json) return session.PrintJson(made.report());
  std::cout << report::ReportText(run.report);
}

}  // namespace

void AddReport(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "report", "The follow-up of a period: shares, times, costs, errors; sums alone");
  session.AddOptions(*command);
  command->add_option("--from", options->from, "first month applied for, YYYY-MM");
  command->add_option("--to", options->to, "last month; the first one where left out");
  command->add_option("--actor", options->actor, "your user id: who made it is recorded");
  command->add_option("--csv", options->csv, "write every figure to this file");
  command->add_option("--html", options->html, "write a page with charts to this file");
  command->add_option(
      "--statistics", options->statistics, "write the sums of the last month's statistics here");
  command->add_option("--read", options->read, "show a report that --json kept, without a worker");
  const auto measures = std::make_shared<bool>(false);
  command->add_flag("--measures", *measures, "only list the measures and what they rest on");
  command->callback([&session, options, measures] {
    if (*measures) {
      std::cout << report::MeasuresMarkdown();
      return;
    }
    if (options->read.empty() && (options->from.empty() || options->actor.empty()))
      return session.Fail(kExitBadInput, "say --from YYYY-MM and --actor, your user id");
    Run(session, *options);
  });
}

}  // namespace dm::cli
