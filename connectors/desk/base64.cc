#include "connectors/desk/base64.h"

#include <cstdint>

namespace dm::desk {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kBits = 6;
constexpr std::uint32_t kSix = 0x3F;

std::string Encode(std::string_view bytes, std::string_view alphabet) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= kBits) {
      bits -= kBits;
      text.push_back(alphabet[(held >> bits) & kSix]);
    }
  }
  if (bits > 0) text.push_back(alphabet[(held << (kBits - bits)) & kSix]);
  return text;
}

}  // namespace

std::string Base64(std::string_view bytes) {
  return Encode(bytes, kStandard);
}

std::string Base64Url(std::string_view bytes) {
  return Encode(bytes, kUrl);
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    const std::size_t value = kUrl.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << kBits) | static_cast<std::uint32_t>(value);
    bits += kBits;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<char>((held >> bits) & 0xFFU));
    }
  }
  const bool whole = text.size() % 4 != 1 && (held & ((1U << bits) - 1U)) == 0;
  return whole ? std::optional(bytes) : std::nullopt;
}

}  // namespace dm::desk
