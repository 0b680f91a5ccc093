// StoreImpl: the port over an Engine, each method one write or one read.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "worker/adapters/sql/engine.h"
#include "worker/adapters/sql/errors.h"
#include "worker/core/mutex.h"
#include "worker/ports/whole_store.h"

namespace dm::sql {

class StoreImpl final : public WholeStore {
 public:
  // Each case carries `effect_key` for the ids of its effects.
  // `vault` is the one of the engine's connections.
  StoreImpl(std::string municipality,
            std::unique_ptr<Engine> engine,
            std::string effect_key,
            std::shared_ptr<Vault> vault);
  ~StoreImpl() override;
  StoreImpl(const StoreImpl&) = delete;
  StoreImpl& operator=(const StoreImpl&) = delete;
  StoreImpl(StoreImpl&&) = delete;
  StoreImpl& operator=(StoreImpl&&) = delete;

  StatusOr<Accepted> Accept(const NewCase& new_case, Instant now) override;

  StatusOr<std::optional<Claim>> ClaimNext(const std::string& worker,
                                           Instant now,
                                           std::int64_t lease_ms) override;
  StatusOr<std::vector<Claim>> ClaimDue(const std::string& worker,
                                        Instant now,
                                        std::int64_t lease_ms,
                                        int limit) override;
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

  // SharedStore
  bool HoldsDuties() override { return engine_->HoldsDuties(); }

  void OnWork(std::function<void()> wake) override;

  // KeyStore (store_shared.cc)
  Status CheckKeyFile() override;
  StatusOr<int> RewrapDataKeys(const std::string& worker, int limit, Instant now) override;

  // DeliveryStore (store_delivery.cc)
  StatusOr<std::vector<StoredEffect>> DueEffectsOf(const EffectKinds& kinds,
                                                   Instant now,
                                                   int limit) override;
  StatusOr<std::optional<std::string>> FindMark(const std::string& name) override;
  Status SetMark(const std::string& name,
                 const std::string& value,
                 const AuditEvent& audit,
                 Instant now) override;
  StatusOr<std::optional<Restore>> FindRestore() override;
  StatusOr<bool> TookOverLately(Instant now) override;
  Status DeclareRestore(const Restore& restore, const AuditEvent& audit, Instant now) override;
  StatusOr<int> CountUnasked() override;
  Status EndRestore(const std::string& request_id, const AuditEvent& audit, Instant now) override;

  // RetentionStore (store_retention.cc)
  StatusOr<std::vector<HouseholdId>> FilesBefore(Instant before,
                                                 const std::string& after,
                                                 int limit) override;
  StatusOr<HouseholdFile> ReadFile(const HouseholdId& household) override;
  StatusOr<Erasure> EraseFile(const FileErasure& erasure, Instant now) override;
  StatusOr<int> ForgetRequests(Instant before, int limit) override;
  Status CutLog() override;
  StatusOr<Page<Erasure>> ListErasures(Instant from,
                                       Instant before,
                                       const PageRequest& page) override;
  StatusOr<Hold> PlaceHold(const Hold& hold,
                           const std::string& request_id,
                           const AuditEvent& audit,
                           Instant now) override;
  StatusOr<Hold> ReleaseHold(const std::string& id,
                             const std::string& request_id,
                             const AuditEvent& audit,
                             Instant now) override;
  StatusOr<Hold> GetHold(const std::string& id) override;
  StatusOr<Page<Hold>> ListHolds(bool released, const PageRequest& page) override;

  // QualityStore (quality_store_impl.cc)
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

 private:
  // `change`, a function of Database& that gives a StatusOr<T>, written durably.
  template <typename ChangeFn>
  auto Write(const ChangeFn& change) -> decltype(change(std::declval<Database&>())) {
    using Result = decltype(change(std::declval<Database&>()));
    Result result = Internal("the change was not tried");
    const Status status = engine_->Write([&](Database& database) -> Status {
      result = change(database);
      return result.status();
    });
    if (!status.ok()) return status;
    return result;
  }

  // `read`, a function of Database& that gives a StatusOr<T>. Damage that it meets stops all
  // writing (reliability I21).
  template <typename ReadFn>
  auto Read(const ReadFn& read) -> decltype(read(std::declval<Database&>())) {
    using Result = decltype(read(std::declval<Database&>()));
    Result result = Internal("the store was not read");
    const Status status = engine_->Read([&](Database& database) -> Status {
      result = read(database);
      return result.status();
    });
    if (IsStoreDamage(status)) engine_->MarkBroken(status);
    if (!status.ok()) return status;
    return result;
  }

  // After the commit: what nobody may be told before it is durable.
  void Tell(const std::vector<EscalationHint>& hints);
  // A case may have become due.
  void TellWork();
  // What another process told.
  void Heard(const std::string& text);
  void CallDesk(const EscalationHint& hint);
  void CallWork();

  const std::string municipality_;
  const std::string effect_key_;
  const std::shared_ptr<Vault> vault_;  // null: not encrypted
  Mutex mutex_;
  std::function<void(const EscalationHint&)> desk_ DM_GUARDED_BY(mutex_);
  std::function<void()> work_ DM_GUARDED_BY(mutex_);
  std::unique_ptr<Engine> engine_;  // ends first: it calls the listeners
};

}  // namespace dm::sql
