// Reads the JSON form of a message. Protobuf's own reader repeats the value in its errors, so this
// one walks the message's descriptor itself and says field, limit and remedy, never what stood
// there.
#pragma once

#include <string_view>

#include <google/protobuf/message.h>

#include "worker/core/status.h"

namespace dm::codec {

// Fills `message`, which is empty. Field names as in the proto file ("received_at") or in lower
// camel case. Integers as numbers or as text, enumerations by name, Timestamp as RFC 3339. Refused
// with invalid argument: what is no JSON (with line and column), more than kJsonBytesMax bytes or
// kJsonDepthMax levels, a key that stands twice, an unknown field, a wrong type, and bytes fields.
Status ReadJson(std::string_view json, google::protobuf::Message& message);

}  // namespace dm::codec
