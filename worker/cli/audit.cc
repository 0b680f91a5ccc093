#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "worker/cli/audit_file.h"
#include "worker/cli/audit_source.h"
#include "worker/cli/commands.h"

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;

struct Options {
  std::string file;
  std::string checkpoints;
};

void Head(Session& session) {
  AuditSource source(session);
  v1::AuditCheckpoint head;
  if (!source.ReadHead(head)) return;
  if (session.json) return session.PrintJson(head);
  std::cout << head.line() << '\n';
}

void Export(Session& session, const Options& options) {
  AuditSource source(session);
  v1::AuditCheckpoint head;
  if (!source.ReadHead(head)) return;
  // The file has its name once it is whole.
  const std::string part = options.file + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  if (!out) return session.Fail(kExitBadInput, options.file + " cannot be written");
  const bool read = source.ReadWorker(head.sequence(), [&out](const AuditRecord& record) {
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

void Verify(Session& session, const Options& options) {
  AuditVerifier verifier;
  if (!options.checkpoints.empty()) {
    std::ifstream in(options.checkpoints, std::ios::binary);
    if (!in) return session.Fail(kExitBadInput, options.checkpoints + " cannot be read");
    const Status read = verifier.ReadCheckpoints(in);
    if (!read.ok()) return FailWith(session, kExitRefused, read);
  }
  AuditSource source(session);
  const auto take = [&verifier](const AuditRecord& record) { return verifier.Take(record); };
  if (!source.ReadAll(options.file, take)) return;
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
  CLI::App* audit = app.add_subcommand(
      "audit", "The audit chain: export it, check it, note its end; who has read what");
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
  AddAuditReads(*audit, session);
}

}  // namespace dm::cli
