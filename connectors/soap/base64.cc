#include "connectors/soap/base64.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace dm::soap {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::int32_t kForeign = -1;
constexpr std::int32_t kSpace = -2;

constexpr std::array<std::int32_t, 256> MakeValues() {
  std::array<std::int32_t, 256> values{};
  for (auto& value : values) value = kForeign;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int32_t>(i);
  }
  for (const char space : {' ', '\t', '\r', '\n'})
    values[static_cast<unsigned char>(space)] = kSpace;
  return values;
}

constexpr std::array<std::int32_t, 256> kValues = MakeValues();

char Letter(std::uint32_t bits) {
  return kAlphabet[bits & 63U];
}

std::uint32_t Byte(std::string_view bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// The 24 bits of the four characters at `i`; negative unless all are of the alphabet.
std::int32_t Group(std::string_view text, std::size_t i) {
  std::int32_t bits = 0;
  std::int32_t foreign = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    const std::int32_t value = kValues[static_cast<unsigned char>(text[i + k])];
    foreign |= value;
    bits = bits << 6 | (value & 63);
  }
  return foreign < 0 ? -1 : bits;
}

void Put(std::uint32_t bits, std::string& bytes, std::size_t at) {
  bytes[at] = static_cast<char>(bits >> 16 & 255U);
  bytes[at + 1] = static_cast<char>(bits >> 8 & 255U);
  bytes[at + 2] = static_cast<char>(bits & 255U);
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
  // Whole groups of the alphabet, which is nearly everything, go straight into place.
  std::string bytes(std::min(text.size() / 4 * 3, bytes_max), '\0');
  std::size_t size = 0;
  std::uint32_t bits = 0;
  std::size_t characters = 0;
  std::size_t padding = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    if (characters % 4 == 0 && padding == 0) {
      for (; i + 4 <= text.size() && size + 3 <= bytes.size(); i += 4, size += 3) {
        const std::int32_t group = Group(text, i);
        if (group < 0) break;
        Put(static_cast<std::uint32_t>(group), bytes, size);
      }
      if (i == text.size()) break;
    }
    const char c = text[i++];
    const std::int32_t value = kValues[static_cast<unsigned char>(c)];
    if (value == kSpace) continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    if (value == kForeign) return InvalidArgument("base64 holds a character outside its alphabet");
    if (padding > 0) return InvalidArgument("base64 goes on after its padding");
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (++characters % 4 != 0) continue;
    if (size + 3 > bytes_max) return InvalidArgument("base64 holds more bytes than allowed");
    Put(bits, bytes, size);
    size += 3;
  }
  const std::size_t rest = characters % 4;
  if (rest == 1 || padding != (4 - rest) % 4) {
    return InvalidArgument("base64 is cut short or wrongly padded");
  }
  const std::size_t last = rest == 0 ? 0 : rest - 1;
  if (size + last > bytes_max) return InvalidArgument("base64 holds more bytes than allowed");
  bytes.resize(size + last);
  bits <<= 6 * (4 - rest);
  if (last > 0) bytes[size] = static_cast<char>(bits >> 16 & 255U);
  if (last > 1) bytes[size + 1] = static_cast<char>(bits >> 8 & 255U);
  return bytes;
}

}  // namespace dm::soap
