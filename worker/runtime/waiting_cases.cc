#include "worker/runtime/waiting_cases.h"

#include <algorithm>
#include <array>
#include <utility>

#include "worker/core/digest.h"
#include "worker/ports/case_access.h"
#include "worker/ports/repeat.h"

namespace dm {
namespace {

constexpr char kRetried[] = "retry_requested";
constexpr int kPageMax = 200;
constexpr std::size_t kIdDigits = 40;
constexpr char kCursorMark = '|';

CaseChange RetryChange(const CallContext& context,
                       const CaseId& case_id,
                       std::int64_t version,
                       const std::string& actor,
                       Instant now) {
  CaseChange change;
  change.case_id = case_id;
  change.expected_version = version;
  change.to = CaseState::kWaitingSource;
  change.due_at = now;
  change.audit.actor_kind = ActorKind::kPerson;
  change.audit.actor = actor;
  change.audit.action = kRetried;
  change.audit.subject = case_id.value();
  change.audit.detail = "caller=" + context.caller;
  change.audit.request_sha256 = context.content_sha256;
  return change;
}

StatusOr<RetriedCases> RetryOne(Store& store,
                                const CallContext& context,
                                const CaseId& case_id,
                                const std::string& actor,
                                Instant now) {
  DM_ASSIGN_OR_RETURN(const CaseRecord record, FindVisibleCase(store, context, case_id));
  DM_ASSIGN_OR_RETURN(const auto earlier, FindRepeat(store, context, kRetried));
  if (earlier.has_value()) return RetriedCases{.cases = {case_id}, .more = false};
  if (record.state != CaseState::kWaitingSource) {
    return FailedPrecondition("the case does not wait for a register",
                              {.reason = "CASE_NOT_WAITING",
                               .field = "case_id",
                               .remedy = "read the case: its state says what comes next"});
  }
  CaseChange change = RetryChange(context, case_id, record.version, actor, now);
  change.request_id = context.request_id;
  DM_RETURN_IF_ERROR(store.Apply(change, now).status());
  return RetriedCases{.cases = {case_id}, .more = false};
}

// The call's own id stands for one change; each case of a call for all gets its own made of it.
std::string RequestIdOf(const CallContext& context, const CaseId& case_id) {
  return "retry-" + Sha256Hex(context.request_id + "/" + case_id.value()).substr(0, kIdDigits);
}

// False when the case has moved on meanwhile: it does not wait any more, or is being asked for.
StatusOr<bool> RetryIfWaiting(Store& store,
                              const CallContext& context,
                              const CaseSummary& summary,
                              const std::string& actor,
                              Instant now) {
  const StatusOr<CaseRecord> record = FindVisibleCase(store, context, summary.id);
  if (record.status().code() == StatusCode::kNotFound) return false;
  DM_RETURN_IF_ERROR(record.status());
  if (record->state != CaseState::kWaitingSource) return false;
  CaseChange change = RetryChange(context, summary.id, record->version, actor, now);
  change.request_id = RequestIdOf(context, summary.id);
  const Status applied = store.Apply(change, now).status();
  if (applied.code() == StatusCode::kAlreadyExists) return true;  // a repeat of this call
  if (applied.code() == StatusCode::kAborted) return false;
  DM_RETURN_IF_ERROR(applied);
  return true;
}

StatusOr<RetriedCases> RetryAll(Store& store,
                                const CallContext& context,
                                const std::string& actor,
                                Instant now) {
  RetriedCases retried;
  CaseFilter waiting;
  waiting.state = CaseState::kWaitingSource;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<CaseSummary> found, store.ListCases(waiting, page));
    for (const CaseSummary& one : found.items) {
      if (retried.cases.size() == kRetryCasesMax) {
        retried.more = true;
        return retried;
      }
      DM_ASSIGN_OR_RETURN(const bool done, RetryIfWaiting(store, context, one, actor, now));
      if (done) retried.cases.push_back(one.id);
    }
    page.after = found.next;
  } while (!page.after.empty());
  return retried;
}

// ---- Stuck

constexpr char kWorker[] = "worker";

constexpr std::array kWorkersStates = {CaseState::kReceived,
                                       CaseState::kRegistered,
                                       CaseState::kWaitingSource,
                                       CaseState::kFetched,
                                       CaseState::kEvaluated,
                                       CaseState::kDecided};

std::vector<Source> SilentSources(const EvidenceSet& evidence) {
  std::vector<Source> silent;
  for (const PersonEvidence& person : evidence.persons) {
    for (const SourceAnswer& answer : person.answers) {
      const bool waits = MayHelpToAskAgain(answer.state) || answer.code.rfind("HELD.", 0) == 0;
      if (waits && std::ranges::find(silent, answer.source) == silent.end())
        silent.push_back(answer.source);
    }
  }
  std::ranges::sort(silent);
  return silent;
}

bool IsOlder(Instant at, std::int64_t ms, Instant now) {
  return at.PlusMs(ms) < now;
}

// The first effect of the case that is not delivered: what holds the rest.
StatusOr<std::optional<StoredEffect>> HeldBy(Store& store, const CaseId& id) {
  std::optional<StoredEffect> first;
  PageRequest page{.limit = kPageMax, .after = ""};
  do {
    DM_ASSIGN_OR_RETURN(const Page<StoredEffect> found, store.ListEffects({}, id, page));
    for (const StoredEffect& one : found.items) {
      if (one.state == EffectState::kDelivered) continue;
      if (!first || one.effect.order < first->effect.order) first = one;
    }
    page.after = found.next;
  } while (!page.after.empty());
  return first;
}

// A refusal is told at once; the rest only when it takes longer than it should.
StatusOr<std::optional<StuckCase>> StuckDecided(Store& store,
                                                const CaseRecord& record,
                                                StuckCase stuck,
                                                Instant now) {
  DM_ASSIGN_OR_RETURN(const std::optional<StoredEffect> held, HeldBy(store, record.id));
  const bool refused = held && held->state == EffectState::kRefused;
  if (!refused && !IsOlder(record.updated_at, kWorkDelayedMs, now))
    return std::optional<StuckCase>();
  stuck.reason = "EFFECTS_NOT_DELIVERED";
  stuck.responsible = kWorker;
  if (held) {
    stuck.effect = held->effect.id;
    stuck.code = held->last_error;
    stuck.due_at = held->next_attempt_at;
    if (held->state == EffectState::kSent) {
      stuck.reason = "EFFECT_UNKNOWN";
      stuck.responsible = "receiver";
    }
  }
  if (refused) stuck.reason = "EFFECT_REFUSED";
  const bool on_desk = record.escalation && !record.escalation->ended_at;
  if (on_desk) stuck.responsible = record.escalation->routing.queue;
  if (refused && !on_desk) stuck.responsible = "operations";
  return std::optional<StuckCase>(std::move(stuck));
}

std::optional<StuckCase> StuckOf(const CaseSummary& summary,
                                 const CaseRecord& record,
                                 Instant now) {
  StuckCase stuck;
  stuck.summary = summary;
  stuck.due_at = record.due_at;
  stuck.responsible = kWorker;
  if (IsOlder(record.due_at, kWorkDelayedMs, now)) {
    stuck.reason = "WORK_DELAYED";
    return stuck;
  }
  if (record.state != CaseState::kWaitingSource) return std::nullopt;
  if (!IsOlder(record.received_at, kSourceSilentMs, now)) return std::nullopt;
  stuck.reason = "SOURCE_SILENT";
  stuck.responsible = "register";
  stuck.sources = SilentSources(record.evidence);
  return stuck;
}

struct Cursor {
  std::size_t state = 0;  // index into kWorkersStates
  std::string after;
};

// "2|<the store's own cursor>".
StatusOr<Cursor> ParseCursor(const std::string& text) {
  if (text.empty()) return Cursor{};
  const std::size_t mark = text.find(kCursorMark);
  const bool good = mark == 1 && text[0] >= '0' &&
                    static_cast<std::size_t>(text[0] - '0') < kWorkersStates.size();
  if (!good) {
    return InvalidArgument("the page token is not one of this list",
                           {.reason = "PAGE_TOKEN_INVALID",
                            .field = "page_token",
                            .remedy = "begin again without a token"});
  }
  return Cursor{static_cast<std::size_t>(text[0] - '0'), text.substr(mark + 1)};
}

std::string NextCursor(Cursor cursor, const std::string& after) {
  if (after.empty()) ++cursor.state;
  if (cursor.state == kWorkersStates.size()) return "";
  return std::to_string(cursor.state) + kCursorMark + after;
}

}  // namespace

StatusOr<RetriedCases> RetryWaiting(Store& store,
                                    const CallContext& context,
                                    const RetryRequest& request,
                                    Instant now) {
  if (request.case_id.has_value())
    return RetryOne(store, context, *request.case_id, request.actor, now);
  return RetryAll(store, context, request.actor, now);
}

StatusOr<Page<StuckCase>> FindStuck(Store& store,
                                    const CallContext& context,
                                    const PageRequest& page,
                                    Instant now) {
  DM_ASSIGN_OR_RETURN(const Cursor cursor, ParseCursor(page.after));
  CaseFilter filter;
  filter.state = kWorkersStates[cursor.state];
  DM_ASSIGN_OR_RETURN(
      const Page<CaseSummary> found,
      ListVisibleCases(store, context, filter, {.limit = page.limit, .after = cursor.after}));
  Page<StuckCase> stuck;
  for (const CaseSummary& summary : found.items) {
    const bool decided = filter.state == CaseState::kDecided;
    if (!decided && !IsOlder(summary.received_at, kWorkDelayedMs, now)) continue;
    const StatusOr<CaseRecord> record = FindVisibleCase(store, context, summary.id);
    if (record.status().code() == StatusCode::kNotFound) continue;
    DM_RETURN_IF_ERROR(record.status());
    std::optional<StuckCase> one;
    if (decided) {
      StuckCase begun;
      begun.summary = summary;
      DM_ASSIGN_OR_RETURN(one, StuckDecided(store, *record, std::move(begun), now));
    } else {
      one = StuckOf(summary, *record, now);
    }
    if (one.has_value()) stuck.items.push_back(*std::move(one));
  }
  stuck.next = NextCursor(cursor, found.next);
  return stuck;
}

}  // namespace dm
