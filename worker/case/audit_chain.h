// The audit chain: each record carries the hash of the one before it, so that a record altered,
// removed or put in shows (reliability I11). The canonical form is written down in docs/data.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/core/status.h"

namespace dm {

// What the first record names as the hash before it: 64 zeros.
std::string FirstPreviousSha256();

// The hash of `record`: SHA-256 over its canonical form, which includes `previous_sha256` and
// leaves out `sha256`. 64 hexadecimal characters.
std::string AuditSha256(const AuditRecord& record);

// Takes the records of a chain one by one, from any of them on.
class AuditChainCheck {
 public:
  // DataLoss with reason AUDIT_CHAIN_BROKEN and the sequence number for a record that does not
  // follow the one before it, or whose own hash is wrong. The first may have any sequence from 1
  // on; with sequence 1 it must begin the chain.
  Status Take(const AuditRecord& record);

  // The last one that was taken.
  const AuditHead& head() const { return head_; }

 private:
  AuditHead head_;
};

// The same for all of `records`.
Status VerifyAuditChain(const std::vector<AuditRecord>& records);

// The status above, for a reader that finds record `sequence` missing or altered; `what` says
// which.
Status AuditChainBroken(std::int64_t sequence, std::string_view what);

}  // namespace dm
