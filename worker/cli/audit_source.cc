#include "worker/cli/audit_source.h"

#include <fstream>

#include "worker/adapters/codec/audit.h"
#include "worker/cli/audit_file.h"

namespace dm::cli {

namespace v1 = medarbetare::v1;

void FailWith(Session& session, int code, const Status& status) {
  session.Fail(code, MessageOf(status));
  PrintDetail(DetailOf(status));
}

v1::AuditService::Stub* AuditSource::Stub() {
  if (!session_.Connect()) return nullptr;
  if (!stub_) stub_ = v1::AuditService::NewStub(session_.channel);
  return stub_.get();
}

bool AuditSource::ReadHead(v1::AuditCheckpoint& head) {
  v1::AuditService::Stub* stub = Stub();
  if (stub == nullptr) return false;
  v1::GetAuditHeadResponse response;
  grpc::ClientContext context;
  session_.Prepare(context);
  if (!session_.Check(stub->GetAuditHead(&context, v1::GetAuditHeadRequest(), &response)))
    return false;
  head = response.head();
  return true;
}

bool AuditSource::ReadWorker(std::int64_t last, const Take& take) {
  v1::AuditService::Stub* stub = Stub();
  if (stub == nullptr) return false;
  v1::ListAuditRecordsRequest request;
  request.set_from_sequence(last > 0 ? 1 : 0);
  request.set_to_sequence(last);
  request.set_page_size(1'000);
  while (request.from_sequence() > 0) {
    v1::ListAuditRecordsResponse response;
    grpc::ClientContext context;
    session_.Prepare(context);
    if (!session_.Check(stub->ListAuditRecords(&context, request, &response))) return false;
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

bool AuditSource::ReadFile(const std::string& file, const Take& take) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    session_.Fail(kExitBadInput, file + " cannot be read");
    return false;
  }
  std::string line;
  for (std::int64_t number = 1; std::getline(in, line); ++number) {
    const StatusOr<AuditRecord> record = ParseAuditLine(line);
    const Status taken = record.ok() ? take(*record) : record.status();
    if (taken.ok()) continue;
    FailWith(session_,
             record.ok() ? kExitRefused : kExitBadInput,
             Annotate(taken, file + ":" + std::to_string(number)));
    return false;
  }
  return true;
}

bool AuditSource::ReadAll(const std::string& file, const Take& take) {
  if (!file.empty()) return ReadFile(file, take);
  v1::AuditCheckpoint head;
  return ReadHead(head) && ReadWorker(head.sequence(), take);
}

}  // namespace dm::cli
