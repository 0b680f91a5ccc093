// JsonValue: a foreign JSON document with its numbers as text, so that no amount passes through a
// floating-point number. Depth, size and count are capped; a repeated key is refused.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/core/status.h"

namespace dm {

class JsonValue {
 public:
  enum class Kind { kNull, kBoolean, kNumber, kString, kArray, kObject };

  JsonValue() = default;

  Kind kind() const { return kind_; }

  bool IsObject() const { return kind_ == Kind::kObject; }

  bool IsArray() const { return kind_ == Kind::kArray; }

  bool IsTrue() const { return kind_ == Kind::kBoolean && text_ == "true"; }

  bool IsFalse() const { return kind_ == Kind::kBoolean && text_ == "false"; }

  // The text of a string, the digits of a number as written, "true" or "false"; empty otherwise.
  const std::string& text() const { return text_; }

  const std::vector<JsonValue>& items() const { return items_; }

  const std::vector<std::pair<std::string, JsonValue>>& members() const { return members_; }

  // The member of an object, or null. A member that is JSON null counts as missing.
  const JsonValue* Find(std::string_view key) const;
  // text() of a member; empty when missing.
  std::string_view TextOf(std::string_view key) const;
  // text() of a member of a member: "formansfamilj", "id".
  std::string_view TextOf(std::string_view key, std::string_view inner) const;

 private:
  friend class JsonBuilder;

  Kind kind_ = Kind::kNull;
  std::string text_;
  std::vector<JsonValue> items_;
  std::vector<std::pair<std::string, JsonValue>> members_;
};

struct JsonLimits {
  std::size_t bytes_max = 8U << 20U;
  std::size_t depth_max = 64;
  std::size_t values_max = 200'000;
  std::size_t members_max = 1'000;  // of one object: looking for a repeated key is quadratic in it
};

// Invalid argument with reason JSON_SIZE, JSON_DEPTH, JSON_VALUES, JSON_KEY or JSON_MALFORMED. The
// message holds nothing of the document.
StatusOr<JsonValue> ParseJson(std::string_view bytes, const JsonLimits& limits = {});

}  // namespace dm
