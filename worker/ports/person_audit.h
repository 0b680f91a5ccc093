// What a call of a person leaves in the audit chain.
#pragma once

#include <string>

#include "worker/case/audit_record.h"
#include "worker/ports/api.h"

namespace dm {

// A person's act: the caller's where nobody is named. The detail is the call's own.
inline AuditEvent AuditOf(const CallContext& context,
                          const std::string& actor,
                          const std::string& action,
                          const std::string& subject = "") {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = actor.empty() ? context.caller : actor;
  audit.action = action;
  audit.subject = subject;
  audit.request_sha256 = context.content_sha256;
  return audit;
}

}  // namespace dm
