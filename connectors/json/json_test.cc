#include "connectors/json/json.h"

#include <string>

#include <gtest/gtest.h>

namespace dm {
namespace {

std::string ReasonOf(const std::string& text, const JsonLimits& limits = {}) {
  const auto json = ParseJson(text, limits);
  return json.ok() ? "" : DetailOf(json.status()).reason;
}

TEST(Json, KeepsNumbersAsTheirText) {
  const auto json = ParseJson(R"({"a": 3900.0, "b": 1234.56, "c": -7, "d": 1.0E7, "e": null})");
  ASSERT_TRUE(json.ok());
  EXPECT_EQ(json->TextOf("a"), "3900.0");
  EXPECT_EQ(json->TextOf("b"), "1234.56");
  EXPECT_EQ(json->TextOf("c"), "-7");
  EXPECT_EQ(json->TextOf("d"), "1.0E7");
  EXPECT_EQ(json->Find("e"), nullptr);
  EXPECT_EQ(json->Find("f"), nullptr);
}

TEST(Json, NestsObjectsAndLists) {
  const auto json = ParseJson(R"({"a": [{"b": {"c": "x"}}, true, false], "d": 1})");
  ASSERT_TRUE(json.ok());
  ASSERT_EQ(json->Find("a")->items().size(), 3U);
  EXPECT_EQ(json->Find("a")->items()[0].TextOf("b", "c"), "x");
  EXPECT_TRUE(json->Find("a")->items()[1].IsTrue());
  EXPECT_TRUE(json->Find("a")->items()[2].IsFalse());
  EXPECT_EQ(json->TextOf("d"), "1");
}

TEST(Json, RefusesWhatIsDeepLargeOrManyfold) {
  JsonLimits limits;
  limits.depth_max = 3;
  EXPECT_EQ(ReasonOf("[[[1]]]", limits), "");
  EXPECT_EQ(ReasonOf("[[[[1]]]]", limits), "JSON_DEPTH");
  limits = {};
  limits.values_max = 3;
  EXPECT_EQ(ReasonOf("[1,2]", limits), "");
  EXPECT_EQ(ReasonOf("[1,2,3]", limits), "JSON_VALUES");
  limits = {};
  limits.bytes_max = 3;
  EXPECT_EQ(ReasonOf("[1]", limits), "");
  EXPECT_EQ(ReasonOf("[1] ", limits), "JSON_SIZE");
  EXPECT_EQ(ReasonOf(std::string(100'000, '[')), "JSON_DEPTH");
  limits = {};
  limits.members_max = 2;
  EXPECT_EQ(ReasonOf(R"({"a": 1, "b": 2})", limits), "");
  EXPECT_EQ(ReasonOf(R"({"a": 1, "b": 2, "c": 3})", limits), "JSON_VALUES");
}

TEST(Json, RefusesARepeatedKey) {
  EXPECT_EQ(ReasonOf(R"({"a": 1, "a": 2})"), "JSON_KEY");
  EXPECT_EQ(ReasonOf(R"([{"a": 1}, {"a": 2}])"), "");
}

TEST(Json, RefusesWhatIsNotWellFormedWithoutRepeatingIt) {
  for (const char* bad : {"", "{", "[1,]", "{'a':1}", "nul", "[1] x", "\"\xE5\"", "1e400"}) {
    EXPECT_EQ(ReasonOf(bad), "JSON_MALFORMED") << bad;
  }
  EXPECT_EQ(ParseJson("[secret]").status().ToString().find("secret"), std::string::npos);
}

}  // namespace
}  // namespace dm
