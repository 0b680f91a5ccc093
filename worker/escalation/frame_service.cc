#include "worker/escalation/frame_service.h"

#include "worker/core/digest.h"
#include "worker/escalation/check_frame.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

constexpr char kSigned[] = "frame_signed";
constexpr int kPageMax = 200;
constexpr std::size_t kIdDigits = 32;

Status NoFrame() {
  return MakeStatus(StatusCode::kNotFound,
                    "the household has no frame",
                    {"FRAME_NOT_FOUND", "household", "sign a frame first"});
}

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
  DM_RETURN_IF_ERROR(CheckFrame(frame, SwedishDate(now), *parts_.policy()));
  Frame complete = frame;
  complete.id = IdOf(frame, context.request_id);
  complete.version = 0;
  complete.signed_at = now;
  complete.content_sha256.clear();
  complete.content_sha256 = parts_.content_sha256(complete);
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = frame.signed_by;
  audit.mandate = frame.mandate;
  audit.action = kSigned;
  audit.subject = complete.id.value();
  audit.detail = "household=" + frame.household.value() + " sha256=" + complete.content_sha256;
  audit.request_sha256 = context.content_sha256;
  StatusOr<Frame> stored = store_.SignFrame(complete, context.request_id, audit, now);
  if (stored.ok()) return stored;
  // The same call may have come in twice at once: then the other one has stored it.
  const auto repeated = FindRepeat(store_, context, kSigned);
  if (!repeated.ok() || !repeated->has_value()) return stored.status();
  return FindSigned(frame.household, complete.id);
}

StatusOr<Frame> FrameService::FindSigned(const HouseholdId& household, const FrameId& id) {
  PageRequest page{kPageMax, ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<Frame> frames, store_.ListFrames(household, page));
    for (const Frame& frame : frames.items)
      if (frame.id == id) return frame;
    page.after = frames.next;
  } while (!page.after.empty());
  return NoFrame();
}

StatusOr<Frame> FrameService::Get(const CallContext& context, const HouseholdId& household) {
  DM_ASSIGN_OR_RETURN(std::optional<Frame> frame, store_.LatestFrame(household));
  if (!frame) return NoFrame();
  DM_RETURN_IF_ERROR(RecordRead(context, household, 1));
  return *std::move(frame);
}

StatusOr<Page<Frame>> FrameService::List(const CallContext& context,
                                         const HouseholdId& household,
                                         const PageRequest& page) {
  DM_ASSIGN_OR_RETURN(Page<Frame> frames, store_.ListFrames(household, page));
  DM_RETURN_IF_ERROR(RecordRead(context, household, frames.items.size()));
  return frames;
}

Status FrameService::RecordRead(const CallContext& context,
                                const HouseholdId& household,
                                std::size_t count) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = context.caller;
  audit.action = "frames_read";
  audit.subject = household.value();
  audit.detail = "count=" + std::to_string(count);
  return store_.AppendAudit(audit, clock_.Now());
}

}  // namespace dm::escalation
