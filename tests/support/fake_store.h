// A store in memory, as faithful to worker/ports/store.h as the adapters: the same refusals with
// the same reasons. It forgets when it is destroyed.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/ports/whole_store.h"

namespace dm::testing {

class FakeStore : public WholeStore {
 public:
  explicit FakeStore(std::string municipality = "0000-exempelkommun")
      : municipality_(std::move(municipality)) {}

  StatusOr<Accepted> Accept(const NewCase& new_case, Instant now) override;
  StatusOr<std::optional<Claim>> ClaimNext(const std::string& worker,
                                           Instant now,
                                           std::int64_t lease_ms) override;
  Status RenewClaim(const Claim& claim, Instant now, std::int64_t lease_ms) override;
  Status ReleaseClaim(const Claim& claim, Instant due_at, Instant now) override;
  StatusOr<std::optional<Instant>> NextDue() override;
  StatusOr<int> RecallMisdated(Instant now) override;
  StatusOr<std::int64_t> Apply(const CaseChange& change, Instant now) override;
  Status ApplySteps(std::span<const CaseChange> steps,
                    std::span<const AuditEvent> records,
                    Instant now) override;
  StatusOr<CaseRecord> GetCase(const CaseId& id) override;
  StatusOr<std::optional<CaseId>> FindCase(const ApplicationId& application) override;
  StatusOr<Page<CaseSummary>> ListCases(const CaseFilter& filter, const PageRequest& page) override;
  StatusOr<int> CountOthers(const HouseholdId& household,
                            Month month,
                            const CaseId& except) override;
  StatusOr<History> DecidedMonths(const HouseholdId& household, Month before) override;
  StatusOr<Frame> SignFrame(const Frame& frame,
                            const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now) override;
  StatusOr<std::optional<Frame>> LatestFrame(const HouseholdId& household) override;
  StatusOr<Frame> EndFrame(const HouseholdId& household,
                           int version,
                           const FrameEnd& end,
                           const std::string& request_id,
                           const AuditEvent& audit,
                           Instant now) override;
  StatusOr<Page<Frame>> ListFrames(const HouseholdId& household, const PageRequest& page) override;
  StatusOr<Escalation> GetEscalation(const EscalationId& id) override;
  StatusOr<Page<Escalation>> ListEscalations(const EscalationFilter& filter,
                                             const PageRequest& page) override;
  StatusOr<std::vector<QueueCount>> CountQueues(Counted counted) override;
  StatusOr<std::optional<Escalation>> ClaimNextEscalation(const NextItem& wanted,
                                                          Instant now) override;
  StatusOr<Escalation> RenewEscalation(const EscalationId& id,
                                       const std::string& handler,
                                       Instant claimed_until,
                                       Instant now) override;
  StatusOr<Consultation> GetConsultation(const ConsultationId& id) override;
  StatusOr<Page<Consultation>> ListConsultations(const ConsultationFilter& filter,
                                                 const PageRequest& page) override;
  StatusOr<std::vector<LoadCount>> CountLoad(Counted counted, Instant now) override;
  StatusOr<std::vector<EscalationId>> ItemsForMonth(const std::string& queue,
                                                    Month month,
                                                    int limit) override;
  void OnHint(std::function<void(const EscalationHint&)> listener) override;

  StatusOr<StoredEffect> GetEffect(const EffectId& id) override;
  StatusOr<Page<StoredEffect>> ListEffects(std::optional<EffectState> state,
                                           const std::optional<CaseId>& case_id,
                                           const PageRequest& page) override;
  StatusOr<int> CountUndeliveredEffects() override;
  Status MarkEffect(const EffectId& id,
                    EffectState state,
                    const std::string& receiver_reference,
                    const std::string& error_code,
                    Instant next_attempt_at,
                    const std::string& request_id,
                    const AuditEvent& audit,
                    Instant now) override;
  StatusOr<Control> GetControl() override;
  StatusOr<Control> SetPause(bool paused,
                             const std::string& reason,
                             const std::string& request_id,
                             const AuditEvent& audit,
                             Instant now) override;
  StatusOr<Control> SetMode(const ModeOverride& mode,
                            const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now) override;
  StatusOr<std::vector<StateCount>> CountStates() override;
  StatusOr<std::optional<RequestRecord>> FindRequest(const std::string& request_id) override;
  Status AppendAudit(const AuditEvent& event, Instant now) override;
  StatusOr<std::vector<AuditRecord>> ReadAudit(std::int64_t from_sequence, int limit) override;
  StatusOr<Page<AuditRecord>> ListAudit(const std::string& subject,
                                        const PageRequest& page) override;
  StatusOr<AuditHead> GetAuditHead() override;
  StatusOr<std::string> AssessedInput(const CaseId& id) override;
  Status KeepPolicySet(const std::string& sha256,
                       const std::string& version,
                       const std::string& content,
                       Instant now) override;
  Status TakePolicySet(const KeptPolicySet& set,
                       const std::string& replaced,
                       const std::string& request_id,
                       const AuditEvent& audit,
                       Instant now) override;
  StatusOr<KeptPolicySet> FindPolicySet(const std::string& sha256) override;

  StatusOr<Page<Message>> ListMessages(const MessageFilter& filter,
                                       const PageRequest& page) override;
  StatusOr<Message> GetMessage(const MessageId& id) override;
  StatusOr<int> CountUnread(const HouseholdId& household) override;
  Status MarkMessageRead(const MessageId& id,
                         const std::string& reader,
                         const std::string& request_id,
                         const AuditEvent& audit,
                         Instant now) override;
  Status KeepMessage(const Message& message,
                     const std::vector<Effect>& effects,
                     const std::string& request_id,
                     const AuditEvent& audit,
                     Instant now) override;
  Status KeepLateDocument(const LateDocument& late,
                          const std::vector<Effect>& effects,
                          const std::string& request_id,
                          const AuditEvent& audit,
                          Instant now) override;
  StatusOr<std::vector<LateDocument>> LateDocuments(const HouseholdId& household) override;

  Status CheckHealth(Instant now) override;

  // DeliveryStore (fake_store_delivery.cc)
  StatusOr<std::vector<StoredEffect>> DueEffectsOf(const EffectKinds& kinds,
                                                   Instant now,
                                                   int limit) override;
  StatusOr<std::optional<std::string>> FindMark(const std::string& name) override;
  Status SetMark(const std::string& name,
                 const std::string& value,
                 const AuditEvent& audit,
                 Instant now) override;
  StatusOr<std::optional<Restore>> FindRestore() override;

  StatusOr<bool> TookOverLately(Instant /*now*/) override { return took_over_; }

  void SetTookOver(bool lately) { took_over_ = lately; }

  Status DeclareRestore(const Restore& restore, const AuditEvent& audit, Instant now) override;
  StatusOr<int> CountUnasked() override;
  Status EndRestore(const std::string& request_id, const AuditEvent& audit, Instant now) override;

  // QualityStore (fake_store_quality.cc)
  StatusOr<SampleMonth> OpenSample(const SampleMonth& proposed,
                                   const AuditEvent& audit,
                                   Instant now) override;
  StatusOr<std::vector<SampleMonth>> SampleMonths(int limit) override;
  StatusOr<std::optional<SampleMonth>> FindSample(Month month) override;
  StatusOr<std::optional<SampleCase>> FindSampleCase(const CaseId& id) override;
  StatusOr<std::vector<SampleCase>> SampleCases(Month month) override;
  Status CloseSample(const SampleClosing& closing, Instant now) override;
  StatusOr<Review> GetReview(const std::string& id) override;
  StatusOr<Page<Review>> ListReviews(const ReviewFilter& filter, const PageRequest& page) override;
  StatusOr<Review> ChangeReview(const ReviewChange& change, Instant now) override;
  StatusOr<Page<Comparison>> ListComparisons(const ComparisonFilter& filter,
                                             const PageRequest& page) override;
  StatusOr<std::vector<AmountCount>> AmountCounts(const std::string& household,
                                                  Month from,
                                                  Month to) override;
  StatusOr<Control> SetSwitch(const Switch& changed,
                              bool on,
                              const std::string& request_id,
                              const AuditEvent& audit,
                              Instant now) override;
  StatusOr<Control> ReleaseDemotion(const std::string& typfall,
                                    const std::string& reason,
                                    const std::string& request_id,
                                    const AuditEvent& audit,
                                    Instant now) override;
  StatusOr<std::vector<Demotion>> Demotions(const std::string& typfall) override;

  // For tests only: puts a case in as it stands, and its escalation beside it.
  void Overwrite(CaseRecord record);
  // For tests only: the next call of AppendAudit or Apply fails with `status`.
  void FailNext(Status status);
  // For tests only: record `sequence` no longer has the content that its hash was made over.
  void AlterAudit(std::int64_t sequence);
  // For tests only: actions of all audit records, in order.
  std::vector<std::string> Actions();

 private:
  struct Row {
    CaseRecord record;
    std::string holder;
    std::int64_t token = 0;
    Instant lease_until;
  };

  bool IsHeld(const Row& row, Instant now) const DM_REQUIRES(mutex_);
  bool IsClaimable(const Row& row) const DM_REQUIRES(mutex_);
  Status CheckToken(const Claim& claim) const DM_REQUIRES(mutex_);
  Status CheckGuards(const CaseChange& change, const Row& row) const DM_REQUIRES(mutex_);
  Status CheckDecision(const CaseChange& change, const Row& row) const DM_REQUIRES(mutex_);
  void Merge(const CaseChange& change, Row& row, Instant now) DM_REQUIRES(mutex_);
  void PutEffects(const std::vector<Effect>& effects, Instant now) DM_REQUIRES(mutex_);
  void PutMessage(const Message& message) DM_REQUIRES(mutex_);
  void MergeDesk(const CaseChange& change, CaseRecord& record, CaseState from, Instant now)
      DM_REQUIRES(mutex_);
  Status CheckRequest(const std::string& request_id) const DM_REQUIRES(mutex_);
  void Remember(const std::string& request_id, const AuditEvent& audit, const std::string& result)
      DM_REQUIRES(mutex_);
  void Append(const AuditEvent& event, Instant now) DM_REQUIRES(mutex_);
  Status TakeFailure() DM_REQUIRES(mutex_);
  void Note(const QualityNote& note) DM_REQUIRES(mutex_);
  void Compare(const Comparison& comparison) DM_REQUIRES(mutex_);
  void Demote(const Demotion& demotion) DM_REQUIRES(mutex_);

  const std::string municipality_;
  mutable Mutex mutex_;
  std::map<CaseId, Row> cases_ DM_GUARDED_BY(mutex_);
  std::map<ApplicationId, CaseId> by_application_ DM_GUARDED_BY(mutex_);
  std::map<EscalationId, Escalation> escalations_ DM_GUARDED_BY(mutex_);
  std::map<ConsultationId, Consultation> consultations_ DM_GUARDED_BY(mutex_);
  std::function<void(const EscalationHint&)> listener_ DM_GUARDED_BY(mutex_);
  std::map<HouseholdId, std::vector<Frame>> frames_ DM_GUARDED_BY(mutex_);
  std::vector<StoredEffect> effects_ DM_GUARDED_BY(mutex_);
  std::vector<Message> messages_ DM_GUARDED_BY(mutex_);
  std::vector<LateDocument> late_documents_ DM_GUARDED_BY(mutex_);
  std::map<std::string, RequestRecord> requests_ DM_GUARDED_BY(mutex_);
  std::vector<AuditRecord> audit_ DM_GUARDED_BY(mutex_);
  Control control_ DM_GUARDED_BY(mutex_);
  std::map<CaseId, std::string> inputs_ DM_GUARDED_BY(mutex_);
  std::map<std::string, KeptPolicySet> policy_sets_ DM_GUARDED_BY(mutex_);
  std::map<Month, int> numbers_ DM_GUARDED_BY(mutex_);
  std::map<Month, SampleMonth> samples_ DM_GUARDED_BY(mutex_);
  std::map<CaseId, SampleCase> sample_cases_ DM_GUARDED_BY(mutex_);
  std::map<std::string, Review> reviews_ DM_GUARDED_BY(mutex_);
  std::vector<Comparison> comparisons_ DM_GUARDED_BY(mutex_);
  std::vector<Demotion> demotions_ DM_GUARDED_BY(mutex_);
  std::vector<AmountCount> amounts_ DM_GUARDED_BY(mutex_);
  std::map<std::string, std::string> marks_ DM_GUARDED_BY(mutex_);
  std::optional<Restore> restore_ DM_GUARDED_BY(mutex_);
  bool took_over_ = false;
  std::int64_t last_token_ DM_GUARDED_BY(mutex_) = 0;
  Status failure_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::testing
