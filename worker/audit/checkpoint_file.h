// CheckpointFile: the ends of the audit chain, a line each, in a file that the worker only adds to.
// Kept on another disk, or copied away, it shows a chain that was cut and a store that was put
// back.
#pragma once

#include <optional>
#include <string>

#include "worker/case/audit_checkpoint.h"

namespace dm::audit {

class CheckpointFile {
 public:
  explicit CheckpointFile(std::string path) : path_(std::move(path)) {}

  // The last whole line; nothing where there is no file, or an empty one. A last line that was cut
  // while it was written is passed over. DataLoss CHECKPOINT_UNREADABLE for a line of others.
  StatusOr<std::optional<AuditCheckpoint>> Latest() const;

  // For who checks a configuration: whether a line could be added here and now. Changes nothing.
  // FailedPrecondition CHECKPOINT_NOT_KEPT; else as Latest.
  Status Check() const;

  // Adds a line and waits until it is on the disk. Unavailable CHECKPOINT_NOT_KEPT.
  Status Append(const AuditCheckpoint& checkpoint) const;

 private:
  const std::string path_;
};

}  // namespace dm::audit
