// Ed25519 signatures (RFC 8032), for what two people must have agreed to. Keys of people are PEM
// files; what is compared and kept is hexadecimal.
#pragma once

#include <string>
#include <string_view>

#include "worker/core/status.h"

namespace dm {

inline constexpr std::size_t kPublicKeyHexLength = 64;
inline constexpr std::size_t kSignatureHexLength = 128;

// True for `length` lower-case hexadecimal digits.
bool IsHex(std::string_view text, std::size_t length);

// A signature and whose it is, in hexadecimal.
struct Signed {
  std::string public_key;
  std::string signature;
};

// With the private key in `pem`. A key that is locked with a password is asked for at the terminal.
// Invalid argument when it is no Ed25519 key or the password does not open it.
StatusOr<Signed> SignEd25519(const std::string& pem, std::string_view message);

// False too for a key or signature that is none.
bool HoldsEd25519(const Signed& claim, std::string_view message);

}  // namespace dm
