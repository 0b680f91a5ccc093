#include "worker/escalation/effect_item.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "worker/escalation/make_escalation.h"

namespace dm::escalation {
namespace {

constexpr char kPrefix[] = "EFFECT.";
// A case that changes under the hand is read again so often.
constexpr int kTriesMax = 5;

const char* SwedishKind(EffectKind kind) {
  switch (kind) {
    case EffectKind::kDecision:
      return "beslutet";
    case EffectKind::kLetter:
      return "brevet";
    case EffectKind::kPaymentOrder:
      return "betalningsuppdraget";
    case EffectKind::kMeetingRequest:
      return "mötesförfrågan";
    case EffectKind::kCompletionRequest:
      return "begäran om komplettering";
    case EffectKind::kNotice:
      return "aviseringen";
    case EffectKind::kJournalNote:
      return "journalanteckningen";
  }
  return "uppdraget";
}

Reason ReasonOf(const UndeliverableEffect& effect, const std::string& queue) {
  Reason reason;
  reason.code = std::string(kPrefix) + (effect.refused ? "REFUSED." : "UNKNOWN.") +
                EffectKindCode(effect.kind);
  const std::string what = SwedishKind(effect.kind);
  const std::string code = effect.code.empty() ? "" : " (kod " + effect.code + ")";
  reason.text =
      effect.refused
          ? "Mottagaren har sagt nej till " + what + code +
                ". Rätta felet och skicka igen, eller ange var det har ordnats på annat sätt."
          : "Det går inte att få veta om mottagaren har fått " + what + code +
                ". Kontrollera hos mottagaren innan något görs om.";
  reason.queue = queue;
  return reason;
}

bool IsOpen(const std::optional<Escalation>& item) {
  return item &&
         (item->state == EscalationState::kOpen || item->state == EscalationState::kClaimed);
}

bool HasReason(const Escalation& item, const Reason& reason) {
  return std::ranges::any_of(item.routing.reasons, [&reason](const Reason& one) {
    return one.code == reason.code && one.text == reason.text;
  });
}

// Nothing where there is nothing to change.
std::optional<CaseChange> ChangeFor(const CaseRecord& record,
                                    const UndeliverableEffect& effect,
                                    Instant now) {
  Escalate escalate = ParkedEscalate(record, kPrefix);
  const Reason reason = ReasonOf(effect, escalate.routing.reasons.front().queue);
  CaseChange change;
  change.case_id = record.id;
  change.to = record.state;
  if (IsOpen(record.escalation)) {
    if (HasReason(*record.escalation, reason)) return std::nullopt;
    change.escalation = record.escalation;
    change.escalation->routing.reasons.push_back(reason);
    ++change.escalation->version;
  } else {
    const bool leaves = IsTransition(record.state, CaseState::kEscalated);
    if (!leaves && record.state != CaseState::kDecided) return std::nullopt;
    if (leaves) change.to = CaseState::kEscalated;
    if (record.escalation && record.escalation->routing.access > escalate.routing.access)
      escalate.routing.access = record.escalation->routing.access;
    escalate.routing.reasons = {reason};
    change.escalation = MakeEscalation(record, escalate, now);
    change.release_claim = true;
  }
  change.expected_version = record.version;
  return change;
}

}  // namespace

Status PutEffectOnDesk(Store& store,
                       const UndeliverableEffect& effect,
                       const std::string& worker,
                       Instant now) {
  Status applied;
  for (int i = 0; i < kTriesMax; ++i) {
    DM_ASSIGN_OR_RETURN(const CaseRecord record, store.GetCase(effect.case_id));
    std::optional<CaseChange> change = ChangeFor(record, effect, now);
    if (!change) return OkStatus();
    change->audit = {.actor_kind = ActorKind::kWorker,
                     .actor = worker,
                     .mandate = "",
                     .action = "effect_put_on_desk",
                     .subject = record.id.value(),
                     .detail = "effect=" + effect.id.value() +
                               (effect.code.empty() ? "" : " code=" + effect.code),
                     .request_sha256 = ""};
    applied = store.Apply(*change, now).status();
    if (applied.code() != StatusCode::kAborted) return applied;
  }
  return applied;
}

bool IsAboutEffects(const Escalation& item) {
  const std::vector<Reason>& reasons = item.routing.reasons;
  return !item.waiting && !reasons.empty() && std::ranges::all_of(reasons, [](const Reason& one) {
    return one.code.starts_with(kPrefix);
  });
}

std::optional<Escalation> EndEffectItem(const CaseRecord& record, Instant now) {
  if (!IsOpen(record.escalation)) return std::nullopt;
  if (!IsAboutEffects(*record.escalation)) return std::nullopt;
  std::optional<Escalation> ended = record.escalation;
  ended->state = EscalationState::kWithdrawn;
  ended->ended_at = now;
  ended->claimed_until.reset();
  ++ended->version;
  return ended;
}

}  // namespace dm::escalation
