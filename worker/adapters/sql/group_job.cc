#include "worker/adapters/sql/group_job.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "worker/adapters/sql/change_guards.h"
#include "worker/adapters/sql/change_rows.h"
#include "worker/adapters/sql/claim_rows.h"
#include "worker/adapters/sql/errors.h"

namespace dm::sql {
namespace {

const std::string& CaseOf(const ApplyCall& call) {
  return call.steps.front().case_id.value();
}

Status RunApply(Database& database, ApplyCall& call) {
  // What is wrong with a change by itself is told before what is wrong with its case.
  for (const CaseChange& step : call.steps) DM_RETURN_IF_ERROR(CheckShape(step));
  database.control_head().reset();
  DM_ASSIGN_OR_RETURN(CaseHead head, ReadHead(database, call.steps.front().case_id));
  return ApplyCallTo(database, std::move(head), call);
}

// A failure that left nothing behind is its job's own.
bool LeftNothing(Database& database, std::int64_t writes_before, const Status& status) {
  return status.ok() || (database.writes() == writes_before && !IsStoreDamage(status) &&
                         database.transaction_goes_on());
}

// A call on its way through its steps.
struct Stepping {
  GroupJob* job;
  CaseHead* head;  // null: carried out by itself, whole
};

// The step of each call that stands in `place`.
StatusOr<Together> RunRound(Database& database,
                            std::vector<Stepping>& steppings,
                            std::size_t place) {
  for (auto& [job, head] : steppings) {
    ApplyCall& call = *job->apply;
    const bool has_step = head == nullptr ? place == 0 : place < call.steps.size();
    if (!has_step || (place > 0 && !job->status.ok())) continue;
    const std::int64_t writes = database.writes();
    if (place == 0) call.hints.clear();
    job->status =
        head == nullptr ? RunApply(database, call) : ApplyStep(database, *head, call, place);
    const bool left_nothing =
        place == 0 ? LeftNothing(database, writes, job->status) : job->status.ok();
    if (!left_nothing) return Together::kOneByOne;
  }
  return Together::kDone;
}

StatusOr<Together> RunApplies(Database& database, const std::vector<GroupJob*>& jobs) {
  std::unordered_map<std::string, int> calls;  // of each case
  std::size_t rounds = 0;
  for (const GroupJob* job : jobs) {
    ++calls[CaseOf(*job->apply)];
    rounds = std::max(rounds, job->apply->steps.size());
  }
  std::vector<std::string> ids;
  ids.reserve(calls.size());
  for (const auto& [id, count] : calls) ids.push_back(id);
  DM_ASSIGN_OR_RETURN(CaseHeads heads, ReadHeads(database, ids));
  // These changes change no control, and what does comes after them.
  database.control_head().reset();
  std::vector<Stepping> steppings;
  steppings.reserve(jobs.size());
  for (GroupJob* job : jobs) {
    const std::string& id = CaseOf(*job->apply);
    const auto head = heads.find(id);
    // Of two calls for one case the second must see what the first made of it.
    const bool alone = head == heads.end() || calls[id] > 1;
    steppings.push_back({.job = job, .head = alone ? nullptr : &head->second});
  }
  // Round by round, so that rows that go together are of different cases.
  for (std::size_t place = 0; place < rounds; ++place) {
    DM_ASSIGN_OR_RETURN(const Together done, RunRound(database, steppings, place));
    if (done == Together::kOneByOne) return done;
  }
  return Together::kDone;
}

bool AreAlike(const ClaimCall& one, const ClaimCall& other) {
  return one.worker == other.worker && one.lease_ms == other.lease_ms;
}

// One statement for all that ask alike. The latest clock of theirs has come for each.
Status RunAlikeClaims(Database& database, const std::vector<ClaimCall*>& calls) {
  int wanted = 0;
  Instant now = calls.front()->now;
  for (ClaimCall* call : calls) {
    call->claims.clear();
    wanted += call->limit;
    now = std::max(now, call->now);
  }
  DM_ASSIGN_OR_RETURN(
      std::vector<Claim> claims,
      ClaimDueCases(
          database,
          {.worker = calls.front()->worker, .now = now, .lease_ms = calls.front()->lease_ms},
          wanted));
  std::size_t next = 0;
  for (ClaimCall* call : calls) {
    while (next < claims.size() && std::ssize(call->claims) < call->limit) {
      call->claims.push_back(std::move(claims[next++]));
    }
  }
  return OkStatus();
}

StatusOr<Together> RunClaims(Database& database, std::vector<GroupJob*> jobs) {
  while (!jobs.empty()) {
    const ClaimCall& first = *jobs.front()->claim;
    const auto others = std::stable_partition(jobs.begin(), jobs.end(), [&](const GroupJob* job) {
      return AreAlike(*job->claim, first);
    });
    std::vector<ClaimCall*> calls;
    for (auto job = jobs.begin(); job != others; ++job) calls.push_back((*job)->claim);
    const std::int64_t writes = database.writes();
    const Status status = RunAlikeClaims(database, calls);
    for (auto job = jobs.begin(); job != others; ++job) (*job)->status = status;
    if (!LeftNothing(database, writes, status)) return Together::kOneByOne;
    jobs.erase(jobs.begin(), others);
  }
  return Together::kDone;
}

}  // namespace

StatusOr<Together> RunTogether(Database& database, const std::vector<GroupJob*>& jobs) {
  std::vector<GroupJob*> applies;
  std::vector<GroupJob*> claims;
  for (GroupJob* job : jobs) {
    if (job->apply != nullptr) applies.push_back(job);
    if (job->claim != nullptr) claims.push_back(job);
  }
  if (!applies.empty()) {
    DM_ASSIGN_OR_RETURN(const Together done, RunApplies(database, applies));
    if (done == Together::kOneByOne) return done;
  }
  for (GroupJob* job : jobs) {
    if (job->change == nullptr) continue;
    const std::int64_t writes = database.writes();
    job->status = (*job->change)(database);
    if (!LeftNothing(database, writes, job->status)) return Together::kOneByOne;
  }
  // Last: what the changes gave back can be claimed at once.
  return RunClaims(database, std::move(claims));
}

Status RunAlone(Database& database, GroupJob& job) {
  if (job.apply != nullptr) return RunApply(database, *job.apply);
  if (job.claim != nullptr) return RunAlikeClaims(database, {job.claim});
  return (*job.change)(database);
}

}  // namespace dm::sql
