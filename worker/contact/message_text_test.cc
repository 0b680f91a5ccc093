#include "worker/contact/message_text.h"

#include "gtest/gtest.h"

namespace dm::contact {
namespace {

std::string ReasonOf(const std::string& text) {
  const Status status = CheckPlainText(Tidied(text), kMessageCharactersMax, "text");
  if (!status.ok()) {
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(DetailOf(status).field, "text");
    EXPECT_FALSE(DetailOf(status).remedy.empty());
    // What was written is not repeated.
    EXPECT_EQ(MessageOf(status).find("hemligt"), std::string::npos);
  }
  return DetailOf(status).reason;
}

TEST(MessageText, TakesWhatPeopleWrite) {
  for (const char* text : {"Hej! Hyran är 6 100 kr från januari.\n\nMvh",
                           "Hyran < 8 000 kr, el > 400 kr <3",
                           "a<b",
                           "السلام عليكم\u200F",
                           "👋 \u2764\uFE0F",
                           "1\t2"})
    EXPECT_EQ(ReasonOf(text), "") << text;
}

TEST(MessageText, TidiesLineEndsAndBlanks) {
  EXPECT_EQ(Tidied("  hej\r\ndu\rdär \n"), "hej\ndu\ndär");
  EXPECT_EQ(Tidied(" \r\n "), "");
}

TEST(MessageText, RefusesMarkup) {
  for (const char* text : {"<b>hemligt</b>",
                           "hemligt<script>x</script>",
                           "<!-- hemligt -->",
                           "<?xml version=\"1.0\"?>",
                           "</p>"})
    EXPECT_EQ(ReasonOf(text), "TEXT_HAS_MARKUP") << text;
}

TEST(MessageText, RefusesWhatTurnsTheDirectionOfText) {
  for (const char* text : {"hemligt\u202E001", "a\u202Ab", "\u2066x\u2069", "x\u2069y"})
    EXPECT_EQ(ReasonOf(text), "TEXT_HAS_DIRECTION_MARKS") << text;
}

TEST(MessageText, RefusesControlCharactersAndBrokenUtf8) {
  for (const std::string& text : {std::string("a\0b", 3),
                                  std::string("a\x1B[31m"),
                                  std::string("a\x7F x"),
                                  std::string("a\xC2\x85z"),
                                  std::string("\xFF\xFE"),
                                  std::string("\xC0\xAF"),
                                  std::string("\xED\xA0\x80"),
                                  std::string("a\u2028z"),
                                  std::string("a\uFEFFz")})
    EXPECT_EQ(ReasonOf(text), "FIELD_INVALID");
}

TEST(MessageText, CountsCharactersNotBytes) {
  std::string text;
  for (std::size_t i = 0; i < kMessageCharactersMax; ++i) text += "å";
  EXPECT_EQ(ReasonOf(text), "");
  EXPECT_EQ(ReasonOf(text + "ä"), "FIELD_TOO_LONG");
  EXPECT_EQ(ReasonOf("  \n"), "FIELD_REQUIRED");
}

// A small smoke of arbitrary bytes: whatever they are, the check ends, and what it takes holds no
// control character and no override.
TEST(MessageText, EndsForArbitraryBytes) {
  std::uint32_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      state = state * 1'664'525U + 1'013'904'223U;
      text += static_cast<char>(state >> 24U);
    }
    const std::string tidy = Tidied(text);
    if (!CheckPlainText(tidy, kMessageCharactersMax, "text").ok()) continue;
    for (const char c : tidy)
      EXPECT_TRUE(c == '\n' || c == '\t' || static_cast<unsigned char>(c) >= 0x20);
    EXPECT_EQ(tidy.find("\u202E"), std::string::npos);
  }
}

}  // namespace
}  // namespace dm::contact
