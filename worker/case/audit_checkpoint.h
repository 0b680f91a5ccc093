// AuditCheckpoint: the end of the audit chain at a moment, kept where the store cannot reach it. A
// chain that was cut, or a store that was put back, shows against it (reliability F61, F64, S23).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm {

struct AuditCheckpoint {
  std::string municipality;   // folder name under policies/municipality
  std::int64_t sequence = 0;  // of the last record; 0: no record yet
  std::string sha256;         // of the last record, 64 hexadecimal digits
  Instant at;                 // when it was noted

  friend bool operator==(const AuditCheckpoint&, const AuditCheckpoint&) = default;
};

// "medarbetare-checkpoint-v1 <municipality> <sequence> <sha256> <milliseconds since 1970 UTC>",
// without a line feed.
std::string CheckpointLine(const AuditCheckpoint& checkpoint);

// DataLoss CHECKPOINT_UNREADABLE for any other line.
StatusOr<AuditCheckpoint> ParseCheckpointLine(std::string_view line);

}  // namespace dm
