#include "connectors/sim/json_writer.h"

#include <array>
#include <cctype>

namespace dm::sim {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

void SkipDigits(std::string_view text, std::size_t& i) {
  while (i < text.size() && IsDigit(text[i])) ++i;
}

bool IsJsonNumber(std::string_view text) {
  std::size_t i = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t start = i;
  SkipDigits(text, i);
  if (i == start || (text[start] == '0' && i - start > 1)) return false;
  if (i < text.size() && text[i] == '.') {
    const std::size_t decimals = ++i;
    SkipDigits(text, i);
    if (i == decimals) return false;
  }
  return i == text.size();
}

void AppendJsonText(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

bool IsJsonLiteral(std::string_view text) {
  return text == "true" || text == "false" || text == "null" || IsJsonNumber(text);
}

void JsonWriter::Separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

JsonWriter& JsonWriter::BeginObject() {
  Separate();
  out_ += '{';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  out_ += '}';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  Separate();
  out_ += '[';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  out_ += ']';
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::Key(std::string_view key) {
  Separate();
  AppendJsonText(key, out_);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::Text(std::string_view text) {
  Separate();
  AppendJsonText(text, out_);
  return *this;
}

JsonWriter& JsonWriter::Int(std::int64_t value) {
  return Literal(std::to_string(value));
}

JsonWriter& JsonWriter::Bool(bool value) {
  return Literal(value ? "true" : "false");
}

JsonWriter& JsonWriter::Kronor(Money amount) {
  std::string text = amount.ToString();
  if (text.find('.') == std::string::npos) text += ".0";
  return Literal(text);
}

JsonWriter& JsonWriter::Literal(std::string_view json) {
  Separate();
  out_ += json;
  return *this;
}

}  // namespace dm::sim
