#include <algorithm>
#include <utility>

#include "tests/support/fake_store.h"

namespace dm::testing {
namespace {

Status NoSuchMessage() {
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such message",
                    {"MESSAGE_NOT_FOUND", "message_id", "list the messages"});
}

bool Fits(const Message& message, const MessageFilter& filter) {
  if (filter.case_id && message.case_id != *filter.case_id) return false;
  if (filter.household && message.household != *filter.household) return false;
  if (filter.direction && message.direction != *filter.direction) return false;
  return !filter.unread_only || !message.read_at;
}

}  // namespace

void FakeStore::PutMessage(const Message& message) {
  const bool known = std::any_of(messages_.begin(), messages_.end(), [&](const Message& other) {
    return other.id == message.id;
  });
  if (!known) messages_.push_back(message);
}

// The cursor is the number of messages passed.
StatusOr<Page<Message>> FakeStore::ListMessages(const MessageFilter& filter,
                                                const PageRequest& page) {
  const MutexLock lock(mutex_);
  Page<Message> result;
  const std::size_t from = page.after.empty() ? 0 : std::stoul(page.after);
  for (std::size_t i = from; i < messages_.size(); ++i) {
    if (!Fits(messages_[i], filter)) continue;
    if (static_cast<int>(result.items.size()) == page.limit) {
      result.next = std::to_string(i);
      break;
    }
    result.items.push_back(messages_[i]);
  }
  return result;
}

StatusOr<Message> FakeStore::GetMessage(const MessageId& id) {
  const MutexLock lock(mutex_);
  for (const Message& message : messages_)
    if (message.id == id) return message;
  return NoSuchMessage();
}

StatusOr<int> FakeStore::CountUnread(const HouseholdId& household) {
  const MutexLock lock(mutex_);
  return static_cast<int>(
      std::count_if(messages_.begin(), messages_.end(), [&household](const Message& message) {
        return message.household == household && message.direction == MessageDirection::kInbound &&
               !message.read_at;
      }));
}

Status FakeStore::MarkMessageRead(const MessageId& id,
                                  const std::string& reader,
                                  const std::string& request_id,
                                  const AuditEvent& audit,
                                  Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  const auto found = std::find_if(
      messages_.begin(), messages_.end(), [&id](const Message& other) { return other.id == id; });
  if (found == messages_.end()) return NoSuchMessage();
  if (!found->read_at) {
    found->read_at = now;
    found->read_by = reader;
  }
  Remember(request_id, audit, id.value());
  Append(audit, now);
  return OkStatus();
}

Status FakeStore::KeepMessage(const Message& message,
                              const std::vector<Effect>& effects,
                              const std::string& request_id,
                              const AuditEvent& audit,
                              Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  PutMessage(message);
  PutEffects(effects, now);
  Remember(request_id, audit, message.case_id.value());
  Append(audit, now);
  return OkStatus();
}

Status FakeStore::KeepLateDocument(const LateDocument& late,
                                   const std::vector<Effect>& effects,
                                   const std::string& request_id,
                                   const AuditEvent& audit,
                                   Instant now) {
  const MutexLock lock(mutex_);
  DM_RETURN_IF_ERROR(TakeFailure());
  DM_RETURN_IF_ERROR(CheckRequest(request_id));
  const bool known = std::any_of(
      late_documents_.begin(), late_documents_.end(), [&late](const LateDocument& other) {
        return other.household == late.household && other.document.id == late.document.id;
      });
  if (!known) late_documents_.push_back(late);
  PutEffects(effects, now);
  Remember(request_id, audit, late.from_case.value());
  Append(audit, now);
  return OkStatus();
}

StatusOr<std::vector<LateDocument>> FakeStore::LateDocuments(const HouseholdId& household) {
  const MutexLock lock(mutex_);
  std::vector<LateDocument> documents;
  for (const LateDocument& one : late_documents_)
    if (one.household == household) documents.push_back(one);
  return documents;
}

}  // namespace dm::testing
