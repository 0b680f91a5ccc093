#include "worker/cli/audit_file.h"

#include <cstdint>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

namespace dm::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLineBytesMax = std::size_t{64} * 1024;
constexpr std::size_t kKeys = 10;

Status Unreadable() {
  return InvalidArgument("a line is no record of the audit chain",
                         {.reason = "AUDIT_LINE_UNREADABLE",
                          .field = "file",
                          .remedy = "Give a file that medarbetare audit export has written, as it "
                                    "was written."});
}

// Nothing for text that is not JSON, or has a key twice in one object.
Json ParseStrict(std::string_view text) {
  std::set<std::string> keys;
  bool twice = false;
  const auto look = [&](int /*depth*/, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::key) twice |= !keys.insert(parsed.get<std::string>()).second;
    return true;
  };
  Json json = Json::parse(text, look, false);
  return twice ? Json(Json::value_t::discarded) : json;
}

}  // namespace

std::string AuditLine(const AuditRecord& record) {
  Json json;
  json["sequence"] = record.sequence;
  json["at_ms"] = record.at.unix_ms();
  json["actor_kind"] = record.event.actor_kind == ActorKind::kPerson ? "PERSON" : "WORKER";
  json["actor"] = record.event.actor;
  json["mandate"] = record.event.mandate;
  json["action"] = record.event.action;
  json["subject"] = record.event.subject;
  json["detail"] = record.event.detail;
  json["previous_sha256"] = record.previous_sha256;
  json["sha256"] = record.sha256;
  return json.dump();
}

StatusOr<AuditRecord> ParseAuditLine(std::string_view line) {
  if (line.size() > kLineBytesMax) return Unreadable();
  const Json json = ParseStrict(line);
  if (!json.is_object() || json.size() != kKeys) return Unreadable();
  bool good = true;
  const auto text = [&](const char* key) -> std::string {
    const auto found = json.find(key);
    good = good && found != json.end() && found->is_string();
    return good ? found->get<std::string>() : "";
  };
  const auto number = [&](const char* key) -> std::int64_t {
    const auto found = json.find(key);
    good =
        good && found != json.end() && found->is_number_integer() &&
        (!found->is_number_unsigned() || std::in_range<std::int64_t>(found->get<std::uint64_t>()));
    return good ? found->get<std::int64_t>() : 0;
  };
  AuditRecord record;
  record.sequence = number("sequence");
  record.at = Instant::FromUnixMs(number("at_ms"));
  const std::string kind = text("actor_kind");
  record.event.actor_kind = kind == "PERSON" ? ActorKind::kPerson : ActorKind::kWorker;
  record.event.actor = text("actor");
  record.event.mandate = text("mandate");
  record.event.action = text("action");
  record.event.subject = text("subject");
  record.event.detail = text("detail");
  record.previous_sha256 = text("previous_sha256");
  record.sha256 = text("sha256");
  if (!good || (kind != "PERSON" && kind != "WORKER")) return Unreadable();
  return record;
}

Status AuditVerifier::ReadCheckpoints(std::istream& in) {
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (in.eof()) break;  // a line without its end was cut while it was written
    const StatusOr<AuditCheckpoint> read = ParseCheckpointLine(line);
    if (!read.ok()) return Annotate(read.status(), "line " + std::to_string(number));
    const auto [noted, added] = noted_.emplace(read->sequence, read->sha256);
    if (!added && noted->second != read->sha256)
      return MakeStatus(
          StatusCode::kDataLoss,
          "line " + std::to_string(number) + ": record " + std::to_string(read->sequence) +
              " was noted before with another hash",
          {.reason = "CHECKPOINTS_CONTRADICT",
           .field = "audit.checkpoints",
           .remedy = "Keep the file as it is: the store was replaced between the two lines, or "
                     "the file was changed outside the program."});
  }
  return OkStatus();
}

Status AuditVerifier::Take(const AuditRecord& record) {
  DM_RETURN_IF_ERROR(check_.Take(record));
  if (first_ == 0) first_ = record.sequence;
  const auto noted = noted_.find(record.sequence);
  if (noted == noted_.end()) return OkStatus();
  if (noted->second != record.sha256)
    return AuditChainBroken(record.sequence, "is not the one that was noted");
  ++met_;
  return OkStatus();
}

Status AuditVerifier::Finish() const {
  if (noted_.empty() || noted_.rbegin()->first <= head().sequence) return OkStatus();
  return MakeStatus(StatusCode::kDataLoss,
                    "the chain ends at record " + std::to_string(head().sequence) +
                        ", but record " + std::to_string(noted_.rbegin()->first) + " was noted",
                    {.reason = "AUDIT_ROLLED_BACK",
                     .field = "audit.checkpoints",
                     .remedy = "The end was cut off, or an older store was put back. Where the "
                               "export is older than the checkpoints, make a new one."});
}

}  // namespace dm::cli
