#include "worker/adapters/codec/json_reader.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>
#include <nlohmann/json.hpp>

#include "worker/adapters/codec/limits.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/core/instant.h"

namespace dm::codec {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

Status Refuse(const std::string& path,
              const char* reason,
              const std::string& limit,
              const std::string& remedy) {
  const std::string where = path.empty() ? "the file" : path;
  return InvalidArgument(where + ": " + limit, {.reason = reason, .field = path, .remedy = remedy});
}

std::string Article(const std::string& noun) {
  const bool vowel = std::string("aeio").find(noun.front()) != std::string::npos;
  return (vowel ? "an " : "a ") + noun;
}

// The names that an enumeration may have, without the zero that stands for nothing.
std::string NamesOf(const google::protobuf::EnumDescriptor& type) {
  std::string names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    names += (names.empty() ? "" : ", ") + type.value(i)->name();
  }
  return names;
}

Status WrongType(const std::string& path, const std::string& expected) {
  return Refuse(
      path, "FIELD_INVALID", "is no " + expected, "Write " + Article(expected) + " there.");
}

// A key is shown only when it looks like a field's name: other text could be a value.
bool LooksLikeFieldName(const std::string& key) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !key.empty() && key.size() <= 40 && letter(key[0]) &&
         std::all_of(key.begin(), key.end(), [&](char c) { return letter(c) || c == '_'; });
}

std::string Join(const std::string& path, const std::string& field) {
  return path.empty() ? field : path + "." + field;
}

// ---- Text to tree -------------------------------------------------------------------------------

// Depth and keys that stand twice, seen while the text is read.
class Watch {
 public:
  bool OnEvent(int depth, json::parse_event_t event, const json& parsed) {
    if (depth > kJsonDepthMax) too_deep_ = true;
    if (event == json::parse_event_t::object_start) keys_.emplace_back();
    if (event == json::parse_event_t::object_end && !keys_.empty()) keys_.pop_back();
    if (event == json::parse_event_t::key && !keys_.empty() &&
        !keys_.back().insert(parsed.get<std::string>()).second)
      NoteTwice(parsed.get<std::string>());
    return !too_deep_;
  }

  Status status() const {
    if (too_deep_)
      return Refuse("",
                    "FIELD_INVALID",
                    fmt::format("has more than {} levels", kJsonDepthMax),
                    "Write the message's own structure.");
    if (twice_.has_value())
      return Refuse(*twice_, "FIELD_INVALID", "stands twice", "Keep one of the two.");
    return OkStatus();
  }

 private:
  void NoteTwice(const std::string& key) {
    if (!twice_.has_value()) twice_ = LooksLikeFieldName(key) ? key : "";
  }

  std::vector<std::set<std::string>> keys_;
  std::optional<std::string> twice_;
  bool too_deep_ = false;
};

Status SyntaxError(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return Refuse("",
                "JSON_SYNTAX",
                fmt::format("is no JSON: line {}, column {}", line, column),
                "Correct the text at that place; the file is UTF-8.");
}

StatusOr<json> ParseTree(std::string_view text) {
  if (text.size() > kJsonBytesMax)
    return Refuse("",
                  "FIELD_TOO_LONG",
                  fmt::format("holds at most {} bytes", kJsonBytesMax),
                  "Keep one case in a file.");
  Watch watch;
  try {
    json tree = json::parse(text, [&](int depth, json::parse_event_t event, json& parsed) {
      return watch.OnEvent(depth, event, parsed);
    });
    DM_RETURN_IF_ERROR(watch.status());
    return tree;
  } catch (const json::parse_error& error) {
    return SyntaxError(text, error.byte);
  } catch (const json::exception&) {
    return SyntaxError(text, 0);
  }
}

// ---- Tree to message ----------------------------------------------------------------------------

Status ReadMessage(const json& tree, const std::string& path, Message& message);

std::optional<std::int64_t> IntegerOf(const json& value) {
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_string()) return std::nullopt;
  const auto& text = value.get_ref<const std::string&>();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Puts one value into a field: sets it, or adds it where the field is repeated.
class Slot {
 public:
  Slot(Message& message, const FieldDescriptor& field)
      : message_(message), reflection_(*message.GetReflection()), field_(field) {}

  void Put(bool value) {
    field_.is_repeated() ? reflection_.AddBool(&message_, &field_, value)
                         : reflection_.SetBool(&message_, &field_, value);
  }

  void Put(std::int32_t value) {
    field_.is_repeated() ? reflection_.AddInt32(&message_, &field_, value)
                         : reflection_.SetInt32(&message_, &field_, value);
  }

  void Put(std::int64_t value) {
    field_.is_repeated() ? reflection_.AddInt64(&message_, &field_, value)
                         : reflection_.SetInt64(&message_, &field_, value);
  }

  void Put(const std::string& value) {
    field_.is_repeated() ? reflection_.AddString(&message_, &field_, value)
                         : reflection_.SetString(&message_, &field_, value);
  }

  void PutEnum(int number) {
    field_.is_repeated() ? reflection_.AddEnumValue(&message_, &field_, number)
                         : reflection_.SetEnumValue(&message_, &field_, number);
  }

  Message& NewMessage() {
    return field_.is_repeated() ? *reflection_.AddMessage(&message_, &field_)
                                : *reflection_.MutableMessage(&message_, &field_);
  }

 private:
  Message& message_;
  const google::protobuf::Reflection& reflection_;
  const FieldDescriptor& field_;
};

Status ReadEnum(const json& value,
                const FieldDescriptor& field,
                const std::string& path,
                Slot slot) {
  if (!value.is_string()) {
    return Refuse(path,
                  "FIELD_INVALID",
                  "is no name of " + field.enum_type()->name(),
                  "Use one of " + NamesOf(*field.enum_type()) + ".");
  }
  const auto* known = field.enum_type()->FindValueByName(value.get_ref<const std::string&>());
  if (known == nullptr)
    return Refuse(path,
                  "UNKNOWN_ENUM_VALUE",
                  "is no value of " + field.enum_type()->name(),
                  "Use one of " + NamesOf(*field.enum_type()) + ".");
  slot.PutEnum(known->number());
  return OkStatus();
}

Status ReadTimestamp(const json& value, const std::string& path, Message& message) {
  if (!value.is_string()) return WrongType(path, "time such as 2026-11-26T08:00:00Z");
  const StatusOr<Instant> instant = Instant::Parse(value.get_ref<const std::string&>());
  if (!instant.ok()) return WrongType(path, "time such as 2026-11-26T08:00:00Z");
  message.CopyFrom(ToProto(*instant));
  return OkStatus();
}

Status ReadInteger(const json& value,
                   const std::string& path,
                   FieldDescriptor::CppType type,
                   Slot slot) {
  const std::optional<std::int64_t> number = IntegerOf(value);
  if (!number.has_value()) return WrongType(path, "whole number");
  if (type == FieldDescriptor::CPPTYPE_INT64) {
    slot.Put(*number);
    return OkStatus();
  }
  if (*number < std::numeric_limits<std::int32_t>::min() ||
      *number > std::numeric_limits<std::int32_t>::max())
    return WrongType(path, "whole number of 32 bits");
  slot.Put(static_cast<std::int32_t>(*number));
  return OkStatus();
}

Status ReadValue(const json& value,
                 const FieldDescriptor& field,
                 const std::string& path,
                 Message& message) {
  Slot slot(message, field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!value.is_boolean()) return WrongType(path, "true or false");
      slot.Put(value.get<bool>());
      return OkStatus();
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES)
        return Refuse(path, "FIELD_INVALID", "is not read from files", "Leave the field out.");
      if (!value.is_string()) return WrongType(path, "text");
      slot.Put(value.get_ref<const std::string&>());
      return OkStatus();
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return ReadInteger(value, path, field.cpp_type(), slot);
    case FieldDescriptor::CPPTYPE_ENUM:
      return ReadEnum(value, field, path, slot);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ReadMessage(value, path, slot.NewMessage());
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      break;  // The contract has none of these.
  }
  return Internal(path + ": has a type that files do not have");
}

Status ReadField(const json& value,
                 const FieldDescriptor& field,
                 const std::string& path,
                 Message& message) {
  if (value.is_null()) return OkStatus();  // protobuf's JSON form: as left out
  if (!field.is_repeated()) return ReadValue(value, field, path, message);
  if (!value.is_array()) return WrongType(path, "list");
  for (std::size_t i = 0; i < value.size(); ++i)
    DM_RETURN_IF_ERROR(ReadValue(value[i], field, fmt::format("{}[{}]", path, i), message));
  return OkStatus();
}

const FieldDescriptor* FindField(const Descriptor& descriptor, const std::string& key) {
  const FieldDescriptor* field = descriptor.FindFieldByName(key);
  return field != nullptr ? field : descriptor.FindFieldByCamelcaseName(key);
}

Status ReadMessage(const json& tree, const std::string& path, Message& message) {
  const Descriptor& descriptor = *message.GetDescriptor();
  if (descriptor.full_name() == google::protobuf::Timestamp::descriptor()->full_name())
    return ReadTimestamp(tree, path, message);
  if (!tree.is_object()) return WrongType(path, "object {…}");
  std::set<int> seen;
  std::set<const google::protobuf::OneofDescriptor*> chosen;
  for (const auto& [key, value] : tree.items()) {
    const FieldDescriptor* field = FindField(descriptor, key);
    if (field == nullptr)
      return Refuse(LooksLikeFieldName(key) ? Join(path, key) : path,
                    "UNKNOWN_FIELD",
                    "holds a field that " + descriptor.name() + " does not have",
                    "Use the field names of the proto file.");
    const std::string field_path = Join(path, field->name());
    const auto* oneof = field->real_containing_oneof();
    if (!seen.insert(field->number()).second || (oneof != nullptr && !chosen.insert(oneof).second))
      return Refuse(field_path, "FIELD_INVALID", "stands twice", "Keep one of the two.");
    DM_RETURN_IF_ERROR(ReadField(value, *field, field_path, message));
  }
  return OkStatus();
}

}  // namespace

Status ReadJson(std::string_view json_text, Message& message) {
  DM_ASSIGN_OR_RETURN(const json tree, ParseTree(json_text));
  return ReadMessage(tree, "", message);
}

}  // namespace dm::codec
