#include "connectors/http/certificate.h"

#include <algorithm>
#include <ctime>
#include <limits>
#include <memory>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "worker/core/digest.h"

namespace dm::http {
namespace {

constexpr char kCertificateField[] = "http.certificate_file";
constexpr char kKeyField[] = "http.key_file";
constexpr char kPasswordField[] = "http.key_password_file";

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;
using KeyPtr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using StorePtr = std::unique_ptr<PKCS12, decltype(&PKCS12_free)>;

// The library keeps a thread's errors in a queue; one left there would be taken for an error of the
// next connection on the thread.
class QuietErrors {
 public:
  QuietErrors() { ERR_clear_error(); }

  ~QuietErrors() { ERR_clear_error(); }

  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  QuietErrors(QuietErrors&&) = delete;
  QuietErrors& operator=(QuietErrors&&) = delete;
};

Status Refuse(const std::string& reason,
              const std::string& field,
              const std::string& problem,
              const std::string& remedy) {
  return FailedPrecondition(field + " " + problem,
                            {.reason = reason, .field = field, .remedy = remedy});
}

Status RefusePassword() {
  return Refuse("CERTIFICATE_PASSWORD",
                kPasswordField,
                "does not open the client's key",
                "write the password of the key or the PKCS#12 store on the file's first line");
}

Status RefuseMismatch() {
  return Refuse("CERTIFICATE_KEY_MISMATCH",
                kCertificateField,
                "does not belong to the key beside it",
                "put the certificate and the key of one order in place, the key first");
}

Status RefuseCertificate() {
  return Refuse("CERTIFICATE_UNREADABLE",
                kCertificateField,
                "holds no certificate that can be read",
                "put a PEM certificate there, or choose PKCS#12 for a store");
}

Bio Reader(const std::string& bytes) {
  const std::size_t size_max = std::numeric_limits<int>::max();
  return {BIO_new_mem_buf(bytes.data(), static_cast<int>(std::min(bytes.size(), size_max))),
          &BIO_free};
}

// Answers the library's question for a password; without it, it would ask at the terminal.
int GivePassword(char* buffer, int size, int, void* user) {
  const auto& password = *static_cast<const std::string*>(user);
  if (size < 0 || password.size() > static_cast<std::size_t>(size)) return -1;
  std::copy(password.begin(), password.end(), buffer);
  return static_cast<int>(password.size());
}

Instant InstantOf(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return Instant();
  return Instant::FromUnixMs(static_cast<std::int64_t>(timegm(&parts)) * 1'000);
}

std::string FingerprintOf(X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  if (size <= 0) return {};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the library's bytes are unsigned.
  const std::string_view view(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  std::string hex = Sha256Hex(view);
  OPENSSL_free(bytes);
  return hex;
}

Certificate Describe(X509* certificate) {
  return {.not_before = InstantOf(X509_get0_notBefore(certificate)),
          .not_after = InstantOf(X509_get0_notAfter(certificate)),
          .fingerprint = FingerprintOf(certificate),
          // All bits where it has no such extension.
          .for_server = (X509_get_extended_key_usage(certificate) & XKU_SSL_SERVER) != 0};
}

StatusOr<KeyPtr> ReadKey(const PemPair& pair) {
  std::string password = pair.password;
  const Bio bio = Reader(pair.key);
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &GivePassword, &password), &EVP_PKEY_free);
  OPENSSL_cleanse(password.data(), password.size());
  if (key != nullptr) return key;
  // Both forms of a locked PEM key say so in clear text.
  if (pair.key.find("ENCRYPTED") != std::string::npos) return RefusePassword();
  return Refuse("CERTIFICATE_KEY_UNREADABLE",
                kKeyField,
                "holds no private key that can be read",
                "put the PEM key there that the certificate was ordered with");
}

bool Opens(PKCS12* store, const std::string& password) {
  if (PKCS12_mac_present(store) != 1) return true;
  if (password.empty() && PKCS12_verify_mac(store, nullptr, 0) == 1) return true;
  return PKCS12_verify_mac(store, password.c_str(), static_cast<int>(password.size())) == 1;
}

}  // namespace

StatusOr<Certificate> ReadPemPair(const PemPair& pair) {
  const QuietErrors quiet;
  const Bio bio = Reader(pair.certificate);
  const X509Ptr certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
  if (certificate == nullptr) return RefuseCertificate();
  DM_ASSIGN_OR_RETURN(const KeyPtr key, ReadKey(pair));
  if (X509_check_private_key(certificate.get(), key.get()) != 1) return RefuseMismatch();
  return Describe(certificate.get());
}

StatusOr<Certificate> ReadPkcs12(const Pkcs12Store& store) {
  const QuietErrors quiet;
  const Bio bio = Reader(store.bytes);
  const StorePtr parsed(d2i_PKCS12_bio(bio.get(), nullptr), &PKCS12_free);
  if (parsed == nullptr) {
    return Refuse("CERTIFICATE_UNREADABLE",
                  kCertificateField,
                  "is no PKCS#12 store",
                  "put the store there, or choose PEM for a certificate and a key");
  }
  if (!Opens(parsed.get(), store.password)) return RefusePassword();
  EVP_PKEY* raw_key = nullptr;
  X509* raw_certificate = nullptr;
  STACK_OF(X509)* chain = nullptr;
  const int read =
      PKCS12_parse(parsed.get(), store.password.c_str(), &raw_key, &raw_certificate, &chain);
  const KeyPtr key(raw_key, &EVP_PKEY_free);
  const X509Ptr certificate(raw_certificate, &X509_free);
  sk_X509_pop_free(chain, &X509_free);
  if (read != 1) {
    return Refuse("CERTIFICATE_UNREADABLE",
                  kCertificateField,
                  "is locked in a way that is not read any more, such as RC2",
                  "export the store anew with AES-256 and a SHA-256 MAC");
  }
  if (key == nullptr) {
    return Refuse("CERTIFICATE_KEY_UNREADABLE",
                  kCertificateField,
                  "holds no private key",
                  "export the store anew together with its key");
  }
  // Of the store's certificates the library takes the one that belongs to the key.
  if (certificate == nullptr) return RefuseMismatch();
  return Describe(certificate.get());
}

Status CheckAuthorities(const std::string& field, const std::string& pem) {
  const QuietErrors quiet;
  const Bio bio = Reader(pem);
  int count = 0;
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    X509_free(certificate);
    ++count;
  }
  // The end of the text shows as "no start line"; anything else is text that cannot be read.
  const bool whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (count > 0 && whole) return OkStatus();
  return Refuse("CERTIFICATE_AUTHORITY_UNREADABLE",
                field,
                "holds no CA certificate that can be read",
                "put PEM certificates there");
}

}  // namespace dm::http
