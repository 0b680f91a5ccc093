#include "worker/wiring/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TlsFiles Pkcs12() {
  TlsFiles tls;
  tls.pkcs12 = "a.p12";
  return tls;
}

TEST(ConfigKeyTest, TurnsOptionsIntoKeysOfThePart) {
  const TlsFiles pem;
  const ConfigPart part{.prefix = "ssbtek.", .tls = pem};
  EXPECT_EQ(ConfigKey(part, "http.certificate_file"), "ssbtek.tls.certificate");
  EXPECT_EQ(ConfigKey(part, "http.key_password_file"), "ssbtek.tls.key_password_file");
  EXPECT_EQ(ConfigKey(part, "breaker.failures_to_break"), "ssbtek.breaker.failures");
  EXPECT_EQ(ConfigKey(part, "rate.burst"), "ssbtek.rate_burst");
  EXPECT_EQ(ConfigKey(part, "windows[2]"), "ssbtek.windows[2]");
  EXPECT_EQ(ConfigKey(part, "ssbtek.actor_id"), "ssbtek.aktorsid");
  EXPECT_EQ(ConfigKey(part, "ssbtek.together_timeout_ms"), "ssbtek.together_timeout_ms");
}

TEST(ConfigKeyTest, NamesTheStoreWhereThatIsTheForm) {
  const TlsFiles store = Pkcs12();
  const ConfigPart part{.prefix = "folkbokforing.", .tls = store};
  EXPECT_EQ(ConfigKey(part, "http.certificate_file"), "folkbokforing.tls.pkcs12");
  EXPECT_EQ(ConfigKey(part, "http.key_password_file"), "folkbokforing.tls.pkcs12_password_file");
  EXPECT_EQ(ConfigKey(part, "folkbokforing.organisation_number"), "ssbtek.organisation_number");
}

TEST(InConfigWordsTest, MessageFieldAndRemedyNameTheKey) {
  const TlsFiles pem;
  const Status status = InConfigWords(
      {.prefix = "ssbtek.", .tls = pem},
      InvalidArgument("http.key_file does not fit",
                      {.reason = "X", .field = "http.key_file", .remedy = "set http.key_file"}));
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_THAT(MessageOf(status), HasSubstr("ssbtek.tls.key does not fit"));
  EXPECT_EQ(DetailOf(status).field, "ssbtek.tls.key");
  EXPECT_EQ(DetailOf(status).remedy, "set ssbtek.tls.key");
  EXPECT_THAT(MessageOf(status), Not(HasSubstr("http.")));
}

TEST(InConfigWordsTest, AMessageWithoutANameGetsTheKey) {
  const TlsFiles pem;
  const Status status =
      InConfigWords({.prefix = "ssbtek.", .tls = pem},
                    FailedPrecondition("the password does not open the key",
                                       {.reason = "X", .field = "http.key_file", .remedy = "r"}));
  EXPECT_EQ(MessageOf(status), "ssbtek.tls.key: the password does not open the key");
}

}  // namespace
}  // namespace dm
