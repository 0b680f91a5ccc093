#include "worker/case/audit_checkpoint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "worker/core/id.h"

namespace dm {
namespace {

constexpr std::string_view kFormat = "medarbetare-checkpoint-v1";

Status Unreadable() {
  return MakeStatus(StatusCode::kDataLoss,
                    "a line of the checkpoints is not one that this program writes",
                    {.reason = "CHECKPOINT_UNREADABLE",
                     .field = "audit.checkpoints",
                     .remedy = "Keep the file as it is and compare it with its copies: it was "
                               "changed outside the program, or cut while it was written."});
}

std::optional<std::int64_t> NumberOf(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || at != end || number < 0) return std::nullopt;
  return number;
}

bool IsSha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

std::string CheckpointLine(const AuditCheckpoint& checkpoint) {
  return std::string(kFormat) + " " + checkpoint.municipality + " " +
         std::to_string(checkpoint.sequence) + " " + checkpoint.sha256 + " " +
         std::to_string(checkpoint.at.unix_ms());
}

StatusOr<AuditCheckpoint> ParseCheckpointLine(std::string_view line) {
  const std::string_view whole = line;
  std::array<std::string_view, 5> words;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t end = i + 1 < words.size() ? line.find(' ') : line.size();
    if (end == std::string_view::npos) return Unreadable();
    words.at(i) = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  const std::optional<std::int64_t> sequence = NumberOf(words[2]);
  const std::optional<std::int64_t> at = NumberOf(words[4]);
  if (words[0] != kFormat || !IsIdText(std::string(words[1])) || !sequence || !IsSha256(words[3]) ||
      !at)
    return Unreadable();
  AuditCheckpoint read{
      std::string(words[1]), *sequence, std::string(words[3]), Instant::FromUnixMs(*at)};
  // A number has one form, without zeros before it.
  if (CheckpointLine(read) != whole) return Unreadable();
  return read;
}

}  // namespace dm
