#include "worker/core/digest.h"

#include <unistd.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include <openssl/evp.h>

#include "worker/core/check.h"

namespace dm {
namespace {

constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kRandomBytesMax = 256;  // what getentropy gives in one call

std::string ToHex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  std::string text(count * 2, '0');
  for (std::size_t i = 0; i < count; ++i) {
    text[2 * i] = kHexDigits[bytes[i] >> 4U];
    text[2 * i + 1] = kHexDigits[bytes[i] & 0x0fU];
  }
  return text;
}

// Looked up once: EVP_sha256() would look for its provider at each digest.
const EVP_MD* Sha256() {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  DM_CHECK(sha256 != nullptr);
  return sha256;
}

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string Sha256Hex(std::string_view bytes) {
  std::array<unsigned char, kDigestBytes> digest{};
  DM_CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, Sha256(), nullptr) == 1);
  return ToHex(digest.data(), digest.size());
}

std::string HmacSha256Hex(std::string_view key, std::string_view bytes) {
  DM_CHECK(!key.empty());
  std::array<unsigned char, kDigestBytes> digest{};
  std::size_t length = 0;
  DM_CHECK(EVP_Q_mac(nullptr,
                     "HMAC",
                     nullptr,
                     "SHA256",
                     nullptr,
                     key.data(),
                     key.size(),
                     BytesOf(bytes),
                     bytes.size(),
                     digest.data(),
                     digest.size(),
                     &length) != nullptr);
  DM_CHECK(length == kDigestBytes);
  return ToHex(digest.data(), digest.size());
}

std::string RandomHex(int bytes) {
  const auto count = static_cast<std::size_t>(bytes);
  DM_CHECK(bytes >= 1 && count <= kRandomBytesMax);
  std::array<unsigned char, kRandomBytesMax> random{};
  DM_CHECK(getentropy(random.data(), count) == 0);
  return ToHex(random.data(), count);
}

}  // namespace dm
