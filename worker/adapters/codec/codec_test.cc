#include "worker/adapters/codec/codec.h"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/message_filler.h"

namespace dm::codec {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Example() {
  return ReadFile(std::string(DM_SOURCE_DIR) + "/docs/examples/case-input.json");
}

// A file with every field set.
CaseInput Filled(std::uint32_t seed) {
  medarbetare::v1::CaseInput message;
  MessageFiller(seed).Fill(message);
  FieldReader reader(Origin::kStore);
  CaseInput value = FromProto(reader, message);
  EXPECT_TRUE(reader.ok()) << reader.status();
  for (PersonEvidence& person : value.evidence.persons)
    for (SourceAnswer& answer : person.answers) answer.raw.clear();
  return value;
}

TEST(CaseInputJson, ReadsTheDocumentedExample) {
  const auto value = CaseInputFromJson(Example());
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(value->application.month.ToString(), "2026-12");
  EXPECT_EQ(value->application.persons.size(), 2U);
  ASSERT_TRUE(value->frame.has_value());
  EXPECT_EQ(value->evidence.persons.size(), 2U);
  EXPECT_EQ(value->history.size(), 2U);
}

TEST(CaseInputJson, OfTheExampleIsTheSameAfterWritingAndReading) {
  const auto value = CaseInputFromJson(Example());
  ASSERT_TRUE(value.ok()) << value.status();
  const auto again = CaseInputFromJson(*ToJson(*value));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(Encode(*again), Encode(*value));
}

// Months and sources in random order are refused from a file, so only the form is compared here.
TEST(CaseInputJson, KeepsEveryField) {
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    CaseInput value = Filled(seed);
    value.history.resize(1);
    for (PersonEvidence& person : value.evidence.persons) person.answers.resize(1);
    const auto json = ToJson(value);
    ASSERT_TRUE(json.ok()) << json.status();
    const auto again = CaseInputFromJson(*json);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(Encode(*again), Encode(value));
  }
}

TEST(CaseInputJson, NamesTheFieldOfAMistakeAndNeverTheValue) {
  std::string json = Example();
  const std::size_t at = json.find("199001012385");
  ASSERT_NE(at, std::string::npos);
  json.replace(at, 12, "199001012386");
  const auto value = CaseInputFromJson(json);
  EXPECT_EQ(DetailOf(value.status()).field, "application.persons[0].personnummer");
  EXPECT_EQ(MessageOf(value.status()).find("19900101"), std::string::npos);
}

TEST(CaseInputJson, IsNeverReadBeyondItsFormWhateverTheBytes) {
  const std::string example = Example();
  for (std::size_t i = 0; i < example.size(); i += 37) {
    std::string broken = example;
    broken[i] = '}';
    (void)CaseInputFromJson(broken);  // a value or a status, never a crash
    EXPECT_FALSE(CaseInputFromJson(std::string_view(example).substr(0, i)).ok());
  }
}

TEST(Json, OfEvidenceLeavesOutTheRegistersOwnBytes) {
  EvidenceSet evidence = Filled(1).evidence;
  evidence.persons[0].answers[0].raw = "as it came";
  const auto json = ToJson(evidence);
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->find("\"raw\""), std::string::npos);
}

}  // namespace
}  // namespace dm::codec
