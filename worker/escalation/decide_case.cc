// The part of EscalationService that decides.
#include <algorithm>
#include <utility>

#include "worker/escalation/attest.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/escalation_service.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

// Also when it waits for attest: one call, one name, so that a repeat is known.
constexpr char kDecided[] = "human_decision_made";

std::string AuditDetail(const Decision& decision, const Escalation& escalation) {
  return "escalation=" + escalation.id.value() + " version=" + std::to_string(decision.version) +
         " policy=" + decision.policy_sha256;
}

bool EndsCase(Outcome outcome) {
  return outcome == Outcome::kAvskrivning || outcome == Outcome::kAvvisning;
}

}  // namespace

StatusOr<CaseRecord> EscalationService::Decide(const CallContext& context,
                                               const HumanDecision& decision) {
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store_, context, kDecided));
  if (earlier) {
    DM_ASSIGN_OR_RETURN(const Held held, Find(context, decision.escalation));
    return held.record;
  }
  DM_RETURN_IF_ERROR(CheckHandler(decision.handler));
  DM_ASSIGN_OR_RETURN(const Held held,
                      FindOpen(context, decision.escalation, decision.expected_version));
  DM_RETURN_IF_ERROR(CheckHolds(held.escalation, decision.handler, clock_.Now()));
  DM_ASSIGN_OR_RETURN(const std::optional<Frame> frame,
                      store_.LatestFrame(held.record.application.household));
  DM_ASSIGN_OR_RETURN(const MonthSoFar month, MonthOf(held.record));
  DM_ASSIGN_OR_RETURN(const Decision made,
                      MakeHumanDecision({held.record,
                                         decision,
                                         frame,
                                         *parts_.policy(),
                                         parts_.pay_day,
                                         clock_.Now(),
                                         month.last_version,
                                         month.granted_elsewhere}));
  return StoreDecision(context, held, decision, made);
}

StatusOr<EscalationService::MonthSoFar> EscalationService::MonthOf(const CaseRecord& record) {
  CaseFilter filter;
  filter.household = record.application.household;
  filter.month = record.application.month;
  PageRequest page;
  MonthSoFar so_far;
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> cases, store_.ListCases(filter, page));
    for (const CaseSummary& summary : cases.items) {
      DM_ASSIGN_OR_RETURN(const CaseRecord other, store_.GetCase(summary.id));
      for (const Decision& decision : other.decisions) {
        so_far.last_version = std::max(so_far.last_version, decision.version);
        if (other.id != record.id && !decision.granted.is_zero()) so_far.granted_elsewhere = true;
      }
    }
    page.after = cases.next;
  } while (!page.after.empty());
  return so_far;
}

StatusOr<CaseRecord> EscalationService::StoreDecision(const CallContext& context,
                                                      const Held& held,
                                                      const HumanDecision& said,
                                                      const Decision& decision) {
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  AuditEvent audit = AuditOf(context, said.handler, kDecided);
  audit.mandate = said.mandate;
  CaseChange change = ChangeOf(context, held.record, audit);
  change.audit.detail = AuditDetail(decision, held.escalation);
  DM_ASSIGN_OR_RETURN(const Attest attest,
                      AttestOf(held.escalation, decision, held.record.application.month, *policy));
  if (attest == Attest::kNeeded) {
    change.escalation = AwaitAttest(held.escalation, decision);
    change.audit.detail += " attest=awaited";
  } else {
    change.to = EndsCase(decision.outcome) ? CaseState::kWrittenOff : CaseState::kDecided;
    change.decision = decision;
    change.escalation = held.escalation;
    change.escalation->state = EscalationState::kDecided;
    change.escalation->ended_at = clock_.Now();
    ++change.escalation->version;
    change.due_at = clock_.Now();
    if (attest == Attest::kGiven)
      change.audit.detail += " attest=given first=" + held.escalation.suggested->decided_by;
    DM_ASSIGN_OR_RETURN(change.effects, parts_.effects_of(held.record, decision, *policy));
  }
  DM_RETURN_IF_ERROR(Apply(context, change));
  return store_.GetCase(held.record.id);
}

}  // namespace dm::escalation
