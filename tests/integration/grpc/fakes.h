// Fakes of the worker's inbound ports: each call is noted with its arguments, and answers what the
// test has put there.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/ports/api.h"
#include "worker/ports/contact_api.h"
#include "worker/ports/effect_api.h"
#include "worker/ports/queue_api.h"
#include "worker/ports/staff_api.h"

namespace dm::grpc_adapter {

// What every fake shares: the calls in order, and a status that replaces the answer.
class Journal {
 public:
  // The status that the method answers with; OK where the test has put none.
  Status Note(const std::string& method, const CallContext& context, const std::string& arguments);
  void Fail(const std::string& method, const Status& status);
  // Run inside every call, before it answers.
  void OnCall(std::function<void()> hook);

  std::vector<std::string> calls() const;  // "Claim e-1 anna 3"
  CallContext last() const;

 private:
  mutable Mutex mutex_;
  std::vector<std::string> calls_ DM_GUARDED_BY(mutex_);
  CallContext last_ DM_GUARDED_BY(mutex_);
  std::map<std::string, Status> failures_ DM_GUARDED_BY(mutex_);
  std::function<void()> hook_ DM_GUARDED_BY(mutex_);
};

CaseRecord MakeRecord(const std::string& id);
Escalation MakeEscalation(const std::string& id, Mode mode);
Frame MakeFrame();
StoredEffect MakeEffect(const std::string& id);

class FakeIntake final : public IntakeApi {
 public:
  explicit FakeIntake(Journal& journal) : journal_(journal) {}

  StatusOr<Accepted> Submit(const CallContext& context,
                            const Application& application,
                            const History& history) override;
  StatusOr<AddedDocument> AddDocument(const CallContext& context,
                                      const CaseId& case_id,
                                      const NewDocument& document) override;

  NewDocument added;  // the last

 private:
  Journal& journal_;
  std::map<std::string, std::string> accepted_;  // request id to content
};

// Holds `total` cases; cursors are numbers as text.
class FakeCases : public CaseApi {
 public:
  explicit FakeCases(Journal& journal) : journal_(journal) {}

  StatusOr<CaseRecord> GetCase(const CallContext& context, const CaseId& case_id) override;
  StatusOr<CaseRecord> GetByApplication(const CallContext& context,
                                        const ApplicationId& application) override;
  StatusOr<Page<CaseSummary>> ListCases(const CallContext& context,
                                        const CaseFilter& filter,
                                        const PageRequest& page) override;
  StatusOr<Assessment> Preview(const CallContext& context, const CaseInput& input) override;
  StatusOr<ReplayMaterial> GetReplay(const CallContext& context, const CaseId& case_id) override;
  StatusOr<ExplainedAssessment> Explain(const CallContext& context,
                                        const CaseId& case_id,
                                        const ExplanationViews& views) override;
  StatusOr<Page<AuditRecord>> ListEvents(const CallContext& context,
                                         const CaseId& case_id,
                                         const PageRequest& page) override;
  StatusOr<std::string> GetPolicySet(const CallContext& context,
                                     const std::string& sha256) override;

  int total = 5;
  CaseRecord record = MakeRecord("c-1");
  CaseInput previewed;  // the last
  ExplainedAssessment explained;
  ExplanationViews views;  // of the last call

 private:
  Journal& journal_;
};

class FakeEscalations final : public EscalationApi {
 public:
  explicit FakeEscalations(Journal& journal) : journal_(journal) {}

  StatusOr<std::vector<QueueInfo>> ListQueues(const CallContext& context) override;
  StatusOr<Page<Escalation>> List(const CallContext& context,
                                  const EscalationFilter& filter,
                                  const PageRequest& page) override;
  StatusOr<HandledCase> Get(const CallContext& context, const EscalationId& id) override;
  StatusOr<Escalation> Claim(const CallContext& context,
                             const EscalationId& id,
                             const std::string& handler,
                             std::int64_t expected_version) override;
  StatusOr<Escalation> Release(const CallContext& context,
                               const EscalationId& id,
                               const std::string& handler,
                               std::int64_t expected_version) override;
  StatusOr<CaseRecord> Decide(const CallContext& context, const HumanDecision& decision) override;

  Mode mode = Mode::kPropose;
  HumanDecision decided;
  EscalationFilter filtered;

 private:
  Journal& journal_;
};

// Answers every call with one item, and keeps who listens.
class FakeQueues final : public QueueApi, public StaffApi {
 public:
  explicit FakeQueues(Journal& journal) : journal_(journal) {}

  StatusOr<std::optional<Escalation>> ClaimNext(const CallContext& context,
                                                const NextRequest& request) override;
  StatusOr<Escalation> Renew(const CallContext& context,
                             const EscalationId& id,
                             const std::string& handler) override;
  StatusOr<Escalation> Route(const CallContext& context, const RouteRequest& request) override;
  StatusOr<std::vector<ReassignResult>> Reassign(const CallContext& context,
                                                 const ReassignRequest& request) override;
  StatusOr<std::vector<HandlerCandidate>> ProposeHandler(const CallContext& context,
                                                         const EscalationId& id) override;
  StatusOr<Consultation> Consult(const CallContext& context,
                                 const ConsultRequest& request) override;
  StatusOr<Consultation> Answer(const CallContext& context, const AnswerRequest& request) override;
  StatusOr<Page<Consultation>> ListConsultations(const CallContext& context,
                                                 const ConsultationFilter& filter,
                                                 const PageRequest& page) override;

  std::optional<Month> MustSeeMonth() override { return std::nullopt; }

  StatusOr<Load> GetLoad(const CallContext& context, bool include_restricted) override;
  Status Watch(const CallContext& context,
               const WatchRequest& request,
               std::shared_ptr<HintListener> listener) override;
  void Unwatch(const HintListener* listener) override;
  StatusOr<StaffPage> ListStaff(const CallContext& context,
                                const StaffFilter& filter,
                                const PageRequest& page) override;
  StatusOr<IdentifiedStaff> Identify(const CallContext& context,
                                     const std::string& identity) override;

  // Tells everyone who listens; how many that are.
  std::size_t Tell(const EscalationHint& hint);

  std::optional<RouteRequest> routed;
  std::optional<ReassignRequest> reassigned;
  std::optional<ConsultRequest> consulted;

 private:
  Journal& journal_;
  Mutex mutex_;
  std::vector<std::shared_ptr<HintListener>> listeners_ DM_GUARDED_BY(mutex_);
};

class FakeFrames final : public FrameApi {
 public:
  explicit FakeFrames(Journal& journal) : journal_(journal) {}

  StatusOr<Frame> Sign(const CallContext& context, const Frame& frame) override;
  StatusOr<Frame> Get(const CallContext& context, const HouseholdId& household) override;
  StatusOr<Page<Frame>> List(const CallContext& context,
                             const HouseholdId& household,
                             const PageRequest& page) override;

 private:
  Journal& journal_;
};

class FakeEffects final : public EffectApi {
 public:
  explicit FakeEffects(Journal& journal) : journal_(journal) {}

  StatusOr<Page<StoredEffect>> List(const CallContext& context,
                                    std::optional<EffectState> state,
                                    const std::optional<CaseId>& case_id,
                                    const PageRequest& page) override;
  StatusOr<StoredEffect> Acknowledge(const CallContext& context,
                                     const Acknowledgement& said) override;
  StatusOr<StoredEffect> Resolve(const CallContext& context,
                                 const ResolveEffectCall& call) override;
  StatusOr<Page<CaseMonthPayments>> Reconcile(const CallContext& context,
                                              Month month,
                                              AskReceiver ask,
                                              const PageRequest& page) override;

 private:
  Journal& journal_;
};

class FakeContact final : public ContactApi {
 public:
  explicit FakeContact(Journal& journal) : journal_(journal) {}

  StatusOr<Message> SendMessage(const CallContext& context,
                                const OutboundMessage& message) override;
  StatusOr<Message> ReceiveMessage(const CallContext& context,
                                   const InboundMessage& message) override;
  StatusOr<Page<Message>> ListMessages(const CallContext& context,
                                       const MessageFilter& filter,
                                       const PageRequest& page) override;
  StatusOr<Message> MarkMessageRead(const CallContext& context,
                                    const MessageId& id,
                                    const ReadBy& by) override;
  StatusOr<CaseRecord> RequestCompletion(const CallContext& context,
                                         const CompletionCall& call) override;
  StatusOr<CaseRecord> RequestPerson(const CallContext& context, const PersonWish& wish) override;
  StatusOr<WithdrawalState> Withdraw(const CallContext& context,
                                     const WithdrawalCall& call) override;
  StatusOr<ApplicantStatus> GetApplicantStatus(const CallContext& context,
                                               const CaseId& case_id,
                                               const PersonKey& person,
                                               bool html) override;
  StatusOr<Page<ApplicantCase>> ListApplicantCases(const CallContext& context,
                                                   const HouseholdId& household,
                                                   const PageRequest& page) override;

  CompletionCall asked;
  WithdrawalCall withdrawn;
  ApplicantStatus status;

 private:
  Journal& journal_;
};

class FakeOperations final : public OperationsApi {
 public:
  explicit FakeOperations(Journal& journal) : journal_(journal) {}

  StatusOr<WorkerStatus> GetStatus(const CallContext& context) override;
  StatusOr<WorkerStatus> SetPause(const CallContext& context,
                                  bool paused,
                                  const std::string& actor,
                                  const std::string& reason) override;
  StatusOr<TypfallStatus> SetMode(const CallContext& context,
                                  const std::string& typfall,
                                  Mode mode,
                                  const std::string& actor,
                                  const std::string& reason,
                                  const std::string& delegation) override;
  StatusOr<std::vector<Switch>> SetSwitch(const CallContext& context,
                                          const Switch& changed,
                                          bool on) override;
  StatusOr<TypfallStatus> ReleaseDemotion(const CallContext& context,
                                          const std::string& typfall,
                                          const std::string& actor,
                                          const std::string& reason) override;
  StatusOr<std::vector<QuestionPreview>> PreviewQuestion(const CallContext& context,
                                                         const CaseId& case_id) override;
  StatusOr<RetriedCases> RetryNow(const CallContext& context,
                                  const std::optional<CaseId>& case_id,
                                  const std::string& actor) override;
  StatusOr<PolicyReload> ReloadPolicies(const CallContext& context,
                                        const ReloadRequest& request) override;
  StatusOr<PoliciesInForce> GetPoliciesInForce(const CallContext& context) override;
  StatusOr<Page<StuckCase>> ListStuck(const CallContext& context, const PageRequest& page) override;

 private:
  Journal& journal_;
};

}  // namespace dm::grpc_adapter
