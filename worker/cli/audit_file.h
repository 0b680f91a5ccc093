// An export of the audit chain: one record a line, as a JSON object (docs/data.md).
#pragma once

#include <istream>
#include <map>
#include <string>
#include <string_view>

#include "worker/case/audit_chain.h"
#include "worker/case/audit_checkpoint.h"
#include "worker/core/status.h"

namespace dm::cli {

// Without a line feed.
std::string AuditLine(const AuditRecord& record);

// InvalidArgument AUDIT_LINE_UNREADABLE for any other line: an unknown or missing key, a key that
// stands twice, a value of another type, more than 64 KiB.
StatusOr<AuditRecord> ParseAuditLine(std::string_view line);

// Checks a chain against itself and against the ends that were noted.
class AuditVerifier {
 public:
  // A line for each; DataLoss CHECKPOINT_UNREADABLE with the line's number, DataLoss
  // CHECKPOINTS_CONTRADICT where two note one record differently.
  Status ReadCheckpoints(std::istream& in);

  Status Take(const AuditRecord& record);
  // After the last: DataLoss AUDIT_ROLLED_BACK where a later record was noted.
  Status Finish() const;

  const AuditHead& head() const { return check_.head(); }

  std::int64_t first() const { return first_; }

  std::int64_t checkpoints_met() const { return met_; }

 private:
  AuditChainCheck check_;
  std::map<std::int64_t, std::string> noted_;  // by sequence
  std::int64_t first_ = 0;
  std::int64_t met_ = 0;
};

}  // namespace dm::cli
