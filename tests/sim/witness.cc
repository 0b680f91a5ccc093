#include "tests/sim/witness.h"

#include <utility>

namespace dm::sim {
namespace {

// While this lives, the running task's next changes are looked at.
class Looking {
 public:
  Looking(Schedule& schedule, Around around) : schedule_(schedule), around_(std::move(around)) {
    schedule_.witness() = &around_;
  }

  ~Looking() { schedule_.witness() = nullptr; }

  Looking(const Looking&) = delete;
  Looking& operator=(const Looking&) = delete;
  Looking(Looking&&) = delete;
  Looking& operator=(Looking&&) = delete;

 private:
  Schedule& schedule_;
  Around around_;
};

bool IsAutomatic(const CaseChange& change) {
  return change.decision && change.decision->kind == DecisionKind::kAutomatic;
}

}  // namespace

std::int64_t Witness::Records() {
  return world_.database.Number("SELECT coalesce(max(sequence), 0) FROM audit");
}

Witness::Standing Witness::StandingOf(const CaseId& id) {
  Standing standing;
  const auto rows = world_.database.Rows(
      "SELECT version, claim_token, claimed_by, state, updated_at_ms FROM cases WHERE case_id = ?1",
      {id.value()});
  if (!rows.empty()) {
    standing.version = std::stoll(rows[0][0]);
    standing.token = std::stoll(rows[0][1]);
    standing.worker = rows[0][2];
    standing.state = rows[0][3];
    standing.updated = rows[0][4];
  }
  const auto control = world_.database.Rows("SELECT paused, version FROM control");
  standing.paused = !control.empty() && control[0][0] == "1";
  standing.control_version = control.empty() ? 0 : std::stoll(control[0][1]);
  standing.restoring =
      world_.database.Number("SELECT count(*) FROM marks WHERE name = 'restore'") > 0;
  standing.records = Records();
  return standing;
}

StatusOr<Accepted> Witness::Accept(const NewCase& new_case, Instant now) {
  std::int64_t cases = 0;
  std::int64_t records = 0;
  const auto count = [this] { return world_.database.Number("SELECT count(*) FROM cases"); };
  const Looking looking(world_.schedule,
                        {[&] {
                           cases = count();
                           records = Records();
                         },
                         [&] {
                           if (count() > cases && Records() == records)
                             world_.Broke("I11", "a case was accepted without a record");
                         }});
  return below().Accept(new_case, now);
}

StatusOr<std::vector<Claim>> Witness::ClaimDue(const std::string& worker,
                                               Instant now,
                                               std::int64_t lease_ms,
                                               int limit) {
  std::int64_t at_ms = world_.schedule.now_ms();
  const int losses = world_.losses;
  StatusOr<std::vector<Claim>> claims = std::vector<Claim>();
  {
    const Looking looking(world_.schedule, {[] {}, [&] { at_ms = world_.schedule.now_ms(); }});
    claims = below().ClaimDue(worker, now, lease_ms, limit);
  }
  if (!claims.ok() || world_.losses != losses) return claims;
  world_.reach.Count(world_.database.dialect().one_writer ? kClaimedByRow : kClaimedInGroup,
                     std::ssize(*claims));
  for (const Claim& claim : *claims) {
    world_.trace.Add(
        at_ms, process_, "claimed " + claim.case_id.value() + " " + std::to_string(claim.token));
    Leases::Lease& lease = leases_.held[claim.case_id];
    if (lease.until_ms > at_ms && lease.token < claim.token)
      world_.Broke("I20",
                   "a case was handed out while its lease ran: " + claim.case_id.value() +
                       ", held by " + lease.worker + " with " + std::to_string(lease.token) +
                       " until " + std::to_string(lease.until_ms));
    // A person may have taken it while the answer was on its way.
    const Standing standing = StandingOf(claim.case_id);
    if (standing.token == claim.token && standing.worker == worker)
      lease = {.worker = worker, .token = standing.token, .until_ms = at_ms + lease_ms};
  }
  return claims;
}

Status Witness::RenewClaim(const Claim& claim, Instant now, std::int64_t lease_ms) {
  const Looking looking(world_.schedule,
                        {[] {},
                         [&] {
                           Leases::Lease& lease = leases_.held[claim.case_id];
                           if (lease.token == claim.token)
                             lease.until_ms = world_.schedule.now_ms() + lease_ms;
                         }});
  return below().RenewClaim(claim, now, lease_ms);
}

Status Witness::ReleaseClaim(const Claim& claim, Instant due_at, Instant now) {
  const Looking looking(world_.schedule,
                        {[] {},
                         [&] {
                           Leases::Lease& lease = leases_.held[claim.case_id];
                           if (lease.token == claim.token) lease.until_ms = 0;
                         }});
  return below().ReleaseClaim(claim, due_at, now);
}

// Who takes an item takes its case from the worker that holds it.
StatusOr<std::optional<Escalation>> Witness::ClaimNextEscalation(const NextItem& wanted,
                                                                 Instant now) {
  const Looking looking(world_.schedule,
                        {[] {},
                         [&] {
                           // The case of the item that was taken. In a shared commit another worker
                           // may have claimed it since.
                           for (const auto& row : world_.database.Rows(
                                    "SELECT case_id FROM escalations JOIN requests ON result_id = "
                                    "escalation_id WHERE request_id = ?1",
                                    {wanted.request_id})) {
                             leases_.held[CaseId::FromTrusted(row[0])].until_ms = 0;
                           }
                         }});
  return below().ClaimNextEscalation(wanted, now);
}

StatusOr<CaseRecord> Witness::GetCase(const CaseId& id) {
  if (world_.Strikes(Fault::kF5)) return Internal("planted");
  StatusOr<CaseRecord> record = below().GetCase(id);
  // A step of a case that waits for the household comes seldom: it fails more often.
  const bool seldom = record.ok() && record->state == CaseState::kAwaitingCompletion &&
                      leases_.at_work[id] > 0 && world_.swarm().has(Fault::kF5);
  if (seldom && !world_.faults_ended() && world_.OneIn(3)) {
    world_.Saw(Fault::kF5);
    return Internal("planted");
  }
  if (record.ok())
    read_[{world_.schedule.running(), id}] = {
        .version = record->version,
        .updated = std::to_string(record->updated_at.unix_ms()),
        .losses = world_.losses};
  return record;
}

// What the assessment alone asks for: a step that fails between the evidence and its commit.
StatusOr<int> Witness::CountUnread(const HouseholdId& household) {
  if (world_.Strikes(Fault::kF5)) return Internal("planted");
  return below().CountUnread(household);
}

// Between this look and the decision's commit a pause may come (F54).
StatusOr<Control> Witness::GetControl() {
  StatusOr<Control> control = below().GetControl();
  if (world_.on_control_read) world_.on_control_read();
  return control;
}

void Witness::CheckSeen(const Seen& seen, const Standing& before, const std::string& id) {
  if (seen.version != before.version)
    return world_.Broke("I16", "a step was stored over a change that it had not seen: " + id);
  if (seen.losses != world_.losses && seen.updated != before.updated)
    world_.Broke("I16", "a step was stored on a case that the store has forgotten: " + id);
}

void Witness::CheckApplied(const void* task,
                           std::span<const CaseChange> steps,
                           const Standing& before,
                           const Standing& after) {
  const CaseChange& change = steps.back();
  const std::string id = change.case_id.value();
  // In a shared commit others may have changed it, too.
  const bool one = world_.sharing <= 1;
  const std::int64_t count = std::ssize(steps);
  const bool raised =
      one ? after.version == before.version + count : after.version > before.version;
  if (!raised || after.records < before.records + count)
    world_.Broke("I11", "a change left no record: " + id + " " + change.audit.action);
  if (IsAutomatic(change) && before.paused) world_.Broke("I27", "decided while paused: " + id);
  if (IsAutomatic(change) && before.restoring)
    world_.Broke("I25", "decided while a restore was under way: " + id);
  if (IsAutomatic(change) && change.control_version != before.control_version)
    world_.Broke("I27", "decided under another control: " + id);
  if (!change.claim) {
    if (!before.worker.empty()) world_.Saw(Fault::kF53);
    leases_.held[change.case_id].until_ms = 0;
    return;
  }
  if (change.claim->token != before.token || change.claim->worker != before.worker)
    world_.Broke("I15", "a change was stored under an old claim: " + id);
  const auto read = read_.find({task, change.case_id});
  if (read != read_.end()) CheckSeen(read->second, before, id);
  // Who stored a step knows the case as it left it, and need not read it again.
  read_[{task, change.case_id}] = {
      .version = before.version + count, .updated = after.updated, .losses = world_.losses};
  if (change.release_claim) leases_.held[change.case_id].until_ms = 0;
}

StatusOr<std::int64_t> Witness::Watch(std::span<const CaseChange> steps,
                                      const std::function<StatusOr<std::int64_t>()>& apply) {
  const CaseChange& change = steps.back();
  Standing before;
  const void* task = world_.schedule.running();
  const Looking looking(world_.schedule,
                        {[&] { before = StandingOf(change.case_id); },
                         [&] { CheckApplied(task, steps, before, StandingOf(change.case_id)); }});
  StatusOr<std::int64_t> version = apply();
  for (const CaseChange& step : steps)
    world_.trace.Add(world_.schedule.now_ms(),
                     process_,
                     step.case_id.value() + " " + step.audit.action + " -> " +
                         CaseStateCode(step.to) +
                         (version.ok() ? "" : " refused " + DetailOf(version.status()).reason));
  if (DetailOf(version.status()).reason == "LEASE_LOST") world_.Saw(Fault::kF51);
  if (DetailOf(version.status()).reason == "CONTROL_CHANGED") world_.Saw(Fault::kF54);
  if (!change.claim && DetailOf(version.status()).reason == "STALE_VERSION")
    world_.Saw(Fault::kF52);
  return version;
}

StatusOr<std::int64_t> Witness::Apply(const CaseChange& change, Instant now) {
  return Watch({&change, 1}, [&] { return below().Apply(change, now); });
}

Status Witness::ApplySteps(std::span<const CaseChange> steps,
                           std::span<const AuditEvent> records,
                           Instant now) {
  if (steps.empty()) return below().ApplySteps(steps, records, now);
  return Watch(steps,
               [&]() -> StatusOr<std::int64_t> {
                 DM_RETURN_IF_ERROR(below().ApplySteps(steps, records, now));
                 return 0;
               })
      .status();
}

Status Witness::MarkEffect(const EffectId& id,
                           EffectState state,
                           const std::string& receiver_reference,
                           const std::string& error_code,
                           Instant next_attempt_at,
                           const std::string& request_id,
                           const AuditEvent& audit,
                           Instant now) {
  const auto state_of = [&] {
    const auto rows =
        world_.database.Rows("SELECT state FROM effects WHERE effect_id = ?1", {id.value()});
    return rows.empty() ? std::string() : rows[0][0];
  };
  std::string before;
  std::int64_t records = 0;
  bool fresh = false;
  const Looking looking(world_.schedule,
                        {[&] {
                           before = state_of();
                           records = Records();
                         },
                         [&] {
                           const std::string after = state_of();
                           if (after != before && Records() == records)
                             world_.Broke("I11", "an effect changed without a record");
                           fresh = before == "PENDING" && after == "SENT";
                         }});
  Status status = below().MarkEffect(
      id, state, receiver_reference, error_code, next_attempt_at, request_id, audit, now);
  if (status.ok() && fresh) receiver_.Permit(process_, id);
  return status;
}

StatusOr<HouseholdFile> Witness::ReadFile(const HouseholdId& household) {
  StatusOr<HouseholdFile> file = below().ReadFile(household);
  if (file.ok() && world_.on_file_read) world_.on_file_read(household);
  return file;
}

// By the rows as they stand at that moment and the one true clock.
StatusOr<Erasure> Witness::EraseFile(const FileErasure& erasure, Instant now) {
  const std::string& household = erasure.file.household.value();
  bool held = false;
  bool open = false;
  std::int64_t newest_ms = 0;
  const auto look = [&] {
    held = world_.database.Number(
               "SELECT count(*) FROM holds WHERE household_id = ?1 AND released_at_ms IS NULL",
               {household}) > 0;
    open = world_.database.Number(
               "SELECT count(*) FROM cases WHERE household_id = ?1 AND state NOT IN ('CLOSED', "
               "'WRITTEN_OFF')",
               {household}) > 0;
    newest_ms = world_.database.Number(
        "SELECT max((SELECT coalesce(max(max(received_at_ms, updated_at_ms)), 0) FROM cases WHERE "
        "household_id = ?1), (SELECT coalesce(max(signed_at_ms), 0) FROM frames WHERE "
        "household_id = ?1))",
        {household});
  };
  const auto judge = [&] {
    constexpr int kMonths = 60;  // SoL 16 kap. 1 §
    const Instant limit = StartOfSwedishDay(AddMonths(SwedishDate(world_.Now()), -kMonths));
    if (held) world_.Broke("I24", "erased under a hold: " + household);
    if (open) world_.Broke("I24", "erased while something is open: " + household);
    if (newest_ms >= limit.unix_ms()) world_.Broke("I24", "erased too early: " + household);
    world_.reach.Count(kErased);
  };
  const Looking looking(world_.schedule, {look, judge});
  StatusOr<Erasure> done = below().EraseFile(erasure, now);
  if (DetailOf(done.status()).reason == "FILE_HELD") world_.reach.Count(kHeldAmid);
  return done;
}

}  // namespace dm::sim
