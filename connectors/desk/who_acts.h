// Who acts is set by the gateway: a request names the signed-in person and no other, whatever the
// page wrote. By descriptor: a text field `handler`, `actor`, `reviewer` … of a request is the
// person who acts, unless the list in who_acts.cc says otherwise.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "worker/core/status.h"

namespace dm::desk {

enum class PersonField {
  kActs,     // set to the signed-in person; another is refused
  kSomeone,  // another person, or a filter: as the page wrote it; the worker checks it
};

// Fields of requests that name a member of staff and are not covered by the rule on names, or are
// named so without being who acts: "ListEscalationsRequest.handler" → kSomeone. A dotted path below
// the request: "SignFrameRequest.frame.signed_by".
const std::map<std::string, PersonField, std::less<>>& PersonFields();

// Names of fields that are who acts when they stand directly in a request.
bool IsActorName(const std::string& name);

// Sets every field that is who acts. Permission denied, naming the field, where another person
// stands there.
Status SetWhoActs(google::protobuf::Message& request, const std::string& user_id);

// Asks for nothing above open access in the name of a person who is not cleared: a flag
// `include_restricted` of the request is taken away.
void LimitToOpen(google::protobuf::Message& request);

}  // namespace dm::desk
