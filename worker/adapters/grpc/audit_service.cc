#include "medarbetare/v1/audit_service.grpc.pb.h"
#include "worker/adapters/codec/audit.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/grpc/services.h"

namespace dm::grpc_adapter {
namespace {

namespace pb = medarbetare::v1;
using codec::FieldReader;
using codec::Need;
using codec::Origin;

constexpr int kRecordsDefault = 200;
constexpr int kRecordsMax = 1'000;  // a larger size is read as this one (AIP-158)

// Of a number of a record, where 0 is none said.
std::int64_t Sequence(FieldReader& reader, const char* field, std::int64_t value) {
  if (value < 0) reader.Fail(field, "FIELD_OUT_OF_RANGE", "is negative", "Send 0 or a number.");
  return value;
}

AuditRange RangeOf(FieldReader& reader, std::int64_t from, std::int64_t to, int page_size) {
  if (page_size < 0)
    reader.Fail("page_size", "FIELD_OUT_OF_RANGE", "is negative", "Send 1 to 1000, or 0.");
  return {.from = std::max<std::int64_t>(1, Sequence(reader, "from_sequence", from)),
          .to = Sequence(reader, "to_sequence", to),
          .limit = page_size == 0 ? kRecordsDefault : std::min(page_size, kRecordsMax)};
}

class AuditService final : public pb::AuditService::CallbackService {
 public:
  AuditService(Dispatcher& dispatcher, AuditApi& audit) : dispatcher_(dispatcher), audit_(audit) {}

  grpc::ServerUnaryReactor* ListAuditRecords(grpc::CallbackServerContext* context,
                                             const pb::ListAuditRecordsRequest* request,
                                             pb::ListAuditRecordsResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      FieldReader reader(Origin::kCaller);
      const AuditRange range =
          RangeOf(reader, request->from_sequence(), request->to_sequence(), request->page_size());
      DM_RETURN_IF_ERROR(reader.status());
      DM_ASSIGN_OR_RETURN(const AuditPart part, audit_.Read(call, range));
      for (const AuditRecord& record : part.records)
        *response->add_records() = codec::RecordToProto(record);
      response->set_next_sequence(part.next);
      return OkStatus();
    });
  }

  grpc::ServerUnaryReactor* GetAuditHead(grpc::CallbackServerContext* context,
                                         const pb::GetAuditHeadRequest* request,
                                         pb::GetAuditHeadResponse* response) override {
    return dispatcher_.Start(context, *request, [=, this](const CallContext& call) -> Status {
      DM_ASSIGN_OR_RETURN(const AuditCheckpoint head, audit_.Head(call));
      *response->mutable_head() = codec::ToProto(head);
      return OkStatus();
    });
  }

 private:
  Dispatcher& dispatcher_;
  AuditApi& audit_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAuditService(Dispatcher& dispatcher, AuditApi& audit) {
  return std::make_unique<AuditService>(dispatcher, audit);
}

}  // namespace dm::grpc_adapter
