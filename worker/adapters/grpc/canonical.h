// Canonical bytes of a request: its type's name and its deterministic serialisation. Equal requests
// give equal bytes.
#pragma once

#include <string>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>

namespace dm::grpc_adapter {

inline std::string CanonicalBytes(const google::protobuf::Message& message) {
  std::string bytes = message.GetTypeName() + '\n';
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace dm::grpc_adapter
