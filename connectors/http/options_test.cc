#include "connectors/http/options.h"

#include <string>

#include <gtest/gtest.h>

#include "connectors/http/client.h"

namespace dm::http {
namespace {

// Options that hold outside development.
ClientOptions WithPair() {
  ClientOptions options;
  options.certificate_file = "client.pem";
  options.key_file = "client.key";
  return options;
}

TEST(HttpOptions, DefaultsHoldWithACertificate) {
  EXPECT_TRUE(Check(WithPair()).ok());
}

TEST(HttpOptions, WithoutACertificateThereIsNoStart) {
  const ErrorDetail detail = DetailOf(Check(ClientOptions{}));
  EXPECT_EQ(detail.field, "http.certificate_file");
  EXPECT_EQ(detail.remedy, "set the client's certificate and key, or its PKCS#12 store");
  ClientOptions development;
  development.transport = Transport::kLoopbackInDevelopment;
  EXPECT_TRUE(Check(development).ok());
}

TEST(HttpOptions, APasswordWantsSomethingToOpen) {
  ClientOptions options;
  options.transport = Transport::kLoopbackInDevelopment;
  options.key_password_file = "password";
  EXPECT_EQ(DetailOf(Check(options)).field, "http.key_password_file");
}

TEST(HttpOptions, APinIsASha256InBase64) {
  const std::string pin = "sha256//" + std::string(43, 'A') + "=";
  ClientOptions options = WithPair();
  for (const std::string& good : {pin, pin + ";" + pin, pin + ";" + pin + ";" + pin + ";" + pin}) {
    options.pinned_key = good;
    EXPECT_TRUE(Check(options).ok()) << good;
  }
  for (const std::string& bad : {std::string("AAAA"),
                                 pin + ";",
                                 ";" + pin,
                                 pin + "," + pin,
                                 "sha1//" + std::string(43, 'A') + "=",
                                 "sha256//" + std::string(42, 'A') + "==",
                                 "sha256//" + std::string(42, 'A') + " =",
                                 pin + ";" + pin + ";" + pin + ";" + pin + ";" + pin}) {
    options.pinned_key = bad;
    EXPECT_EQ(DetailOf(Check(options)).field, "http.pinned_key") << bad;
  }
}

TEST(HttpOptions, NamesTheFieldOutsideItsRange) {
  ClientOptions options;
  options.connect_timeout_ms = 0;
  EXPECT_EQ(DetailOf(Check(options)).field, "http.connect_timeout_ms");
  options = {};
  options.response_bytes_max = 1;
  EXPECT_EQ(DetailOf(Check(options)).field, "http.response_bytes_max");
  options = {};
  options.reload_check_ms = -1;
  EXPECT_EQ(DetailOf(Check(options)).field, "http.reload_check_ms");
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
