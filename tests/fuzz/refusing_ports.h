// The ports of the services that tests/integration/grpc has no fakes of: each call is refused with
// REACHED, so that a request is seen to have come through validation.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "worker/ports/audit_api.h"
#include "worker/ports/decision_api.h"
#include "worker/ports/frame_api.h"
#include "worker/ports/quality_api.h"
#include "worker/ports/report_api.h"
#include "worker/ports/restore_api.h"
#include "worker/ports/retention_api.h"

namespace dm::fuzz {

inline Status Reached() {
  return FailedPrecondition("the port was reached",
                            {.reason = "REACHED", .field = "request", .remedy = "None is needed."});
}

using Call = const CallContext&;

class RefusingDecisions final : public DecisionApi {
 public:
  StatusOr<DecisionPreview> Preview(Call, const HumanDecision&) override { return Reached(); }

  StatusOr<CaseRecord> Attest(Call, const AttestRequest&) override { return Reached(); }

  StatusOr<CaseRecord> Return(Call, const AttestRequest&) override { return Reached(); }

  StatusOr<CaseRecord> Communicate(Call, const CommunicateRequest&) override { return Reached(); }

  StatusOr<CaseRecord> Note(Call, const AnswerNote&) override { return Reached(); }

  StatusOr<CaseRecord> RecordChild(Call, const ChildAnalysisRequest&) override { return Reached(); }

  StatusOr<CaseRecord> Correct(Call, const CorrectionRequest&) override { return Reached(); }

  StatusOr<LetterFile> GetLetter(Call, const CaseId&, int, LetterForm) override {
    return Reached();
  }

  StatusOr<std::vector<ReasonCodeInfo>> ReasonCodes(Call) override { return Reached(); }
};

class RefusingFrameDesk final : public FrameDeskApi {
 public:
  StatusOr<FrameState> StateOf(Call, const Frame&) override { return Reached(); }

  StatusOr<FrameDraft> Draft(Call, const FrameDraftRequest&) override { return Reached(); }

  StatusOr<std::vector<FrameProblem>> Check(Call, const Frame&) override { return Reached(); }

  StatusOr<Frame> End(Call, const EndFrameRequest&) override { return Reached(); }

  StatusOr<std::vector<std::string>> Compare(Call, const HouseholdId&, int, int) override {
    return Reached();
  }
};

class RefusingQuality final : public QualityApi {
 public:
  StatusOr<std::vector<SampleCounts>> ListSampleMonths(Call) override { return Reached(); }

  StatusOr<SampleList> GetSample(Call, Month) override { return Reached(); }

  StatusOr<Page<Review>> ListReviews(Call, const ReviewFilter&, const PageRequest&) override {
    return Reached();
  }

  StatusOr<StartedReview> StartReview(Call, const std::string&, const std::string&) override {
    return Reached();
  }

  StatusOr<SubmittedReview> SubmitBlindReview(Call,
                                              const ReviewHandle&,
                                              const BlindReview&) override {
    return Reached();
  }

  StatusOr<CompletedReview> CompleteReview(Call,
                                           const ReviewHandle&,
                                           const ReviewVerdict&) override {
    return Reached();
  }

  StatusOr<std::vector<ErrorRate>> GetErrorRates(Call, Month, Month) override { return Reached(); }

  StatusOr<Page<Comparison>> ListComparisons(Call,
                                             const ComparisonWish&,
                                             const PageRequest&) override {
    return Reached();
  }

  StatusOr<std::vector<Agreement>> GetAgreement(Call, const std::string&) override {
    return Reached();
  }

  StatusOr<Promotion> GetPromotion(Call, const std::string&) override { return Reached(); }

  StatusOr<std::vector<RubberStamp>> GetRubberStamps(Call) override { return Reached(); }
};

class RefusingAudit final : public AuditApi {
 public:
  StatusOr<AuditPart> Read(Call, const AuditRange&) override { return Reached(); }

  StatusOr<AuditCheckpoint> Head(Call) override { return Reached(); }
};

class RefusingReports final : public ReportApi {
 public:
  StatusOr<ReportRun> Start(Call, const ReportRequest&) override { return Reached(); }

  StatusOr<ReportRun> Get(Call, const std::string&) override { return Reached(); }
};

class RefusingRestores final : public RestoreApi {
 public:
  StatusOr<RestoreState> Get(Call) override { return Reached(); }

  StatusOr<RestoreState> Declare(Call, const std::string&, const std::string&) override {
    return Reached();
  }

  StatusOr<RestorePass> Reconcile(Call,
                                  const std::string&,
                                  const std::map<EffectId, Delivery>&) override {
    return Reached();
  }

  StatusOr<RestoreState> End(Call, const std::string&) override { return Reached(); }
};

class RefusingRetention final : public RetentionApi {
 public:
  StatusOr<RetentionState> State() override { return Reached(); }

  StatusOr<RetentionPart> Look(Call, const std::string&) override { return Reached(); }

  StatusOr<RetentionPart> Run(Call, const std::string&, const std::string&) override {
    return Reached();
  }

  StatusOr<Page<Erasure>> Erasures(Call,
                                   std::optional<Date>,
                                   std::optional<Date>,
                                   const PageRequest&) override {
    return Reached();
  }

  StatusOr<Hold> PlaceHold(Call, const CaseId&, const std::string&, const std::string&) override {
    return Reached();
  }

  StatusOr<Hold> ReleaseHold(Call, const std::string&, const std::string&) override {
    return Reached();
  }

  StatusOr<Page<Hold>> Holds(Call, bool, const PageRequest&) override { return Reached(); }
};

}  // namespace dm::fuzz
