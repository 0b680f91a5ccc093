#include <cstddef>
#include <iterator>
#include <limits>
#include <string>

#include "tests/support/fake_store.h"
#include "worker/case/audit_chain.h"

namespace dm::testing {

Status FakeStore::AppendAudit(const AuditEvent& event, Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  Append(event, now);
  return OkStatus();
}

StatusOr<std::vector<AuditRecord>> FakeStore::ReadAudit(std::int64_t from_sequence, int limit) {
  const MutexLock lock(mutex_);
  std::vector<AuditRecord> records;
  AuditChainCheck check;
  for (const AuditRecord& record : audit_) {
    if (record.sequence < from_sequence - 1 || static_cast<int>(records.size()) == limit) continue;
    DM_RETURN_IF_ERROR(check.Take(record));
    if (record.sequence >= from_sequence) records.push_back(record);
  }
  return records;
}

StatusOr<Page<AuditRecord>> FakeStore::ListAudit(const std::string& subject,
                                                 const PageRequest& page) {
  const MutexLock lock(mutex_);
  const std::int64_t before =
      page.after.empty() ? std::numeric_limits<std::int64_t>::max() : std::stoll(page.after);
  Page<AuditRecord> result;
  for (std::size_t i = audit_.size(); i-- > 0;) {
    const AuditRecord& one = audit_[i];
    if (one.event.subject != subject || one.sequence >= before) continue;
    if (std::ssize(result.items) == page.limit) {
      result.next = std::to_string(result.items.back().sequence);
      break;
    }
    result.items.push_back(one);
  }
  return result;
}

StatusOr<AuditHead> FakeStore::GetAuditHead() {
  const MutexLock lock(mutex_);
  if (audit_.empty()) return AuditHead{.sequence = 0, .sha256 = FirstPreviousSha256()};
  return AuditHead{.sequence = audit_.back().sequence, .sha256 = audit_.back().sha256};
}

void FakeStore::AlterAudit(std::int64_t sequence) {
  const MutexLock lock(mutex_);
  for (AuditRecord& record : audit_)
    if (record.sequence == sequence) record.event.detail += "altered";
}

}  // namespace dm::testing
