// RetentionStore: what erasing files when their time is over (gallring) asks of a store. A file is
// all that is kept of one household: its cases and its reference frames (SoL 16 kap. 1 §). Part of
// WholeStore.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/page.h"

namespace dm {

struct HouseholdFile {
  HouseholdId household;
  std::vector<CaseId> cases;    // that are not erased, in order
  std::vector<FrameId> frames;  // all versions
  // The newest time in it: of its rows, and of the audit records of its cases and frames that are
  // no reads and no holds.
  Instant last_entry;
  bool open = false;  // a case is not over, lies on a desk, or waits for an effect or a review
  bool held = false;  // a hold stands

  friend bool operator==(const HouseholdFile&, const HouseholdFile&) = default;
};

// What one file's erasure left as proof. Nothing in it points at a person.
struct Erasure {
  std::int64_t sequence = 0;
  Instant at;
  std::string actor;
  int cases = 0;
  int frames = 0;
  std::int64_t records = 0;  // sealed rows that were removed
  Instant last_entry;
  int years = 0;                    // that had to pass since
  std::string research{};           // which exceptions were tried: RetentionResearchCode
  std::string policy_sha256{};      // that the years are from
  std::string content_sha256{};     // over the removed rows as they stood, in order
  std::int64_t audit_sequence = 0;  // of the last of its audit records
};

struct FileErasure {
  HouseholdFile file;    // as it was read; erased only if it is still so
  Instant entry_before;  // and its last entry lies before this
  int years = 0;
  std::string research{};
  std::string policy_sha256{};
  ActorKind actor_kind = ActorKind::kWorker;
  std::string actor{};
};

// RESTORE_UNDER_WAY. Said before a run, and by the store in the transaction that would erase.
Status ErasingWaits();

// A reason to keep a file whatever its age (a dispute, an inspection, an inquiry).
struct Hold {
  std::string id;
  CaseId case_id;  // through which the file was named
  std::string reason;
  Instant placed_at;
  std::string placed_by;
  std::optional<Instant> released_at = {};
  std::string released_by = {};
};

class RetentionStore {
 public:
  virtual ~RetentionStore() = default;

  // Households after `after` whose newest case and frame are older than `before`, in order, at
  // most `limit`: ReadFile tells whether the whole file is.
  virtual StatusOr<std::vector<HouseholdId>> FilesBefore(Instant /*before*/,
                                                         const std::string& /*after*/,
                                                         int /*limit*/) {
    return std::vector<HouseholdId>();
  }

  // Without cases and frames where there are none.
  virtual StatusOr<HouseholdFile> ReadFile(const HouseholdId& household) {
    HouseholdFile file;
    file.household = household;
    return file;
  }

  // The file whole, with its data keys, in one transaction with its audit records and the proof.
  // FailedPrecondition FILE_NOT_DUE where it is not as `erasure.file` says any more, is open or has
  // an entry that is not old enough; FILE_HELD; RESTORE_UNDER_WAY.
  virtual StatusOr<Erasure> EraseFile(const FileErasure& /*erasure*/, Instant /*now*/) {
    return Internal("this store erases nothing");
  }

  // Removes up to `limit` request ids that were used before `before`; how many there were.
  virtual StatusOr<int> ForgetRequests(Instant /*before*/, int /*limit*/) { return 0; }

  // The database's log does not hold any more what was erased. Unavailable LOG_IN_USE: somebody
  // reads an old state; try again.
  virtual Status CutLog() { return OkStatus(); }

  // From `from` on, oldest first.
  virtual StatusOr<Page<Erasure>> ListErasures(Instant /*from*/,
                                               Instant /*before*/,
                                               const PageRequest& /*page*/) {
    return Page<Erasure>();
  }

  // On the file of `hold.case_id`. NotFound CASE_NOT_FOUND, CASE_ERASED. A repeat of a request
  // answers as the first time.
  virtual StatusOr<Hold> PlaceHold(const Hold& /*hold*/,
                                   const std::string& /*request_id*/,
                                   const AuditEvent& /*audit*/,
                                   Instant /*now*/) {
    return Internal("this store has no holds");
  }

  // NotFound HOLD_NOT_FOUND; FailedPrecondition HOLD_RELEASED.
  virtual StatusOr<Hold> ReleaseHold(const std::string& /*id*/,
                                     const std::string& /*request_id*/,
                                     const AuditEvent& /*audit*/,
                                     Instant /*now*/) {
    return Internal("this store has no holds");
  }

  virtual StatusOr<Hold> GetHold(const std::string& /*id*/) {
    return Internal("this store has no holds");
  }

  // Those that stand, and with `released` also those that do not any more; in the order of their
  // ids.
  virtual StatusOr<Page<Hold>> ListHolds(bool /*released*/, const PageRequest& /*page*/) {
    return Page<Hold>();
  }
};

}  // namespace dm
