// Authenticated encryption: AES-256-GCM with a random nonce of 96 bits. What stands beside the text
// (where it belongs) is bound to it: taken elsewhere it does not open.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm::sealing {

inline constexpr std::size_t kKeyBytes = 32;

// A key. Wiped when it goes.
class Key {
 public:
  Key() = default;
  // 32 bytes of randomness from the operating system.
  static Key Random();
  // `bytes` are kKeyBytes long.
  static Key FromBytes(std::string_view bytes);
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  Key(Key&&) noexcept = default;
  Key& operator=(Key&&) noexcept = default;
  ~Key();

  std::string_view bytes() const;

 private:
  std::array<unsigned char, kKeyBytes> bytes_{};
};

// Nonce, encrypted text and tag: 28 bytes longer than `plain`.
std::string Encrypt(const Key& key, std::string_view bound_to, std::string_view plain);

// DataLoss SEAL_BROKEN: another key, another place, or changed bytes.
StatusOr<std::string> Decrypt(const Key& key, std::string_view bound_to, std::string_view sealed);

// Tells whether a key is the one of before and nothing else about it: 32 hexadecimal characters.
std::string CheckValue(const Key& key);

// Several texts as one that no other texts give.
std::string Bound(std::string_view one, std::string_view two, std::string_view three);

}  // namespace dm::sealing
