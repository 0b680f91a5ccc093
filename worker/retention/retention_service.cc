#include "worker/retention/retention_service.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/core/digest.h"
#include "worker/core/id.h"
#include "worker/ports/case_access.h"
#include "worker/ports/person_audit.h"
#include "worker/ports/repeat.h"
#include "worker/retention/research.h"

namespace dm::retention {
namespace {

constexpr char kMark[] = "retention";
constexpr char kHoldPlaced[] = "hold_placed";
constexpr char kHoldReleased[] = "hold_released";
constexpr int kFilesAtOnce = 100;
constexpr std::int64_t kPartMs = 5'000;
constexpr std::size_t kPassesMax = 16;
constexpr int kRequestsAtOnce = 500;
constexpr std::size_t kReasonBytesMax = 1'200;
constexpr std::size_t kHoldDigits = 24;
// A longer pause is a worker that stood still, or a clock that has jumped: a person looks first.
constexpr int kRunDaysMax = 31;

// Numbers of RetentionCounts as they stand in the mark and the audit record.
struct Field {
  std::string_view name;
  int RetentionCounts::*value;
};

constexpr std::array kFields = {
    Field{"files", &RetentionCounts::files},
    Field{"due", &RetentionCounts::due},
    Field{"cases", &RetentionCounts::cases},
    Field{"frames", &RetentionCounts::frames},
    Field{"research", &RetentionCounts::research},
    Field{"birth_unknown", &RetentionCounts::birth_unknown},
    Field{"held", &RetentionCounts::held},
    Field{"open", &RetentionCounts::open},
    Field{"overdue", &RetentionCounts::overdue},
};

std::string TextOf(const RetentionCounts& counts) {
  std::string text;
  for (const Field& field : kFields)
    text += " " + std::string(field.name) + "=" + std::to_string(counts.*field.value);
  if (counts.finish_by) text += " finish_by=" + counts.finish_by->ToString();
  return text;
}

std::string_view After(std::string_view text, std::string_view name) {
  const std::string key = " " + std::string(name) + "=";
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = text.substr(at + key.size());
  return rest.substr(0, rest.find(' '));
}

template <typename Number>
Number NumberOf(std::string_view digits) {
  Number number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// What the mark says: the last pass, and when the last one was that erased (0: none).
struct Mark {
  RetentionPass last;
  std::int64_t run_at_ms = 0;
};

Mark ReadMark(const std::string& text) {
  Mark mark;
  mark.last.at = Instant::FromUnixMs(NumberOf<std::int64_t>(After(text, "at")));
  mark.run_at_ms = NumberOf<std::int64_t>(After(text, "run_at"));
  for (const Field& field : kFields)
    mark.last.counts.*field.value = NumberOf<int>(After(text, field.name));
  const StatusOr<Date> finish = Date::Parse(After(text, "finish_by"));
  if (finish.ok()) mark.last.counts.finish_by = *finish;
  return mark;
}

Status ResearchMissing() {
  return FailedPrecondition(
      "the configuration does not say which files research keeps",
      {.reason = "RETENTION_RESEARCH_MISSING",
       .field = "retention.research",
       .remedy = "Set retention.research to whole or days_5_15_25, as 13 kap. 1 § "
                 "socialtjänstförordningen says of the municipality."});
}

Status RequireField(const char* field, bool ok, const char* remedy) {
  if (ok) return OkStatus();
  return InvalidArgument(std::string(field) + ": is missing or has another form",
                         {"FIELD_INVALID", field, remedy});
}

Status CheckActor(const std::string& actor) {
  return RequireField("actor", IsIdText(actor), "give the user id of who decides it");
}

Status UnknownToken() {
  return InvalidArgument(
      "token: is of no look or run that is under way here",
      {"PAGE_TOKEN_INVALID", "token", "begin again without a token; what is erased stays erased"});
}

// The file's last day: the end of the year after the one in which its time was over.
Date FinishBy(Instant last_entry, int years) {
  const Date over = AddMonths(SwedishDate(last_entry), 12 * years);
  return Date::Make(over.year() + 1, 12, 31).value_or(over);
}

}  // namespace

RetentionService::RetentionService(WholeStore& store, const Clock& clock, RetentionParts parts)
    : store_(store), clock_(clock), parts_(std::move(parts)) {}

StatusOr<RetentionService::Limit> RetentionService::LimitNow() {
  Limit limit;
  limit.today = SwedishDate(clock_.Now());
  DM_ASSIGN_OR_RETURN(const ParameterValue years,
                      parts_.policy()->Get("retention.years", limit.today));
  limit.years = static_cast<int>(years.number());
  // The whole day of the last entry counts: five years after the 4th of March is over on the 5th.
  limit.entry_before = StartOfSwedishDay(AddMonths(limit.today, -12 * limit.years));
  return limit;
}

StatusOr<RetentionState> RetentionService::State() {
  DM_ASSIGN_OR_RETURN(const Limit limit, LimitNow());
  RetentionState state{.entry_before = SwedishDate(limit.entry_before),
                       .years = limit.years,
                       .research = parts_.research,
                       .daily = parts_.daily,
                       .last_pass = {}};
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> mark, store_.FindMark(kMark));
  if (mark) state.last_pass = ReadMark(*mark).last;
  return state;
}

// Whether nobody's birth keeps it.
StatusOr<bool> RetentionService::MayGo(const HouseholdFile& file, RetentionCounts& counts) {
  ResearchExemption exemption(parts_.research);
  if (parts_.research == Research::kDays) {
    for (const CaseId& id : file.cases) {
      DM_ASSIGN_OR_RETURN(const CaseRecord record, store_.GetCase(id));
      exemption.Add(record.application);
    }
    PageRequest page{.limit = kFilesAtOnce, .after = ""};
    do {
      DM_ASSIGN_OR_RETURN(const Page<Frame> frames, store_.ListFrames(file.household, page));
      for (const Frame& frame : frames.items) exemption.Add(frame);
      page.after = frames.next;
    } while (!page.after.empty());
  }
  const Kept kept = exemption.Verdict();
  if (kept == Kept::kForResearch) ++counts.research;
  if (kept == Kept::kBirthUnknown) ++counts.birth_unknown;
  return kept == Kept::kNo;
}

Status RetentionService::OneFile(const HouseholdId& household, const Limit& limit, Pass& pass) {
  DM_ASSIGN_OR_RETURN(const HouseholdFile file, store_.ReadFile(household));
  const bool empty = file.cases.empty() && file.frames.empty();
  if (empty || file.last_entry >= limit.entry_before) return OkStatus();
  RetentionCounts& counts = pass.counts;
  ++counts.files;
  if (file.held) {
    ++counts.held;
    return OkStatus();
  }
  const Date finish = FinishBy(file.last_entry, limit.years);
  bool erased = false;
  if (file.open) {
    ++counts.open;
  } else {
    const int unknown = counts.birth_unknown;
    const StatusOr<bool> looked = MayGo(file, counts);
    if (DetailOf(looked.status()).reason == "CASE_ERASED") {
      // Another run was here first: since the file was read there is nothing left of it.
      --counts.files;
      return OkStatus();
    }
    DM_RETURN_IF_ERROR(looked.status());
    const bool may_go = *looked;
    if (!may_go && counts.birth_unknown == unknown) return OkStatus();  // For research.
    if (may_go && pass.does == Does::kErase) {
      const StatusOr<Erasure> done = store_.EraseFile({.file = file,
                                                       .entry_before = limit.entry_before,
                                                       .years = limit.years,
                                                       .research = ResearchCode(parts_.research),
                                                       .policy_sha256 = parts_.policy()->sha256(),
                                                       .actor_kind = pass.actor_kind,
                                                       .actor = pass.actor},
                                                      clock_.Now());
      const std::string reason = done.ok() ? "" : DetailOf(done.status()).reason;
      // Something was written in it, or it was held, since it was read.
      if (reason == "FILE_NOT_DUE" || reason == "FILE_HELD") return OkStatus();
      DM_RETURN_IF_ERROR(done.status());
      erased = true;
    }
    if (may_go) {
      ++counts.due;
      counts.cases += static_cast<int>(file.cases.size());
      counts.frames += static_cast<int>(file.frames.size());
    }
  }
  if (erased) return OkStatus();
  if (finish < limit.today) ++counts.overdue;
  counts.finish_by = std::min(counts.finish_by.value_or(finish), finish);
  return OkStatus();
}

StatusOr<bool> RetentionService::GoOn(Pass& pass) {
  if (parts_.research == Research::kNone) return ResearchMissing();
  DM_ASSIGN_OR_RETURN(const Limit limit, LimitNow());
  const std::int64_t until_ms = clock_.MonotonicMs() + kPartMs;
  while (true) {
    DM_ASSIGN_OR_RETURN(const std::vector<HouseholdId> found,
                        store_.FilesBefore(limit.entry_before, pass.after, kFilesAtOnce));
    for (const HouseholdId& household : found) {
      DM_RETURN_IF_ERROR(OneFile(household, limit, pass));
      pass.after = household.value();
      if (clock_.MonotonicMs() >= until_ms) return false;
    }
    if (std::ssize(found) == kFilesAtOnce) continue;
    if (pass.does == Does::kErase) {
      int forgotten = kRequestsAtOnce;
      while (forgotten == kRequestsAtOnce) {
        DM_ASSIGN_OR_RETURN(forgotten, store_.ForgetRequests(limit.entry_before, kRequestsAtOnce));
        if (clock_.MonotonicMs() >= until_ms) return false;
      }
      DM_RETURN_IF_ERROR(store_.CutLog());
    }
    return true;
  }
}

Status RetentionService::Finish(const Pass& pass) {
  const Instant now = clock_.Now();
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> before, store_.FindMark(kMark));
  const bool erased = pass.does == Does::kErase;
  const std::int64_t run_at_ms = erased ? now.unix_ms() : before ? ReadMark(*before).run_at_ms : 0;
  const std::string text = TextOf(pass.counts);
  AuditEvent audit;
  audit.actor_kind = pass.actor_kind;
  audit.actor = pass.actor;
  audit.action = erased ? "retention_run" : "retention_looked_at";
  audit.subject = kMark;
  audit.detail = text.substr(1);
  return store_.SetMark(
      kMark,
      " at=" + std::to_string(now.unix_ms()) + " run_at=" + std::to_string(run_at_ms) + text,
      audit,
      now);
}

StatusOr<RetentionPart> RetentionService::Part(Pass pass, const std::string& token) {
  if (!token.empty()) {
    const MutexLock lock(mutex_);
    const auto found = passes_.find(token);
    if (found == passes_.end() || found->second.does != pass.does) return UnknownToken();
    pass.after = found->second.after;
    pass.counts = found->second.counts;
    passes_.erase(found);
  }
  const StatusOr<bool> over = GoOn(pass);
  if (!over.ok()) {
    // Asked for once more, it goes on where it failed.
    const MutexLock lock(mutex_);
    if (!token.empty()) passes_.emplace(token, std::move(pass));
    return over.status();
  }
  RetentionPart part{.counts = pass.counts, .next = ""};
  if (*over) {
    if (pass.does == Does::kErase) DM_RETURN_IF_ERROR(Finish(pass));
    return part;
  }
  const MutexLock lock(mutex_);
  if (passes_.size() >= kPassesMax) passes_.erase(passes_.begin());
  part.next = "part-" + std::to_string(++tokens_);
  passes_.emplace(part.next, std::move(pass));
  return part;
}

StatusOr<RetentionPart> RetentionService::Look(const CallContext& /*context*/,
                                               const std::string& token) {
  return Part({.does = Does::kLook,
               .actor_kind = ActorKind::kWorker,
               .actor = parts_.worker,
               .after = "",
               .counts = {}},
              token);
}

StatusOr<RetentionPart> RetentionService::Run(const CallContext& /*context*/,
                                              const std::string& actor,
                                              const std::string& token) {
  DM_RETURN_IF_ERROR(CheckActor(actor));
  // Also where nothing is due: a run that found nothing would count as one.
  DM_ASSIGN_OR_RETURN(const auto restore, store_.FindRestore());
  if (restore) return ErasingWaits();
  return Part({.does = Does::kErase,
               .actor_kind = ActorKind::kPerson,
               .actor = actor,
               .after = "",
               .counts = {}},
              token);
}

StatusOr<Page<Erasure>> RetentionService::Erasures(const CallContext& /*context*/,
                                                   std::optional<Date> from,
                                                   std::optional<Date> to,
                                                   const PageRequest& page) {
  DM_RETURN_IF_ERROR(RequireField(
      "to_day", !from || !to || *from <= *to, "give a last day that is not before the first"));
  const Instant first = from ? StartOfSwedishDay(*from) : Instant::FromUnixMs(0);
  const Instant before = StartOfSwedishDay(to.value_or(SwedishDate(clock_.Now())).PlusDays(1));
  return store_.ListErasures(first, before, page);
}

StatusOr<Hold> RetentionService::PlaceHold(const CallContext& context,
                                           const CaseId& case_id,
                                           const std::string& actor,
                                           const std::string& reason) {
  DM_RETURN_IF_ERROR(FindRepeat(store_, context, kHoldPlaced).status());
  DM_RETURN_IF_ERROR(CheckActor(actor));
  DM_RETURN_IF_ERROR(RequireField("reason",
                                  !reason.empty() && reason.size() <= kReasonBytesMax,
                                  "say why in 1 to 300 characters"));
  if (const auto visible = FindVisibleCase(store_, context, case_id); !visible.ok()) {
    const Status why = store_.GetCase(case_id).status();
    return DetailOf(why).reason == "CASE_ERASED" ? why : visible.status();
  }
  // The same request is the same hold.
  const std::string id =
      "HOLD-" + Sha256Hex("medarbetare-hold-v1\n" + case_id.value() + "\n" + context.request_id)
                    .substr(0, kHoldDigits);
  Hold hold;
  hold.id = id;
  hold.case_id = case_id;
  hold.reason = reason;
  hold.placed_by = actor;
  return store_.PlaceHold(
      hold, context.request_id, AuditOf(context, actor, kHoldPlaced), clock_.Now());
}

StatusOr<Hold> RetentionService::ReleaseHold(const CallContext& context,
                                             const std::string& id,
                                             const std::string& actor) {
  DM_RETURN_IF_ERROR(FindRepeat(store_, context, kHoldReleased).status());
  DM_RETURN_IF_ERROR(CheckActor(actor));
  DM_ASSIGN_OR_RETURN(const Hold hold, store_.GetHold(id));
  if (!FindVisibleCase(store_, context, hold.case_id).ok())
    // As one that is not there.
    return store_.GetHold("").status();
  return store_.ReleaseHold(
      id, context.request_id, AuditOf(context, actor, kHoldReleased), clock_.Now());
}

StatusOr<Page<Hold>> RetentionService::Holds(const CallContext& context,
                                             bool released,
                                             const PageRequest& page) {
  DM_ASSIGN_OR_RETURN(Page<Hold> holds, store_.ListHolds(released, page));
  std::erase_if(holds.items, [&](const Hold& hold) {
    return !FindVisibleCase(store_, context, hold.case_id).ok();
  });
  AuditEvent audit = AuditOf(context, context.person, "holds_listed", kMark);
  audit.detail = "count=" + std::to_string(holds.items.size());
  DM_RETURN_IF_ERROR(store_.AppendAudit(audit, clock_.Now()));
  return holds;
}

StatusOr<std::string> RetentionService::WhyNot() {
  if (!parts_.daily) return std::string("NOT_DAILY");
  DM_ASSIGN_OR_RETURN(const Control control, store_.GetControl());
  if (control.paused) return std::string("PAUSED");
  DM_ASSIGN_OR_RETURN(const auto restore, store_.FindRestore());
  if (restore) return std::string("RESTORE_UNDER_WAY");
  DM_ASSIGN_OR_RETURN(const std::optional<std::string> mark, store_.FindMark(kMark));
  const std::int64_t run_at_ms = mark ? ReadMark(*mark).run_at_ms : 0;
  if (run_at_ms == 0) return std::string("FIRST_RUN_BY_A_PERSON");
  const Date run_on = SwedishDate(Instant::FromUnixMs(run_at_ms));
  const int days = SwedishDate(clock_.Now()) - run_on;
  return std::string(days > kRunDaysMax || days < 0 ? "LAST_RUN_TOO_OLD" : "");
}

void RetentionService::LookAndTell(Log& log) {
  if (parts_.research == Research::kNone) return;
  const Date today = SwedishDate(clock_.Now());
  // What has begun goes on where it failed, at the next look.
  const auto failed = [&](const Status& status) {
    log.Write(LogLevel::kWarning, "retention_failed", {{"reason", DetailOf(status).reason}});
  };
  // A pass goes on for hours: a pause holds it, and one of another day is begun anew.
  if (duty_ && duty_on_ != today) duty_.reset();
  if (duty_ && duty_->does == Does::kErase) {
    const StatusOr<std::string> why_not = WhyNot();
    if (!why_not.ok()) return failed(why_not.status());
    if (!why_not->empty()) {
      duty_.reset();
      told_on_ = today;
      return log.Write(LogLevel::kWarning, "retention_waits", {{"reason", *why_not}});
    }
  }
  if (!duty_) {
    const StatusOr<RetentionState> state = State();
    if (!state.ok()) return failed(state.status());
    if (state->last_pass && SwedishDate(state->last_pass->at) == today) return;
    const StatusOr<std::string> why_not = WhyNot();
    if (!why_not.ok()) return failed(why_not.status());
    if (!why_not->empty() && *why_not != "NOT_DAILY" && told_on_ != today) {
      told_on_ = today;
      log.Write(LogLevel::kWarning, "retention_waits", {{"reason", *why_not}});
    }
    duty_ = Pass{};
    duty_on_ = today;
    duty_->does = why_not->empty() ? Does::kErase : Does::kLook;
    duty_->actor = parts_.worker;
  }
  const StatusOr<bool> over = GoOn(*duty_);
  if (!over.ok()) return failed(over.status());
  if (!*over) return;
  const Status finished = Finish(*duty_);
  if (!finished.ok()) return failed(finished);
  const RetentionCounts counts = duty_->counts;
  const bool erased = duty_->does == Does::kErase;
  duty_.reset();
  log.Write(LogLevel::kInfo,
            "retention_finished",
            {{"erased", erased ? counts.due : 0},
             {"due", erased ? 0 : counts.due},
             {"research", counts.research},
             {"birth_unknown", counts.birth_unknown},
             {"held", counts.held},
             {"open", counts.open}});
  if (counts.overdue > 0)
    log.Write(LogLevel::kWarning, "retention_overdue", {{"files", counts.overdue}});
}

}  // namespace dm::retention
