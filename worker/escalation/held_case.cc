#include "worker/escalation/held_case.h"

#include "worker/escalation/calls.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

Status NoSuchEscalation() {
  return MakeStatus(StatusCode::kNotFound,
                    "no escalation has this id",
                    {"ESCALATION_NOT_FOUND", "escalation", "list the escalations again"});
}

bool IsEnded(const Escalation& escalation) {
  return escalation.state == EscalationState::kDecided ||
         escalation.state == EscalationState::kWithdrawn;
}

Status Stale(const CaseRecord& record) {
  return MakeStatus(StatusCode::kAborted,
                    "the case has changed since it was read: " + StandingOf(record),
                    {"STALE_VERSION", "expected_version", "read it again and repeat"});
}

}  // namespace

std::string StandingOf(const CaseRecord& record) {
  std::string text = std::string("it is ") + CaseStateCode(record.state) + ", version " +
                     std::to_string(record.version) + ", changed at " +
                     record.updated_at.ToString();
  if (!record.decisions.empty()) {
    const Decision& last = record.decisions.back();
    text += std::string("; decided ") + OutcomeCode(last.outcome) + " (version " +
            std::to_string(last.version) + ") by " + last.decided_by + " at " +
            last.decided_at.ToString();
  }
  if (!record.escalation || !IsPersonsTurn(record.state)) return text;
  const Escalation& escalation = *record.escalation;
  text += "; the item is version " + std::to_string(escalation.version) + ", " +
          EscalationStateCode(escalation.state);
  if (!escalation.handler.empty()) text += " by " + escalation.handler;
  if (escalation.waiting && !escalation.waiting->returned)
    text += "; a decision by " + escalation.waiting->decision.decided_by +
            " waits for attest since " + escalation.waiting->since.ToString();
  return text;
}

StatusOr<HeldCase> FindHeld(Store& store, const CallContext& context, const EscalationId& id) {
  const StatusOr<Escalation> escalation = store.GetEscalation(id);
  if (!escalation.ok()) {
    if (escalation.status().code() == StatusCode::kNotFound) return NoSuchEscalation();
    return escalation.status();
  }
  if (escalation->routing.access != AccessClass::kOpen && !context.cleared)
    return NoSuchEscalation();
  DM_ASSIGN_OR_RETURN(CaseRecord record, store.GetCase(escalation->case_id));
  // An earlier escalation may be older than the mark that made the case restricted.
  if (IsRestricted(record) && !context.cleared) return NoSuchEscalation();
  // What the case holds now: the two reads may stand on either side of a change.
  HeldCase held{std::move(record), *escalation};
  if (held.record.escalation && held.record.escalation->id == id)
    held.escalation = *held.record.escalation;
  return held;
}

StatusOr<HeldCase> FindOpenHeld(Store& store,
                                const CallContext& context,
                                const EscalationId& id,
                                std::int64_t expected_version) {
  DM_ASSIGN_OR_RETURN(HeldCase held, FindHeld(store, context, id));
  if (IsEnded(held.escalation) || !IsPersonsTurn(held.record.state))
    return FailedPrecondition(
        "the escalation has ended: " + StandingOf(held.record),
        {"ESCALATION_ENDED", "escalation", "read the case: it was decided or worked on anew"});
  if (held.escalation.version != expected_version) return Stale(held.record);
  return held;
}

StatusOr<CaseRecord> FindCaseFor(Store& store, const CallContext& context, const CaseId& id) {
  StatusOr<CaseRecord> record = store.GetCase(id);
  const bool hidden = record.ok() && IsRestricted(*record) && !context.cleared;
  if (record.ok() && !hidden) return record;
  if (!record.ok() && record.status().code() != StatusCode::kNotFound) return record;
  return MakeStatus(StatusCode::kNotFound,
                    "no case has this id",
                    {"CASE_NOT_FOUND", "case_id", "list the cases again"});
}

Status ApplyChange(Store& store,
                   const CallContext& context,
                   const CaseChange& change,
                   Instant now) {
  const StatusOr<std::int64_t> version = store.Apply(change, now);
  if (version.ok()) return OkStatus();
  const auto repeated = FindRepeat(store, context, change.audit.action);
  if (repeated.ok() && repeated->has_value()) return OkStatus();
  const std::string reason = DetailOf(version.status()).reason;
  if (reason != "STALE_VERSION" && reason != "CASE_ENDED" && reason != "TRANSITION_REFUSED")
    return version.status();
  const StatusOr<CaseRecord> record = store.GetCase(change.case_id);
  return record.ok() ? Stale(*record) : version.status();
}

}  // namespace dm::escalation
