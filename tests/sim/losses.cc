#include "tests/sim/losses.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tests/sim/quiet_store.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kLookEveryMs = 30'000;

}  // namespace

void Losses::Begin() {
  world_.schedule.Spawn(world_.outside, 0, [this] { Wait(); });
}

void Losses::Wait() {
  while (!world_.faults_ended()) {
    world_.schedule.Sleep(kLookEveryMs);
    if (world_.Threatens(Fault::kF17)) {
      world_.database.Keep();
      world_.schedule.Sleep(world_.Between(5'000, 400'000));
      if (!world_.faults_ended()) PutBackupBack();
      return;
    }
    if (!around_.alone && world_.Threatens(Fault::kF21)) {
      world_.database.Keep();
      // Mostly a standby is seconds behind, at times minutes.
      world_.schedule.Sleep(world_.OneIn(2) ? world_.Between(5, 4'000)
                                            : world_.Between(4'000, 150'000));
      if (!world_.faults_ended()) FailOver();
      return;
    }
  }
}

// Nothing of the worker runs meanwhile. It starts under a pause, until all has come in again.
void Losses::PutBackupBack() {
  world_.Saw(Fault::kF17);
  for (const auto& process : processes_)
    if (process->alive()) process->Kill();
  world_.schedule.Sleep(1);  // They are gone.
  GoBack();
  world_.restored = true;
  const std::unique_ptr<Store> store = QuietStore(world_.database, around_.municipality);
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = "drift-1";
  audit.action = "pause";
  const auto paused =
      store->SetPause(true, "äldre kopia", "sim-restore-pause", audit, world_.Now());
  if (!paused.ok()) world_.Broke("I25", "a restored store cannot be paused");
  SubmitLost();
  people_.Resume();
}

// The workers go on, and see another store than they knew. Once an alarm tells, they are started
// anew.
void Losses::FailOver() {
  world_.Saw(Fault::kF21);
  GoBack();
  around_.store_state.away_until_ms = world_.schedule.now_ms() + world_.Between(200, 60'000);
  SubmitLost();
  world_.schedule.Sleep(world_.Between(60'000, 200'000));
  for (const auto& process : processes_)
    if (process->alive()) process->Kill();
  people_.Resume();
}

void Losses::GoBack() {
  world_.trace.Add(world_.schedule.now_ms(), "store", "goes back");
  Remember();
  world_.database.GoBack();
  for (auto& [id, lease] : around_.leases.held) lease.until_ms = 0;
  ++world_.losses;
  around_.receiver.ForgetDenials();
}

void Losses::Remember() {
  Forgotten& forgotten = around_.ledger.forgotten;
  for (const auto& row : world_.database.Rows("SELECT effect_id FROM effects"))
    forgotten.effects.insert(row[0]);
  const std::unique_ptr<Store> store = QuietStore(world_.database, around_.municipality);
  for (const auto& row : world_.database.Rows("SELECT case_id FROM cases")) {
    const StatusOr<CaseRecord> record = store->GetCase(CaseId::FromTrusted(row[0]));
    if (!record.ok()) continue;
    const Application& application = record->application;
    for (const Decision& decision : record->decisions) {
      Money& most = forgotten.granted[application.id];
      most = std::max(most, decision.granted);
      if (decision.kind == DecisionKind::kAutomatic)
        forgotten.automatic[{application.household, application.month}].insert(application.id);
    }
  }
}

// The case system sends all that it has an answer for, in order; what the store has is a repeat.
void Losses::SubmitLost() {
  std::vector<Acknowledged> sent;
  std::vector<std::string> lost;
  std::swap(sent, around_.ledger.acknowledged);
  for (const Acknowledged& one : sent) {
    const auto rows = world_.database.Rows("SELECT case_id FROM cases WHERE application_id = ?1",
                                           {one.application});
    if (rows.empty()) {
      lost.push_back(one.application);
    } else {
      around_.ledger.acknowledged.push_back({one.application, CaseId::FromTrusted(rows[0][0])});
    }
  }
  for (const std::string& application : lost) {
    world_.reach.Count(kSubmittedAgain);
    people_.Submit(application);
  }
}

}  // namespace dm::sim
