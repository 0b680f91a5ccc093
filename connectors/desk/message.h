// A request's body as a message of the contract, and an answer as JSON: by descriptor, so that a
// new call needs no code here. What is wrong with a body is said by field, never by value: the
// library's own words repeat the value and go nowhere.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "connectors/desk/wire.h"
#include "worker/core/status.h"

namespace dm::desk {

// Deeper JSON is refused before anything parses it.
inline constexpr int kJsonDepthMax = 32;

// An empty message of the type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// Invalid argument for what is no such message, and for fields that this version does not know.
Status ReadMessage(std::string_view body, Encoding encoding, google::protobuf::Message& message);

// JSON with the contract's names in camel case; unset fields left out.
StatusOr<std::string> WriteMessage(const google::protobuf::Message& message, Encoding encoding);

}  // namespace dm::desk
