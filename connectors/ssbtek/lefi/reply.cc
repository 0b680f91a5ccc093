#include "connectors/ssbtek/lefi/reply.h"

#include <algorithm>
#include <utility>

#include "connectors/soap/base64.h"
#include "connectors/ssbtek/lefi/groups.h"
#include "connectors/ssbtek/reading/part.h"
#include "connectors/ssbtek/reading/values.h"
#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::lefi {
namespace {

constexpr std::string_view kPersonGroup = "FK:GEPI";
constexpr std::size_t kPayloadMax = 1U << 20U;  // the text cap of the envelope holds less than this

Status Unreadable(const char* reason, const std::string& message) {
  return InvalidArgument(message,
                         {.reason = reason, .field = "", .remedy = "ask the question again"});
}

StatusOr<Reply> Decode(const soap::XmlNode& data) {
  const auto text = data.ChildText("lefiJsonSvar");
  if (!text.has_value() || text->empty()) {
    return Unreadable("LEFI_MISSING", "the FK block holds no lefiJsonSvar");
  }
  StatusOr<std::string> bytes = soap::Base64Decode(*text, kPayloadMax);
  if (!bytes.ok()) return Unreadable("BASE64", "lefiJsonSvar is no base64");
  DM_ASSIGN_OR_RETURN(JsonValue json, ParseJson(*bytes));
  if (!json.IsObject()) return Unreadable("LEFI_SHAPE", "the LEFI answer is no object");
  return Reply{.bytes = *std::move(bytes), .json = std::move(json)};
}

// The state of a supplier that did not deliver; nothing for OK. Two entries that differ count as
// the worse one.
std::optional<std::string> DownCode(const JsonValue& json,
                                    std::string_view supplier,
                                    const AnswerCodes& codes,
                                    SourceAnswer& answer) {
  bool present = false;
  for (const JsonValue* entry : ListOf(json, "utlamnare", answer)) {
    if (entry->TextOf("utlamnare", "kod") != supplier) continue;
    present = true;
    const std::string_view state = entry->TextOf("tillstand", "kod");
    if (MeaningOf(codes, answer, "FK", "tillstand", state) != "ok")
      return "UTLAMNARE." + SafeCode(state);
  }
  if (!present) return "UTLAMNARE.MISSING";
  return std::nullopt;
}

std::string_view GroupOf(const JsonValue& entry) {
  const std::string_view group = entry.TextOf("formansgrupp", "kod");
  return group.empty() ? entry.TextOf("ovrigInformationstyp", "kod") : group;
}

bool Touches(const Asked& asked, std::string_view group) {
  return std::ranges::find(asked.groups, group) != asked.groups.end();
}

// A group that the contract does not have may stand for any: it names none.
std::string_view KnownGroup(std::string_view group, SourceAnswer& answer) {
  if (group.empty() || IsGroup(group)) return group;
  Unlisted(answer, "formansgrupp", group);
  return "";
}

// One group failing in several lists is one group.
void AddGroup(SourceAnswer& answer, GroupState state) {
  const bool known = std::ranges::any_of(answer.groups, [&](const GroupState& other) {
    return other.group == state.group && other.code == state.code;
  });
  if (!known) answer.groups.push_back(std::move(state));
}

// A part of the supplier that did not answer is worth asking again, as a supplier that is down.
AnswerState StateOf(std::optional<std::string_view> meaning, bool any_group) {
  if (meaning == "internal_error") return AnswerState::kSupplierDown;
  if (meaning == "not_granted" && !any_group) return AnswerState::kNotGranted;
  return AnswerState::kDeviation;
}

void ReadDeviation(const JsonValue& entry,
                   const Asked& asked,
                   const AnswerCodes& codes,
                   SourceAnswer& answer) {
  const std::string_view group = KnownGroup(GroupOf(entry), answer);
  if (!group.empty() && !Touches(asked, group)) return;
  const std::string_view written = entry.TextOf("avvikelse", "kod");
  const auto meaning = MeaningOf(codes, answer, "FK", "avvikelse", written);
  const std::string code = SafeCode(written);
  // Which group failed is unknown where none is named, so every one may have.
  AddGroup(answer,
           {.group = std::string(group), .state = StateOf(meaning, group.empty()), .code = code});
}

// `avvikelser` is an object of lists; the specification's own example sends an empty array instead.
bool ReadDeviations(const JsonValue& json,
                    const Asked& asked,
                    const AnswerCodes& codes,
                    SourceAnswer& answer) {
  const JsonValue* all = json.Find("avvikelser");
  if (all == nullptr) return true;
  if (all->IsArray() && all->items().empty()) {
    Deviate(answer, "FK/lefi/avvikelser", kShape);
    return true;
  }
  if (!all->IsObject()) return false;
  for (const auto& [key, list] : all->members()) {
    if (list.kind() == JsonValue::Kind::kNull) continue;
    for (const JsonValue* entry : ListOf(*all, key, answer))
      ReadDeviation(*entry, asked, codes, answer);
  }
  return true;
}

// What the groups that failed mean for the whole answer.
void SettleGroups(SourceAnswer& answer) {
  for (const AnswerState state :
       {AnswerState::kDeviation, AnswerState::kNotGranted, AnswerState::kSupplierDown}) {
    const auto found = std::ranges::find(answer.groups, state, &GroupState::state);
    if (found == answer.groups.end()) continue;
    Fail(answer, state, "AVVIKELSE." + found->code);
  }
}

}  // namespace

const StatusOr<Reply>& ReplySlot::Get(const soap::XmlNode& data) {
  if (reply_ == nullptr) reply_ = std::make_unique<StatusOr<Reply>>(Decode(data));
  return *reply_;
}

std::vector<const JsonValue*> ListOf(const JsonValue& parent,
                                     std::string_view key,
                                     SourceAnswer& answer) {
  const JsonValue* value = parent.Find(key);
  std::vector<const JsonValue*> list;
  if (value == nullptr) return list;
  if (value->IsObject()) {
    DeviateBelow(answer, "FK/lefi", key, kShape);
    list.push_back(value);
    return list;
  }
  if (!value->IsArray()) {
    Fail(answer, AnswerState::kSchemaMismatch, "LEFI_SHAPE");
    return list;
  }
  for (const JsonValue& item : value->items()) {
    if (item.IsObject()) {
      list.push_back(&item);
    } else {
      Fail(answer, AnswerState::kSchemaMismatch, "LEFI_SHAPE");
    }
  }
  return list;
}

bool CheckIdentity(const JsonValue& json, const Asked& asked, SourceAnswer& answer) {
  const JsonValue* information = json.Find("formansinformation");
  if (information == nullptr) return true;
  bool told = false;
  for (const JsonValue* person : ListOf(*information, "generellPersoninformation", answer)) {
    const JsonValue* number = person->Find("personnummer");
    if (number != nullptr && !IsSamePerson(number->text(), asked.personal_number)) {
      FailEcho(answer, "PERSON");
      return false;
    }
    // Anything but a plain false protects: an odd marker is still a marker.
    const JsonValue* marker = person->Find("skyddad");
    if (marker != nullptr && !marker->IsFalse()) answer.protected_identity = true;
    told = told || marker != nullptr;
  }
  if (!told && Touches(asked, kPersonGroup)) {
    Deviate(answer, "FK/lefi/formansinformation/generellPersoninformation/skyddad", kMissing);
  }
  return true;
}

bool CheckSupplier(const JsonValue& json,
                   std::string_view supplier,
                   const Asked& asked,
                   const AnswerCodes& codes,
                   SourceAnswer& answer) {
  if (const auto code = DownCode(json, supplier, codes, answer); code.has_value()) {
    Fail(answer, AnswerState::kSupplierDown, *code);
    return false;
  }
  if (!ReadDeviations(json, asked, codes, answer)) {
    Fail(answer, AnswerState::kSchemaMismatch, "LEFI_AVVIKELSER");
    return false;
  }
  SettleGroups(answer);
  return answer.state != AnswerState::kSchemaMismatch;
}

}  // namespace dm::ssbtek::lefi
