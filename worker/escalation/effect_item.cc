#include "worker/escalation/effect_item.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "worker/escalation/make_escalation.h"
#include "worker/ports/ended_case.h"

namespace dm::escalation {
namespace {

constexpr int kPage = 200;
// Where ParkedEscalate puts them.
constexpr char kTechnicalQueue[] = "Q-19";
constexpr char kProtectedQueue[] = "Q-05";
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
  reason.code = std::string(kEffectReasons) + (effect.refused ? "REFUSED." : "UNKNOWN.") +
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
  Escalate escalate = ParkedEscalate(record, std::string(kEffectReasons));
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
    const bool stays = record.state == CaseState::kDecided || IsTerminal(record.state);
    if (!leaves && !stays) return std::nullopt;
    if (leaves) change.to = CaseState::kEscalated;
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
  return IsAboutEffectsAlone(item);
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

namespace {

StatusOr<bool> HasUndelivered(Store& store, const CaseId& id) {
  for (const EffectState state :
       {EffectState::kPending, EffectState::kSent, EffectState::kRefused}) {
    DM_ASSIGN_OR_RETURN(const Page<StoredEffect> found,
                        store.ListEffects(state, id, {.limit = 1, .after = ""}));
    if (!found.items.empty()) return true;
  }
  return false;
}

StatusOr<bool> EndOfEndedCase(Store& store,
                              const Escalation& item,
                              const std::string& worker,
                              Instant now) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store.GetCase(item.case_id));
  if (!IsTerminal(record.state)) return false;
  DM_ASSIGN_OR_RETURN(const bool undelivered, HasUndelivered(store, record.id));
  std::optional<Escalation> ended = EndEffectItem(record, now);
  if (undelivered || !ended) return false;
  CaseChange change;
  change.case_id = record.id;
  change.to = record.state;
  change.expected_version = record.version;
  change.escalation = std::move(ended);
  change.audit.actor_kind = ActorKind::kWorker;
  change.audit.actor = worker;
  change.audit.action = "effect_item_ended";
  change.audit.subject = record.id.value();
  const Status applied = store.Apply(change, now).status();
  // A person has it in hand: it ends at the next look.
  if (applied.code() == StatusCode::kAborted) return false;
  DM_RETURN_IF_ERROR(applied);
  return true;
}

}  // namespace

StatusOr<int> EndItemsOfEndedCases(Store& store,
                                   const std::string& worker,
                                   Instant now,
                                   EffectItems where) {
  EscalationFilter filter;
  if (where == EffectItems::kNotMoved) filter.queues = {kTechnicalQueue, kProtectedQueue};
  filter.include_restricted = true;
  filter.now = now;
  std::vector<Escalation> about;
  PageRequest page{.limit = kPage, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<Escalation> found, store.ListEscalations(filter, page));
    std::ranges::copy_if(found.items, std::back_inserter(about), IsAboutEffects);
    page.after = found.next;
  } while (!page.after.empty());
  int ended = 0;
  for (const Escalation& item : about) {
    DM_ASSIGN_OR_RETURN(const bool is_over, EndOfEndedCase(store, item, worker, now));
    ended += is_over ? 1 : 0;
  }
  return ended;
}

}  // namespace dm::escalation
