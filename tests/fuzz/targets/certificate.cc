#include "connectors/http/certificate.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "connectors/desk/tls.h"
#include "connectors/soap/base64.h"
#include "tests/fuzz/invariants.h"

namespace {

using dm::fuzz::Must;
using X509Ptr = std::unique_ptr<X509, decltype(&X509_free)>;

// RFC 8032, 7.1, test 1: nobody's key, which the seeds' certificates were made for.
const std::string& Key() {
  static const std::string kPem = [] {
    constexpr std::array<unsigned char, 32> kSecret = {
        0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
        0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
        0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, kSecret.data(), kSecret.size()),
        &EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    Must(PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
         "a key can be written");
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
  }();
  return kPem;
}

std::string PemOf(std::string_view der) {
  std::string pem = "-----BEGIN CERTIFICATE-----\n";
  std::string text = dm::soap::Base64Encode(der);
  for (std::size_t at = 0; at < text.size(); at += 64) pem += text.substr(at, 64) + "\n";
  return pem + "-----END CERTIFICATE-----\n";
}

void CheckRefusal(const dm::Status& status) {
  const dm::ErrorDetail detail = dm::DetailOf(status);
  Must(detail.reason.starts_with("CERTIFICATE_") && !detail.remedy.empty(), "what to do about it");
  Must(detail.field.starts_with("http."), "the field is named");
  Must(status.message().size() < 200, "nothing of the file is repeated");
}

void CheckRead(const dm::StatusOr<dm::http::Certificate>& read) {
  if (!read.ok()) return CheckRefusal(read.status());
  Must(read->fingerprint.size() == 64, "a certificate has a fingerprint");
  Must(read->not_after.ToString().size() >= 20, "its end can be shown");
}

// A caller is who its certificate names, when it names one.
void CheckName(std::string_view der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const X509Ptr certificate(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), &X509_free);
  ERR_clear_error();
  if (certificate == nullptr) return;
  const std::string uri = dm::desk::UriOf(*certificate);
  ERR_clear_error();
  if (uri.empty()) return;
  Must(uri.find('\0') == std::string::npos, "a name has no end inside");
  Must(der.find(uri) != std::string_view::npos, "a name stands in the certificate");
  // By the library's own text of the extension: one name of the kind, and no second.
  const int at = X509_get_ext_by_NID(certificate.get(), NID_subject_alt_name, -1);
  Must(at >= 0, "a name stands among the other names");
  Must(X509_get_ext_by_NID(certificate.get(), NID_subject_alt_name, at) < 0, "and only there");
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> names(
      static_cast<GENERAL_NAMES*>(X509V3_EXT_d2i(X509_get_ext(certificate.get(), at))),
      GENERAL_NAMES_free);
  int uris = 0;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i)
    uris += sk_GENERAL_NAME_value(names.get(), i)->type == GEN_URI ? 1 : 0;
  Must(uris == 1, "a certificate that names two is nobody's");
}

}  // namespace

// One certificate in DER: as the pair of a known key, as a CA, as a caller; and the bytes as a
// PKCS#12 store and as PEM text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view der = dm::fuzz::Bytes(data, size);
  const std::string text(der);
  const std::string pem = PemOf(der);
  const std::string none;
  CheckRead(dm::http::ReadPemPair({.certificate = pem, .key = Key(), .password = none}));
  CheckRead(dm::http::ReadPemPair({.certificate = text, .key = Key(), .password = none}));
  CheckRead(dm::http::ReadPemPair({.certificate = pem, .key = text, .password = none}));
  CheckRead(dm::http::ReadPkcs12({.bytes = text, .password = none}));
  for (const std::string& authorities : {pem, text, pem + pem}) {
    const dm::Status read = dm::http::CheckAuthorities("http.ca_file", authorities);
    if (!read.ok()) CheckRefusal(read);
  }
  CheckName(der);
  Must(ERR_peek_error() == 0, "no error is left for the next connection of the thread");
  return 0;
}
