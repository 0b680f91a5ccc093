#include "worker/adapters/sql/frame_rows.h"

#include <limits>
#include <utility>
#include <vector>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/control_rows.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/core/digest.h"

namespace dm::sql {
namespace {

// The frame, and how a person ended it.
constexpr char kColumns[] =
    "SELECT frame_sealed, ended_at_ms, ended_by, mandate, reason, note_sealed, household_id, "
    "version FROM frames "
    "LEFT JOIN frame_ends USING (household_id, version) ";

StatusOr<Frame> ReadRow(Database& database, const Statement& row) {
  const std::string household = row.Text(6);
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, FramePlace(household, row.Int(7)), row.Bytes(0)));
  DM_ASSIGN_OR_RETURN(Frame frame, codec::DecodeFrame(plain));
  if (row.IsNull(1)) return frame;
  FrameEnd end;
  end.ended_at = Instant::FromUnixMs(row.Int(1));
  end.ended_by = row.Text(2);
  end.mandate = row.Text(3);
  end.reason = row.Text(4);
  DM_ASSIGN_OR_RETURN(end.note,
                      Unseal(database, FrameEndPlace(household, row.Int(7)), row.Bytes(5)));
  frame.ended = std::move(end);
  return frame;
}

StatusOr<std::optional<Frame>> ReadOne(Database& database, Statement row) {
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Frame>();
  DM_ASSIGN_OR_RETURN(Frame frame, ReadRow(database, row));
  return std::optional<Frame>(std::move(frame));
}

StatusOr<int> NextVersion(Database& database, const HouseholdId& household) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT coalesce(max(version), 0) + 1 FROM frames WHERE household_id = ?1",
                     household.value()));
  DM_RETURN_IF_ERROR(row.Step().status());
  return static_cast<int>(row.Int(0));
}

// Derived, so that it tells nothing of the household and two stores never give one id to two frames
// of the same household.
FrameId DeriveFrameId(const HouseholdId& household, int version) {
  const std::string text = "frame\n" + household.value() + "\n" + std::to_string(version);
  return FrameId::FromTrusted("FRAME-" + Sha256Hex(text).substr(0, 32));
}

Status CheckEnding(const std::optional<Frame>& latest, int version) {
  if (!latest)
    return MakeStatus(
        StatusCode::kNotFound,
        "the household has no frame",
        {.reason = "FRAME_NOT_FOUND", .field = "household", .remedy = "There is nothing to end."});
  if (latest->version != version)
    return MakeStatus(StatusCode::kAborted,
                      "the latest frame is version " + std::to_string(latest->version),
                      {.reason = "STALE_VERSION",
                       .field = "version",
                       .remedy = "Read the latest frame; only that one can be ended."});
  if (latest->ended)
    return FailedPrecondition("the frame has been ended before",
                              {.reason = "FRAME_ENDED",
                               .field = "version",
                               .remedy = "Nothing needs to be done; sign a new frame."});
  return OkStatus();
}

StatusOr<Frame> FrameOfRequest(Database& database, const std::string& request_id) {
  DM_ASSIGN_OR_RETURN(const auto request, FindRequest(database, request_id));
  if (!request) return Unreadable();
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kColumns) + "WHERE frame_id = ?1", request->result_id));
  DM_ASSIGN_OR_RETURN(std::optional<Frame> frame, ReadOne(database, std::move(row)));
  if (!frame) return Unreadable();
  return *std::move(frame);
}

}  // namespace

StatusOr<Frame> PutFrame(Database& database,
                         const Frame& frame,
                         const std::string& request_id,
                         const AuditEvent& audit,
                         Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, request_id, audit));
  if (repeated) return FrameOfRequest(database, request_id);
  Frame signed_frame = frame;
  DM_ASSIGN_OR_RETURN(signed_frame.version, NextVersion(database, frame.household));
  if (frame.version != 0 && frame.version != signed_frame.version) {
    return MakeStatus(StatusCode::kAborted,
                      "another version of the frame was signed meanwhile",
                      {.reason = "STALE_VERSION",
                       .field = "frame.version",
                       .remedy = "Read the latest frame and sign again."});
  }
  if (frame.id.empty()) signed_frame.id = DeriveFrameId(frame.household, signed_frame.version);
  DM_ASSIGN_OR_RETURN(const std::string sealed,
                      Seal(database,
                           FramePlace(frame.household.value(), signed_frame.version),
                           codec::Encode(signed_frame)));
  DM_RETURN_IF_ERROR(database.Run("INSERT INTO frames VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                  signed_frame.id.value(),
                                  signed_frame.household.value(),
                                  signed_frame.version,
                                  signed_frame.signed_at.unix_ms(),
                                  signed_frame.content_sha256,
                                  Blob{sealed}));
  DM_RETURN_IF_ERROR(RaiseControl(database));
  DM_RETURN_IF_ERROR(RecordRequest(database,
                                   request_id,
                                   {.method = audit.action,
                                    .content_sha256 = audit.request_sha256,
                                    .result_id = signed_frame.id.value()},
                                   now));
  AuditEvent event = audit;
  if (event.subject.empty()) event.subject = signed_frame.id.value();
  DM_RETURN_IF_ERROR(AppendAudit(database, event, now));
  return signed_frame;
}

StatusOr<Frame> PutFrameEnd(Database& database,
                            const FrameEnding& ending,
                            const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, request_id, audit));
  if (repeated) return FrameOfRequest(database, request_id);
  DM_ASSIGN_OR_RETURN(std::optional<Frame> frame, LatestFrameOf(database, ending.household));
  DM_RETURN_IF_ERROR(CheckEnding(frame, ending.version));
  const FrameEnd& end = ending.end;
  DM_ASSIGN_OR_RETURN(
      const std::string sealed,
      Seal(database, FrameEndPlace(ending.household.value(), ending.version), end.note));
  DM_RETURN_IF_ERROR(database.Run("INSERT INTO frame_ends VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                  ending.household.value(),
                                  ending.version,
                                  end.ended_at.unix_ms(),
                                  end.ended_by,
                                  end.mandate,
                                  end.reason,
                                  Blob{sealed}));
  DM_RETURN_IF_ERROR(RaiseControl(database));
  DM_RETURN_IF_ERROR(RecordRequest(database,
                                   request_id,
                                   {.method = audit.action,
                                    .content_sha256 = audit.request_sha256,
                                    .result_id = frame->id.value()},
                                   now));
  AuditEvent event = audit;
  if (event.subject.empty()) event.subject = frame->id.value();
  DM_RETURN_IF_ERROR(AppendAudit(database, event, now));
  frame->ended = end;
  return *std::move(frame);
}

StatusOr<std::optional<Frame>> LatestFrameOf(Database& database, const HouseholdId& household) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(std::string(kColumns) +
                                         "WHERE household_id = ?1 ORDER BY version DESC LIMIT 1",
                                     household.value()));
  return ReadOne(database, std::move(row));
}

StatusOr<Page<Frame>> ListFrameRows(Database& database,
                                    const HouseholdId& household,
                                    const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string scope = "frames/" + household.value();
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> keys, ReadCursor(scope, 1, page.after));
  DM_ASSIGN_OR_RETURN(const std::int64_t below,
                      keys.empty()
                          ? StatusOr<std::int64_t>(std::numeric_limits<std::int64_t>::max())
                          : NumberOf(keys[0]));
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kColumns) +
                         "WHERE household_id = ?1 AND version < ?2 ORDER BY version DESC LIMIT ?3",
                     household.value(),
                     below,
                     page.limit + 1));
  Page<Frame> result;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      result.next = MakeCursor(scope, {std::to_string(result.items.back().version)});
      break;
    }
    DM_ASSIGN_OR_RETURN(Frame frame, ReadRow(database, row));
    result.items.push_back(std::move(frame));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

}  // namespace dm::sql
