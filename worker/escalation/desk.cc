#include "worker/escalation/desk.h"

#include <algorithm>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/escalation/calls.h"
#include "worker/escalation/effect_item.h"
#include "worker/ports/case_access.h"
#include "worker/ports/repeat.h"

namespace dm::escalation {
namespace {

// A human's decision that waits for attest is always shown; the worker's own only from `propose`
// up.
bool ShowsSuggestion(const Escalation& escalation) {
  if (!escalation.suggested) return false;
  return escalation.suggested->kind == DecisionKind::kHuman || escalation.mode == Mode::kPropose ||
         escalation.mode == Mode::kDecide;
}

}  // namespace

bool IsEnded(const Escalation& escalation) {
  return escalation.state == EscalationState::kDecided ||
         escalation.state == EscalationState::kWithdrawn;
}

bool IsCorrection(const Escalation& escalation) {
  return escalation.waiting && escalation.waiting->decision.corrects > 0;
}

Escalation Opened(Escalation escalation) {
  escalation.state = EscalationState::kOpen;
  escalation.handler.clear();
  escalation.claimed_until.reset();
  return escalation;
}

Status CheckHolds(const Escalation& escalation, const std::string& handler, Instant now) {
  const bool theirs =
      escalation.state == EscalationState::kClaimed && escalation.handler == handler;
  if (theirs && !HasLapsed(escalation, now)) return OkStatus();
  if (theirs)
    return FailedPrecondition(
        "the claim has run out",
        {"CLAIM_EXPIRED", "handler", "read the item again and claim it anew: it may have changed"});
  return FailedPrecondition(
      "the caseworker does not hold the case",
      {"NOT_CLAIMED", "handler", "claim the case first; an earlier claim may have lapsed"});
}

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

Status Stale(const CaseRecord& record) {
  return MakeStatus(StatusCode::kAborted,
                    "the case has changed since it was read: " + StandingOf(record),
                    {"STALE_VERSION", "expected_version", "read it again and repeat"});
}

StatusOr<HeldItem> Desk::Find(const CallContext& context,
                              const EscalationId& id,
                              const std::string& actor) const {
  const StatusOr<Escalation> escalation = store_.GetEscalation(id);
  if (!escalation.ok()) {
    if (escalation.status().code() == StatusCode::kNotFound) return NoSuchEscalation();
    return escalation.status();
  }
  DM_ASSIGN_OR_RETURN(CaseRecord record, store_.GetCase(escalation->case_id));
  // An earlier escalation may be older than the mark that made the case restricted.
  const std::shared_ptr<const StaffDirectory> list = staff();
  DM_ASSIGN_OR_RETURN(const AccessClass of_case, AccessNow(store_, record));
  for (const AccessClass access : {escalation->routing.access, of_case}) {
    const bool visible =
        context.MaySee(access) && (actor.empty() || StaffMaySee(*list, actor, access));
    if (!visible) return NoSuchEscalation();
  }
  // What the case holds now: the two reads may stand on either side of a change.
  HeldItem held{std::move(record), *escalation};
  if (held.record.escalation && held.record.escalation->id == id)
    held.escalation = *held.record.escalation;
  return held;
}

StatusOr<HeldItem> Desk::FindOpen(const CallContext& context,
                                  const EscalationId& id,
                                  std::int64_t expected_version,
                                  const std::string& actor) const {
  DM_ASSIGN_OR_RETURN(HeldItem held, Find(context, id, actor));
  const bool on_desk = IsPersonsTurn(held.record.state) || IsCorrection(held.escalation) ||
                       IsAboutEffects(held.escalation);
  if (IsEnded(held.escalation) || !on_desk)
    return FailedPrecondition(
        "the escalation has ended: " + StandingOf(held.record),
        {"ESCALATION_ENDED", "escalation", "read the case: it was decided or worked on anew"});
  if (held.escalation.version != expected_version) return Stale(held.record);
  return held;
}

StatusOr<CaseRecord> Desk::FindCase(const CallContext& context,
                                    const CaseId& id,
                                    const std::string& actor) const {
  DM_ASSIGN_OR_RETURN(CaseRecord record, FindVisibleCase(store_, context, id));
  DM_ASSIGN_OR_RETURN(const AccessClass access, AccessNow(store_, record));
  if (!actor.empty() && !StaffMaySee(*staff(), actor, access)) return NoSuchCase();
  return record;
}

Status Desk::Apply(const CallContext& context, const CaseChange& change) const {
  Status applied =
      OrRepeated(store_, context, change.audit.action, store_.Apply(change, clock_.Now()).status());
  if (applied.ok()) return applied;
  const std::string reason = DetailOf(applied).reason;
  if (reason != "STALE_VERSION" && reason != "CASE_ENDED" && reason != "TRANSITION_REFUSED")
    return applied;
  const StatusOr<CaseRecord> record = store_.GetCase(change.case_id);
  return record.ok() ? Stale(*record) : applied;
}

StatusOr<Escalation> Desk::Put(const CallContext& context,
                               const CaseRecord& record,
                               const Escalation& changed,
                               const AuditEvent& audit) const {
  CaseChange change = ChangeOf(context, record, audit);
  change.escalation = changed;
  change.audit.detail = "escalation=" + changed.id.value() +
                        (audit.detail.empty() ? std::string() : " " + audit.detail);
  DM_RETURN_IF_ERROR(Apply(context, change));
  DM_ASSIGN_OR_RETURN(Escalation stored, store_.GetEscalation(changed.id));
  return Shown(std::move(stored));
}

Escalation Desk::Shown(Escalation escalation) const {
  if (HasLapsed(escalation, clock_.Now())) escalation = Opened(std::move(escalation));
  if (!ShowsSuggestion(escalation)) escalation.suggested.reset();
  escalation.act_by = escalation.routing.critical_date;
  if (!escalation.month || !parts_.must_see) return escalation;
  const StatusOr<Date> run = parts_.must_see(*escalation.month, *parts_.policy());
  if (run.ok() && (!escalation.act_by || *run < *escalation.act_by)) escalation.act_by = *run;
  return escalation;
}

std::optional<Month> Desk::MustSeeMonth() const {
  if (!parts_.must_see) return std::nullopt;
  // Money for a month is paid the month before it, so that the run of the next month is the last
  // that can be near.
  constexpr int kAhead = 2;
  constexpr int kBack = 2;
  const Date today = Today();
  const std::shared_ptr<const PolicySet> policy = parts_.policy();
  for (int ahead = kAhead; ahead >= -kBack; --ahead) {
    const Month month = Month::Of(today).PlusMonths(ahead);
    const StatusOr<Date> day = parts_.must_see(month, *policy);
    if (day.ok() && *day <= today) return month;
  }
  return std::nullopt;
}

}  // namespace dm::escalation
