#include "worker/escalation/frame_service.h"

#include "worker/case/staff_checks.h"
#include "worker/core/digest.h"
#include "worker/escalation/check_frame.h"
#include "worker/escalation/household_case.h"
#include "worker/ports/person_audit.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kSigned[] = "frame_signed";
constexpr int kPageMax = 200;
constexpr std::size_t kIdDigits = 32;

// The same request gives the same id, so that signing twice is one frame.
FrameId IdOf(const Frame& frame, const std::string& request_id) {
  const std::string text = "medarbetare-frame-v1\n" + frame.household.value() + "\n" + request_id;
  return FrameId::FromTrusted("FRAME-" + Sha256Hex(text).substr(0, kIdDigits));
}

}  // namespace

StatusOr<Frame> FrameService::Sign(const CallContext& context, const Frame& frame) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kSigned));
  if (earlier) return FindSigned(frame.household, IdOf(frame, context.request_id));
  const Instant now = clock_.Now();
  const Date today = SwedishDate(now);
  const std::shared_ptr<const StaffDirectory> staff = parts_.StaffOf();
  DM_RETURN_IF_ERROR(CheckHousehold(store_, context, frame.household, *staff, frame.signed_by));
  DM_RETURN_IF_ERROR(CheckFrame(frame, today, *parts_.policy()));
  DM_RETURN_IF_ERROR(
      CheckMandate(*staff, frame.signed_by, {.reference = frame.mandate}, today, "frame.mandate"));
  Frame complete = frame;
  complete.id = IdOf(frame, context.request_id);
  complete.version = 0;
  complete.signed_at = now;
  complete.content_sha256.clear();
  complete.content_sha256 = parts_.content_sha256(complete);
  complete.version = frame.version;
  AuditEvent audit = AuditOf(context, frame.signed_by, kSigned, complete.id.value());
  audit.mandate = frame.mandate;
  audit.detail = "sha256=" + complete.content_sha256;
  const StatusOr<Frame> stored = store_.SignFrame(complete, context.request_id, audit, now);
  DM_RETURN_IF_ERROR(OrRepeated(store_, context, kSigned, stored.status()));
  return stored.ok() ? stored : FindSigned(frame.household, complete.id);
}

StatusOr<Frame> FrameService::FindSigned(const HouseholdId& household, const FrameId& id) {
  PageRequest page{kPageMax, ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<Frame> frames, store_.ListFrames(household, page));
    for (const Frame& frame : frames.items)
      if (frame.id == id) return frame;
    page.after = frames.next;
  } while (!page.after.empty());
  return NoSuchFrame("household");
}

StatusOr<Frame> FrameService::Get(const CallContext& context, const HouseholdId& household) {
  DM_RETURN_IF_ERROR(CheckHousehold(store_, context, household, *parts_.StaffOf()));
  DM_ASSIGN_OR_RETURN(std::optional<Frame> frame, store_.LatestFrame(household));
  if (!frame) return NoSuchFrame("household");
  DM_RETURN_IF_ERROR(RecordRead(context, frame->id, 1));
  return *std::move(frame);
}

StatusOr<Page<Frame>> FrameService::List(const CallContext& context,
                                         const HouseholdId& household,
                                         const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckHousehold(store_, context, household, *parts_.StaffOf()));
  DM_ASSIGN_OR_RETURN(Page<Frame> frames, store_.ListFrames(household, page));
  DM_RETURN_IF_ERROR(RecordRead(
      context, frames.items.empty() ? FrameId() : frames.items.front().id, frames.items.size()));
  return frames;
}

Status FrameService::RecordRead(const CallContext& context,
                                const FrameId& newest,
                                std::size_t count) {
  AuditEvent audit = AuditOf(context, "", "frames_read", newest.value());
  audit.detail = "count=" + std::to_string(count);
  return store_.AppendAudit(audit, clock_.Now());
}

}  // namespace dm::escalation
