// Contact: what the household and the caseworkers have told each other in a case: requests to
// complete, the wish for a person, the withdrawal, what is known of documents' files; and messages,
// which are kept one by one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/application.h"
#include "worker/case/assessment.h"
#include "worker/core/date.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"

namespace dm {

using MessageId = Id<struct MessageTag>;

enum class MessageDirection { kInbound, kOutbound };
const char* MessageDirectionCode(MessageDirection direction);  // "INBOUND", "OUTBOUND"

struct Message {
  MessageId id;
  CaseId case_id;
  HouseholdId household;
  MessageDirection direction = MessageDirection::kInbound;
  std::string author;               // user id of the caseworker; empty of an inbound message
  std::optional<PersonKey> person;  // who of the household wrote it; nothing of an outbound message
  Channel channel = Channel::kUnspecified;  // how an inbound message came in
  std::string text;                         // plain text; never markup
  Instant sent_at;
  std::optional<Instant> read_at;
  std::string read_by;  // user id, or the person's key
};

// Derived from the call that sends it, so that a repeat is the same message.
MessageId DeriveMessageId(const CaseId& case_id, std::string_view request_id);

// One thing that the household is asked for, and what has come of it.
struct RequestedItem {
  MissingItem item;
  std::string why;  // Swedish, for the applicant; empty: the letter's own words
  std::string how;  // Swedish: how to give it
  std::optional<DocumentId> answered_by;
};

enum class CompletionState { kOpen, kAnswered, kLapsed, kStopped };
const char* CompletionStateCode(CompletionState state);  // "OPEN", …

// A request to complete. They are counted: number 2 is a repeat.
struct CompletionRound {
  int number = 0;
  std::string asked_by;  // user id; empty: the worker
  Instant asked_at;
  Date due;
  std::optional<Date> remind_on;  // nothing where the time is too short for a reminder
  std::optional<Instant> reminded_at;
  std::vector<RequestedItem> items;
  CompletionState state = CompletionState::kOpen;
  std::optional<Instant> ended_at;
};

// Somebody wants to talk to a person. Stops automation; counts against nobody.
struct WishForPerson {
  Instant said_at;
  std::optional<PersonKey> person;
  Channel channel = Channel::kUnspecified;
  std::string registered_by;  // who took it down
};

// What the case system says of the file behind a document. Zero or empty: not said.
struct DocumentFile {
  std::string media_type;  // "application/pdf"
  std::int64_t size_bytes = 0;
  std::string sha256;
  int pages = 0;
};

struct DocumentNote {
  DocumentId document;
  DocumentFile file;
  std::vector<std::string> answers;  // codes of requested items
  // The earlier case that it came in to when its payment was already ordered.
  std::optional<CaseId> late_from;
};

struct Contact {
  std::vector<CompletionRound> completions;  // by number
  std::optional<WishForPerson> wish;
  std::optional<Withdrawal> withdrawal;
  std::vector<DocumentNote> documents;
  // The caseworker who had the case when it went back to the worker: it comes back to the same.
  std::string return_to;

  bool empty() const {
    return completions.empty() && !wish && !withdrawal && documents.empty() && return_to.empty();
  }
};

// The request that waits for an answer; null where there is none.
const CompletionRound* OpenRound(const Contact& contact);
CompletionRound* OpenRound(Contact& contact);

// A document that came in when nothing could be changed any more: it joins the household's next
// application.
struct LateDocument {
  HouseholdId household;
  CaseId from_case;
  Document document;
  DocumentNote note;
  std::optional<CaseId> joined_case;
};

// Puts documents that came in too late for their month into the household's next application, with
// the mark of where they come from. One that the application brings itself is not put in twice.
void AddLate(const std::vector<LateDocument>& late, Application& application, Contact& contact);

}  // namespace dm
