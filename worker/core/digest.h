// Digests: SHA-256 over canonical bytes (policy sets, evidence, audit records, effect ids), as
// lower-case hexadecimal.
#pragma once

#include <string>
#include <string_view>

namespace dm {

// 64 hexadecimal characters.
std::string Sha256Hex(std::string_view bytes);

// HMAC-SHA-256, 64 hexadecimal characters. For look-up keys of personal numbers: a plain hash of
// those is reversed in seconds. `key` is not empty.
std::string HmacSha256Hex(std::string_view key, std::string_view bytes);

// `bytes` (1 to 256) of randomness from the operating system, as hexadecimal. Only ports and
// adapters may call it.
std::string RandomHex(int bytes);

}  // namespace dm
