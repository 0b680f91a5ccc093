#include "connectors/soap/base64.h"

#include <array>
#include <cstdint>

namespace dm::soap {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::int8_t kForeign = -1;
constexpr std::int8_t kSpace = -2;

constexpr std::array<std::int8_t, 256> MakeValues() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = kForeign;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  for (const char space : {' ', '\t', '\r', '\n'})
    values[static_cast<unsigned char>(space)] = kSpace;
  return values;
}

constexpr std::array<std::int8_t, 256> kValues = MakeValues();

char Letter(std::uint32_t bits) {
  return kAlphabet[bits & 63U];
}

std::uint32_t Byte(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

}  // namespace

std::string Base64Encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t bits = Byte(bytes, i) << 16 | Byte(bytes, i + 1) << 8 | Byte(bytes, i + 2);
    const std::array<char, 4> group = {
        Letter(bits >> 18), Letter(bits >> 12), Letter(bits >> 6), Letter(bits)};
    text.append(group.data(), group.size());
  }
  const std::size_t rest = bytes.size() - i;
  if (rest == 0) return text;
  const std::uint32_t bits = Byte(bytes, i) << 16 | (rest == 2 ? Byte(bytes, i + 1) << 8 : 0U);
  text += Letter(bits >> 18);
  text += Letter(bits >> 12);
  text += rest == 2 ? Letter(bits >> 6) : '=';
  text += '=';
  return text;
}

StatusOr<std::string> Base64Decode(std::string_view text, std::size_t bytes_max) {
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 < bytes_max ? text.size() / 4 * 3 : bytes_max);
  std::uint32_t bits = 0;
  std::size_t characters = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    const std::int8_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kSpace) continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    if (value == kForeign) return InvalidArgument("base64 holds a character outside its alphabet");
    if (padding > 0) return InvalidArgument("base64 goes on after its padding");
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (++characters % 4 != 0) continue;
    if (bytes.size() + 3 > bytes_max)
      return InvalidArgument("base64 holds more bytes than allowed");
    bytes += static_cast<char>(bits >> 16 & 255U);
    bytes += static_cast<char>(bits >> 8 & 255U);
    bytes += static_cast<char>(bits & 255U);
  }
  const std::size_t rest = characters % 4;
  if (rest == 1 || padding != (4 - rest) % 4) {
    return InvalidArgument("base64 is cut short or wrongly padded");
  }
  if (rest == 0) return bytes;
  if (bytes.size() + rest - 1 > bytes_max) {
    return InvalidArgument("base64 holds more bytes than allowed");
  }
  bits <<= 6 * (4 - rest);
  bytes += static_cast<char>(bits >> 16 & 255U);
  if (rest == 3) bytes += static_cast<char>(bits >> 8 & 255U);
  return bytes;
}

}  // namespace dm::soap
