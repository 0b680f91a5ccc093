#include "worker/adapters/codec/field_reader.h"

#include <cstddef>

#include <gtest/gtest.h>

namespace dm::codec {
namespace {

TEST(FieldReader, SaysPathLimitAndRemedyAndNeverTheValue) {
  FieldReader reader(Origin::kCaller, "application");
  {
    const FieldReader::Scope scope = reader.In("persons", 3);
    reader.ReadPersonnummer("personnummer", "199001012386", Need::kRequired);
  }
  const ErrorDetail detail = DetailOf(reader.status());
  EXPECT_EQ(reader.status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(detail.field, "application.persons[3].personnummer");
  EXPECT_EQ(detail.reason, "FIELD_INVALID");
  EXPECT_FALSE(detail.remedy.empty());
  EXPECT_EQ(MessageOf(reader.status()).find("1990"), std::string::npos);
}

TEST(FieldReader, KeepsTheFirstFault) {
  FieldReader reader(Origin::kCaller);
  reader.RequiredDate("first", "");
  reader.RequiredDate("second", "");
  EXPECT_EQ(DetailOf(reader.status()).field, "first");
}

TEST(FieldReader, LeavesAScopeWithItsPath) {
  FieldReader reader(Origin::kCaller);
  { const FieldReader::Scope scope = reader.In("frame"); }
  reader.RequiredMonth("month", "2026-13");
  EXPECT_EQ(DetailOf(reader.status()).field, "month");
}

TEST(FieldReader, TakesTextAtTheLimitAndRefusesOneMore) {
  const std::string at_limit(std::size_t{4000} * 2, '\xC3');  // wrong on purpose: see below
  FieldReader broken(Origin::kCaller);
  broken.Text("free_text", at_limit, 4000);
  EXPECT_EQ(DetailOf(broken.status()).reason, "FIELD_INVALID");  // no UTF-8

  std::string swedish;
  for (int i = 0; i < 4000; ++i) swedish += "å";
  FieldReader full(Origin::kCaller);
  full.Text("free_text", swedish, 4000);
  EXPECT_TRUE(full.ok()) << "characters are counted, not bytes";
  full.Text("free_text", swedish + "a", 4000);
  EXPECT_EQ(DetailOf(full.status()).reason, "FIELD_TOO_LONG");
}

TEST(FieldReader, RefusesControlCharacters) {
  for (const char* text : {"a\nb", "a\tb", "a\x01", "a\x7F", "a\xC2\x85"}) {
    FieldReader reader(Origin::kCaller);
    reader.Line("name", text, 100);
    EXPECT_EQ(DetailOf(reader.status()).reason, "FIELD_INVALID");
  }
  FieldReader reader(Origin::kCaller);
  EXPECT_EQ(reader.Text("free_text", "rad 1\nrad 2\ttab", 100), "rad 1\nrad 2\ttab");
  EXPECT_TRUE(reader.ok());
}

TEST(CleanText, IsUtf8WithoutOverlongFormsOrSurrogates) {
  EXPECT_TRUE(IsCleanText("Åsa – 日本 – 🙂", LineBreaks::kRefused));
  for (const char* text :
       {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "\xFF", "a\x80"})
    EXPECT_FALSE(IsCleanText(text, LineBreaks::kRefused));
}

TEST(FieldReader, TakesAmountsAtTheLimitAndRefusesOneMore) {
  pb::Money money;
  money.set_ore(kAmountOreMax);
  FieldReader reader(Origin::kCaller);
  EXPECT_EQ(reader.RequiredMoney("net", true, money).ore(), kAmountOreMax);
  EXPECT_TRUE(reader.ok());
  money.set_ore(kAmountOreMax + 1);
  reader.RequiredMoney("net", true, money);
  EXPECT_EQ(DetailOf(reader.status()).reason, "FIELD_OUT_OF_RANGE");
  FieldReader negative(Origin::kCaller);
  money.set_ore(-1);
  negative.RequiredMoney("net", true, money);
  EXPECT_EQ(DetailOf(negative.status()).reason, "FIELD_OUT_OF_RANGE");
}

TEST(FieldReader, RequiresMoneyToBePresent) {
  FieldReader reader(Origin::kCaller);
  reader.RequiredMoney("net", false, pb::Money());
  EXPECT_EQ(DetailOf(reader.status()).reason, "FIELD_REQUIRED");
}

TEST(FieldReader, RefusesTimesOutsideTheCalendar) {
  google::protobuf::Timestamp time;
  time.set_seconds(9'000'000'000'000);
  FieldReader reader(Origin::kCaller);
  reader.ReadInstant("received_at", true, time, Need::kRequired);
  EXPECT_EQ(DetailOf(reader.status()).reason, "FIELD_OUT_OF_RANGE");
}

TEST(FieldReader, RefusesAPeriodThatEndsBeforeItBegins) {
  pb::Period period;
  period.set_from_date("2026-11-02");
  period.set_to_date("2026-11-01");
  FieldReader reader(Origin::kCaller);
  reader.ReadPeriod("period", period);
  EXPECT_EQ(DetailOf(reader.status()).field, "period.to_date");
}

TEST(FieldReader, RefusesEnumerationValuesThatItDoesNotKnow) {
  FieldReader reader(Origin::kCaller);
  reader.Enum<PersonRole>("role", static_cast<pb::PersonRole>(42));
  EXPECT_EQ(DetailOf(reader.status()).reason, "UNKNOWN_ENUM_VALUE");
  FieldReader zero(Origin::kCaller);
  zero.Enum<PersonRole>("role", pb::PERSON_ROLE_UNSPECIFIED);
  EXPECT_EQ(DetailOf(zero.status()).reason, "FIELD_REQUIRED");
}

TEST(FieldReader, RefusesTooManyItemsFromACallerOnly) {
  FieldReader caller(Origin::kCaller);
  EXPECT_TRUE(caller.Count("costs", 64, 64));
  EXPECT_FALSE(caller.Count("costs", 65, 64));
  EXPECT_EQ(DetailOf(caller.status()).reason, "TOO_MANY_ITEMS");
  FieldReader store(Origin::kStore);
  EXPECT_TRUE(store.Count("costs", 65, 64));
}

}  // namespace
}  // namespace dm::codec
