#include "worker/case/audit_chain.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "worker/core/digest.h"

namespace dm {
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

Status AuditChainCheck::Take(const AuditRecord& record) {
  if (record.sequence < 1)
    return AuditChainBroken(record.sequence, "has a sequence number below 1");
  const bool first = head_.sequence == 0;
  if (!first && record.sequence != head_.sequence + 1)
    return AuditChainBroken(head_.sequence + 1, "is missing");
  const std::string& previous = first && record.sequence > 1 ? record.previous_sha256
                                : first                      ? FirstPreviousSha256()
                                                             : head_.sha256;
  if (record.previous_sha256 != previous)
    return AuditChainBroken(record.sequence, "does not follow the record before it");
  if (record.sha256 != AuditSha256(record))
    return AuditChainBroken(record.sequence,
                            "does not have the content that its hash was made over");
  head_ = {.sequence = record.sequence, .sha256 = record.sha256};
  return OkStatus();
}

Status VerifyAuditChain(const std::vector<AuditRecord>& records) {
  AuditChainCheck check;
  for (const AuditRecord& record : records) DM_RETURN_IF_ERROR(check.Take(record));
  return OkStatus();
}

}  // namespace dm
