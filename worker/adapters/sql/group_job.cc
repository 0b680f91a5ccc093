#include "worker/adapters/sql/group_job.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>

#include "worker/adapters/sql/change_guards.h"
#include "worker/adapters/sql/change_rows.h"
#include "worker/adapters/sql/claim_rows.h"
#include "worker/adapters/sql/errors.h"

namespace dm::sql {
namespace {

Status RunApply(Database& database, ApplyCall& call) {
  call.hints.clear();
  DM_ASSIGN_OR_RETURN(call.version, ApplyChange(database, call.change, call.now, call.hints));
  return OkStatus();
}

Status RunApply(Database& database, ApplyCall& call, const CaseHead& head) {
  call.hints.clear();
  DM_ASSIGN_OR_RETURN(call.version, ApplyTo(database, head, call.change, call.now, call.hints));
  return OkStatus();
}

// A failure that left nothing behind is its job's own.
bool LeftNothing(Database& database, std::int64_t writes_before, const Status& status) {
  return status.ok() || (database.writes() == writes_before && !IsStoreDamage(status) &&
                         database.transaction_goes_on());
}

StatusOr<Together> RunApplies(Database& database, const std::vector<GroupJob*>& jobs) {
  std::vector<std::string> ids;
  std::unordered_set<std::string> twice;
  {
    std::unordered_set<std::string> seen;
    for (const GroupJob* job : jobs) {
      const std::string& id = job->apply->change.case_id.value();
      if (seen.insert(id).second) {
        ids.push_back(id);
      } else {
        twice.insert(id);
      }
    }
  }
  DM_ASSIGN_OR_RETURN(const CaseHeads heads, ReadHeads(database, ids));
  // These changes change no control, and what does comes after them.
  database.control_head().reset();
  for (GroupJob* job : jobs) {
    const std::string& id = job->apply->change.case_id.value();
    const auto head = heads.find(id);
    const std::int64_t writes = database.writes();
    // Of two changes of one case the second must see what the first made of it.
    job->status = head == heads.end() || twice.contains(id)
                      ? RunApply(database, *job->apply)
                      : RunApply(database, *job->apply, head->second);
    if (!LeftNothing(database, writes, job->status)) return Together::kOneByOne;
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
