#include "connectors/effectfiles/reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::effectfiles {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

EffectFile File() {
  EffectFile file;
  file.sequence = 17;
  for (const char* const id : {"PAYMENT_ORDER-aa", "PAYMENT_ORDER-bb"}) {
    FiledEffect one;
    one.id = EffectId::FromTrusted(id);
    file.effects.push_back(one);
  }
  return file;
}

const std::string kHeader =
    R"({"format":"medarbetare-effects-reply","version":1,"file":"payment-orders-00000017","records_sha256":"abc","count":2})"
    "\n";
const std::string kFirst = R"({"effect_id":"PAYMENT_ORDER-aa","outcome":"OK","reference":"L-1"})"
                           "\n";
const std::string kSecond =
    R"({"effect_id":"PAYMENT_ORDER-bb","outcome":"REFUSED","error_code":"PAYEE_UNKNOWN"})"
    "\n";

StatusOr<std::vector<FileReply>> Read(const std::string& bytes) {
  return ParseReply(bytes, File(), "abc");
}

TEST(Reply, IsTakenInTheOrderOfTheFile) {
  for (const std::string& bytes : {kHeader + kFirst + kSecond, kHeader + kSecond + kFirst}) {
    const auto replies = Read(bytes);
    ASSERT_TRUE(replies.ok()) << MessageOf(replies.status());
    ASSERT_EQ(replies->size(), 2U);
    EXPECT_TRUE(replies->at(0).accepted);
    EXPECT_EQ(replies->at(0).reference, "L-1");
    EXPECT_FALSE(replies->at(1).accepted);
    EXPECT_EQ(replies->at(1).error_code, "PAYEE_UNKNOWN");
  }
}

TEST(Reply, LinesMayEndAsWindowsEndsThem) {
  std::string bytes = kHeader + kFirst + kSecond;
  for (std::size_t at = bytes.find('\n'); at != std::string::npos; at = bytes.find('\n', at + 2))
    bytes.insert(at, "\r");
  EXPECT_TRUE(Read(bytes).ok());
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(Reply, MayAnswerAPartOfTheFile) {
  const auto replies = Read(kHeader + kSecond);
  ASSERT_TRUE(replies.ok()) << MessageOf(replies.status());
  ASSERT_EQ(replies->size(), 1U);
  EXPECT_FALSE(replies->front().accepted);
}

TEST(Reply, HoldsInEachLineOrInNone) {
  const std::string whole = kHeader + kFirst + kSecond;
  ASSERT_TRUE(Read(whole).ok());
  for (const std::string& bytes :
       {std::string(),
        kHeader,
        kFirst + kSecond,
        whole + kFirst,
        whole + Replaced(kFirst, "-aa", "-cc"),
        kHeader + kFirst + kFirst,
        whole.substr(0, whole.size() - 1),
        Replaced(whole, "00000017", "00000018"),
        Replaced(whole, "abc", "abd"),
        Replaced(whole, "\"count\":2", "\"count\":3"),
        Replaced(whole, "\"version\":1", "\"version\":2"),
        Replaced(whole, "\"OK\"", "\"YES\""),
        Replaced(whole, "\"reference\"", "\"referens\""),
        Replaced(whole, "L-1", "Löpnummer 1"),
        Replaced(whole, "PAYEE_UNKNOWN", "payee unknown"),
        Replaced(whole, "\"error_code\":\"PAYEE_UNKNOWN\"", "\"reference\":\"L-2\""),
        Replaced(whole, "\"reference\":\"L-1\"", "\"error_code\":\"LATE\""),
        whole + "not json\n"}) {
    const auto refused = Read(bytes);
    EXPECT_FALSE(refused.ok()) << bytes;
    EXPECT_EQ(DetailOf(refused.status()).reason, "EFFECT_REPLY_INVALID") << bytes;
    EXPECT_THAT(MessageOf(refused.status()), Not(HasSubstr("PAYEE"))) << "repeats what it read";
  }
}

TEST(Reply, HasALimit) {
  EXPECT_FALSE(Read(std::string(kReplyBytesMax + 1, 'x')).ok());
}

}  // namespace
}  // namespace dm::effectfiles
