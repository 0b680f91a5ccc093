// Decisions by people: making them, seeing beforehand what they would be, the second person's
// approval, communication before an adverse one, analyses of children, corrections and letters.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "worker/escalation/escalation_service.h"
#include "worker/ports/decision_api.h"

namespace dm::escalation {

// What the service takes from step 5; thread-safe. Empty where only Decide is called.
struct LetterParts {
  std::function<StatusOr<Letter>(
      const CaseRecord& record, const Decision& decision, const PolicySet& policy)>
      letter_of;
  std::function<StatusOr<LetterFile>(const Letter& letter, LetterForm form, Date written_on)>
      file_of;
  std::function<StatusOr<std::vector<Effect>>(
      const CaseRecord& record, const Communication& communication, const PolicySet& policy)>
      effects_of_communication;
};

// Thread-safe. The store and the clock outlive it.
class DecisionService final : public DecisionApi {
 public:
  DecisionService(Store& store, const Clock& clock, EscalationParts parts, LetterParts letters)
      : store_(store),
        clock_(clock),
        parts_(std::move(parts)),
        letters_(std::move(letters)),
        desk_(store, clock, {parts_.policy, parts_.staff, parts_.must_see}) {}

  // EscalationApi::Decide. Above a limit of attest the answer is the case still with the
  // caseworkers, the decision waiting on its escalation for AttestDecision.
  StatusOr<CaseRecord> Decide(const CallContext& context, const HumanDecision& decision);

  StatusOr<DecisionPreview> Preview(const CallContext& context,
                                    const HumanDecision& decision) override;
  StatusOr<CaseRecord> Attest(const CallContext& context, const AttestRequest& request) override;
  StatusOr<CaseRecord> Return(const CallContext& context, const AttestRequest& request) override;
  StatusOr<CaseRecord> Communicate(const CallContext& context,
                                   const CommunicateRequest& request) override;
  StatusOr<CaseRecord> Note(const CallContext& context, const AnswerNote& note) override;
  StatusOr<CaseRecord> RecordChild(const CallContext& context,
                                   const ChildAnalysisRequest& request) override;
  StatusOr<CaseRecord> Correct(const CallContext& context,
                               const CorrectionRequest& request) override;
  StatusOr<LetterFile> GetLetter(const CallContext& context,
                                 const CaseId& case_id,
                                 int decision_version,
                                 LetterForm form) override;
  StatusOr<std::vector<ReasonCodeInfo>> ReasonCodes(const CallContext& context) override;

 private:
  // What the household's cases for the month have been decided to so far.
  struct MonthSoFar {
    int last_version = 0;
    bool granted_elsewhere = false;
    Money elsewhere;
    std::optional<Money> previous;
  };

  // Everything around a case that a decision is made with.
  struct Around {
    std::shared_ptr<const PolicySet> policy;
    std::shared_ptr<const StaffDirectory> staff;
    std::optional<Frame> frame;
    MonthSoFar month;
    int messages = 0;  // from the household, about the case
    bool unread_answer = false;
    std::vector<StoredEffect> letters;  // of the communications, by number
    int answer_days = 0;
    Instant now;
  };

  StatusOr<Around> LookAround(const CaseRecord& record);
  Status RecordLetterRead(const CallContext& context, const CaseId& case_id, int version);
  StatusOr<std::vector<StoredEffect>> CommunicationLetters(const CaseId& case_id);
  StatusOr<MonthSoFar> MonthOf(const CaseRecord& record);
  HumanDecisionDraft Draft(const CaseRecord& record,
                           const HumanDecision& said,
                           const Around& around,
                           const Decision* corrects = nullptr,
                           const std::string& ground = {}) const;
  StatusOr<std::vector<Message>> InboundOf(const CaseId& case_id);
  // Of a case that is not decided yet: FailedPrecondition CORRECTION_ITEM otherwise.
  StatusOr<HeldItem> FindUndecided(const CallContext& context,
                                   const EscalationId& id,
                                   std::int64_t expected_version,
                                   const std::string& actor) const;
  StatusOr<HeldItem> FindWaiting(const CallContext& context, const AttestRequest& request);
  // Of a decision that grants less than was ordered: FailedPrecondition PAYMENT_UNDER_WAY while an
  // order may still go out.
  Status CheckNoOrderUnderWay(const CaseRecord& record, const Decision& decision);
  StatusOr<CaseRecord> StoreDecision(const CallContext& context,
                                     const HeldItem& held,
                                     const HumanDecision& said,
                                     const HumanDecisionDraft& draft,
                                     const PolicySet& policy);
  // The case that a repeat of the call is answered with; nothing for a new call.
  StatusOr<std::optional<CaseRecord>> Repeated(const CallContext& context, const char* action);
  StatusOr<CaseRecord> ApplyAndRead(const CallContext& context, const CaseChange& change);

  Store& store_;
  const Clock& clock_;
  EscalationParts parts_;
  LetterParts letters_;
  const Desk desk_;
};

}  // namespace dm::escalation
