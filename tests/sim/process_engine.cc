#include "tests/sim/process_engine.h"

#include <exception>
#include <utility>

#include "worker/adapters/sql/errors.h"

namespace dm::sim {
namespace {

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

Status ProcessEngine::Carry(sql::GroupJob& job) {
  if (!host_->alive || std::uncaught_exceptions() > 0) return Refused(StatusCode::kUnavailable, "");
  world_.schedule.Sleep(world_.Between(0, 4));
  if (!broken_.ok()) return broken_;
  // A kill strikes every write of every process: one in three of its strikes is enough.
  if (world_.OneIn(3) && world_.Strikes(Fault::kF1)) {
    // The change was under way and is not kept.
    if (world_.OneIn(2)) world_.database.TransactInVain(job);
    Die("before a commit");
  }
  DM_RETURN_IF_ERROR(RefusedWrite());
  if (world_.Strikes(Fault::kF15)) world_.schedule.Sleep(world_.Between(2'000, 6'000));
  if (!alone_ && world_.Strikes(Fault::kF22)) world_.database.TransactInVain(job);
  const bool lost = !alone_ && world_.Strikes(Fault::kF18);
  if (lost && world_.OneIn(2)) return Refused(StatusCode::kUnavailable, "STORE_OUTCOME_UNKNOWN");
  const Status status = TransactWatched(job);
  if (status.ok() && world_.OneIn(3) && world_.Strikes(Fault::kF1)) Die("after a commit");
  if (lost) return Refused(StatusCode::kUnavailable, "STORE_OUTCOME_UNKNOWN");
  world_.schedule.Sleep(world_.Between(0, 4));
  return status;
}

// Nothing else runs between the looks and the change.
Status ProcessEngine::TransactWatched(sql::GroupJob& job) {
  const Around* witness = world_.schedule.witness();
  const Around* mischief = world_.schedule.mischief();
  if (witness != nullptr) witness->before();
  if (mischief != nullptr && mischief->before) mischief->before();
  Status status = world_.database.Transact(job);
  if (mischief != nullptr && mischief->after) mischief->after();
  if (witness != nullptr && status.ok()) witness->after();
  return status;
}

Status ProcessEngine::Read(const sql::Change& read) {
  if (!host_->alive || std::uncaught_exceptions() > 0) return Refused(StatusCode::kUnavailable, "");
  if (world_.OneIn(3)) world_.schedule.Sleep(world_.Between(0, 3));
  DM_RETURN_IF_ERROR(Reachable());
  return read(world_.database);
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
