// The inbound port of the conversation with a household: messages, requests to complete, the wish
// for a person, withdrawal, and what an applicant may see of the own case. Implemented in
// worker/contact.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/contact.h"
#include "worker/ports/api.h"

namespace dm {

struct OutboundMessage {
  CaseId case_id;
  std::string handler;  // user id of the caseworker
  std::string text;
};

struct InboundMessage {
  CaseId case_id;
  PersonKey person;  // who wrote it: an adult of the application
  Channel channel = Channel::kUnspecified;
  std::string text;
  std::string registered_by;  // who took it down, where it did not come by the e-service
};

struct ReadBy {
  std::string handler;              // a caseworker reads what the household wrote
  std::optional<PersonKey> person;  // the household reads what a caseworker wrote
};

struct CompletionItem {
  std::string code;                 // of policies/tables/completion_items.yaml
  std::optional<PersonKey> person;  // whom it is about
  std::string why;                  // Swedish, for the applicant
  std::string how;                  // Swedish; empty: the policy's words
};

struct CompletionCall {
  EscalationId escalation;
  std::int64_t expected_version = 0;
  std::string handler;  // must hold the claim
  std::vector<CompletionItem> items;
  std::optional<Date> due;  // nothing: completion.days from today, capped
};

struct PersonWish {
  CaseId case_id;
  std::optional<PersonKey> person;
  Channel channel = Channel::kUnspecified;
  std::string registered_by;
};

struct WithdrawalCall {
  CaseId case_id;
  Signature signature;
  Answer pressure = Answer::kUnknown;  // as the one who registers it sees it
  std::string registered_by;
};

struct WithdrawalState {
  CaseRecord record;
  std::vector<PersonKey> missing;  // adults who have not signed
};

// ---- What the applicant may see

enum class ApplicantStage {
  kReceived,
  kChecking,
  kNeedsInput,
  kWithHandler,
  kDecided,
  kPaid,  // ordered to be paid on the day; the bank's part is not known here
  kClosed,
};
const char* ApplicantStageCode(ApplicantStage stage);

struct ApplicantItem {
  std::string text;
  std::string why;
  std::string how;
  bool answered = false;
};

struct ApplicantDocument {
  std::string kind;  // Swedish
  Date received_on;
  bool readable = true;
  bool joins_next_month = false;
};

// A register that was asked about this person.
struct ApplicantSource {
  std::string agency;
  Instant asked_at;
  std::string answer;  // Swedish: what it answered, in words
  std::vector<std::string> details;
};

struct ApplicantDecision {
  std::string title;  // Swedish
  Date decided_on;
  std::string decided_by;        // Swedish: by whom or what
  std::optional<Date> pay_date;  // of what is paid by it; nothing where nothing is
  Money granted;
  Money paid;  // of a correction the difference to what was granted before
  std::string letter;
};

struct ApplicantMessage {
  MessageId id;
  bool from_household = false;
  std::string text;
  Instant sent_at;
  bool read = false;
};

struct ApplicantStatus {
  ApplicationId application;
  CaseId case_id;
  Month month;
  ApplicantStage stage = ApplicantStage::kReceived;
  std::string title;    // "Mottagen"
  std::string message;  // Swedish: what happens now and what to do
  Instant received_at;
  Instant updated_at;
  std::optional<Date> last_day;
  std::vector<ApplicantItem> items;
  std::vector<ApplicantDocument> documents;
  std::vector<ApplicantMessage> messages;
  std::vector<ApplicantDecision> decisions;
  std::string explanation;  // how the amount came to be, in the applicant's words
  std::vector<ApplicantSource> sources;
  std::vector<std::string> checks;
  std::string person;                  // how to reach one
  std::string rights;                  // demand a decision; see everything
  std::vector<std::string> waits_for;  // withdrawal: what is still missing
  std::string html;                    // the same as a page, where it was wanted
};

struct ApplicantCase {
  ApplicationId application;
  CaseId case_id;
  Month month;
  ApplicantStage stage = ApplicantStage::kReceived;
  std::string title;
  Instant received_at;
};

class ContactApi {
 public:
  virtual ~ContactApi() = default;

  virtual StatusOr<Message> SendMessage(const CallContext& context,
                                        const OutboundMessage& message) = 0;
  // Never lost: about a case that has ended it is kept beside it, for a person to read.
  virtual StatusOr<Message> ReceiveMessage(const CallContext& context,
                                           const InboundMessage& message) = 0;
  virtual StatusOr<Page<Message>> ListMessages(const CallContext& context,
                                               const MessageFilter& filter,
                                               const PageRequest& page) = 0;
  virtual StatusOr<Message> MarkMessageRead(const CallContext& context,
                                            const MessageId& id,
                                            const ReadBy& by) = 0;

  virtual StatusOr<CaseRecord> RequestCompletion(const CallContext& context,
                                                 const CompletionCall& call) = 0;
  virtual StatusOr<CaseRecord> RequestPerson(const CallContext& context,
                                             const PersonWish& wish) = 0;
  virtual StatusOr<WithdrawalState> Withdraw(const CallContext& context,
                                             const WithdrawalCall& call) = 0;

  // `person` asks; what concerns others stays out. With `html` also as a page.
  virtual StatusOr<ApplicantStatus> GetApplicantStatus(const CallContext& context,
                                                       const CaseId& case_id,
                                                       const PersonKey& person,
                                                       bool html) = 0;
  virtual StatusOr<Page<ApplicantCase>> ListApplicantCases(const CallContext& context,
                                                           const HouseholdId& household,
                                                           const PageRequest& page) = 0;
};

}  // namespace dm
