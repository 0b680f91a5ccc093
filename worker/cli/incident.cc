#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>
#include <google/protobuf/util/json_util.h>
#include <sys/stat.h>

#include "medarbetare/v1/operations_service.grpc.pb.h"
#include "worker/cli/audit_file.h"
#include "worker/cli/audit_source.h"
#include "worker/cli/commands.h"
#include "worker/cli/incident_report.h"
#include "worker/cli/read_log.h"
#include "worker/core/digest.h"
#include "worker/core/version.h"
#include "worker/runtime/clocks.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string folder;
  std::string from;
  std::string to;
  std::string file;
  std::string checkpoints;
};

// The folder of the pack: what is put in it is readable to its owner alone, and its hash is noted.
class Pack {
 public:
  explicit Pack(std::string folder) : folder_(std::move(folder)) {}

  Status Make() const {
    if (mkdir(folder_.c_str(), 0700) == 0) return OkStatus();
    return InvalidArgument(folder_ + ": " + std::strerror(errno),
                           {.reason = "FOLDER_NOT_MADE",
                            .field = "folder",
                            .remedy = "Name a folder that does not exist yet, in one that you may "
                                      "write to."});
  }

  Status Put(const std::string& name, const std::string& content) {
    const mode_t before = umask(0077);
    std::ofstream out(folder_ + "/" + name, std::ios::binary | std::ios::trunc);
    umask(before);
    out << content;
    out.close();
    if (!out) {
      return FailedPrecondition(
          name + " cannot be written",
          {.reason = "FILE_NOT_WRITTEN",
           .field = "folder",
           .remedy = "Free space on the disk, remove the folder, try again."});
    }
    sums_ += Sha256Hex(content) + "  " + name + '\n';
    return OkStatus();
  }

  Status Seal() { return Put("SHA256SUMS", sums_); }

 private:
  const std::string folder_;
  std::string sums_;
};

// The worker's state as it is now; a text that says why where it cannot be had.
std::string StatusNow(Session& session) {
  const auto stub = v1::OperationsService::NewStub(session.channel);
  v1::GetStatusResponse response;
  grpc::ClientContext context;
  session.Prepare(context);
  const grpc::Status status = stub->GetStatus(&context, v1::GetStatusRequest(), &response);
  if (!status.ok()) return "not read: " + status.error_message() + '\n';
  google::protobuf::util::JsonPrintOptions form;
  form.add_whitespace = true;
  std::string text;
  const auto printed = google::protobuf::util::MessageToJsonString(response.status(), &text, form);
  return printed.ok() ? text : "not read\n";
}

// What the chain gives, while it is read.
struct Gathered {
  IncidentFacts facts;
  ReadLog reads;
  std::string chain = {};  // every record, as in an export
};

void TakeRecord(Gathered& gathered, const AuditRecord& record) {
  Take(gathered.facts, record);
  gathered.reads.Take(record);
  gathered.chain += AuditLine(record) + '\n';
}

bool ReadChain(Session& session, const Options& options, Gathered& gathered) {
  AuditVerifier verifier;
  if (!options.checkpoints.empty()) {
    std::ifstream in(options.checkpoints, std::ios::binary);
    const Status read = in ? verifier.ReadCheckpoints(in)
                           : InvalidArgument(options.checkpoints + " cannot be read");
    if (!read.ok()) {
      FailWith(session, kExitBadInput, read);
      return false;
    }
  }
  // What does not hold is taken all the same: an incident is when it is needed.
  const auto take = [&](const AuditRecord& record) {
    const Status taken = verifier.Take(record);
    if (!taken.ok() && gathered.facts.chain_fault.empty())
      gathered.facts.chain_fault = MessageOf(taken);
    TakeRecord(gathered, record);
    return OkStatus();
  };
  AuditSource source(session);
  if (!source.ReadAll(options.file, take)) {
    if (gathered.facts.records == 0) return false;
    if (gathered.facts.chain_fault.empty())
      gathered.facts.chain_fault =
          "kunde inte läsas längre än till post " + std::to_string(gathered.facts.records);
    session.exit_code = kExitOk;
  }
  if (const Status end = verifier.Finish(); !end.ok() && gathered.facts.chain_fault.empty())
    gathered.facts.chain_fault = MessageOf(end);
  gathered.facts.checkpoints = verifier.checkpoints_met();
  return true;
}

Status Write(const Options& options, const Gathered& gathered, const std::string& status) {
  Pack pack(options.folder);
  DM_RETURN_IF_ERROR(pack.Make());
  std::string cases;
  for (const std::string& id : gathered.facts.cases) cases += id + '\n';
  DM_RETURN_IF_ERROR(pack.Put("rapport-24h.md", EarlyWarning(gathered.facts)));
  DM_RETURN_IF_ERROR(pack.Put("rapport-72h.md", Notification(gathered.facts)));
  DM_RETURN_IF_ERROR(pack.Put("audit.jsonl", gathered.chain));
  DM_RETURN_IF_ERROR(pack.Put("reads.csv", ReadsCsv(gathered.reads.Reads())));
  DM_RETURN_IF_ERROR(pack.Put("cases.txt", cases));
  if (!status.empty()) DM_RETURN_IF_ERROR(pack.Put("status.json", status));
  return pack.Seal();
}

void Incident(Session& session, const Options& options) {
  const StatusOr<Date> from = Date::Parse(options.from);
  const StatusOr<Date> to = Date::Parse(options.to.empty() ? options.from : options.to);
  if (!from.ok() || !to.ok() || *from > *to) {
    return session.Fail(
        kExitBadInput, "--from and --to are days such as 2026-11-01, the first not after the last");
  }
  if (const Status zone = LoadSwedishTime(); !zone.ok())
    return FailWith(session, kExitBadInput, zone);
  ReadFilter filter;
  filter.days = {*from, *to};
  Gathered gathered{.facts = {}, .reads = ReadLog(filter)};
  gathered.facts.from = *from;
  gathered.facts.to = *to;
  gathered.facts.version = Version();
  gathered.facts.made_at = MakeClock(0)->Now();
  std::string status;
  AuditSource source(session);
  if (options.file.empty()) {
    v1::AuditCheckpoint head;
    if (!source.ReadHead(head)) return;
    gathered.facts.municipality = head.municipality();
    status = StatusNow(session);
  }
  if (!ReadChain(session, options, gathered)) return;
  if (const Status written = Write(options, gathered, status); !written.ok())
    return FailWith(session, kExitBadInput, written);
  std::cout << options.folder << ": " << gathered.facts.in_period << " records of "
            << gathered.facts.cases.size() << " cases in the period, "
            << gathered.facts.readers.size() << " readers\n"
            << (gathered.facts.chain_fault.empty()
                    ? "the audit chain holds\n"
                    : "THE AUDIT CHAIN DOES NOT HOLD: " + gathered.facts.chain_fault + '\n')
            << "fill in rapport-24h.md and rapport-72h.md: docs/operating/incident.md\n";
}

}  // namespace

void AddIncident(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* incident = app.add_subcommand(
      "incident",
      "What a report of an incident needs, in a folder: drafts, the chain, who read what");
  session.AddOptions(*incident);
  incident->add_option("folder", options->folder, "to be made")->required();
  incident->add_option("--from", options->from, "first day, such as 2026-11-20")->required();
  incident->add_option("--to", options->to, "last day; the same where it is left out");
  incident->add_option("--audit", options->file, "an export, where no worker answers");
  incident->add_option(
      "--checkpoints", options->checkpoints, "file of noted ends: shows also what was cut off");
  incident->callback([&session, options] { Incident(session, *options); });
}

}  // namespace dm::cli
