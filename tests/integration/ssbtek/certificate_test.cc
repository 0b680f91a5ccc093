// What is read from certificate files, and how what cannot be used is refused.
#include "connectors/http/certificate.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>

#include "tests/integration/ssbtek/certificates.h"

namespace dm::http {
namespace {

using ssbtek::test::Certificates;

class CertificateFiles : public testing::Test {
 protected:
  std::string Bytes(const std::string& name) const {
    std::ifstream file(certificates_.Path(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  StatusOr<Certificate> ReadPair(const std::string& certificate,
                                 const std::string& key,
                                 const std::string& password = "") const {
    return ReadPemPair({.certificate = certificate, .key = key, .password = password});
  }

  static ErrorDetail Refused(const StatusOr<Certificate>& read) {
    EXPECT_EQ(read.status().code(), StatusCode::kFailedPrecondition);
    EXPECT_FALSE(DetailOf(read.status()).remedy.empty());
    return DetailOf(read.status());
  }

  const Certificates certificates_{std::filesystem::path(testing::TempDir()) /
                                   testing::UnitTest::GetInstance()->current_test_info()->name()};
};

// The fingerprint as the library itself works it out.
std::string FingerprintByTheLibrary(const std::string& path) {
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "rb"),
                                                                &std::fclose);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_X509(file.get(), nullptr, nullptr, nullptr), &X509_free);
  std::array<unsigned char, 32> digest{};
  EXPECT_EQ(X509_digest(certificate.get(), EVP_sha256(), digest.data(), nullptr), 1);
  std::ostringstream hex;
  hex << std::hex;
  for (const unsigned char byte : digest) hex << (byte >> 4U) << (byte & 15U);
  return hex.str();
}

TEST_F(CertificateFiles, APairAndAStoreTellTheSame) {
  const auto pair = ReadPair(Bytes("client.pem"), Bytes("client.key"));
  ASSERT_TRUE(pair.ok()) << pair.status();
  const auto store = ReadPkcs12({.bytes = Bytes("client.p12"), .password = "prov"});
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_EQ(pair->fingerprint, FingerprintByTheLibrary(certificates_.Path("client.pem")));
  EXPECT_EQ(store->fingerprint, pair->fingerprint);
  EXPECT_EQ(pair->not_after - pair->not_before, 2 * 86'400'000LL);
  EXPECT_EQ(store->not_after, pair->not_after);
}

TEST_F(CertificateFiles, OfAChainTheFirstIsTheClients) {
  const auto pair = ReadPair(Bytes("client.pem") + Bytes("ca.pem"), Bytes("client.key"));
  ASSERT_TRUE(pair.ok()) << pair.status();
  EXPECT_EQ(pair->fingerprint, FingerprintByTheLibrary(certificates_.Path("client.pem")));
  EXPECT_EQ(Refused(ReadPair(Bytes("ca.pem") + Bytes("client.pem"), Bytes("client.key"))).reason,
            "CERTIFICATE_KEY_MISMATCH");
}

TEST_F(CertificateFiles, ALockedKeyWantsItsPassword) {
  const std::string certificate = Bytes("client.pem");
  const std::string key = Bytes("client.locked.key");
  EXPECT_TRUE(ReadPair(certificate, key, "prov").ok());
  EXPECT_EQ(Refused(ReadPair(certificate, key, "fel")).reason, "CERTIFICATE_PASSWORD");
  EXPECT_EQ(Refused(ReadPair(certificate, key)).reason, "CERTIFICATE_PASSWORD");
}

TEST_F(CertificateFiles, WhatIsNoCertificateOrKeyIsRefused) {
  const std::string key = Bytes("client.key");
  for (const std::string& bad : {std::string(), key, std::string("\x30\x82\x01"), key.substr(30)}) {
    EXPECT_EQ(Refused(ReadPair(bad, key)).reason, "CERTIFICATE_UNREADABLE");
  }
  const std::string certificate = Bytes("client.pem");
  for (const std::string& bad : {std::string(), certificate, key.substr(0, key.size() / 2)}) {
    EXPECT_EQ(Refused(ReadPair(certificate, bad)).reason, "CERTIFICATE_KEY_UNREADABLE");
  }
}

TEST_F(CertificateFiles, WhatIsNoStoreIsRefused) {
  const std::string store = Bytes("client.p12");
  for (const std::string& bad : {std::string(), Bytes("client.pem"), store.substr(0, 40)}) {
    EXPECT_EQ(Refused(ReadPkcs12({.bytes = bad, .password = "prov"})).reason,
              "CERTIFICATE_UNREADABLE");
  }
  EXPECT_EQ(Refused(ReadPkcs12({.bytes = store, .password = "Prov"})).field,
            "http.key_password_file");
}

// A store of `key` and `certificate`, either of which may be missing, locked by the named
// algorithms.
std::string Store(EVP_PKEY* key, X509* certificate, int algorithm = 0) {
  const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> store(
      PKCS12_create("prov", "x", key, certificate, nullptr, algorithm, algorithm, 0, 0, 0),
      &PKCS12_free);
  EXPECT_NE(store, nullptr);
  unsigned char* bytes = nullptr;
  const int size = i2d_PKCS12(store.get(), &bytes);
  std::string text(bytes, bytes + size);
  OPENSSL_free(bytes);
  return text;
}

struct KeyAndCertificate {
  explicit KeyAndCertificate(const std::string& key_text, const std::string& certificate_text) {
    BIO* key_bio = BIO_new_mem_buf(key_text.data(), static_cast<int>(key_text.size()));
    key = PEM_read_bio_PrivateKey(key_bio, nullptr, nullptr, nullptr);
    BIO_free(key_bio);
    BIO* bio = BIO_new_mem_buf(certificate_text.data(), static_cast<int>(certificate_text.size()));
    certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
  }

  ~KeyAndCertificate() {
    EVP_PKEY_free(key);
    X509_free(certificate);
  }

  KeyAndCertificate(const KeyAndCertificate&) = delete;
  KeyAndCertificate& operator=(const KeyAndCertificate&) = delete;
  KeyAndCertificate(KeyAndCertificate&&) = delete;
  KeyAndCertificate& operator=(KeyAndCertificate&&) = delete;

  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
};

TEST_F(CertificateFiles, AStoreThatLacksAHalfIsRefused) {
  const KeyAndCertificate client(Bytes("client.key"), Bytes("client.pem"));
  const std::string no_key = Store(nullptr, client.certificate);
  EXPECT_EQ(Refused(ReadPkcs12({.bytes = no_key, .password = "prov"})).reason,
            "CERTIFICATE_KEY_UNREADABLE");
  const std::string no_certificate = Store(client.key, nullptr);
  EXPECT_EQ(Refused(ReadPkcs12({.bytes = no_certificate, .password = "prov"})).reason,
            "CERTIFICATE_KEY_MISMATCH");
}

TEST_F(CertificateFiles, AStoreLockedTheOldWayIsRefusedWithARemedy) {
  const KeyAndCertificate client(Bytes("client.key"), Bytes("client.pem"));
  OSSL_PROVIDER* standard = OSSL_PROVIDER_load(nullptr, "default");
  OSSL_PROVIDER* legacy = OSSL_PROVIDER_load(nullptr, "legacy");
  if (legacy == nullptr) GTEST_SKIP() << "the library here cannot write such a store";
  const std::string old = Store(client.key, client.certificate, NID_pbe_WithSHA1And40BitRC2_CBC);
  OSSL_PROVIDER_unload(legacy);
  const ErrorDetail detail = Refused(ReadPkcs12({.bytes = old, .password = "prov"}));
  OSSL_PROVIDER_unload(standard);
  EXPECT_EQ(detail.reason, "CERTIFICATE_UNREADABLE");
  EXPECT_EQ(detail.remedy, "export the store anew with AES-256 and a SHA-256 MAC");
}

TEST_F(CertificateFiles, AuthoritiesAreReadToTheLast) {
  EXPECT_TRUE(CheckAuthorities("http.ca_file", Bytes("ca.pem")).ok());
  EXPECT_TRUE(CheckAuthorities("http.ca_file", Bytes("ca.pem") + Bytes("other.pem")).ok());
  std::string broken = Bytes("other.pem");
  broken.replace(broken.find('\n') + 1, 12, "AAAAAAAAAAAA");
  for (const std::string& bad :
       {std::string(), Bytes("client.key"), broken, Bytes("ca.pem") + broken}) {
    EXPECT_EQ(DetailOf(CheckAuthorities("http.ca_file", bad)).field, "http.ca_file");
  }
}

}  // namespace
}  // namespace dm::http
