#include "worker/runtime/suspected_restore.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace dm {
namespace {

// A month's applications, and some days.
constexpr std::int64_t kBroughtAgainMs = std::int64_t{40} * 24 * 60 * 60'000;

}  // namespace

StatusOr<bool> TellsOfOlderStore(Store& store, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> ended, store.FindMark(kRestoreEndedMark));
  std::int64_t ended_ms = 0;
  if (ended) std::from_chars(ended->data(), ended->data() + ended->size(), ended_ms);
  return now.unix_ms() - ended_ms >= kBroughtAgainMs;
}

Status DeclareReceiverAhead(
    Store& store, Log& log, const std::string& worker, const StoredEffect& order, Instant now) {
  log.Write(LogLevel::kError,
            "restore_suspected",
            {{"case_id", order.effect.case_id}, {"effect_id", order.effect.id}});
  return store.DeclareRestore(
      {.declared_at = now, .declared_by = worker, .reason = "RECEIVER_AHEAD"},
      {.actor_kind = ActorKind::kWorker,
       .actor = worker,
       .mandate = "",
       .action = "restore_declared",
       .subject = "store",
       .detail = "reason=RECEIVER_AHEAD effect=" + order.effect.id.value(),
       .request_sha256 = ""},
      now);
}

}  // namespace dm
