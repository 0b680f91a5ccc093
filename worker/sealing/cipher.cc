#include "worker/sealing/cipher.h"

#include <unistd.h>

#include <algorithm>
#include <limits>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/random.h>

#include "worker/core/check.h"
#include "worker/core/digest.h"

namespace dm::sealing {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kCheckCharacters = 32;

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

using Context = std::unique_ptr<EVP_CIPHER_CTX, Free>;

const unsigned char* BytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* BytesOf(std::string& text, std::size_t from) {
  return reinterpret_cast<unsigned char*>(text.data() + from);
}

int Size(std::string_view text) {
  DM_CHECK(text.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(text.size());
}

Context MakeContext() {
  Context context(EVP_CIPHER_CTX_new());
  DM_CHECK(context != nullptr);
  return context;
}

// Looked up once: EVP_aes_256_gcm() would look for its provider at each use.
const EVP_CIPHER* Aes256Gcm() {
  static const EVP_CIPHER* const aes = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  DM_CHECK(aes != nullptr);
  return aes;
}

Status Broken() {
  return MakeStatus(StatusCode::kDataLoss,
                    "sealed bytes do not open under their key and place",
                    {.reason = "SEAL_BROKEN",
                     .field = "",
                     .remedy = "Stop the program, keep the store as it is, and restore the latest "
                               "backup: rows were changed outside the program."});
}

}  // namespace

Key Key::Random() {
  Key key;
  DM_CHECK(getentropy(key.bytes_.data(), key.bytes_.size()) == 0);
  return key;
}

Key Key::FromBytes(std::string_view bytes) {
  DM_CHECK(bytes.size() == kKeyBytes);
  Key key;
  std::copy_n(BytesOf(bytes), kKeyBytes, key.bytes_.begin());
  return key;
}

Key::~Key() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::string_view Key::bytes() const {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

std::string Encrypt(const Key& key, std::string_view bound_to, std::string_view plain) {
  std::string sealed(kNonceBytes + plain.size() + kTagBytes, '\0');
  DM_CHECK(getentropy(sealed.data(), kNonceBytes) == 0);
  const Context context = MakeContext();
  int length = 0;
  DM_CHECK(EVP_EncryptInit_ex2(
               context.get(), Aes256Gcm(), BytesOf(key.bytes()), BytesOf(sealed, 0), nullptr) == 1);
  DM_CHECK(EVP_EncryptUpdate(context.get(), nullptr, &length, BytesOf(bound_to), Size(bound_to)) ==
           1);
  DM_CHECK(EVP_EncryptUpdate(
               context.get(), BytesOf(sealed, kNonceBytes), &length, BytesOf(plain), Size(plain)) ==
           1);
  const std::size_t tag = kNonceBytes + plain.size();
  DM_CHECK(EVP_EncryptFinal_ex(context.get(), BytesOf(sealed, tag), &length) == 1);
  DM_CHECK(EVP_CIPHER_CTX_ctrl(
               context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, BytesOf(sealed, tag)) == 1);
  return sealed;
}

StatusOr<std::string> Decrypt(const Key& key, std::string_view bound_to, std::string_view sealed) {
  if (sealed.size() < kNonceBytes + kTagBytes) return Broken();
  const std::string_view body = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plain(body.size(), '\0');
  const Context context = MakeContext();
  int length = 0;
  DM_CHECK(EVP_DecryptInit_ex2(
               context.get(), Aes256Gcm(), BytesOf(key.bytes()), BytesOf(sealed), nullptr) == 1);
  DM_CHECK(EVP_DecryptUpdate(context.get(), nullptr, &length, BytesOf(bound_to), Size(bound_to)) ==
           1);
  DM_CHECK(
      EVP_DecryptUpdate(context.get(), BytesOf(plain, 0), &length, BytesOf(body), Size(body)) == 1);
  DM_CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, BytesOf(tag, 0)) ==
           1);
  std::array<unsigned char, kTagBytes> nothing{};
  if (EVP_DecryptFinal_ex(context.get(), nothing.data(), &length) != 1) return Broken();
  return plain;
}

std::string CheckValue(const Key& key) {
  return HmacSha256Hex(key.bytes(), "medarbetare-key-check-v1").substr(0, kCheckCharacters);
}

std::string Bound(std::string_view one, std::string_view two, std::string_view three) {
  std::string text = "medarbetare-seal-v2\n";
  for (const std::string_view part : {one, two, three}) {
    text.append(std::to_string(part.size())).append(":").append(part).append("\n");
  }
  return text;
}

}  // namespace dm::sealing
