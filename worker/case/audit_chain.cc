#include "worker/case/audit_chain.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "worker/core/digest.h"

namespace dm {
namespace {

Status VerifyOne(const AuditRecord& record,
                 std::int64_t expected_sequence,
                 const std::string& expected_previous) {
  if (record.sequence != expected_sequence)
    return AuditChainBroken(expected_sequence, "is missing");
  if (record.previous_sha256 != expected_previous) {
    return AuditChainBroken(record.sequence, "does not follow the record before it");
  }
  if (record.sha256 != AuditSha256(record)) {
    return AuditChainBroken(record.sequence,
                            "does not have the content that its hash was made over");
  }
  return OkStatus();
}

}  // namespace

Status AuditChainBroken(std::int64_t sequence, std::string_view what) {
  return MakeStatus(
      StatusCode::kDataLoss,
      "audit record " + std::to_string(sequence) + ": " + std::string(what),
      {.reason = "AUDIT_CHAIN_BROKEN",
       .field = "audit.sequence",
       .remedy = "Stop deciding, keep the file as it is and compare with the latest backup: a "
                 "record was changed, removed or put in outside the program."});
}

std::string FirstPreviousSha256() {
  return std::string(64, '0');
}

std::string AuditSha256(const AuditRecord& record) {
  const std::string sequence = std::to_string(record.sequence);
  const std::string at = std::to_string(record.at.unix_ms());
  const AuditEvent& event = record.event;
  const std::array<std::string_view, 9> fields = {
      record.previous_sha256,
      sequence,
      at,
      event.actor_kind == ActorKind::kPerson ? "PERSON" : "WORKER",
      event.actor,
      event.mandate,
      event.action,
      event.subject,
      event.detail};
  std::string text = "medarbetare-audit-v1\n";
  for (const std::string_view field : fields) {
    text += std::to_string(field.size());
    text += ':';
    text += field;
    text += '\n';
  }
  return Sha256Hex(text);
}

Status VerifyAuditChain(const std::vector<AuditRecord>& records) {
  if (records.empty()) return OkStatus();
  std::int64_t sequence = records.front().sequence;
  if (sequence < 1) return AuditChainBroken(sequence, "has a sequence number below 1");
  std::string previous = sequence == 1 ? FirstPreviousSha256() : records.front().previous_sha256;
  for (const AuditRecord& record : records) {
    DM_RETURN_IF_ERROR(VerifyOne(record, sequence, previous));
    previous = record.sha256;
    ++sequence;
  }
  return OkStatus();
}

}  // namespace dm
