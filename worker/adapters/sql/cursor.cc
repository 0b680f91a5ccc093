#include "worker/adapters/sql/cursor.h"

#include <charconv>
#include <optional>
#include <system_error>

#include "worker/core/digest.h"

namespace dm::sql {
namespace {

constexpr int kPageSizeMax = 200;
constexpr char kSeparator = '\x1f';
// Enough to tell a cursor of ours from anything else; it guards nothing secret.
constexpr std::size_t kCheckDigits = 16;
constexpr std::string_view kHexDigits = "0123456789abcdef";

std::string Hex(std::string_view text) {
  std::string hex;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    hex += kHexDigits[byte >> 4U];
    hex += kHexDigits[byte & 0xfU];
  }
  return hex;
}

std::optional<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const std::size_t high = kHexDigits.find(hex[i]);
    const std::size_t low = kHexDigits.find(hex[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    text += static_cast<char>(high * 16 + low);
  }
  return text;
}

std::string CheckOf(std::string_view scope, std::string_view payload) {
  return Sha256Hex(std::string(scope) + '\n' + std::string(payload)).substr(0, kCheckDigits);
}

std::vector<std::string> Split(const std::string& payload) {
  std::vector<std::string> keys(1);
  for (const char character : payload) {
    if (character == kSeparator) {
      keys.emplace_back();
    } else {
      keys.back() += character;
    }
  }
  return keys;
}

Status NotOurs() {
  return InvalidArgument("the page token is not one that this list gave for this filter",
                         {.reason = "PAGE_TOKEN_INVALID",
                          .field = "page_token",
                          .remedy = "Send next_page_token of the previous page with the same "
                                    "filter, or leave it empty to begin."});
}

}  // namespace

std::string MakeCursor(std::string_view scope, const std::vector<std::string>& keys) {
  std::string payload;
  for (const std::string& key : keys) {
    if (&key != &keys.front()) payload += kSeparator;
    payload += key;
  }
  return CheckOf(scope, payload) + Hex(payload);
}

StatusOr<std::vector<std::string>> ReadCursor(std::string_view scope,
                                              std::size_t key_count,
                                              std::string_view cursor) {
  if (cursor.empty()) return std::vector<std::string>();
  if (cursor.size() < kCheckDigits) return NotOurs();
  const std::optional<std::string> payload = FromHex(cursor.substr(kCheckDigits));
  if (!payload || CheckOf(scope, *payload) != cursor.substr(0, kCheckDigits)) return NotOurs();
  std::vector<std::string> keys = Split(*payload);
  if (keys.size() != key_count) return NotOurs();
  return keys;
}

StatusOr<std::int64_t> NumberOf(const std::string& key) {
  std::int64_t number = 0;
  const char* end = key.data() + key.size();
  const auto [rest, error] = std::from_chars(key.data(), end, number);
  if (error != std::errc() || rest != end) return NotOurs();
  return number;
}

Status CheckPage(const PageRequest& page) {
  if (page.limit >= 1 && page.limit <= kPageSizeMax) return OkStatus();
  return InvalidArgument(
      "a page holds 1 to 200 items",
      {.reason = "PAGE_SIZE_INVALID", .field = "page_size", .remedy = "Ask for 1 to 200 items."});
}

}  // namespace dm::sql
