// What the store keeps of the conversation with a household: messages one by one, and documents
// that came in too late for their month. Messages of a change are stored with it (CaseChange).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/case/contact.h"
#include "worker/case/effect.h"
#include "worker/core/status.h"
#include "worker/ports/page.h"

namespace dm {

struct MessageFilter {
  std::optional<CaseId> case_id = {};
  std::optional<HouseholdId> household = {};
  std::optional<MessageDirection> direction = {};
  bool unread_only = false;
};

class ConversationStore {
 public:
  virtual ~ConversationStore() = default;

  // In the order in which they were stored.
  virtual StatusOr<Page<Message>> ListMessages(const MessageFilter& filter,
                                               const PageRequest& page) = 0;
  virtual StatusOr<Message> GetMessage(const MessageId& id) = 0;  // NotFound MESSAGE_NOT_FOUND
  // Messages from the household, about whichever of its cases, that nobody has read.
  virtual StatusOr<int> CountUnread(const HouseholdId& household) = 0;
  // Who has read it first stays; a repeat changes nothing.
  virtual Status MarkMessageRead(const MessageId& id,
                                 const std::string& reader,
                                 const std::string& request_id,
                                 const AuditEvent& audit,
                                 Instant now) = 0;

  // A message about a case that has ended, which nothing can change any more: kept beside it, with
  // its effects, in one transaction.
  virtual Status KeepMessage(const Message& message,
                             const std::vector<Effect>& effects,
                             const std::string& request_id,
                             const AuditEvent& audit,
                             Instant now) = 0;

  // The same for a document. The household's next application takes it in when it is accepted. A
  // document that is kept already stays as it is.
  virtual Status KeepLateDocument(const LateDocument& late,
                                  const std::vector<Effect>& effects,
                                  const std::string& request_id,
                                  const AuditEvent& audit,
                                  Instant now) = 0;
  // Those of the household, in the order in which they came in.
  virtual StatusOr<std::vector<LateDocument>> LateDocuments(const HouseholdId& household) = 0;
};

}  // namespace dm
