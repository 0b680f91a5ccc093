// Fields that this version of the contract does not have. In a change they are refused: what the
// worker would not see might be what sends the case to a human.
#pragma once

#include <google/protobuf/message.h>

#include "worker/core/status.h"

namespace dm::codec {

// Invalid argument with the path of the message that holds an unknown field.
Status RefuseUnknownFields(const google::protobuf::Message& message);

}  // namespace dm::codec
