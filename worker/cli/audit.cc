#include "worker/adapters/codec/audit.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "medarbetare/v1/audit_service.grpc.pb.h"
#include "worker/cli/audit_file.h"
#include "worker/cli/commands.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string file;
  std::string checkpoints;
};

void FailWith(Session& session, int code, const Status& status) {
  session.Fail(code, MessageOf(status));
  PrintDetail(DetailOf(status));
}

class Chain {
 public:
  explicit Chain(Session& session)
      : session_(session), stub_(v1::AuditService::NewStub(session.channel)) {}

  // False with a message and an exit code.
  bool ReadHead(v1::AuditCheckpoint& head) {
    v1::GetAuditHeadResponse response;
    grpc::ClientContext context;
    session_.Prepare(context);
    if (!session_.Check(stub_->GetAuditHead(&context, v1::GetAuditHeadRequest(), &response)))
      return false;
    head = response.head();
    return true;
  }

  // Every record up to `last`.
  bool ReadAll(std::int64_t last, const std::function<Status(const AuditRecord&)>& take) {
    v1::ListAuditRecordsRequest request;
    request.set_from_sequence(last > 0 ? 1 : 0);
    request.set_to_sequence(last);
    request.set_page_size(1'000);
    while (request.from_sequence() > 0) {
      v1::ListAuditRecordsResponse response;
      grpc::ClientContext context;
      session_.Prepare(context);
      if (!session_.Check(stub_->ListAuditRecords(&context, request, &response))) return false;
      for (const v1::AuditRecord& one : response.records()) {
        codec::FieldReader reader(codec::Origin::kStore);
        const AuditRecord record = codec::FromProto(reader, one);
        Status status = reader.status();
        if (status.ok()) status = take(record);
        if (!status.ok()) {
          FailWith(session_, kExitRefused, status);
          return false;
        }
      }
      request.set_from_sequence(response.next_sequence());
    }
    return true;
  }

 private:
  Session& session_;
  const std::unique_ptr<v1::AuditService::Stub> stub_;
};

void Head(Session& session) {
  if (!session.Connect()) return;
  v1::AuditCheckpoint head;
  if (!Chain(session).ReadHead(head)) return;
  if (session.json) return session.PrintJson(head);
  std::cout << head.line() << '\n';
}

void Export(Session& session, const Options& options) {
  if (!session.Connect()) return;
  Chain chain(session);
  v1::AuditCheckpoint head;
  if (!chain.ReadHead(head)) return;
  // The file has its name once it is whole.
  const std::string part = options.file + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  if (!out) return session.Fail(kExitBadInput, options.file + " cannot be written");
  const bool read = chain.ReadAll(head.sequence(), [&out](const AuditRecord& record) {
    out << AuditLine(record) << '\n';
    return OkStatus();
  });
  if (!read) return;
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(part, options.file, error);
  if (!out || error) return session.Fail(kExitBadInput, options.file + " cannot be written");
  std::cout << head.sequence() << " records\n" << head.line() << '\n';
}

bool ReadFile(Session& session, const std::string& file, AuditVerifier& verifier) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    session.Fail(kExitBadInput, file + " cannot be read");
    return false;
  }
  std::string line;
  for (std::int64_t number = 1; std::getline(in, line); ++number) {
    const StatusOr<AuditRecord> record = ParseAuditLine(line);
    const Status taken = record.ok() ? verifier.Take(*record) : record.status();
    if (taken.ok()) continue;
    FailWith(session,
             record.ok() ? kExitRefused : kExitBadInput,
             Annotate(taken, file + ":" + std::to_string(number)));
    return false;
  }
  return true;
}

bool ReadWorker(Session& session, AuditVerifier& verifier) {
  if (!session.Connect()) return false;
  Chain chain(session);
  v1::AuditCheckpoint head;
  return chain.ReadHead(head) && chain.ReadAll(head.sequence(), [&](const AuditRecord& record) {
    return verifier.Take(record);
  });
}

void Verify(Session& session, const Options& options) {
  AuditVerifier verifier;
  if (!options.checkpoints.empty()) {
    std::ifstream in(options.checkpoints, std::ios::binary);
    if (!in) return session.Fail(kExitBadInput, options.checkpoints + " cannot be read");
    const Status read = verifier.ReadCheckpoints(in);
    if (!read.ok()) return FailWith(session, kExitRefused, read);
  }
  const bool whole = options.file.empty() ? ReadWorker(session, verifier)
                                          : ReadFile(session, options.file, verifier);
  if (!whole) return;
  if (const Status end = verifier.Finish(); !end.ok()) return FailWith(session, kExitRefused, end);
  if (verifier.head().sequence == 0) {
    std::cout << "no record\n";
    return;
  }
  std::cout << "records " << verifier.first() << " to " << verifier.head().sequence
            << " hold; checkpoints that agree: " << verifier.checkpoints_met() << "\nlast sha256 "
            << verifier.head().sha256 << '\n';
}

}  // namespace

void AddAudit(CLI::App& app, Session& session) {
  auto options = std::make_shared<Options>();
  CLI::App* audit =
      app.add_subcommand("audit", "The audit chain: export it, check it, note its end");
  audit->require_subcommand(1);
  CLI::App* head = audit->add_subcommand("head", "The end of the chain now, as a line to keep");
  session.AddOptions(*head);
  head->callback([&session] { Head(session); });
  CLI::App* to_file = audit->add_subcommand("export", "The whole chain to a file, a record a line");
  session.AddOptions(*to_file);
  to_file->add_option("file", options->file, "where to write")->required();
  to_file->callback([&session, options] { Export(session, *options); });
  CLI::App* verify = audit->add_subcommand(
      "verify", "Check an exported file, or the worker's chain where no file is given");
  session.AddOptions(*verify);
  verify->add_option("file", options->file, "an export");
  verify->add_option("--checkpoints",
                     options->checkpoints,
                     "file of noted ends: shows also what was cut off or replaced as a whole");
  verify->callback([&session, options] { Verify(session, *options); });
}

}  // namespace dm::cli
