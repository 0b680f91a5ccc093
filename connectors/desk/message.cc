#include "connectors/desk/message.h"

#include <cctype>

#include <google/protobuf/util/json_util.h>

#include "worker/adapters/codec/unknown_fields.h"

namespace dm::desk {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Brackets inside strings do not count; what is no JSON is found by the parser afterwards.
bool IsTooDeep(std::string_view json) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kJsonDepthMax) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

const FieldDescriptor* FindField(const Descriptor& type, const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field != nullptr ? field : type.FindFieldByCamelcaseName(name);
}

// The part of the library's message before its first ':' is where it stands, such as
// "(frame.valid.from)" or "frame.costs[0].amount". Only what is a path of fields of the type is
// taken; the rest, with whatever the caller wrote, is dropped.
std::string PathIn(const Descriptor& type, const std::string& text) {
  std::string path;
  const Descriptor* at = &type;
  std::string word;
  const auto take = [&]() -> bool {
    if (word.empty()) return true;
    const FieldDescriptor* field = at == nullptr ? nullptr : FindField(*at, word);
    if (field == nullptr) return false;
    path += (path.empty() ? "" : ".") + field->name();
    at = field->message_type();
    word.clear();
    return true;
  };
  for (std::size_t i = 0; i < text.size() && text[i] != ':'; ++i) {
    const char c = text[i];
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      word += c;
    } else if (c == '[') {
      if (!take()) return path;
      while (i < text.size() && text[i] != ']') ++i;
    } else if (c != '(' && !take()) {
      return path;
    }
  }
  take();
  return path;
}

Status RefuseJson(const Descriptor& type, const std::string& text) {
  const std::string path = PathIn(type, text);
  if (text.find("Cannot find field") != std::string::npos) {
    return InvalidArgument(
        (path.empty() ? "" : path + ": ") + "holds a field that this version does not know",
        {.reason = "UNKNOWN_FIELD",
         .field = path,
         .remedy = "Reload the page; if it lasts, page and gateway are of "
                   "different versions."});
  }
  if (path.empty()) {
    return InvalidArgument("the body is no JSON of the request",
                           {.reason = "JSON_SYNTAX",
                            .field = "",
                            .remedy = "Compare the request with its proto file."});
  }
  return InvalidArgument(path + ": does not have its form",
                         {.reason = "FIELD_INVALID",
                          .field = path,
                          .remedy = "Compare the field with its proto file."});
}

Status ReadJson(std::string_view body, Message& message) {
  if (IsTooDeep(body)) {
    return InvalidArgument("the body is nested too deep",
                           {.reason = "REQUEST_INVALID",
                            .field = "",
                            .remedy = "Send at most " + std::to_string(kJsonDepthMax) +
                                      " levels of objects and lists."});
  }
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  const auto status = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(body.data(), body.size()), &message, options);
  if (status.ok()) return OkStatus();
  return RefuseJson(*message.GetDescriptor(), status.message().ToString());
}

}  // namespace

std::unique_ptr<Message> NewMessage(const Descriptor& type) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type);
  return std::unique_ptr<Message>(prototype->New());
}

Status ReadMessage(std::string_view body, Encoding encoding, Message& message) {
  if (encoding == Encoding::kJson) return ReadJson(body, message);
  if (!message.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return InvalidArgument("the body is no message of the request",
                           {.reason = "REQUEST_INVALID",
                            .field = "",
                            .remedy = "Compare the request with its proto file."});
  }
  return codec::RefuseUnknownFields(message);
}

StatusOr<std::string> WriteMessage(const Message& message, Encoding encoding) {
  if (encoding == Encoding::kBinary) return message.SerializeAsString();
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json);
  if (status.ok()) return json;
  return MakeStatus(StatusCode::kInternal,
                    "the answer cannot be written as JSON",
                    {.reason = "INTERNAL", .field = "", .remedy = "Tell operations."});
}

}  // namespace dm::desk
