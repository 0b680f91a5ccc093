#include "worker/adapters/codec/unknown_fields.h"

#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

namespace dm::codec {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Join(const std::string& path, const std::string& field) {
  return path.empty() ? field : path + "." + field;
}

Status CheckField(const Message& message, const FieldDescriptor& field, const std::string& path) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const std::string name = Join(path, field.name());
  if (!field.is_repeated())
    return RefuseUnknownFields(reflection.GetMessage(message, &field), name);
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i)
    DM_RETURN_IF_ERROR(RefuseUnknownFields(reflection.GetRepeatedMessage(message, &field, i),
                                           name + "[" + std::to_string(i) + "]"));
  return OkStatus();
}

}  // namespace

Status RefuseUnknownFields(const Message& message, const std::string& path) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty())
    return InvalidArgument(
        Join(path, "?") + ": holds a field that this version does not know",
        {.reason = "UNKNOWN_FIELD",
         .field = path,
         .remedy = "Use the proto files of the running version, or upgrade the worker first."});
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields)
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      DM_RETURN_IF_ERROR(CheckField(message, *field, path));
  return OkStatus();
}

}  // namespace dm::codec
