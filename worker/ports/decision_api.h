// Decisions by people beyond deciding itself: seeing what a decision would be, the second person's
// approval, communication before an adverse decision, analyses of children, corrections, letters.
// Implemented in worker/escalation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/effect.h"
#include "worker/ports/api.h"

namespace dm {

// Something that must be in place before the decision can be made.
struct DecisionNeed {
  std::string code;  // "COMMUNICATION_REQUIRED", as DecideCase would refuse it
  std::string field;
  std::string text;          // Swedish
  std::string remedy;        // Swedish
  std::optional<Date> date;  // of a waiting time: the first day on which it has passed
};

struct DecisionPreview {
  Decision decision;  // version and content hash as it would have; who and when as of now
  DecisionBasis basis;
  bool outcome_fits = false;                  // outcome and amounts say the same
  std::optional<Outcome> outcome_of_amounts;  // what the amounts come to
  Money month_total;                          // all that is granted for the month, with this
  bool attest_needed = false;
  std::vector<DecisionNeed> needs;       // empty: DecideCase would take it
  std::vector<CommunicatedFact> unseen;  // what the household has not seen
  std::optional<Letter> letter;          // none where there is no letter yet
  std::string letter_html;
};

// The second person's word.
struct AttestRequest {
  EscalationId escalation;
  std::int64_t expected_version = 0;
  std::string actor;
  std::string mandate;
  std::string content_sha256;  // of the decision that was seen
  std::string reason;          // sending back: why
};

struct CommunicateRequest {
  HumanDecision intended;
  std::vector<CommunicatedFact> facts;  // beside those that the rows show
  std::optional<Date> answer_by;        // none: comm.days from today
};

struct AnswerNote {
  CaseId case_id;
  int number = 0;  // of the communication
  std::string actor;
  CommunicationAnswer answer;
};

struct ChildAnalysisRequest {
  EscalationId escalation;
  std::int64_t expected_version = 0;
  std::string mandate;
  ChildAnalysis analysis;
};

struct CorrectionRequest {
  CaseId case_id;
  std::int64_t expected_version = 0;  // of the case
  HumanDecision decision;             // its escalation is not read
  std::string ground;                 // a reason code of the use correction
};

enum class LetterForm { kText, kHtml, kPdf };

struct LetterFile {
  std::string content;
  std::string media_type;
  std::string title;
};

struct ReasonCodeInfo {
  std::string code;
  std::string text;  // Swedish
  std::string use;   // "row", "dismissal", "write_off", "communication", "correction", "frame_end"
};

class DecisionApi {
 public:
  virtual ~DecisionApi() = default;
  // Nothing is written but that the case was read.
  virtual StatusOr<DecisionPreview> Preview(const CallContext& context,
                                            const HumanDecision& decision) = 0;
  // Approves exactly the decision with this hash. FailedPrecondition ATTEST_BY_OTHER,
  // NOTHING_TO_ATTEST; Aborted CONTENT_CHANGED.
  virtual StatusOr<CaseRecord> Attest(const CallContext& context, const AttestRequest& request) = 0;
  // Sends it back to who made it, with a reason.
  virtual StatusOr<CaseRecord> Return(const CallContext& context, const AttestRequest& request) = 0;
  virtual StatusOr<CaseRecord> Communicate(const CallContext& context,
                                           const CommunicateRequest& request) = 0;
  virtual StatusOr<CaseRecord> Note(const CallContext& context, const AnswerNote& note) = 0;
  virtual StatusOr<CaseRecord> RecordChild(const CallContext& context,
                                           const ChildAnalysisRequest& request) = 0;
  virtual StatusOr<CaseRecord> Correct(const CallContext& context,
                                       const CorrectionRequest& request) = 0;
  // The letter of a decision version; 0 is the last one.
  virtual StatusOr<LetterFile> GetLetter(const CallContext& context,
                                         const CaseId& case_id,
                                         int decision_version,
                                         LetterForm form) = 0;
  virtual StatusOr<std::vector<ReasonCodeInfo>> ReasonCodes(const CallContext& context) = 0;
};

}  // namespace dm
