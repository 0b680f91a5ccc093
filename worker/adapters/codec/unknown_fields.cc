#include "worker/adapters/codec/unknown_fields.h"

#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

namespace dm::codec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// How many messages a field holds.
int CountMessages(const Message& message, const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return 0;
  const Reflection& reflection = *message.GetReflection();
  if (field.is_repeated()) return reflection.FieldSize(message, &field);
  return reflection.HasField(message, &field) ? 1 : 0;
}

const Message& MessageAt(const Message& message, const FieldDescriptor& field, int i) {
  const Reflection& reflection = *message.GetReflection();
  return field.is_repeated() ? reflection.GetRepeatedMessage(message, &field, i)
                             : reflection.GetMessage(message, &field);
}

// Puts the path of the first message that holds an unknown field before `path`. Nothing is named
// on the way down, as nearly every message holds none.
bool FindUnknownField(const Message& message, std::string* path) {
  if (!message.GetReflection()->GetUnknownFields(message).empty()) return true;
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int place = 0; place < type.field_count(); ++place) {
    const FieldDescriptor& field = *type.field(place);
    const int count = CountMessages(message, field);
    for (int i = 0; i < count; ++i) {
      if (!FindUnknownField(MessageAt(message, field, i), path)) continue;
      const std::string name =
          field.is_repeated() ? field.name() + "[" + std::to_string(i) + "]" : field.name();
      *path = path->empty() ? name : name + "." + *path;
      return true;
    }
  }
  return false;
}

}  // namespace

Status RefuseUnknownFields(const Message& message) {
  std::string path;
  if (!FindUnknownField(message, &path)) return OkStatus();
  return InvalidArgument(
      (path.empty() ? "the request" : path) + ": holds a field that this version does not know",
      {.reason = "UNKNOWN_FIELD",
       .field = path,
       .remedy = "Use the proto files of the running version, or upgrade the worker first."});
}

}  // namespace dm::codec
