#include "connectors/json/json.h"

#include <algorithm>
#include <cstdint>

#include <nlohmann/json.hpp>

namespace dm {
namespace {

Status Refuse(const char* reason, const std::string& message) {
  return InvalidArgument(
      message,
      {.reason = reason, .field = "", .remedy = "treat the document as unread; ask its sender"});
}

}  // namespace

const JsonValue* JsonValue::Find(std::string_view key) const {
  for (const auto& [name, value] : members_) {
    if (name == key) return value.kind_ == Kind::kNull ? nullptr : &value;
  }
  return nullptr;
}

std::string_view JsonValue::TextOf(std::string_view key) const {
  const JsonValue* value = Find(key);
  return value == nullptr ? std::string_view() : value->text_;
}

std::string_view JsonValue::TextOf(std::string_view key, std::string_view inner) const {
  const JsonValue* value = Find(key);
  return value == nullptr ? std::string_view() : value->TextOf(inner);
}

// Receives the library's events; false stops it.
class JsonBuilder {
 public:
  explicit JsonBuilder(const JsonLimits& limits) : limits_(limits) {}

  StatusOr<JsonValue> Take(bool parsed) {
    if (!breach_.ok()) return breach_;
    if (!parsed) return Refuse("JSON_MALFORMED", "the document is not well-formed JSON");
    return std::move(root_);
  }

  // The names below are the library's.
  // NOLINTBEGIN(readability-identifier-naming)
  bool null() { return Add(JsonValue::Kind::kNull, {}); }

  bool boolean(bool value) { return Add(JsonValue::Kind::kBoolean, value ? "true" : "false"); }

  bool number_integer(std::int64_t value) {
    return Add(JsonValue::Kind::kNumber, std::to_string(value));
  }

  bool number_unsigned(std::uint64_t value) {
    return Add(JsonValue::Kind::kNumber, std::to_string(value));
  }

  bool number_float(double, const std::string& digits) {
    return Add(JsonValue::Kind::kNumber, digits);
  }

  bool string(std::string& value) { return Add(JsonValue::Kind::kString, std::move(value)); }

  bool binary(std::vector<std::uint8_t>&) { return false; }

  bool start_object(std::size_t) { return Open(JsonValue::Kind::kObject); }

  bool start_array(std::size_t) { return Open(JsonValue::Kind::kArray); }

  bool end_object() { return CloseInnermost(); }

  bool end_array() { return CloseInnermost(); }

  bool key(std::string& name) {
    const auto& members = open_.back()->members_;
    if (members.size() >= limits_.members_max) {
      return Stop(Refuse("JSON_VALUES",
                         "an object of the document has over " +
                             std::to_string(limits_.members_max) + " members"));
    }
    const bool repeated =
        std::ranges::any_of(members, [&](const auto& member) { return member.first == name; });
    if (repeated) return Stop(Refuse("JSON_KEY", "an object of the document repeats a key"));
    key_ = std::move(name);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
    return false;
  }

  // NOLINTEND(readability-identifier-naming)

 private:
  bool Stop(Status breach) {
    breach_ = std::move(breach);
    return false;
  }

  JsonValue* Place(JsonValue value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    JsonValue& parent = *open_.back();
    if (parent.IsArray()) return &parent.items_.emplace_back(std::move(value));
    return &parent.members_.emplace_back(std::move(key_), std::move(value)).second;
  }

  bool Add(JsonValue::Kind kind, std::string text) {
    if (++values_ > limits_.values_max) {
      return Stop(
          Refuse("JSON_VALUES",
                 "the document holds over " + std::to_string(limits_.values_max) + " values"));
    }
    JsonValue value;
    value.kind_ = kind;
    value.text_ = std::move(text);
    last_ = Place(std::move(value));
    return true;
  }

  bool Open(JsonValue::Kind kind) {
    if (open_.size() >= limits_.depth_max) {
      return Stop(
          Refuse("JSON_DEPTH", "the document is deeper than " + std::to_string(limits_.depth_max)));
    }
    if (!Add(kind, {})) return false;
    // A parent grows only while its child is closed: the pointer stays good.
    open_.push_back(last_);
    return true;
  }

  bool CloseInnermost() {
    open_.pop_back();
    return true;
  }

  const JsonLimits limits_;
  JsonValue root_;
  JsonValue* last_ = nullptr;
  std::vector<JsonValue*> open_;
  std::string key_;
  std::size_t values_ = 0;
  Status breach_ = OkStatus();
};

StatusOr<JsonValue> ParseJson(std::string_view bytes, const JsonLimits& limits) {
  if (bytes.size() > limits.bytes_max) {
    return Refuse("JSON_SIZE",
                  "the document is larger than " + std::to_string(limits.bytes_max) + " bytes");
  }
  JsonBuilder builder(limits);
  const bool parsed = nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &builder);
  return builder.Take(parsed);
}

}  // namespace dm
