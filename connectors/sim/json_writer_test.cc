#include "connectors/sim/json_writer.h"

#include <string>

#include <gtest/gtest.h>

namespace dm::sim {
namespace {

TEST(JsonWriter, NestsWithCommas) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject().Key("a").BeginArray().Int(1).Text("x").BeginObject().EndObject().EndArray();
  json.Key("b").Bool(false).EndObject();
  EXPECT_EQ(out, R"({"a":[1,"x",{}],"b":false})");
}

TEST(JsonWriter, EscapesText) {
  std::string out;
  JsonWriter(out).Text("\"\\\n\x01å");
  EXPECT_EQ(out, R"("\"\\\u000a\u0001å")");
}

TEST(JsonWriter, WritesAmountsToTheOre) {
  std::string out;
  JsonWriter(out).BeginArray().Kronor(Money::FromOre(150000)).Kronor(Money::FromOre(-5)).EndArray();
  EXPECT_EQ(out, "[1500.0,-0.05]");
}

TEST(JsonWriter, KnowsALiteralFromText) {
  for (const char* literal : {"0", "-1.5", "10", "true", "null"})
    EXPECT_TRUE(IsJsonLiteral(literal));
  for (const char* text : {"", "01", "1.", "1e5", "-", "True", "22 "})
    EXPECT_FALSE(IsJsonLiteral(text));
}

}  // namespace
}  // namespace dm::sim
