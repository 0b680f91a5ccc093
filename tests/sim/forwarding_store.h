// ForwardingStore: a store that does what the one below it does. What watches a store or breaks it
// on purpose derives from it and says only what differs.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/ports/whole_store.h"

namespace dm::sim {

class ForwardingStore : public WholeStore {
 public:
  explicit ForwardingStore(WholeStore& below) : below_(below) {}

  StatusOr<Accepted> Accept(const NewCase& new_case, Instant now) override {
    return below_.Accept(new_case, now);
  }

  StatusOr<std::optional<Claim>> ClaimNext(const std::string& worker,
                                           Instant now,
                                           std::int64_t lease_ms) override {
    return below_.ClaimNext(worker, now, lease_ms);
  }

  StatusOr<std::vector<Claim>> ClaimDue(const std::string& worker,
                                        Instant now,
                                        std::int64_t lease_ms,
                                        int limit) override {
    return below_.ClaimDue(worker, now, lease_ms, limit);
  }

  Status RenewClaim(const Claim& claim, Instant now, std::int64_t lease_ms) override {
    return below_.RenewClaim(claim, now, lease_ms);
  }

  Status ReleaseClaim(const Claim& claim, Instant due_at, Instant now) override {
    return below_.ReleaseClaim(claim, due_at, now);
  }

  StatusOr<std::optional<Instant>> NextDue() override { return below_.NextDue(); }

  StatusOr<int> RecallMisdated(Instant now) override { return below_.RecallMisdated(now); }

  Status CheckKeyFile() override { return below_.CheckKeyFile(); }

  StatusOr<int> RewrapDataKeys(const std::string& worker, int limit, Instant now) override {
    return below_.RewrapDataKeys(worker, limit, now);
  }

  StatusOr<std::int64_t> Apply(const CaseChange& change, Instant now) override {
    return below_.Apply(change, now);
  }

  Status ApplySteps(std::span<const CaseChange> steps,
                    std::span<const AuditEvent> records,
                    Instant now) override {
    return below_.ApplySteps(steps, records, now);
  }

  StatusOr<CaseRecord> GetCase(const CaseId& id) override { return below_.GetCase(id); }

  StatusOr<std::string> AssessedInput(const CaseId& id) override {
    return below_.AssessedInput(id);
  }

  StatusOr<std::optional<CaseId>> FindCase(const ApplicationId& application) override {
    return below_.FindCase(application);
  }

  StatusOr<Page<CaseSummary>> ListCases(const CaseFilter& filter,
                                        const PageRequest& page) override {
    return below_.ListCases(filter, page);
  }

  StatusOr<int> CountOthers(const HouseholdId& household,
                            Month month,
                            const CaseId& except) override {
    return below_.CountOthers(household, month, except);
  }

  StatusOr<History> DecidedMonths(const HouseholdId& household, Month before) override {
    return below_.DecidedMonths(household, before);
  }

  StatusOr<Frame> SignFrame(const Frame& frame,
                            const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now) override {
    return below_.SignFrame(frame, request_id, audit, now);
  }

  StatusOr<std::optional<Frame>> LatestFrame(const HouseholdId& household) override {
    return below_.LatestFrame(household);
  }

  StatusOr<Frame> EndFrame(const HouseholdId& household,
                           int version,
                           const FrameEnd& end,
                           const std::string& request_id,
                           const AuditEvent& audit,
                           Instant now) override {
    return below_.EndFrame(household, version, end, request_id, audit, now);
  }

  StatusOr<Page<Frame>> ListFrames(const HouseholdId& household, const PageRequest& page) override {
    return below_.ListFrames(household, page);
  }

  StatusOr<Escalation> GetEscalation(const EscalationId& id) override {
    return below_.GetEscalation(id);
  }

  StatusOr<Page<Escalation>> ListEscalations(const EscalationFilter& filter,
                                             const PageRequest& page) override {
    return below_.ListEscalations(filter, page);
  }

  StatusOr<std::vector<QueueCount>> CountQueues(Counted counted) override {
    return below_.CountQueues(counted);
  }

  StatusOr<std::vector<StoredEffect>> DueEffectsOf(const EffectKinds& kinds,
                                                   Instant now,
                                                   int limit) override {
    return below_.DueEffectsOf(kinds, now, limit);
  }

  StatusOr<std::optional<std::string>> FindMark(const std::string& name) override {
    return below_.FindMark(name);
  }

  Status SetMark(const std::string& name,
                 const std::string& value,
                 const AuditEvent& audit,
                 Instant now) override {
    return below_.SetMark(name, value, audit, now);
  }

  StatusOr<std::optional<Restore>> FindRestore() override { return below_.FindRestore(); }

  StatusOr<bool> TookOverLately(Instant now) override { return below_.TookOverLately(now); }

  Status DeclareRestore(const Restore& restore, const AuditEvent& audit, Instant now) override {
    return below_.DeclareRestore(restore, audit, now);
  }

  StatusOr<int> CountUnasked() override { return below_.CountUnasked(); }

  Status EndRestore(const std::string& request_id, const AuditEvent& audit, Instant now) override {
    return below_.EndRestore(request_id, audit, now);
  }

  StatusOr<StoredEffect> GetEffect(const EffectId& id) override { return below_.GetEffect(id); }

  StatusOr<Page<StoredEffect>> ListEffects(std::optional<EffectState> state,
                                           const std::optional<CaseId>& case_id,
                                           const PageRequest& page) override {
    return below_.ListEffects(state, case_id, page);
  }

  StatusOr<int> CountUndeliveredEffects() override { return below_.CountUndeliveredEffects(); }

  Status MarkEffect(const EffectId& id,
                    EffectState state,
                    const std::string& receiver_reference,
                    const std::string& error_code,
                    Instant next_attempt_at,
                    const std::string& request_id,
                    const AuditEvent& audit,
                    Instant now) override {
    return below_.MarkEffect(
        id, state, receiver_reference, error_code, next_attempt_at, request_id, audit, now);
  }

  StatusOr<Control> GetControl() override { return below_.GetControl(); }

  StatusOr<Control> SetPause(bool paused,
                             const std::string& reason,
                             const std::string& request_id,
                             const AuditEvent& audit,
                             Instant now) override {
    return below_.SetPause(paused, reason, request_id, audit, now);
  }

  StatusOr<Control> SetMode(const ModeOverride& mode,
                            const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now) override {
    return below_.SetMode(mode, request_id, audit, now);
  }

  StatusOr<std::vector<StateCount>> CountStates() override { return below_.CountStates(); }

  StatusOr<std::optional<RequestRecord>> FindRequest(const std::string& request_id) override {
    return below_.FindRequest(request_id);
  }

  Status KeepPolicySet(const std::string& sha256,
                       const std::string& version,
                       const std::string& content,
                       Instant now) override {
    return below_.KeepPolicySet(sha256, version, content, now);
  }

  Status TakePolicySet(const KeptPolicySet& set,
                       const std::string& replaced,
                       const std::string& request_id,
                       const AuditEvent& audit,
                       Instant now) override {
    return below_.TakePolicySet(set, replaced, request_id, audit, now);
  }

  StatusOr<KeptPolicySet> FindPolicySet(const std::string& sha256) override {
    return below_.FindPolicySet(sha256);
  }

  Status CheckHealth(Instant now) override { return below_.CheckHealth(now); }

  Status AppendAudit(const AuditEvent& event, Instant now) override {
    return below_.AppendAudit(event, now);
  }

  StatusOr<std::vector<AuditRecord>> ReadAudit(std::int64_t from_sequence, int limit) override {
    return below_.ReadAudit(from_sequence, limit);
  }

  StatusOr<Page<AuditRecord>> ListAudit(const std::string& subject,
                                        const PageRequest& page) override {
    return below_.ListAudit(subject, page);
  }

  StatusOr<AuditHead> GetAuditHead() override { return below_.GetAuditHead(); }

  StatusOr<Page<Message>> ListMessages(const MessageFilter& filter,
                                       const PageRequest& page) override {
    return below_.ListMessages(filter, page);
  }

  StatusOr<Message> GetMessage(const MessageId& id) override { return below_.GetMessage(id); }

  StatusOr<int> CountUnread(const HouseholdId& household) override {
    return below_.CountUnread(household);
  }

  Status MarkMessageRead(const MessageId& id,
                         const std::string& reader,
                         const std::string& request_id,
                         const AuditEvent& audit,
                         Instant now) override {
    return below_.MarkMessageRead(id, reader, request_id, audit, now);
  }

  Status KeepMessage(const Message& message,
                     const std::vector<Effect>& effects,
                     const std::string& request_id,
                     const AuditEvent& audit,
                     Instant now) override {
    return below_.KeepMessage(message, effects, request_id, audit, now);
  }

  Status KeepLateDocument(const LateDocument& late,
                          const std::vector<Effect>& effects,
                          const std::string& request_id,
                          const AuditEvent& audit,
                          Instant now) override {
    return below_.KeepLateDocument(late, effects, request_id, audit, now);
  }

  StatusOr<std::vector<LateDocument>> LateDocuments(const HouseholdId& household) override {
    return below_.LateDocuments(household);
  }

  StatusOr<SampleMonth> OpenSample(const SampleMonth& proposed,
                                   const AuditEvent& audit,
                                   Instant now) override {
    return below_.OpenSample(proposed, audit, now);
  }

  StatusOr<std::vector<SampleMonth>> SampleMonths(int limit) override {
    return below_.SampleMonths(limit);
  }

  StatusOr<std::optional<SampleMonth>> FindSample(Month month) override {
    return below_.FindSample(month);
  }

  StatusOr<std::optional<SampleCase>> FindSampleCase(const CaseId& id) override {
    return below_.FindSampleCase(id);
  }

  StatusOr<std::vector<SampleCase>> SampleCases(Month month) override {
    return below_.SampleCases(month);
  }

  Status CloseSample(const SampleClosing& closing, Instant now) override {
    return below_.CloseSample(closing, now);
  }

  StatusOr<Review> GetReview(const std::string& id) override { return below_.GetReview(id); }

  StatusOr<Page<Review>> ListReviews(const ReviewFilter& filter, const PageRequest& page) override {
    return below_.ListReviews(filter, page);
  }

  StatusOr<Review> ChangeReview(const ReviewChange& change, Instant now) override {
    return below_.ChangeReview(change, now);
  }

  StatusOr<Page<Comparison>> ListComparisons(const ComparisonFilter& filter,
                                             const PageRequest& page) override {
    return below_.ListComparisons(filter, page);
  }

  StatusOr<std::vector<AmountCount>> AmountCounts(const std::string& household,
                                                  Month from,
                                                  Month to) override {
    return below_.AmountCounts(household, from, to);
  }

  StatusOr<Control> SetSwitch(const Switch& changed,
                              bool on,
                              const std::string& request_id,
                              const AuditEvent& audit,
                              Instant now) override {
    return below_.SetSwitch(changed, on, request_id, audit, now);
  }

  StatusOr<Control> ReleaseDemotion(const std::string& typfall,
                                    const std::string& reason,
                                    const std::string& request_id,
                                    const AuditEvent& audit,
                                    Instant now) override {
    return below_.ReleaseDemotion(typfall, reason, request_id, audit, now);
  }

  StatusOr<std::vector<Demotion>> Demotions(const std::string& typfall) override {
    return below_.Demotions(typfall);
  }

  StatusOr<std::optional<Escalation>> ClaimNextEscalation(const NextItem& wanted,
                                                          Instant now) override {
    return below_.ClaimNextEscalation(wanted, now);
  }

  StatusOr<Escalation> RenewEscalation(const EscalationId& id,
                                       const std::string& handler,
                                       Instant claimed_until,
                                       Instant now) override {
    return below_.RenewEscalation(id, handler, claimed_until, now);
  }

  StatusOr<Consultation> GetConsultation(const ConsultationId& id) override {
    return below_.GetConsultation(id);
  }

  StatusOr<Page<Consultation>> ListConsultations(const ConsultationFilter& filter,
                                                 const PageRequest& page) override {
    return below_.ListConsultations(filter, page);
  }

  StatusOr<std::vector<LoadCount>> CountLoad(Counted counted, Instant now) override {
    return below_.CountLoad(counted, now);
  }

  StatusOr<std::vector<EscalationId>> ItemsForMonth(const std::string& queue,
                                                    Month month,
                                                    int limit) override {
    return below_.ItemsForMonth(queue, month, limit);
  }

  void OnHint(std::function<void(const EscalationHint&)> listener) override {
    return below_.OnHint(std::move(listener));
  }

  bool HoldsDuties() override { return below_.HoldsDuties(); }

  void OnWork(std::function<void()> wake) override { below_.OnWork(std::move(wake)); }

  StatusOr<std::vector<HouseholdId>> FilesBefore(Instant before,
                                                 const std::string& after,
                                                 int limit) override {
    return below_.FilesBefore(before, after, limit);
  }

  StatusOr<HouseholdFile> ReadFile(const HouseholdId& household) override {
    return below_.ReadFile(household);
  }

  StatusOr<Erasure> EraseFile(const FileErasure& erasure, Instant now) override {
    return below_.EraseFile(erasure, now);
  }

  StatusOr<int> ForgetRequests(Instant before, int limit) override {
    return below_.ForgetRequests(before, limit);
  }

  Status CutLog() override { return below_.CutLog(); }

  StatusOr<Hold> PlaceHold(const Hold& hold,
                           const std::string& request_id,
                           const AuditEvent& audit,
                           Instant now) override {
    return below_.PlaceHold(hold, request_id, audit, now);
  }

  StatusOr<Hold> ReleaseHold(const std::string& id,
                             const std::string& request_id,
                             const AuditEvent& audit,
                             Instant now) override {
    return below_.ReleaseHold(id, request_id, audit, now);
  }

  StatusOr<Hold> GetHold(const std::string& id) override { return below_.GetHold(id); }

 protected:
  WholeStore& below() { return below_; }

 private:
  WholeStore& below_;
};

}  // namespace dm::sim
