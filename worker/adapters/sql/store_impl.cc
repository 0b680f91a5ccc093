#include "worker/adapters/sql/store_impl.h"

#include <utility>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/case_rows.h"
#include "worker/adapters/sql/change_guards.h"
#include "worker/adapters/sql/change_rows.h"
#include "worker/adapters/sql/claim_rows.h"
#include "worker/adapters/sql/control_rows.h"
#include "worker/adapters/sql/conversation_rows.h"
#include "worker/adapters/sql/decision_rows.h"
#include "worker/adapters/sql/effect_rows.h"
#include "worker/adapters/sql/escalation_rows.h"
#include "worker/adapters/sql/frame_rows.h"
#include "worker/adapters/sql/intake_rows.h"
#include "worker/adapters/sql/misdated_rows.h"
#include "worker/adapters/sql/request_rows.h"

namespace dm::sql {

StatusOr<Accepted> StoreImpl::Accept(const NewCase& new_case, Instant now) {
  StatusOr<Accepted> accepted =
      Write([&](Database& database) { return AcceptCase(database, new_case, now); });
  if (accepted.ok() && !accepted->repeated) TellWork();
  return accepted;
}

StatusOr<std::optional<Claim>> StoreImpl::ClaimNext(const std::string& worker,
                                                    Instant now,
                                                    std::int64_t lease_ms) {
  DM_ASSIGN_OR_RETURN(std::vector<Claim> claims, ClaimDue(worker, now, lease_ms, 1));
  if (claims.empty()) return std::optional<Claim>();
  return std::optional<Claim>(std::move(claims.front()));
}

StatusOr<std::vector<Claim>> StoreImpl::ClaimDue(const std::string& worker,
                                                 Instant now,
                                                 std::int64_t lease_ms,
                                                 int limit) {
  DM_RETURN_IF_ERROR(CheckLease(worker, lease_ms, limit));
  ClaimCall call{.worker = worker, .now = now, .lease_ms = lease_ms, .limit = limit, .claims = {}};
  DM_RETURN_IF_ERROR(engine_->Claim(call));
  return std::move(call.claims);
}

Status StoreImpl::RenewClaim(const Claim& claim, Instant now, std::int64_t lease_ms) {
  return engine_->WriteBeside(
      [&](Database& database) { return RenewCaseClaim(database, claim, now, lease_ms); });
}

Status StoreImpl::ReleaseClaim(const Claim& claim, Instant due_at, Instant now) {
  return engine_->WriteBeside(
      [&](Database& database) { return ReleaseCaseClaim(database, claim, due_at, now); });
}

StatusOr<std::optional<Instant>> StoreImpl::NextDue() {
  return Read([](Database& database) { return NextDueCase(database); });
}

StatusOr<int> StoreImpl::RecallMisdated(Instant now) {
  // Nearly always there is none: a look is no write.
  DM_ASSIGN_OR_RETURN(const bool any,
                      Read([&](Database& database) { return AnyMisdated(database, now); }));
  if (!any) return 0;
  return Write([&](Database& database) { return RecallMisdatedRows(database, now); });
}

StatusOr<std::int64_t> StoreImpl::Apply(const CaseChange& change, Instant now) {
  ApplyCall call = sql::CallFor({&change, 1}, {}, now);
  DM_RETURN_IF_ERROR(engine_->Apply(call));
  Tell(call.hints);
  // What a person gave back is the worker's turn.
  if (change.expected_version && !IsPersonsTurn(change.to)) TellWork();
  return call.version;
}

Status StoreImpl::ApplySteps(std::span<const CaseChange> steps,
                             std::span<const AuditEvent> records,
                             Instant now) {
  if (steps.empty()) {
    if (records.empty()) return OkStatus();
    return engine_->Write([&](Database& database) -> Status {
      for (const AuditEvent& record : records)
        DM_RETURN_IF_ERROR(sql::AppendAudit(database, record, now));
      return OkStatus();
    });
  }
  DM_RETURN_IF_ERROR(CheckSteps(steps));
  ApplyCall call = sql::CallFor(steps, records, now);
  DM_RETURN_IF_ERROR(engine_->Apply(call));
  Tell(call.hints);
  return OkStatus();
}

StatusOr<CaseRecord> StoreImpl::GetCase(const CaseId& id) {
  StatusOr<CaseRecord> record =
      Read([&](Database& database) { return ReadCase(database, id, municipality_); });
  if (record.ok()) record->effect_key = effect_key_;
  return record;
}

StatusOr<std::optional<CaseId>> StoreImpl::FindCase(const ApplicationId& application) {
  return Read([&](Database& database) { return FindCaseOf(database, application); });
}

StatusOr<Page<CaseSummary>> StoreImpl::ListCases(const CaseFilter& filter,
                                                 const PageRequest& page) {
  return Read([&](Database& database) { return ListCaseRows(database, filter, page); });
}

StatusOr<int> StoreImpl::CountOthers(const HouseholdId& household,
                                     Month month,
                                     const CaseId& except) {
  return Read(
      [&](Database& database) { return CountOtherCases(database, household, month, except); });
}

StatusOr<History> StoreImpl::DecidedMonths(const HouseholdId& household, Month before) {
  return Read([&](Database& database) { return DecidedMonthsOf(database, household, before); });
}

StatusOr<Frame> StoreImpl::SignFrame(const Frame& frame,
                                     const std::string& request_id,
                                     const AuditEvent& audit,
                                     Instant now) {
  return Write(
      [&](Database& database) { return PutFrame(database, frame, request_id, audit, now); });
}

StatusOr<std::optional<Frame>> StoreImpl::LatestFrame(const HouseholdId& household) {
  return Read([&](Database& database) { return LatestFrameOf(database, household); });
}

StatusOr<Frame> StoreImpl::EndFrame(const HouseholdId& household,
                                    int version,
                                    const FrameEnd& end,
                                    const std::string& request_id,
                                    const AuditEvent& audit,
                                    Instant now) {
  const FrameEnding ending{.household = household, .version = version, .end = end};
  return Write(
      [&](Database& database) { return PutFrameEnd(database, ending, request_id, audit, now); });
}

StatusOr<Page<Frame>> StoreImpl::ListFrames(const HouseholdId& household, const PageRequest& page) {
  return Read([&](Database& database) { return ListFrameRows(database, household, page); });
}

StatusOr<Escalation> StoreImpl::GetEscalation(const EscalationId& id) {
  return Read([&](Database& database) { return ReadEscalation(database, id); });
}

StatusOr<Page<Escalation>> StoreImpl::ListEscalations(const EscalationFilter& filter,
                                                      const PageRequest& page) {
  return Read([&](Database& database) { return ListEscalationRows(database, filter, page); });
}

StatusOr<std::vector<QueueCount>> StoreImpl::CountQueues(Counted counted) {
  return Read([&](Database& database) { return CountQueueRows(database, counted); });
}

StatusOr<StoredEffect> StoreImpl::GetEffect(const EffectId& id) {
  return Read([&](Database& database) { return ReadEffect(database, id); });
}

StatusOr<Page<StoredEffect>> StoreImpl::ListEffects(std::optional<EffectState> state,
                                                    const std::optional<CaseId>& case_id,
                                                    const PageRequest& page) {
  return Read([&](Database& database) { return ListEffectRows(database, state, case_id, page); });
}

Status StoreImpl::MarkEffect(const EffectId& id,
                             EffectState state,
                             const std::string& receiver_reference,
                             const std::string& error_code,
                             Instant next_attempt_at,
                             const std::string& request_id,
                             const AuditEvent& audit,
                             Instant now) {
  const EffectMark mark{.id = id,
                        .state = state,
                        .receiver_reference = receiver_reference,
                        .error_code = error_code,
                        .next_attempt_at = next_attempt_at,
                        .request_id = request_id,
                        .audit = audit};
  return engine_->Write([&](Database& database) { return MarkEffectRow(database, mark, now); });
}

StatusOr<Control> StoreImpl::GetControl() {
  return Read([](Database& database) { return ReadControl(database); });
}

StatusOr<Control> StoreImpl::SetPause(bool paused,
                                      const std::string& reason,
                                      const std::string& request_id,
                                      const AuditEvent& audit,
                                      Instant now) {
  const PauseChange change{
      .paused = paused, .reason = reason, .request_id = request_id, .audit = audit};
  return Write([&](Database& database) { return PutPause(database, change, now); });
}

StatusOr<Control> StoreImpl::SetMode(const ModeOverride& mode,
                                     const std::string& request_id,
                                     const AuditEvent& audit,
                                     Instant now) {
  return Write([&](Database& database) { return PutMode(database, mode, request_id, audit, now); });
}

StatusOr<int> StoreImpl::CountUndeliveredEffects() {
  return Read([](Database& database) { return CountUndelivered(database); });
}

StatusOr<std::vector<StateCount>> StoreImpl::CountStates() {
  return Read([](Database& database) { return CountCaseStates(database); });
}

StatusOr<std::optional<RequestRecord>> StoreImpl::FindRequest(const std::string& request_id) {
  return Read([&](Database& database) { return sql::FindRequest(database, request_id); });
}

Status StoreImpl::AppendAudit(const AuditEvent& event, Instant now) {
  return engine_->Write([&](Database& database) { return sql::AppendAudit(database, event, now); });
}

StatusOr<std::vector<AuditRecord>> StoreImpl::ReadAudit(std::int64_t from_sequence, int limit) {
  return Read([&](Database& database) { return sql::ReadAudit(database, from_sequence, limit); });
}

StatusOr<Page<AuditRecord>> StoreImpl::ListAudit(const std::string& subject,
                                                 const PageRequest& page) {
  return Read([&](Database& database) { return sql::ListAuditRows(database, subject, page); });
}

StatusOr<AuditHead> StoreImpl::GetAuditHead() {
  return Read([](Database& database) { return sql::GetAuditHead(database); });
}

Status StoreImpl::KeepPolicySet(const std::string& sha256,
                                const std::string& version,
                                const std::string& content,
                                Instant now) {
  const KeptPolicySet set{.sha256 = sha256, .version = version, .content = content};
  return engine_->Write([&](Database& database) { return PutPolicySet(database, set, now); });
}

StatusOr<std::string> StoreImpl::AssessedInput(const CaseId& id) {
  return Read([&](Database& database) { return ReadInput(database, id); });
}

Status StoreImpl::TakePolicySet(const KeptPolicySet& set,
                                const std::string& replaced,
                                const std::string& request_id,
                                const AuditEvent& audit,
                                Instant now) {
  return engine_->Write([&](Database& database) {
    return sql::TakePolicySet(database, set, replaced, request_id, audit, now);
  });
}

StatusOr<KeptPolicySet> StoreImpl::FindPolicySet(const std::string& sha256) {
  return Read([&](Database& database) { return sql::FindPolicySet(database, sha256); });
}

Status StoreImpl::CheckHealth(Instant now) {
  if (vault_ != nullptr) vault_->DropOld();
  DM_RETURN_IF_ERROR(GetControl().status());
  return engine_->Write([&](Database& database) {
    // The count makes it a write even within one millisecond: SQLite writes no row that stays the
    // same.
    return database.Run("UPDATE store SET health_at_ms = ?1, health_checks = health_checks + 1",
                        now.unix_ms());
  });
}

StatusOr<Page<Message>> StoreImpl::ListMessages(const MessageFilter& filter,
                                                const PageRequest& page) {
  return Read([&](Database& database) { return ListMessageRows(database, filter, page); });
}

StatusOr<Message> StoreImpl::GetMessage(const MessageId& id) {
  return Read([&](Database& database) { return ReadMessage(database, id); });
}

StatusOr<int> StoreImpl::CountUnread(const HouseholdId& household) {
  return Read([&](Database& database) { return CountUnreadMessages(database, household); });
}

Status StoreImpl::MarkMessageRead(const MessageId& id,
                                  const std::string& reader,
                                  const std::string& request_id,
                                  const AuditEvent& audit,
                                  Instant now) {
  return engine_->Write(
      [&](Database& database) { return MarkRead(database, id, reader, request_id, audit, now); });
}

Status StoreImpl::KeepMessage(const Message& message,
                              const std::vector<Effect>& effects,
                              const std::string& request_id,
                              const AuditEvent& audit,
                              Instant now) {
  return engine_->Write([&](Database& database) {
    return KeepMessageRow(database, message, effects, request_id, audit, now);
  });
}

Status StoreImpl::KeepLateDocument(const LateDocument& late,
                                   const std::vector<Effect>& effects,
                                   const std::string& request_id,
                                   const AuditEvent& audit,
                                   Instant now) {
  return engine_->Write([&](Database& database) {
    return KeepLateDocumentRow(database, late, effects, request_id, audit, now);
  });
}

StatusOr<std::vector<LateDocument>> StoreImpl::LateDocuments(const HouseholdId& household) {
  return Read([&](Database& database) { return ListLateDocuments(database, household); });
}

}  // namespace dm::sql
