// The table frames: signed assessments of households, only ever added to.
#pragma once

#include <optional>
#include <string>

#include "worker/adapters/sql/database.h"
#include "worker/case/frame.h"
#include "worker/ports/store.h"

namespace dm::sql {

// As Store::SignFrame. A frame that states a version must state the next one: Aborted, reason
// STALE_VERSION, otherwise. One without id gets one.
StatusOr<Frame> PutFrame(Database& database,
                         const Frame& frame,
                         const std::string& request_id,
                         const AuditEvent& audit,
                         Instant now);

// What Store::EndFrame is given.
struct FrameEnding {
  HouseholdId household;
  int version = 0;
  FrameEnd end;
};

// As Store::EndFrame.
StatusOr<Frame> PutFrameEnd(Database& database,
                            const FrameEnding& ending,
                            const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now);
// Frames are read with `ended` where a person has ended them.
StatusOr<std::optional<Frame>> LatestFrameOf(Database& database, const HouseholdId& household);
// Newest first.
StatusOr<Page<Frame>> ListFrameRows(Database& database,
                                    const HouseholdId& household,
                                    const PageRequest& page);

}  // namespace dm::sql
