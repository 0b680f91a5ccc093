#include "tests/sim/process_engine.h"

#include <exception>
#include <utility>

#include "worker/adapters/sql/errors.h"
#include "worker/adapters/sql/take_over.h"
#include "worker/core/check.h"

namespace dm::sim {
namespace {

// A commit takes so long, at most, when nothing is wrong.
constexpr int kGatherMs = 3;

Status Refused(StatusCode code, const char* reason) {
  return MakeStatus(code, "the store did not take it", {reason, "", "a fault of the simulation"});
}

}  // namespace

void ProcessEngine::Die(const char* where) {
  world_.trace.Add(world_.schedule.now_ms(), "killed", where);
  world_.schedule.Kill(*host_);
  throw Killed{};
}

Status ProcessEngine::Reachable() const {
  if (shared_.away_until_ms <= world_.schedule.now_ms()) return OkStatus();
  return Refused(StatusCode::kUnavailable, "STORE_UNREACHABLE");
}

Status ProcessEngine::RefusedWrite() {
  if (alone_) {
    if (world_.Strikes(Fault::kF11))
      shared_.read_only_until_ms = world_.schedule.now_ms() + world_.Between(1'000, 60'000);
    if (world_.Strikes(Fault::kF16)) return Refused(StatusCode::kUnavailable, "STORE_LOCKED");
    if (world_.Strikes(Fault::kF10)) return Refused(StatusCode::kResourceExhausted, "STORE_FULL");
  } else if (world_.Strikes(Fault::kF19) || world_.Strikes(Fault::kF20)) {
    shared_.away_until_ms = world_.schedule.now_ms() + world_.Between(500, 90'000);
  }
  if (shared_.read_only_until_ms > world_.schedule.now_ms())
    return Refused(StatusCode::kFailedPrecondition, "STORE_READ_ONLY");
  return Reachable();
}

Status ProcessEngine::Write(const sql::Change& change) {
  sql::GroupJob job;
  job.change = &change;
  return Carry(job);
}

Status ProcessEngine::Apply(sql::ApplyCall& call) {
  sql::GroupJob job;
  job.apply = &call;
  return Carry(job);
}

Status ProcessEngine::Claim(sql::ClaimCall& call) {
  sql::GroupJob job;
  job.claim = &call;
  return Carry(job);
}

// The first that comes leads: it waits a little, as for a commit before it, and takes along all
// that has come meanwhile.
Status ProcessEngine::Carry(sql::GroupJob& job) {
  if (!host_->alive || std::uncaught_exceptions() > 0) return Refused(StatusCode::kUnavailable, "");
  world_.schedule.Sleep(world_.Between(0, 4));
  if (!broken_.ok()) return broken_;
  DM_RETURN_IF_ERROR(RefusedWrite());
  Waiting own{
      .job = job, .witness = world_.schedule.witness(), .mischief = world_.schedule.mischief()};
  waiting_.push_back(&own);
  if (leads_) {
    while (!own.done) world_.schedule.Sleep(1);
  } else {
    Lead();
  }
  world_.schedule.Sleep(world_.Between(0, 4));
  return job.status;
}

void ProcessEngine::Lead() {
  leads_ = true;
  world_.schedule.Sleep(world_.Between(0, kGatherMs));
  if (world_.Strikes(Fault::kF15)) world_.schedule.Sleep(world_.Between(2'000, 6'000));
  const Group group = std::exchange(waiting_, {});
  world_.sharing = static_cast<int>(group.size());
  if (group.size() > 1) world_.reach.Count(kSharedCommit, static_cast<std::int64_t>(group.size()));
  Commit(group);
  world_.sharing = 1;
  for (Waiting* one : group) one->done = true;
  leads_ = false;
}

// Nothing else runs meanwhile: a commit is one moment.
void ProcessEngine::Commit(const Group& group) {
  std::vector<sql::GroupJob*> jobs;
  for (const Waiting* one : group) jobs.push_back(&one->job);
  const auto all_hear = [&jobs](const char* reason) {
    for (sql::GroupJob* job : jobs) job->status = Refused(StatusCode::kUnavailable, reason);
  };
  // A kill strikes every write of every process: one in three of its strikes is enough.
  if (world_.OneIn(3) && world_.Strikes(Fault::kF1)) {
    // The change was under way and is not kept.
    if (world_.OneIn(2)) Connection().TransactInVain(jobs);
    Die("before a commit");
  }
  if (!Reachable().ok()) return all_hear("STORE_UNREACHABLE");
  if (!alone_ && world_.Strikes(Fault::kF22)) Connection().TransactInVain(jobs);
  const bool lost = !alone_ && world_.Strikes(Fault::kF18);
  if (lost && world_.OneIn(2)) return all_hear("STORE_OUTCOME_UNKNOWN");
  TransactWatched(group);
  if (world_.OneIn(3) && world_.Strikes(Fault::kF1)) Die("after a commit");
  if (lost) all_hear("STORE_OUTCOME_UNKNOWN");
}

// As the real writer, before it writes over a new connection.
void ProcessEngine::NoteServer() {
  if (server_ == shared_.server) return;
  const Status noted = Connection().Transact(sql::NoteTimeline);
  DM_CHECK(noted.ok());
  server_ = shared_.server;
}

void ProcessEngine::TransactWatched(const Group& group) {
  NoteServer();
  std::vector<sql::GroupJob*> jobs;
  for (const Waiting* one : group) {
    jobs.push_back(&one->job);
    if (one->witness != nullptr) one->witness->before();
    if (one->mischief != nullptr && one->mischief->before) one->mischief->before();
  }
  // group-loses-one: the last is told what became of it, and is not kept.
  if (world_.planted() == Planted::kGroupLosesOne && jobs.size() > 1 && world_.OneIn(5)) {
    world_.Bit();
    Connection().TransactInVain({jobs.back()});
    jobs.pop_back();
  }
  Connection().Transact(jobs);
  for (const Waiting* one : group)
    if (one->mischief != nullptr && one->mischief->after) one->mischief->after();
  for (const Waiting* one : group)
    if (one->witness != nullptr && one->job.status.ok()) one->witness->after();
}

SimDatabase& ProcessEngine::Connection() {
  // keys-kept-over-fail-over: a case's key stays, and the standby gives its number to another case.
  const bool keeps = world_.planted() == Planted::kKeysKeptOverFailOver;
  if (keeps && vault_ != nullptr && shared_.server > 1) world_.Bit();
  const std::string server = alone_ ? "" : std::to_string(shared_.server);
  world_.database.SetServer(keeps ? "" : server, keeps ? "" : server);
  world_.database.SetVault(vault_);
  return world_.database;
}

Status ProcessEngine::Read(const sql::Change& read) {
  if (!host_->alive || std::uncaught_exceptions() > 0) return Refused(StatusCode::kUnavailable, "");
  if (world_.OneIn(3)) world_.schedule.Sleep(world_.Between(0, 3));
  DM_RETURN_IF_ERROR(Reachable());
  return Connection().ReadWith(read);
}

void ProcessEngine::MarkBroken(const Status& cause) {
  if (broken_.ok()) broken_ = sql::StoreBroken(cause);
}

// Hints: each may be lost.
void ProcessEngine::Tell(const std::string& text) {
  for (const auto& [host, listener] : shared_.listeners) {
    if (host == host_ || !host->alive || world_.OneIn(4)) continue;
    listener(text);
  }
}

void ProcessEngine::OnTold(std::function<void(const std::string&)> listener) {
  shared_.listeners.emplace_back(host_, std::move(listener));
}

bool ProcessEngine::HoldsDuties() {
  if (!Reachable().ok()) return false;
  if (shared_.duties == nullptr || !shared_.duties->alive) shared_.duties = host_;
  return shared_.duties == host_;
}

}  // namespace dm::sim
