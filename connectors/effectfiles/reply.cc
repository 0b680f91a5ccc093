#include "connectors/effectfiles/reply.h"

#include <algorithm>
#include <map>
#include <utility>

#include "connectors/json/json.h"
#include "worker/case/number_in_id.h"
#include "worker/core/id.h"

namespace dm::effectfiles {
namespace {

constexpr char kFormat[] = "medarbetare-effects-reply";
constexpr std::size_t kCodeLengthMax = 64;

Status Bad(int line, const std::string& what) {
  return InvalidArgument("line " + std::to_string(line) + ": " + what,
                         {.reason = "EFFECT_REPLY_INVALID",
                          .field = "effects.files.folder",
                          .remedy = "Have the receiver write the reply anew, under another name "
                                    "first, and rename it when it is whole."});
}

bool IsCode(std::string_view code) {
  return !code.empty() && code.size() <= kCodeLengthMax && std::ranges::all_of(code, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool HasOnly(const JsonValue& object, std::initializer_list<std::string_view> keys) {
  return object.IsObject() && std::ranges::all_of(object.members(), [&keys](const auto& member) {
           return std::ranges::find(keys, std::string_view(member.first)) != keys.end();
         });
}

Status CheckHeader(const JsonValue& json, const EffectFile& file, std::string_view sha256) {
  if (!HasOnly(json, {"format", "version", "file", "records_sha256", "count"}))
    return Bad(1, "has another key than format, version, file, records_sha256 and count");
  if (json.TextOf("format") != kFormat || json.TextOf("version") != "1")
    return Bad(1, "is not of the form medarbetare-effects-reply, version 1");
  if (json.TextOf("file") != FileNameOf(file.which, file.sequence) ||
      json.TextOf("records_sha256") != sha256)
    return Bad(1, "names another file, or the file with another content");
  if (json.TextOf("count") != std::to_string(file.effects.size()))
    return Bad(1, "the count is not that of the file");
  return OkStatus();
}

StatusOr<FileReply> ReadLine(int number, const JsonValue& json) {
  if (!HasOnly(json, {"effect_id", "outcome", "reference", "error_code"}))
    return Bad(number, "has another key than effect_id, outcome, reference and error_code");
  FileReply reply;
  if (!IsIdText(json.TextOf("effect_id"))) return Bad(number, "effect_id is no effect's");
  reply.id = EffectId::FromTrusted(std::string(json.TextOf("effect_id")));
  reply.accepted = json.TextOf("outcome") == "OK";
  if (!reply.accepted && json.TextOf("outcome") != "REFUSED")
    return Bad(number, "the outcome is neither OK nor REFUSED");
  reply.reference = json.TextOf("reference");
  if (!reply.reference.empty() && !IsIdText(reply.reference))
    return Bad(number, "the reference is not 1 to 64 characters from A-Z a-z 0-9 . _ : -");
  reply.error_code = json.TextOf("error_code");
  if (reply.accepted && !reply.error_code.empty())
    return Bad(number, "an error code belongs to a refusal");
  if (!reply.accepted && !IsCode(reply.error_code))
    return Bad(number, "a refusal has a code of 1 to 64 characters from A-Z 0-9 _");
  // The rest of the reply is not in doubt for it.
  if (MayHoldNumber(reply.error_code)) reply.error_code = "RECEIVER_REFUSED";
  return reply;
}

}  // namespace

StatusOr<std::vector<FileReply>> ParseReply(std::string_view bytes,
                                            const EffectFile& file,
                                            std::string_view records_sha256) {
  if (bytes.size() > kReplyBytesMax) return Bad(0, "the reply is larger than 1 MiB");
  std::map<EffectId, FileReply> replies;
  int number = 0;
  while (!bytes.empty()) {
    ++number;
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return Bad(number, "does not end with a line feed");
    std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const StatusOr<JsonValue> json = ParseJson(line);
    if (!json.ok()) return Bad(number, "is no JSON object");
    if (number == 1) {
      DM_RETURN_IF_ERROR(CheckHeader(*json, file, records_sha256));
      continue;
    }
    DM_ASSIGN_OR_RETURN(FileReply reply, ReadLine(number, *json));
    const EffectId id = reply.id;
    if (!replies.emplace(id, std::move(reply)).second)
      return Bad(number, "answers an effect that an earlier line answers");
  }
  std::vector<FileReply> ordered;
  for (const FiledEffect& one : file.effects) {
    const auto found = replies.find(one.id);
    if (found != replies.end()) ordered.push_back(found->second);
  }
  if (ordered.empty()) return Bad(number, "the reply answers no effect of the file");
  if (replies.size() != ordered.size())
    return Bad(number, "the reply answers an effect that is not of the file");
  return ordered;
}

}  // namespace dm::effectfiles
