#include "connectors/http/options.h"

#include <string>

#include <gtest/gtest.h>

#include "connectors/http/client.h"

namespace dm::http {
namespace {

TEST(HttpOptions, DefaultsHold) {
  EXPECT_TRUE(Check(ClientOptions{}).ok());
}

TEST(HttpOptions, NamesTheFieldOutsideItsRange) {
  ClientOptions options;
  options.connect_timeout_ms = 0;
  EXPECT_EQ(DetailOf(Check(options)).field, "http.connect_timeout_ms");
  options = {};
  options.response_bytes_max = 1;
  EXPECT_EQ(DetailOf(Check(options)).field, "http.response_bytes_max");
}

TEST(HttpOptions, WantsBothHalvesOfAPemPair) {
  ClientOptions options;
  options.certificate_file = "client.pem";
  EXPECT_EQ(DetailOf(Check(options)).field, "http.key_file");
  options.key_file = "client.key";
  EXPECT_TRUE(Check(options).ok());
}

TEST(HttpOptions, TakesNoSeparateKeyWithPkcs12) {
  ClientOptions options;
  options.certificate_kind = CertificateKind::kPkcs12;
  options.certificate_file = "client.p12";
  EXPECT_TRUE(Check(options).ok());
  options.key_file = "client.key";
  EXPECT_FALSE(Check(options).ok());
}

TEST(HttpUrl, IsHttpsOnly) {
  const ClientOptions options;
  EXPECT_TRUE(CheckUrl(options, "https://ssbtek.example/service").ok());
  EXPECT_FALSE(CheckUrl(options, "http://127.0.0.1:1/").ok());
  EXPECT_FALSE(CheckUrl(options, "ftp://ssbtek.example/").ok());
  EXPECT_FALSE(CheckUrl(options, "no address").ok());
}

TEST(HttpUrl, IsPlainOnlyToLoopbackInDevelopment) {
  ClientOptions options;
  options.transport = Transport::kLoopbackInDevelopment;
  EXPECT_TRUE(CheckUrl(options, "http://127.0.0.1:8080/").ok());
  EXPECT_TRUE(CheckUrl(options, "http://[::1]:8080/").ok());
  EXPECT_TRUE(CheckUrl(options, "http://localhost:8080/").ok());
  EXPECT_FALSE(CheckUrl(options, "http://127.0.0.1.example.net/").ok());
  EXPECT_FALSE(CheckUrl(options, "http://10.0.0.1/").ok());
}

TEST(HttpUrl, RefusesAUserNameWithoutRepeatingIt) {
  const Status status = CheckUrl(ClientOptions{}, "https://someone:secret@host/");
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(MessageOf(status).find("someone"), std::string::npos);
}

TEST(HttpClient, IsNotMadeForABadAddress) {
  EXPECT_FALSE(HttpClient::Create({}, "http://10.0.0.1/").ok());
}

}  // namespace
}  // namespace dm::http
