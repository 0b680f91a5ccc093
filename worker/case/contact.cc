#include "worker/case/contact.h"

#include <algorithm>
#include <string>

#include "worker/core/check.h"
#include "worker/core/digest.h"

namespace dm {
namespace {

constexpr std::size_t kHexDigits = 32;

template <typename AnyContact>
auto* FindOpen(AnyContact& contact) {
  const auto found =
      std::find_if(contact.completions.begin(), contact.completions.end(), [](const auto& round) {
        return round.state == CompletionState::kOpen;
      });
  return found == contact.completions.end() ? nullptr : &*found;
}

}  // namespace

const char* MessageDirectionCode(MessageDirection direction) {
  switch (direction) {
    case MessageDirection::kInbound:
      return "INBOUND";
    case MessageDirection::kOutbound:
      return "OUTBOUND";
  }
  DM_CHECK(false && "message direction outside its enum");
  return "";
}

const char* CompletionStateCode(CompletionState state) {
  switch (state) {
    case CompletionState::kOpen:
      return "OPEN";
    case CompletionState::kAnswered:
      return "ANSWERED";
    case CompletionState::kLapsed:
      return "LAPSED";
    case CompletionState::kStopped:
      return "STOPPED";
  }
  DM_CHECK(false && "completion state outside its enum");
  return "";
}

MessageId DeriveMessageId(const CaseId& case_id, std::string_view request_id) {
  std::string text = "medarbetare-message-v1\n" + case_id.value() + "\n";
  text += request_id;
  return MessageId::FromTrusted("MSG-" + Sha256Hex(text).substr(0, kHexDigits));
}

const CompletionRound* OpenRound(const Contact& contact) {
  return FindOpen(contact);
}

CompletionRound* OpenRound(Contact& contact) {
  return FindOpen(contact);
}

void AddLate(const std::vector<LateDocument>& late, Application& application, Contact& contact) {
  for (const LateDocument& one : late) {
    const bool brought = std::any_of(application.documents.begin(),
                                     application.documents.end(),
                                     [&one](const Document& d) { return d.id == one.document.id; });
    if (!brought) application.documents.push_back(one.document);
    DocumentNote note = one.note;
    note.late_from = one.from_case;
    contact.documents.push_back(std::move(note));
  }
}

}  // namespace dm
