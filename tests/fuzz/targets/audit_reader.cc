#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/fuzz/invariants.h"
#include "tests/fuzz/memory_file.h"
#include "worker/audit/checkpoint_file.h"
#include "worker/case/audit_chain.h"
#include "worker/case/audit_checkpoint.h"
#include "worker/cli/audit_file.h"

namespace {

using dm::AuditRecord;
using dm::fuzz::Must;

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

bool Same(const AuditRecord& a, const AuditRecord& b) {
  return a.sequence == b.sequence && a.at == b.at && a.event.actor_kind == b.event.actor_kind &&
         a.event.actor == b.event.actor && a.event.mandate == b.event.mandate &&
         a.event.action == b.event.action && a.event.subject == b.event.subject &&
         a.event.detail == b.event.detail && a.previous_sha256 == b.previous_sha256 &&
         a.sha256 == b.sha256;
}

void CheckRefusal(const dm::Status& status) {
  Must(!dm::DetailOf(status).reason.empty(), "a refusal has a reason");
  Must(!dm::DetailOf(status).remedy.empty(), "a refusal has a remedy");
  Must(status.message().find('\n') == std::string::npos, "a refusal is one line");
}

// What was read is written, and read again as the same.
void CheckWritten(const AuditRecord& record, std::string_view read) {
  const std::string line = dm::cli::AuditLine(record);
  Must(nlohmann::json::parse(line).dump() == nlohmann::json::parse(read).dump(),
       "every word and number is taken as it stands");
  Must(line.find('\n') == std::string::npos, "a record is one line");
  const auto again = dm::cli::ParseAuditLine(line);
  Must(again.ok() && Same(*again, record), "a record is written as it is read");
}

std::vector<AuditRecord> Records(std::string_view text) {
  std::vector<AuditRecord> records;
  for (const std::string_view line : LinesOf(text)) {
    const auto record = dm::cli::ParseAuditLine(line);
    if (!record.ok()) {
      CheckRefusal(record.status());
      continue;
    }
    CheckWritten(*record, line);
    records.push_back(*record);
  }
  return records;
}

// As the store would have made a chain of the same events, from record `first` on.
void Chain(std::vector<AuditRecord>& records, std::int64_t first) {
  std::string previous = first == 1 ? dm::FirstPreviousSha256() : std::string(64, 'f');
  for (AuditRecord& record : records) {
    record.sequence = first++;
    record.previous_sha256 = previous;
    record.sha256 = dm::AuditSha256(record);
    previous = record.sha256;
  }
}

// Whichever word of whichever record is another, the chain does not hold.
void CheckEveryChangeShows(const std::vector<AuditRecord>& chained, std::size_t which) {
  std::vector<AuditRecord> changed = chained;
  AuditRecord& record = changed[which % changed.size()];
  switch (which / changed.size() % 7) {
    case 0:
      record.event.actor += " ";
      break;
    case 1:
      record.event.mandate += "x";
      break;
    case 2:
      record.event.action.insert(0, "1:");
      break;
    case 3:
      // A length that moves from one word to the next is another record.
      record.event.subject += record.event.detail.substr(0, 1);
      record.event.detail.erase(0, 1);
      if (Same(record, chained[which % chained.size()])) record.event.detail = "x";
      break;
    case 4:
      record.event.actor_kind = record.event.actor_kind == dm::ActorKind::kPerson
                                    ? dm::ActorKind::kWorker
                                    : dm::ActorKind::kPerson;
      break;
    case 5:
      record.at = record.at.PlusMs(record.at.unix_ms() > 0 ? -1 : 1);
      break;
    default:
      ++record.sequence;
      break;
  }
  Must(!dm::VerifyAuditChain(changed).ok(), "a change shows");
}

void CheckChained(std::vector<AuditRecord> records, std::size_t which) {
  if (records.empty()) return;
  Chain(records, which % 2 == 0 ? 1 : 7);
  Must(dm::VerifyAuditChain(records).ok(), "a chain of any events holds");
  CheckEveryChangeShows(records, which);
  dm::cli::AuditVerifier verifier;
  std::stringstream noted(
      dm::CheckpointLine(
          {"0000-exempelkommun", records.back().sequence, records.back().sha256, {}}) +
      "\n");
  Must(verifier.ReadCheckpoints(noted).ok(), "what is written can be read");
  // The last one is missing: the rest holds by itself, and falls short of what was noted.
  for (std::size_t i = 0; i + 1 < records.size(); ++i)
    Must(verifier.Take(records[i]).ok(), "a chain is taken");
  Must(!verifier.Finish().ok(), "an end that was cut off shows");
  Must(verifier.Take(records.back()).ok() && verifier.Finish().ok(), "whole, it holds");
  Must(verifier.checkpoints_met() == 1, "its end was met");
}

void CheckNoted(std::string_view text) {
  for (const std::string_view line : LinesOf(text)) {
    const auto noted = dm::ParseCheckpointLine(line);
    if (!noted.ok()) {
      CheckRefusal(noted.status());
      continue;
    }
    Must(dm::CheckpointLine(*noted) == line, "a noted end is written as it is read");
  }
  static const dm::fuzz::MemoryFile kHeld;
  kHeld.Hold(text);
  const dm::audit::CheckpointFile file(kHeld.path());
  const auto latest = file.Latest();
  if (!latest.ok()) return CheckRefusal(latest.status());
  const dm::AuditCheckpoint next = {
      "0000-exempelkommun", 5, std::string(64, 'a'), dm::Instant::FromUnixMs(7)};
  Must(file.Append(next).ok(), "an end can be noted");
  const auto after = file.Latest();
  Must(after.ok() && *after == next, "the last that was noted is the latest");
}

}  // namespace

// An export as it stands against the ends that were noted, above a line "--"; and its events as a
// chain that holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = dm::fuzz::Bytes(data + 1, size - 1);
  const std::size_t parted = text.find("--\n");
  const std::string_view noted = parted == std::string_view::npos ? "" : text.substr(0, parted);
  const std::string_view exported =
      parted == std::string_view::npos ? text : text.substr(parted + 3);
  CheckNoted(noted);
  dm::cli::AuditVerifier verifier;
  std::stringstream in{std::string(noted)};
  const dm::Status read = verifier.ReadCheckpoints(in);
  if (!read.ok()) CheckRefusal(read);
  const std::vector<AuditRecord> records = Records(exported);
  for (const AuditRecord& record : records) {
    const dm::Status taken = verifier.Take(record);
    if (taken.ok()) continue;
    CheckRefusal(taken);
    break;
  }
  CheckChained(records, data[0]);
  return 0;
}
