#include "tests/integration/ssbtek/certificates.h"

#include <fcntl.h>

#include <array>
#include <cstdio>
#include <memory>
#include <utility>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>

#include "worker/core/check.h"

namespace dm::ssbtek::test {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

constexpr long kDaySeconds = 24L * 60 * 60;

// Keys among them: for their owner alone, whatever the umask.
File Open(const std::string& path) {
  constexpr mode_t kOwnerOnly = 0600;
  const int number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kOwnerOnly);
  File file(number < 0 ? nullptr : ::fdopen(number, "wb"), &std::fclose);
  DM_CHECK(file != nullptr);
  return file;
}

Key MakeKey() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free);
  DM_CHECK(key != nullptr);
  return key;
}

void AddExtension(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  DM_CHECK(extension != nullptr);
  DM_CHECK(X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

void SetName(X509_NAME* name, const std::string& common_name) {
  std::string text = common_name;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the library's bytes are unsigned.
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const int size = static_cast<int>(text.size());
  DM_CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes, size, -1, 0) == 1);
}

// Signed by `issuer`, or by itself when that is null.
Certificate Sign(const std::string& name,
                 EVP_PKEY* key,
                 X509* issuer,
                 EVP_PKEY* issuer_key,
                 Validity validity = {}) {
  static long serial = 0;
  Certificate certificate(X509_new(), &X509_free);
  X509* raw = certificate.get();
  X509_set_version(raw, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(raw), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(raw), validity.from_days * kDaySeconds);
  X509_gmtime_adj(X509_getm_notAfter(raw), validity.to_days * kDaySeconds);
  X509_set_pubkey(raw, key);
  SetName(X509_get_subject_name(raw), name);
  X509_set_issuer_name(raw, X509_get_subject_name(issuer == nullptr ? raw : issuer));
  AddExtension(raw, NID_basic_constraints, issuer == nullptr ? "critical,CA:TRUE" : "CA:FALSE");
  if (issuer != nullptr) AddExtension(raw, NID_subject_alt_name, "IP:127.0.0.1");
  DM_CHECK(X509_sign(raw, issuer_key == nullptr ? key : issuer_key, EVP_sha256()) > 0);
  return certificate;
}

void Write(const std::string& path, X509* certificate) {
  DM_CHECK(PEM_write_X509(Open(path).get(), certificate) == 1);
}

void Write(const std::string& path, EVP_PKEY* key) {
  const File file = Open(path);
  DM_CHECK(PEM_write_PrivateKey(file.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
}

void WriteLocked(const std::string& path, EVP_PKEY* key) {
  std::string password = "prov";
  DM_CHECK(PEM_write_PKCS8PrivateKey(Open(path).get(),
                                     key,
                                     EVP_aes_256_cbc(),
                                     password.data(),
                                     static_cast<int>(password.size()),
                                     nullptr,
                                     nullptr) == 1);
}

void WriteStore(const std::string& path, EVP_PKEY* key, X509* certificate) {
  const std::unique_ptr<PKCS12, decltype(&PKCS12_free)> store(
      PKCS12_create("prov", "client", key, certificate, nullptr, 0, 0, 0, 0, 0), &PKCS12_free);
  DM_CHECK(store != nullptr);
  DM_CHECK(i2d_PKCS12_fp(Open(path).get(), store.get()) == 1);
}

}  // namespace

struct Certificates::Authority {
  Key key = MakeKey();
  Certificate certificate = Sign("Prov CA", key.get(), nullptr, nullptr);
};

Certificates::Certificates(std::filesystem::path in)
    : folder(std::move(in)), authority_(std::make_unique<Authority>()) {
  std::filesystem::create_directories(folder);
  Write(Path("ca.pem"), authority_->certificate.get());
  for (const char* name : {"server", "client", "renewed"}) Issue(name);
  const Key other_key = MakeKey();
  Write(Path("other.pem"), Sign("Annan CA", other_key.get(), nullptr, nullptr).get());
}

Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

void Certificates::Issue(const std::string& name, Validity validity) const {
  const Key key = MakeKey();
  const Certificate certificate =
      Sign(name, key.get(), authority_->certificate.get(), authority_->key.get(), validity);
  Write(Path(name + ".pem"), certificate.get());
  Write(Path(name + ".key"), key.get());
  WriteLocked(Path(name + ".locked.key"), key.get());
  WriteStore(Path(name + ".p12"), key.get(), certificate.get());
}

void Certificates::Replace(const std::string& to, const std::string& from) const {
  const std::string beside = Path(to + ".new");
  std::filesystem::copy_file(Path(from), beside, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::rename(beside, Path(to));
}

void Certificates::WriteText(const std::string& name, const std::string& text) const {
  const File file = Open(Path(name));
  DM_CHECK(std::fwrite(text.data(), 1, text.size(), file.get()) == text.size());
}

std::string Certificates::PinOf(const std::string& name) const {
  const File file(std::fopen(Path(name + ".key").c_str(), "rb"), &std::fclose);
  DM_CHECK(file != nullptr);
  const Key key(PEM_read_PrivateKey(file.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key.get(), &der);
  DM_CHECK(size > 0);
  std::array<unsigned char, 32> digest{};
  DM_CHECK(
      EVP_Digest(
          der, static_cast<std::size_t>(size), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  OPENSSL_free(der);
  std::array<unsigned char, 45> text{};
  EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
  return "sha256//" + std::string(text.begin(), text.end() - 1);
}

}  // namespace dm::ssbtek::test
