// JsonWriter: writes JSON straight into a string; amounts go out from öre without passing through
// floating point.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "worker/core/money.h"

namespace dm::sim {

// True when `text` is a JSON number, true, false or null.
bool IsJsonLiteral(std::string_view text);

// Not for use from several threads. The caller balances Begin and End.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(std::string_view key);
  JsonWriter& Text(std::string_view text);
  JsonWriter& Int(std::int64_t value);
  JsonWriter& Bool(bool value);
  // Kronor with at least one decimal: 1500.0, 1500.25.
  JsonWriter& Kronor(Money amount);
  // Text that already is JSON.
  JsonWriter& Literal(std::string_view json);

 private:
  void Separate();

  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace dm::sim
