// The schemas of docs/integration say exactly what is written and taken: a small reading of JSON
// Schema, as much of it as they use.
#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "connectors/effectfiles/format.h"
#include "connectors/effectfiles/reply.h"
#include "worker/core/digest.h"

namespace dm::effectfiles {
namespace {

using Json = nlohmann::json;

Json SchemaOf(const std::string& name) {
  std::ifstream file(std::string(DM_SOURCE_DIR) + "/docs/integration/" + name);
  EXPECT_TRUE(file.is_open()) << name;
  return Json::parse(file).at("$defs");
}

bool Holds(const Json& schema, const Json& value) {
  if (schema.contains("const")) return value == schema["const"];
  if (schema.contains("enum"))
    return std::find(schema["enum"].begin(), schema["enum"].end(), value) != schema["enum"].end();
  const std::string type = schema.at("type");
  if (type == "integer") {
    if (!value.is_number_integer()) return false;
    const auto number = value.get<std::int64_t>();
    return number >= schema.value("minimum", number) && number <= schema.value("maximum", number);
  }
  if (type == "string") {
    if (!value.is_string()) return false;
    const auto text = value.get<std::string>();
    return text.size() >= schema.value("minLength", std::size_t{0}) &&
           std::regex_search(text, std::regex(schema.value("pattern", "")));
  }
  if (!value.is_object() || schema.at("additionalProperties") != false) return false;
  for (const Json& key : schema.at("required"))
    if (!value.contains(key.get<std::string>())) return false;
  for (const auto& [key, member] : value.items())
    if (!schema["properties"].contains(key) || !Holds(schema["properties"][key], member))
      return false;
  return true;
}

std::vector<Json> LinesOf(const std::string& bytes) {
  std::vector<Json> lines;
  std::istringstream text(bytes);
  std::string line;
  while (std::getline(text, line)) lines.push_back(Json::parse(line));
  return lines;
}

FiledEffect Effect(EffectKind kind) {
  FiledEffect one;
  one.id = DeriveEffectId({.key = "key",
                           .municipality = "0000-exempelkommun",
                           .application = ApplicationId::FromTrusted("A-1"),
                           .month = Month::Parse("2026-12").value()},
                          kind,
                          1,
                          "");
  one.case_id = CaseId::FromTrusted("EKB-202612-000001");
  one.application = ApplicationId::FromTrusted("A-1");
  one.month = Month::Parse("2026-12").value();
  one.decision_version = 1;
  one.amount = Money::FromKronor(4'871);
  one.pay_date = Date::Parse("2026-11-27").value();
  return one;
}

EffectFile FileOf(FileRegister which) {
  EffectFile file;
  file.which = which;
  file.municipality = "0000-exempelkommun";
  file.sequence = 1;
  file.written_at = Instant::FromUnixMs(1'796'000'000'000);
  file.effects = {Effect(KindOf(which))};
  if (which == FileRegister::kPaymentOrders) return file;
  for (const Outcome outcome : {Outcome::kBifall,
                                Outcome::kDelavslag,
                                Outcome::kAvslag,
                                Outcome::kAvvisning,
                                Outcome::kAvskrivning}) {
    FiledEffect one = Effect(EffectKind::kDecision);
    one.decision.emplace();
    one.decision->outcome = outcome;
    one.decision->decided_on = Date::Parse("2026-11-24").value();
    one.decision->decided_by = "Medarbetare 0.1.0";
    one.decision->policy_sha256 = Sha256Hex("policy");
    if (outcome == Outcome::kAvslag) {
      one.amount = Money();
      one.pay_date.reset();
    }
    if (file.effects.front().decision)
      file.effects.push_back(one);
    else
      file.effects.front() = one;
  }
  return file;
}

TEST(Schema, HoldsForWhatIsWritten) {
  const Json schema = SchemaOf("effect-file.schema.json");
  for (const FileRegister which : kFileRegisters) {
    const std::vector<Json> lines = LinesOf(Render(FileOf(which)));
    ASSERT_GT(lines.size(), 1U);
    EXPECT_TRUE(Holds(schema["header"], lines[0])) << lines[0];
    const char* const name = which == FileRegister::kDecisions ? "decision" : "payment_order";
    for (std::size_t i = 1; i < lines.size(); ++i) {
      EXPECT_TRUE(Holds(schema[name], lines[i])) << lines[i];
      // Every key that the schema names is there, and no key is free to be missing.
      EXPECT_EQ(schema[name]["properties"].size(), lines[i].size());
      EXPECT_EQ(schema[name]["required"].size(), lines[i].size());
      for (const auto& [key, member] : lines[i].items()) {
        Json without = lines[i];
        without.erase(key);
        EXPECT_FALSE(Holds(schema[name], without)) << key;
      }
    }
  }
}

TEST(Schema, ARepliesSchemaHoldsForWhatIsTaken) {
  const Json schema = SchemaOf("effect-file-reply.schema.json");
  const EffectFile file = FileOf(FileRegister::kPaymentOrders);
  const std::string sha256 = RecordsSha256(Render(file));
  const Json header = {{"format", "medarbetare-effects-reply"},
                       {"version", 1},
                       {"file", "payment-orders-00000001"},
                       {"records_sha256", sha256},
                       {"count", 1}};
  EXPECT_TRUE(Holds(schema["header"], header));
  const std::string id = file.effects[0].id.value();
  const Json accepted = {{"effect_id", id}, {"outcome", "OK"}, {"reference", "LB-1"}};
  const Json refused = {{"effect_id", id}, {"outcome", "REFUSED"}, {"error_code", "CLOSED"}};
  const Json wrong = {{"effect_id", id}, {"outcome", "REFUSED"}};
  const auto is_taken = [&](const Json& line) {
    return ParseReply(header.dump() + "\n" + line.dump() + "\n", file, sha256).ok();
  };
  EXPECT_TRUE(Holds(schema["accepted"], accepted) && is_taken(accepted));
  EXPECT_TRUE(Holds(schema["refused"], refused) && is_taken(refused));
  EXPECT_FALSE(Holds(schema["refused"], wrong) || is_taken(wrong));
}

}  // namespace
}  // namespace dm::effectfiles
