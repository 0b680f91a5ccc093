#include "tests/sim/planted_bugs.h"

#include <algorithm>
#include <cstdio>
#include <span>
#include <vector>

#include "tests/sim/planted.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kMonthMs = std::int64_t{31} * 86'400'000;

bool GoesThrough(std::span<const CaseChange> steps, CaseState state) {
  return std::any_of(
      steps.begin(), steps.end(), [state](const CaseChange& step) { return step.to == state; });
}

// While this lives, the running task's next changes are tampered with.
class DoingMischief {
 public:
  DoingMischief(Schedule& schedule, Around& mischief) : schedule_(schedule) {
    schedule_.mischief() = &mischief;
  }

  ~DoingMischief() { schedule_.mischief() = nullptr; }

  DoingMischief(const DoingMischief&) = delete;
  DoingMischief& operator=(const DoingMischief&) = delete;
  DoingMischief(DoingMischief&&) = delete;
  DoingMischief& operator=(DoingMischief&&) = delete;

 private:
  Schedule& schedule_;
};

}  // namespace

std::optional<Planted> PlantedOf(std::string_view name) {
  if (name == "none") return Planted::kNone;
  for (const PlantedInfo& info : kPlanted)
    if (info.name == name) return info.bug;
  return std::nullopt;
}

// ack-before-commit: the answer leaves, the commit does not come. answers-from-memory: what this
// process has accepted once it does not look up again.
StatusOr<Accepted> BuggyStore::Accept(const NewCase& new_case, Instant now) {
  if (Is(Planted::kAnswersFromMemory)) {
    const auto id = std::pair(new_case.application.id, new_case.application.free_text);
    if (const auto known = accepted_.find(id); known != accepted_.end()) {
      world_.Bit();
      return known->second;
    }
    StatusOr<Accepted> accepted = below().Accept(new_case, now);
    if (accepted.ok()) accepted_[id] = *accepted;
    return accepted;
  }
  if (!Is(Planted::kAckBeforeCommit) || !world_.OneIn(5)) return below().Accept(new_case, now);
  world_.Bit();
  Accepted accepted;
  accepted.case_id =
      CaseId::FromTrusted("EKB-202612-9" + std::to_string(world_.Between(10'000, 99'999)));
  return accepted;
}

// second-decision: nobody looks for another case of the household and month, and the index is gone.
StatusOr<int> BuggyStore::CountOthers(const HouseholdId& household,
                                      Month month,
                                      const CaseId& except) {
  if (Is(Planted::kSecondDecision)) return 0;
  return below().CountOthers(household, month, except);
}

StatusOr<History> BuggyStore::DecidedMonths(const HouseholdId& household, Month before) {
  return below().DecidedMonths(household, before);
}

// decides-amid-restore: who decides does not see that a restore is under way.
StatusOr<std::optional<Restore>> BuggyStore::FindRestore() {
  StatusOr<std::optional<Restore>> restore = below().FindRestore();
  if (!Is(Planted::kDecidesAmidRestore) || !restore.ok() || !*restore) return restore;
  world_.Bit();
  return std::optional<Restore>();
}

// list-forgets-last: a page ends one too early.
StatusOr<Page<StoredEffect>> BuggyStore::ListEffects(std::optional<EffectState> state,
                                                     const std::optional<CaseId>& case_id,
                                                     const PageRequest& page) {
  StatusOr<Page<StoredEffect>> listed = below().ListEffects(state, case_id, page);
  if (!Is(Planted::kListForgetsLast) || state != EffectState::kPending || !listed.ok() ||
      listed->items.empty())
    return listed;
  world_.Bit();
  listed->items.pop_back();
  return listed;
}

StatusOr<std::int64_t> BuggyStore::ApplyAmid(const CaseChange& change,
                                             const ApplyBelow& apply,
                                             Around mischief) {
  const DoingMischief doing(world_.schedule, mischief);
  return apply(change);
}

// erases-early: a month before its time a file is old enough.
StatusOr<std::vector<HouseholdId>> BuggyStore::FilesBefore(Instant before,
                                                           const std::string& after,
                                                           int limit) {
  return below().FilesBefore(
      Is(Planted::kErasesEarly) ? before.PlusMs(kMonthMs) : before, after, limit);
}

// hold-ignored: nobody looks for one.
StatusOr<HouseholdFile> BuggyStore::ReadFile(const HouseholdId& household) {
  StatusOr<HouseholdFile> file = below().ReadFile(household);
  if (Is(Planted::kErasesEarly) && file.ok()) file->last_entry = file->last_entry.PlusMs(-kMonthMs);
  if (Is(Planted::kHoldIgnored) && file.ok()) file->held = false;
  return file;
}

StatusOr<Erasure> BuggyStore::EraseAmid(const FileErasure& erasure, Instant now, Around mischief) {
  const DoingMischief doing(world_.schedule, mischief);
  return below().EraseFile(erasure, now);
}

// hold-ignored: also not in the transaction. erases-half: the content of one case stays, as when a
// table is forgotten.
StatusOr<Erasure> BuggyStore::EraseFile(const FileErasure& erasure, Instant now) {
  SimDatabase& database = world_.database;
  const std::string& household = erasure.file.household.value();
  if (Is(Planted::kHoldIgnored)) {
    return EraseAmid(
        erasure,
        now,
        {[this, &database, household] {
           const std::string where =
               " FROM holds WHERE released_at_ms IS NULL AND household_id = '" + household + "'";
           if (database.Number("SELECT count(*)" + where) == 0) return;
           world_.Bit();
           database.Execute("UPDATE holds SET released_at_ms = 1 WHERE household_id = '" +
                            household + "'");
         },
         nullptr});
  }
  if (Is(Planted::kErasesHalf) && !erasure.file.cases.empty()) {
    const std::string where = " WHERE case_id = '" + erasure.file.cases[0].value() + "'";
    return EraseAmid(
        erasure,
        now,
        {[&database, where] {
           database.Execute(
               "CREATE TEMP TABLE IF NOT EXISTS half AS SELECT * FROM case_parts "
               "LIMIT 0");
           database.Execute("DELETE FROM temp.half");
           database.Execute("INSERT INTO temp.half SELECT * FROM case_parts" + where);
         },
         [this, &database] {
           world_.Bit();
           database.Execute("INSERT OR IGNORE INTO case_parts SELECT * FROM temp.half");
         }});
  }
  if (!Is(Planted::kErasesEarly)) return below().EraseFile(erasure, now);
  world_.Bit();
  FileErasure early = erasure;
  early.entry_before = erasure.entry_before.PlusMs(kMonthMs);
  return below().EraseFile(early, now);
}

StatusOr<std::int64_t> BuggyStore::Apply(const CaseChange& change, Instant now) {
  return ApplyBroken(
      {&change, 1}, now, [&](const CaseChange& broken) { return below().Apply(broken, now); });
}

Status BuggyStore::ApplySteps(std::span<const CaseChange> steps,
                              std::span<const AuditEvent> records,
                              Instant now) {
  if (steps.empty()) return below().ApplySteps(steps, records, now);
  return ApplyBroken(steps,
                     now,
                     [&](const CaseChange& broken) -> StatusOr<std::int64_t> {
                       std::vector<CaseChange> all(steps.begin(), steps.end());
                       all.back() = broken;
                       DM_RETURN_IF_ERROR(below().ApplySteps(all, records, now));
                       return 0;
                     })
      .status();
}

// What is broken is the last step; those before it are plain.
StatusOr<std::int64_t> BuggyStore::ApplyBroken(std::span<const CaseChange> steps,
                                               Instant now,
                                               const ApplyBelow& apply) {
  CaseChange change = steps.back();
  SimDatabase& database = world_.database;
  const std::string where = " WHERE case_id = '" + change.case_id.value() + "'";
  const bool automatic = change.decision && change.decision->kind == DecisionKind::kAutomatic;
  switch (world_.planted()) {
    case Planted::kNoFenceCheck:
    case Planted::kRobotOverwritesHuman: {
      if (!change.claim) break;
      // The guard is made to hold, whoever has the case now.
      const bool human = world_.planted() == Planted::kRobotOverwritesHuman;
      const CaseId id = change.case_id;
      const Claim claim = *change.claim;
      return ApplyAmid(
          change,
          apply,
          {[this, &database, id, claim, human, where] {
             const auto rows = database.Rows(
                 "SELECT claim_token, claimed_by FROM cases WHERE case_id = ?1", {id.value()});
             if (rows.empty()) return;
             const bool same =
                 rows[0][0] == std::to_string(claim.token) && rows[0][1] == claim.worker;
             const bool dropped = rows[0][0] == std::to_string(claim.token);
             if (same || dropped != human) return;
             world_.Bit();
             database.Execute("UPDATE cases SET claim_token = " + std::to_string(claim.token) +
                              ", claimed_by = '" + claim.worker + "'" + where);
           },
           nullptr});
    }
    case Planted::kSendBeforeCommit:
      for (const Effect& effect : change.effects) {
        if (effect.kind != EffectKind::kPaymentOrder) continue;
        world_.Bit();
        case_system_.Deliver(effect);
      }
      break;
    case Planted::kRandomPaymentId:
      for (Effect& effect : change.effects) {
        if (effect.kind != EffectKind::kPaymentOrder) continue;
        world_.Bit();
        effect.id = EffectId::FromTrusted("payment_order-" + std::to_string(world_.Draw()));
      }
      break;
    case Planted::kAuditSwallowed:
      if (!world_.OneIn(20)) break;
      world_.Bit();
      // The record is written, fails, and nobody minds: the trigger that keeps records is off.
      return ApplyAmid(
          change,
          apply,
          {nullptr, [&database] {
             const auto trigger =
                 database.Rows("SELECT name, sql FROM sqlite_schema WHERE name = 'audit_kept'");
             for (const auto& row : trigger) database.Execute("DROP TRIGGER " + row[0]);
             database.Execute(
                 "DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)");
             for (const auto& row : trigger) database.Execute(row[1]);
           }});
    case Planted::kPauseIgnored:
      if (!automatic) break;
      return ApplyAmid(change,
                       apply,
                       {[this, &database, version = *change.control_version] {
                          const auto rows = database.Rows("SELECT paused, version FROM control");
                          if (rows.empty()) return;
                          if (rows[0][0] == "1") world_.Bit();
                          database.Execute("CREATE TEMP TABLE IF NOT EXISTS was (paused, version)");
                          database.Execute("DELETE FROM was");
                          database.Execute("INSERT INTO was SELECT paused, version FROM control");
                          database.Execute("UPDATE control SET paused = 0, version = " +
                                           std::to_string(version));
                        },
                        [&database] {
                          database.Execute(
                              "UPDATE control SET paused = (SELECT paused FROM was), version = "
                              "(SELECT version FROM was)");
                        }});
    case Planted::kSecondDecision:
      if (!automatic) break;
      world_.Bit();
      database.Execute("DROP INDEX IF EXISTS decisions_automatic_once");
      database.Execute("DROP INDEX IF EXISTS decisions_once");
      break;
    case Planted::kWakeUpDropped:
      if (change.to != CaseState::kWaitingSource) break;
      world_.Bit();
      change.due_at = now.PlusMs(std::int64_t{2} * 86'400'000);
      break;
    case Planted::kMoveOutsideTable:
      if (!change.claim || !GoesThrough(steps, CaseState::kFetched) || !world_.OneIn(5)) break;
      world_.Bit();
      return ApplyAmid(
          change, apply, {nullptr, [&database, where] {
                            database.Execute("UPDATE cases SET state = 'RECEIVED'" + where);
                          }});
    case Planted::kRefusalForgotten:
      if (change.audit.action != "effect_put_on_desk") break;
      world_.Bit();
      return change.expected_version.value_or(0) + 1;
    case Planted::kNone:
    case Planted::kUnaskedAfterRestore:
    case Planted::kDecidesAmidRestore:
    case Planted::kAnswersFromMemory:
    case Planted::kListForgetsLast:
    case Planted::kGroupLosesOne:
    case Planted::kKeysKeptOverFailOver:
    case Planted::kHoldIgnored:
    case Planted::kErasesHalf:
    case Planted::kErasesEarly:
    case Planted::kErrorReadAsEmpty:
    case Planted::kAckBeforeCommit:
    case Planted::kUnknownMadeAgain:
    case Planted::kLeaseFromWallClock:
      break;
  }
  return apply(change);
}

// error-read-as-empty: silence is taken for "has nothing".
std::vector<EvidenceAnswers> BuggySource::Ask(std::span<const EvidenceQuestion> questions,
                                              Instant now) {
  std::vector<EvidenceAnswers> outcomes = below_.Ask(questions, now);
  if (world_.planted() != Planted::kErrorReadAsEmpty) return outcomes;
  for (EvidenceAnswers& outcome : outcomes) {
    if (!outcome.ok()) continue;
    for (SourceAnswer& answer : *outcome) {
      if (IsKnown(answer.state)) continue;
      world_.Bit();
      answer.state = AnswerState::kConfirmedEmpty;
    }
  }
  return outcomes;
}

// unknown-made-again: nobody asks; the worker hears that it was never seen. unasked-after-restore:
// only where the store is an older one.
StatusOr<std::optional<Delivery>> BuggyCaseSystem::Find(const EffectId& id) {
  const bool lies = world_.planted() == Planted::kUnknownMadeAgain ||
                    (world_.planted() == Planted::kUnaskedAfterRestore && world_.restored);
  if (!lies) return below_.Find(id);
  world_.Bit();
  return std::optional<Delivery>();
}

}  // namespace dm::sim
