// What the page may call: an explicit list, so that a call of the contract that nobody thought of
// is closed. The worker checks the same person again, and more finely.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>

#include "connectors/desk/person.h"
#include "worker/core/status.h"

namespace dm::desk {

enum class Audience {
  kStaff,        // everyone whom the directory names: nothing about a case
  kReaders,      // who may see cases: all but those who run the machines or own the rules
  kCaseworkers,  // who handle cases, and who lead them
  kLeaders,      // who distribute the work
  kReviewers,    // who review sampled cases
  kDuty,         // everyone may stop and lower; who run the worker may also raise, see WayFor
  kOperators,    // who run the worker: over the gateway's certificate for operations
  kClosed,       // not for the page: the case system's, or for programs
};

// Every method of the contract and no other: "EscalationService/ListQueues" → who may call it.
const std::map<std::string, Audience, std::less<>>& MethodAudiences();

// The method behind a path "/medarbetare.v1.EscalationService/ListQueues"; null where the contract
// has none.
const google::protobuf::MethodDescriptor* FindMethod(std::string_view path);

// Permission denied, with the same words whether the person or the method is at fault.
Status CheckMayCall(const Person& person, const google::protobuf::MethodDescriptor& method);

// Whether the call goes over the certificate for operations: kNeeded for those that are operators'
// alone, kUseful where it lets an operator do more than others.
enum class OperationsWay { kNone, kUseful, kNeeded };
OperationsWay WayFor(const Person& person, const google::protobuf::MethodDescriptor& method);

}  // namespace dm::desk
