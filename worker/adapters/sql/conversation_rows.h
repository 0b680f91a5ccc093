// The conversation with a household: the tables contacts, messages and late_documents.
#pragma once

#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/case/audit_record.h"
#include "worker/case/contact.h"
#include "worker/case/effect.h"
#include "worker/ports/conversation_store.h"

namespace dm::sql {

// What was said in a case, in place of what stood there.
Status PutContact(Database& database, const CaseId& id, const Contact& contact);
// Empty where nothing was said.
StatusOr<Contact> ReadContact(Database& database, const CaseId& id);

// A message that is there already stays as it is.
Status PutMessage(Database& database, const Message& message);

// As ConversationStore has them.
StatusOr<Page<Message>> ListMessageRows(Database& database,
                                        const MessageFilter& filter,
                                        const PageRequest& page);
StatusOr<Message> ReadMessage(Database& database, const MessageId& id);
StatusOr<int> CountUnreadMessages(Database& database, const HouseholdId& household);
Status MarkRead(Database& database,
                const MessageId& id,
                const std::string& reader,
                const std::string& request_id,
                const AuditEvent& audit,
                Instant now);
Status KeepMessageRow(Database& database,
                      const Message& message,
                      const std::vector<Effect>& effects,
                      const std::string& request_id,
                      const AuditEvent& audit,
                      Instant now);
Status KeepLateDocumentRow(Database& database,
                           const LateDocument& late,
                           const std::vector<Effect>& effects,
                           const std::string& request_id,
                           const AuditEvent& audit,
                           Instant now);
StatusOr<std::vector<LateDocument>> ListLateDocuments(Database& database,
                                                      const HouseholdId& household);

// Those that wait for the household's application, and which its case takes in from now on.
StatusOr<std::vector<LateDocument>> JoinLateDocuments(Database& database,
                                                      const Application& application,
                                                      const CaseId& joins);

}  // namespace dm::sql
