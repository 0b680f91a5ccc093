// Where the commands read the audit chain: the worker that runs, or a file that it exported.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "medarbetare/v1/audit_service.grpc.pb.h"
#include "worker/case/audit_record.h"
#include "worker/cli/session.h"

namespace dm::cli {

class AuditSource {
 public:
  using Take = std::function<Status(const AuditRecord&)>;

  explicit AuditSource(Session& session) : session_(session) {}

  // Each false with a message and an exit code; also where `take` refuses a record.
  // The end of the worker's chain now.
  bool ReadHead(medarbetare::v1::AuditCheckpoint& head);
  // Every record of the worker's up to `last`.
  bool ReadWorker(std::int64_t last, const Take& take);
  // Every record of the exported `file`.
  bool ReadFile(const std::string& file, const Take& take);
  // Of `file`, or of the worker up to its end now where there is none.
  bool ReadAll(const std::string& file, const Take& take);

 private:
  medarbetare::v1::AuditService::Stub* Stub();

  Session& session_;
  std::unique_ptr<medarbetare::v1::AuditService::Stub> stub_;
};

// Message, reason, field and remedy of `status`.
void FailWith(Session& session, int code, const Status& status);

}  // namespace dm::cli
