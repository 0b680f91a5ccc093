#include "connectors/effectfiles/format.h"

#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

#include "connectors/json/json.h"
#include "worker/core/digest.h"

namespace dm::effectfiles {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFormat[] = "medarbetare-effects";
constexpr int kVersion = 1;

// Text that is not UTF-8 cannot stand in a file.
std::string Line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string DayText(const std::optional<Date>& day) {
  return day ? day->ToString() : std::string();
}

const char* KindCode(DecisionKind kind) {
  return kind == DecisionKind::kAutomatic ? "AUTOMATIC" : "HUMAN";
}

Json RecordOf(const FiledEffect& one) {
  Json json = {{"effect_id", one.id.value()},
               {"case_id", one.case_id.value()},
               {"application", one.application.value()},
               {"month", one.month.ToString()},
               {"decision_version", one.decision_version}};
  if (!one.decision) {
    json["amount_ore"] = one.amount.ore();
    json["pay_date"] = DayText(one.pay_date);
    return json;
  }
  const FiledDecision& decision = *one.decision;
  json["kind"] = KindCode(decision.kind);
  json["outcome"] = OutcomeCode(decision.outcome);
  json["granted_ore"] = one.amount.ore();
  json["pay_date"] = DayText(one.pay_date);
  json["decided_on"] = decision.decided_on.ToString();
  json["decided_by"] = decision.decided_by;
  json["mandate"] = decision.mandate;
  json["attested_by"] = decision.attested_by;
  json["corrects"] = decision.corrects;
  json["typfall"] = decision.typfall;
  json["policy_sha256"] = decision.policy_sha256;
  return json;
}

Status Damaged() {
  return MakeStatus(StatusCode::kDataLoss,
                    "an effect file is not as the worker wrote it",
                    {.reason = "EFFECT_FILE_DAMAGED",
                     .field = "effects.files.folder",
                     .remedy = "Find out what changed it and put the file back from its copy in "
                               "out/ or from the receiver; then start again."});
}

std::int64_t NumberOf(const JsonValue& object, std::string_view key) {
  const std::string_view text = object.TextOf(key);
  std::int64_t number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

template <typename T>
StatusOr<std::optional<T>> OptionalOf(std::string_view text) {
  if (text.empty()) return std::optional<T>();
  DM_ASSIGN_OR_RETURN(const T value, T::Parse(text));
  return std::optional<T>(value);
}

// Words that are off the list become another word, which the comparison finds.
Outcome OutcomeOf(std::string_view code) {
  for (const Outcome one :
       {Outcome::kBifall, Outcome::kDelavslag, Outcome::kAvslag, Outcome::kAvvisning})
    if (code == OutcomeCode(one)) return one;
  return code == OutcomeCode(Outcome::kAvskrivning) ? Outcome::kAvskrivning : Outcome::kNone;
}

StatusOr<FiledEffect> ReadRecord(std::string_view line) {
  DM_ASSIGN_OR_RETURN(const JsonValue json, ParseJson(line));
  FiledEffect one;
  DM_ASSIGN_OR_RETURN(one.id, EffectId::Parse(json.TextOf("effect_id")));
  DM_ASSIGN_OR_RETURN(one.case_id, CaseId::Parse(json.TextOf("case_id")));
  DM_ASSIGN_OR_RETURN(one.application, ApplicationId::Parse(json.TextOf("application")));
  DM_ASSIGN_OR_RETURN(one.month, Month::Parse(json.TextOf("month")));
  one.decision_version = static_cast<int>(NumberOf(json, "decision_version"));
  DM_ASSIGN_OR_RETURN(one.pay_date, OptionalOf<Date>(json.TextOf("pay_date")));
  const bool is_decision = json.Find("outcome") != nullptr;
  one.amount = Money::FromOre(NumberOf(json, is_decision ? "granted_ore" : "amount_ore"));
  if (!is_decision) return one;
  FiledDecision decision;
  if (json.TextOf("kind") == "HUMAN") decision.kind = DecisionKind::kHuman;
  decision.outcome = OutcomeOf(json.TextOf("outcome"));
  DM_ASSIGN_OR_RETURN(decision.decided_on, Date::Parse(json.TextOf("decided_on")));
  decision.decided_by = json.TextOf("decided_by");
  decision.mandate = json.TextOf("mandate");
  decision.attested_by = json.TextOf("attested_by");
  decision.corrects = static_cast<int>(NumberOf(json, "corrects"));
  decision.typfall = json.TextOf("typfall");
  decision.policy_sha256 = json.TextOf("policy_sha256");
  one.decision = std::move(decision);
  return one;
}

StatusOr<EffectFile> Read(std::string_view bytes) {
  EffectFile file;
  bool is_first = true;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return Damaged();
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    if (!is_first) {
      DM_ASSIGN_OR_RETURN(FiledEffect one, ReadRecord(line));
      file.effects.push_back(std::move(one));
      continue;
    }
    is_first = false;
    DM_ASSIGN_OR_RETURN(const JsonValue json, ParseJson(line));
    if (json.TextOf("register") == FileRegisterCode(FileRegister::kDecisions))
      file.which = FileRegister::kDecisions;
    file.municipality = json.TextOf("municipality");
    file.sequence = NumberOf(json, "sequence");
    DM_ASSIGN_OR_RETURN(file.written_at, Instant::Parse(json.TextOf("written_at")));
  }
  return file;
}

}  // namespace

std::string Render(const EffectFile& file) {
  std::string records;
  for (const FiledEffect& one : file.effects) records += Line(RecordOf(one));
  const Json header = {{"format", kFormat},
                       {"version", kVersion},
                       {"register", FileRegisterCode(file.which)},
                       {"municipality", file.municipality},
                       {"sequence", file.sequence},
                       {"written_at", file.written_at.ToString()},
                       {"count", file.effects.size()},
                       {"sum_ore", SumOf(file).ore()},
                       {"records_sha256", Sha256Hex(records)}};
  return Line(header) + records;
}

std::string RecordsSha256(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  return Sha256Hex(end == std::string_view::npos ? std::string_view() : bytes.substr(end + 1));
}

StatusOr<EffectFile> Parse(std::string_view bytes) {
  if (bytes.size() > kFileBytesMax) return Damaged();
  StatusOr<EffectFile> file = Read(bytes);
  if (!file.ok() || Render(*file) != bytes) return Damaged();
  return file;
}

}  // namespace dm::effectfiles
