#include "connectors/folkbokforing/answer.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/folkbokforing/options.h"
#include "worker/core/digest.h"

namespace dm::folk {
namespace {

constexpr char kPerson[] = "199001012385";
constexpr char kAdult[] = "198502022398";
constexpr char kChild[] = "201503032383";

Instant Now() {
  return *Instant::Parse("2026-11-26T08:00:00+01:00");
}

Asked TheAsked() {
  return {.correlation_id = "corr-1", .case_id = "EKB-1", .person = kPerson, .period = {}};
}

std::string With(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string Head(const std::string& rest) {
  return R"({"correlation_id":"corr-1","case_id":"EKB-1","person":"199001012385",)"
         R"("as_of":"2026-11-26T04:00:00+01:00",)" +
         rest + "}";
}

std::string Found() {
  return Head(R"("status":"found","protection":"none",)"
              R"("registered":{"municipality":"0999","county":"09","street":"Provgatan 1",)"
              R"("postal_code":"99999","city":"Provstad","since":"2024-05-01"},)"
              R"("civil_status":"gift","same_address":["198502022398"],)"
              R"("children":[{"person":"201503032383","custody":"shared","same_address":true,)"
              R"("born":"2015-03-03"}])");
}

SourceAnswer Read(const std::string& bytes) {
  return ReadAnswer(bytes, TheAsked(), {}, Now());
}

// State and code in one: "DATA", "ERROR ECHO.PERSON".
std::string StateOf(const std::string& bytes) {
  const SourceAnswer answer = Read(bytes);
  const std::string state = AnswerStateCode(answer.state);
  EXPECT_EQ(answer.registered.has_value(), answer.state == AnswerState::kData);
  return answer.code.empty() ? state : state + " " + answer.code;
}

std::string StateWith(const std::string& from, const std::string& to) {
  return StateOf(With(Found(), from, to));
}

TEST(FolkAnswer, IsReadWhole) {
  const SourceAnswer answer = Read(Found());
  ASSERT_EQ(answer.state, AnswerState::kData);
  EXPECT_EQ(answer.source, Source::kFolk);
  EXPECT_EQ(answer.fetched_at, Now());
  EXPECT_EQ(answer.raw, Found());
  EXPECT_EQ(answer.raw_sha256, Sha256Hex(Found()));
  EXPECT_EQ(answer.schema_deviations, 0);
  EXPECT_FALSE(answer.protected_identity);
  EXPECT_FALSE(answer.lasting);
  const RegisteredPerson& person = *answer.registered;
  EXPECT_EQ(person.municipality, "0999");
  EXPECT_EQ(person.county, "09");
  EXPECT_EQ(person.street, "Provgatan 1");
  EXPECT_EQ(person.postal_code, "99999");
  EXPECT_EQ(person.city, "Provstad");
  EXPECT_EQ(person.registered_since, *Date::Parse("2024-05-01"));
  EXPECT_EQ(person.civil_status, "gift");
  EXPECT_FALSE(person.deregistered.has_value());
  EXPECT_THAT(person.same_address, testing::ElementsAre(kAdult));
  ASSERT_EQ(person.children.size(), 1U);
  EXPECT_EQ(person.children[0].personnummer, kChild);
  EXPECT_TRUE(person.children[0].custody);
  EXPECT_TRUE(person.children[0].same_address);
  EXPECT_EQ(person.children[0].born, *Date::Parse("2015-03-03"));
}

TEST(FolkAnswer, CustodyIsSoleOrShared) {
  EXPECT_TRUE(Read(With(Found(), "\"shared\"", "\"sole\"")).registered->children[0].custody);
  EXPECT_FALSE(Read(With(Found(), "\"shared\"", "\"none\"")).registered->children[0].custody);
}

TEST(FolkAnswer, AHomeMayLackItsAddress) {
  const SourceAnswer answer = Read(With(
      Found(),
      R"(,"street":"Provgatan 1","postal_code":"99999","city":"Provstad","since":"2024-05-01")",
      ""));
  ASSERT_EQ(answer.state, AnswerState::kData);
  EXPECT_EQ(answer.registered->street, "");
  EXPECT_FALSE(answer.registered->registered_since.has_value());
}

TEST(FolkAnswer, WhoIsDeregisteredHasACode) {
  const std::string gone =
      Head(R"("status":"found","protection":"none","deregistered":{"code":"emigrated",)"
           R"("date":"2026-01-31"},"civil_status":"ogift","same_address":[],"children":[])");
  const SourceAnswer answer = Read(gone);
  ASSERT_EQ(answer.state, AnswerState::kData);
  EXPECT_EQ(answer.registered->deregistered, "emigrated");
  EXPECT_FALSE(answer.registered->died_on.has_value());
  EXPECT_EQ(Read(With(gone, "emigrated", "deceased")).registered->died_on,
            *Date::Parse("2026-01-31"));
  EXPECT_EQ(StateOf(With(gone, "emigrated", "abducted")), "DEVIATION FOLK.CODE");
  EXPECT_EQ(StateOf(With(gone, ",\"date\":\"2026-01-31\"", "")), "SCHEMA_MISMATCH FOLK.FORM");
  EXPECT_EQ(StateOf(With(gone,
                         "\"deregistered\":",
                         R"("registered":{"municipality":"0999","county":"09"},"deregistered":)")),
            "SCHEMA_MISMATCH FOLK.FORM");
}

// Not empty: that a member of the household is not in the register is itself a finding.
TEST(FolkAnswer, WhoIsNotInTheRegisterIsForAPersonToLookAt) {
  const std::string none = Head(R"("status":"not_found","protection":"none")");
  EXPECT_EQ(StateOf(none), "DEVIATION FOLK.NOT_FOUND");
  EXPECT_TRUE(Read(none).lasting);
  EXPECT_FALSE(Read(none).protected_identity);
}

TEST(FolkAnswer, EachKindOfProtectionProtectsAndLeavesNothingBehind) {
  for (const char* kind : {"sekretessmarkering", "skyddad_folkbokforing", "fingerade_uppgifter"}) {
    const std::string bytes = With(Found(), "\"none\"", "\"" + std::string(kind) + "\"");
    const SourceAnswer answer = Read(bytes);
    EXPECT_EQ(StateOf(bytes), "DEVIATION FOLK.PROTECTED") << kind;
    EXPECT_TRUE(answer.protected_identity);
    EXPECT_TRUE(answer.lasting);
    EXPECT_TRUE(answer.raw.empty());
    EXPECT_EQ(answer.raw_sha256, Sha256Hex(bytes));
    EXPECT_TRUE(answer.unlisted_codes.empty());
  }
}

TEST(FolkAnswer, AnythingButAPlainNoneProtects) {
  for (const char* odd : {"\"None\"", "\"\"", "\"hemlig\"", "false", "null", "0", "{}", "[]"}) {
    const std::string bytes = With(Found(), "\"none\"", odd);
    const SourceAnswer answer = Read(bytes);
    EXPECT_TRUE(answer.protected_identity) << odd;
    EXPECT_FALSE(answer.registered.has_value()) << odd;
    EXPECT_FALSE(IsKnown(answer.state)) << odd;
    EXPECT_TRUE(answer.raw.empty()) << odd;
  }
  EXPECT_TRUE(Read(With(Found(), R"("protection":"none",)", "")).protected_identity);
  EXPECT_EQ(StateWith("\"none\"", "\"hemlig\""), "DEVIATION FOLK.CODE");
  EXPECT_THAT(Read(With(Found(), "\"none\"", "\"hemlig\"")).unlisted_codes,
              testing::ElementsAre("FOLK.protection=hemlig"));
}

TEST(FolkAnswer, SomeoneWithheldInTheHomeProtects) {
  EXPECT_EQ(StateWith("[\"198502022398\"]", "[\"198502022398\",null]"), "DEVIATION FOLK.WITHHELD");
  EXPECT_EQ(StateWith("\"person\":\"201503032383\",", ""), "DEVIATION FOLK.WITHHELD");
  const SourceAnswer answer = Read(With(Found(), "\"201503032383\"", "null"));
  EXPECT_EQ(answer.code, "FOLK.WITHHELD");
  EXPECT_TRUE(answer.protected_identity);
  EXPECT_TRUE(answer.raw.empty());
}

TEST(FolkAnswer, AnswersForSomeoneElseAreNotBelievedNorKept) {
  EXPECT_EQ(StateWith("\"corr-1\"", "\"corr-2\""), "ERROR ECHO.CORRELATION");
  EXPECT_EQ(StateWith("\"EKB-1\"", "\"EKB-2\""), "ERROR ECHO.CASE");
  EXPECT_EQ(StateWith("\"199001012385\"", "\"198502022398\""), "ERROR ECHO.PERSON");
  EXPECT_EQ(StateWith("\"199001012385\"", "199001012385"), "ERROR ECHO.PERSON");
  EXPECT_EQ(StateWith("\"correlation_id\":\"corr-1\",", ""), "ERROR ECHO.CORRELATION_MISSING");
  EXPECT_EQ(StateWith("\"person\":\"199001012385\",", ""), "ERROR ECHO.PERSON_MISSING");
  EXPECT_EQ(StateWith("\"case_id\":\"EKB-1\",", ""), "ERROR ECHO.CASE_MISSING");
  const SourceAnswer answer = Read(With(Found(), "\"199001012385\"", "\"198502022398\""));
  EXPECT_TRUE(answer.raw.empty());
  EXPECT_FALSE(answer.raw_sha256.empty());
}

TEST(FolkAnswer, UnknownCodesAreUnknownAndNoted) {
  EXPECT_EQ(StateWith("\"gift\"", "\"sambo\""), "DEVIATION FOLK.CODE");
  EXPECT_EQ(StateWith("\"shared\"", "\"partly\""), "DEVIATION FOLK.CODE");
  EXPECT_EQ(StateWith("\"found\"", "\"maybe\""), "DEVIATION FOLK.CODE");
  EXPECT_THAT(Read(With(Found(), "\"gift\"", "\"sambo\"")).unlisted_codes,
              testing::ElementsAre("FOLK.civil_status=sambo"));
}

TEST(FolkAnswer, ACodeThatIsAPersonalNumberIsNotShown) {
  const SourceAnswer answer = Read(With(Found(), "\"gift\"", "\"198502022398\""));
  EXPECT_THAT(answer.unlisted_codes, testing::ElementsAre("FOLK.civil_status=OTHER"));
}

TEST(FolkAnswer, WhatIsMissingOrUnreadableBreaksTheAnswer) {
  const std::string broken = "SCHEMA_MISMATCH FOLK.FORM";
  EXPECT_EQ(StateWith("\"as_of\":\"2026-11-26T04:00:00+01:00\",", ""), broken);
  EXPECT_EQ(StateWith("2026-11-26T04:00:00+01:00", "yesterday"), broken);
  EXPECT_EQ(StateWith("\"status\":\"found\",", ""), broken);
  EXPECT_EQ(StateWith("\"municipality\":\"0999\",", ""), broken);
  EXPECT_EQ(StateWith("\"0999\"", "\"Provstad\""), broken);
  EXPECT_EQ(StateWith("\"99999\"", "\"999 99\""), broken);
  EXPECT_EQ(StateWith("2024-05-01", "2024-13-01"), broken);
  EXPECT_EQ(StateWith("\"civil_status\":\"gift\",", ""), broken);
  EXPECT_EQ(StateWith("\"same_address\":true,", ""), broken);
  EXPECT_EQ(StateWith("\"same_address\":true", "\"same_address\":\"true\""), broken);
  EXPECT_EQ(StateWith("\"201503032383\"", "\"201503032384\""), broken);
  EXPECT_EQ(StateWith("\"198502022398\"", "\"8502022398\""), broken);
  EXPECT_EQ(StateWith("{\"municipality\"", "[],\"x\":{\"municipality\""), broken);
  EXPECT_THAT(Read(With(Found(), "\"0999\"", "\"199001012385\"")).deviations,
              testing::ElementsAre(testing::FieldsAre("FOLK/registered/municipality", "VALUE")));
}

// Left out is not the same as empty.
TEST(FolkAnswer, AMissingListIsNotAnEmptyOne) {
  EXPECT_EQ(StateWith(",\"same_address\":[\"198502022398\"]", ""), "SCHEMA_MISMATCH FOLK.FORM");
  EXPECT_EQ(StateWith("[\"198502022398\"]", "null"), "SCHEMA_MISMATCH FOLK.FORM");
  EXPECT_EQ(StateWith("[\"198502022398\"]", "[]"), "DATA");
}

TEST(FolkAnswer, MoreThanTheContractIsToleratedAndCounted) {
  const SourceAnswer answer = Read(
      With(With(Found(), "\"county\"", "\"198502022398\":1,\"county\""), "{", "{\"extra\":[],"));
  EXPECT_EQ(answer.state, AnswerState::kData);
  EXPECT_EQ(answer.schema_deviations, 2);
  EXPECT_THAT(answer.deviations,
              testing::UnorderedElementsAre(testing::FieldsAre("FOLK/*", "UNEXPECTED"),
                                            testing::FieldsAre("FOLK/registered/*", "UNEXPECTED")));
}

TEST(FolkAnswer, ThePersonIsNotAnotherAdultAtTheAddress) {
  const SourceAnswer answer = Read(With(Found(), "[\"198502022398\"]", "[\"199001012385\"]"));
  EXPECT_EQ(answer.state, AnswerState::kData);
  EXPECT_TRUE(answer.registered->same_address.empty());
  EXPECT_EQ(answer.schema_deviations, 1);
}

TEST(FolkAnswer, AnOldCopyIsStaleAndOneFromTheFutureIsNone) {
  EXPECT_EQ(StateWith("2026-11-26T04", "2026-11-25T08"), "DATA");
  EXPECT_EQ(StateWith("2026-11-26T04:00:00", "2026-11-25T07:59:59"), "STALE FOLK.AS_OF");
  EXPECT_EQ(StateWith("2026-11-26T04", "2026-11-26T09"), "SCHEMA_MISMATCH FOLK.FORM");
  EXPECT_EQ(StateWith("2026-11-26T04:00", "2026-11-26T08:05"), "DATA");
}

TEST(FolkAnswer, HostileBytesEndAsMismatch) {
  EXPECT_EQ(StateOf(""), "SCHEMA_MISMATCH JSON_MALFORMED");
  EXPECT_EQ(StateOf(Found().substr(0, 200)), "SCHEMA_MISMATCH JSON_MALFORMED");
  EXPECT_EQ(StateOf("<html></html>"), "SCHEMA_MISMATCH JSON_MALFORMED");
  EXPECT_EQ(StateOf("[]"), "SCHEMA_MISMATCH FOLK.FORM");
  EXPECT_EQ(StateOf("null"), "SCHEMA_MISMATCH FOLK.FORM");
  EXPECT_EQ(StateOf(std::string(100'000, '[')), "SCHEMA_MISMATCH JSON_DEPTH");
  EXPECT_EQ(StateWith("\"status\"", "\"person\":\"198502022398\",\"status\""),
            "SCHEMA_MISMATCH JSON_KEY");
  std::string many = "[0";
  for (int i = 0; i < 3'000; ++i) many += ",0";
  EXPECT_EQ(StateOf(many + "]"), "SCHEMA_MISMATCH JSON_VALUES");
  EXPECT_EQ(StateOf(std::string(kAnswerBytesMax + 1, ' ')), "SCHEMA_MISMATCH JSON_SIZE");
  EXPECT_TRUE(Read(std::string(kAnswerBytesMax + 1, ' ')).raw.empty());
  EXPECT_EQ(StateWith("Provgatan 1", std::string(201, 'x')), "SCHEMA_MISMATCH FOLK.FORM");
  EXPECT_EQ(StateWith("Provgatan 1", "Prov\\ngatan"), "SCHEMA_MISMATCH FOLK.FORM");
}

TEST(FolkAnswer, EveryPrefixOfAnAnswerIsTaken) {
  const std::string whole = Found();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(Read(whole.substr(0, size)).state, AnswerState::kSchemaMismatch) << size;
  }
}

}  // namespace
}  // namespace dm::folk
