#include "tests/sim/losses.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "tests/sim/quiet_store.h"
#include "worker/effects/after_restore.h"
#include "worker/effects/routed_receiver.h"
#include "worker/runtime/hand_over.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kLookEveryMs = 30'000;
constexpr char kOperator[] = "drift-1";

AuditEvent By(const char* action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = kOperator;
  audit.action = action;
  audit.subject = "store";
  return audit;
}

}  // namespace

void Losses::Begin() {
  world_.schedule.Spawn(world_.outside, 0, [this] { Wait(); });
  world_.schedule.Spawn(world_.outside, 3'000, [this] { SeeToRestores(); });
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

// Nothing of the worker runs meanwhile. Mostly the restore is declared before anything starts.
// Where it is not, the worker starts under a pause until all has come in again.
void Losses::PutBackupBack() {
  world_.Saw(Fault::kF17);
  // Until they are gone, also one that was just being started.
  const auto alive = [](const auto& process) { return process->alive(); };
  do {
    for (const auto& process : processes_)
      if (process->alive()) process->Kill();
    world_.schedule.Sleep(1);
  } while (std::any_of(processes_.begin(), processes_.end(), alive));
  GoBack();
  world_.restored = true;
  brings_again_ = true;
  const int how = world_.Between(1, 5);
  const bool at_once = how <= 3;
  const bool late = how == 4;
  at_once ? Declare() : Pause();
  if (late) {
    world_.schedule.Sleep(world_.Between(1'000, 120'000));
    Declare();
  }
  SubmitLost();
  brings_again_ = false;
  if (!at_once) people_.Resume();
}

void Losses::Pause() {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = kOperator;
  audit.action = "pause";
  const auto paused =
      QuietStore(around_)->SetPause(true, "äldre kopia", "sim-restore-pause", audit, world_.Now());
  if (!paused.ok()) world_.Broke("I25", "a restored store cannot be paused");
}

void Losses::Declare() {
  const Status declared = QuietStore(around_)->DeclareRestore(
      {.declared_at = world_.Now(), .declared_by = kOperator, .reason = "x"},
      By("restore_declared"),
      world_.Now());
  if (!declared.ok()) world_.Broke("I25", "a restore cannot be declared");
  world_.trace.Add(world_.schedule.now_ms(), kOperator, "declares a restore");
  world_.reach.Count(kRestoreDeclared);
}

void Losses::SeeToRestores() {
  const std::unique_ptr<Store> store = QuietStore(around_);
  while (true) {
    world_.schedule.Sleep(world_.Between(10'000, 60'000));
    const StatusOr<std::optional<Restore>> restore = store->FindRestore();
    if (!brings_again_ && restore.ok() && *restore) TryToEnd(*store);
  }
}

// Refused as long as something is left: then later.
void Losses::TryToEnd(Store& store) {
  if (around_.pulled || world_.OneIn(5)) TakeList(store);
  const int unasked = store.CountUnasked().value_or(0);
  const Status ended = store.EndRestore("", By("restore_ended"), world_.Now());
  world_.trace.Add(world_.schedule.now_ms(),
                   kOperator,
                   "ends the restore " + DetailOf(ended).reason + std::to_string(unasked));
  if (ended.ok() && unasked > 0)
    world_.Broke("I25", "a restore ended before the receiver was asked about everything");
  if (ended.ok()) world_.reach.Count(kRestoreEnded);
}

void Losses::TakeList(Store& store) {
  std::map<EffectId, Delivery> returned;
  for (const auto& [id, arrived] : around_.ledger.arrived) {
    Delivery& said = returned[EffectId::FromTrusted(id)];
    said.outcome = DeliveryOutcome::kOk;
    if (arrived.effect.payment_order) said.amount = arrived.effect.payment_order->amount;
  }
  for (const auto& [id, effect] : around_.ledger.refused) {
    Delivery& said = returned[EffectId::FromTrusted(id)];
    said.outcome = DeliveryOutcome::kRefused;
    said.error_code = "RETURNED_LIST";
  }

  class Silent final : public Log {
   public:
    void Write(LogLevel, std::string_view, const std::vector<LogField>&) override {}
  } log;

  SimClock clock(world_);
  effects::RoutedReceiver nobody(nullptr, nullptr);
  const auto pass = effects::NoteReturnedList({.store = store,
                                               .receiver = nobody,
                                               .clock = clock,
                                               .log = log,
                                               .stop = nullptr,
                                               .worker = kOperator,
                                               .hand_over = HandOverTo(store, clock, kOperator)},
                                              returned);
  if (!pass.ok()) return;  // Somebody has changed a case meanwhile: later.
  for (const auto& row : world_.database.Rows("SELECT effect_id FROM effects WHERE state IN "
                                              "('PENDING', 'SENT')"))
    around_.receiver.Deny(EffectId::FromTrusted(row[0]));
  world_.reach.Count(kReturnedList);
}

// The workers go on, and see another store than they knew. Once an alarm tells, they are started
// anew.
void Losses::FailOver() {
  world_.Saw(Fault::kF21);
  GoBack();
  ++around_.store_state.server;
  brings_again_ = true;
  around_.store_state.away_until_ms = world_.schedule.now_ms() + world_.Between(200, 60'000);
  SubmitLost();
  brings_again_ = false;
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
  const std::unique_ptr<Store> store = QuietStore(around_);
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
    while (!people_.Submit(application)) world_.schedule.Sleep(5'000);
  }
}

}  // namespace dm::sim
