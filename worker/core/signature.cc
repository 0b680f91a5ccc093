#include "worker/core/signature.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace dm {
namespace {

using Bytes = std::vector<unsigned char>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

constexpr std::string_view kDigits = "0123456789abcdef";

std::string HexOf(const Bytes& bytes) {
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return hex;
}

// `hex` has an even number of digits.
Bytes BytesOf(std::string_view hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(
        static_cast<unsigned char>(kDigits.find(hex[i]) * 16 + kDigits.find(hex[i + 1])));
  return bytes;
}

const unsigned char* Raw(std::string_view text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}

Status NoKey() {
  ERR_clear_error();
  return InvalidArgument("the file holds no Ed25519 key that can be opened",
                         {.reason = "SIGNING_KEY_UNREADABLE",
                          .field = "key",
                          .remedy = "make one: openssl genpkey -algorithm ed25519 -aes256 -out "
                                    "FILE"});
}

StatusOr<Bytes> PublicPartOf(EVP_PKEY& key) {
  std::size_t size = 0;
  if (EVP_PKEY_get_raw_public_key(&key, nullptr, &size) != 1) return NoKey();
  Bytes bytes(size);
  if (EVP_PKEY_get_raw_public_key(&key, bytes.data(), &size) != 1) return NoKey();
  return bytes;
}

}  // namespace

bool IsHex(std::string_view text, std::size_t length) {
  return text.size() == length && text.find_first_not_of(kDigits) == std::string_view::npos;
}

StatusOr<Signed> SignEd25519(const std::string& pem, std::string_view message) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(std::min<std::size_t>(pem.size(), 1U << 20U))),
      &BIO_free);
  const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) return NoKey();
  DM_ASSIGN_OR_RETURN(const Bytes own, PublicPartOf(*key));
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  Bytes signature(kSignatureHexLength / 2);
  std::size_t size = signature.size();
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, Raw(message), message.size()) != 1 ||
      size != signature.size())
    return NoKey();
  return Signed{.public_key = HexOf(own), .signature = HexOf(signature)};
}

bool HoldsEd25519(const Signed& claim, std::string_view message) {
  if (!IsHex(claim.public_key, kPublicKeyHexLength) || !IsHex(claim.signature, kSignatureHexLength))
    return false;
  const Bytes raw = BytesOf(claim.public_key);
  const Bytes signature = BytesOf(claim.signature);
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw.data(), raw.size()),
                &EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  const bool holds =
      key != nullptr && context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(
          context.get(), signature.data(), signature.size(), Raw(message), message.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace dm
