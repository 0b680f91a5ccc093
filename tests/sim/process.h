// Process: one worker process of a history: the real services, steps and loops' units, wired as
// worker/wiring/worker.cc wires them, over the simulated ports; its loops are tasks of the
// schedule.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "tests/sim/fiber_threads.h"
#include "tests/sim/planted_bugs.h"
#include "tests/sim/process_engine.h"
#include "tests/sim/receiver.h"
#include "tests/sim/registers.h"
#include "tests/sim/sim_clock.h"
#include "tests/sim/witness.h"
#include "worker/adapters/sql/store_impl.h"
#include "worker/audit/checkpoint_keeper.h"
#include "worker/contact/contact_service.h"
#include "worker/effects/effect_service.h"
#include "worker/escalation/decision_service.h"
#include "worker/escalation/escalation_service.h"
#include "worker/escalation/queue_service.h"
#include "worker/intake/intake_service.h"
#include "worker/quality/case_hooks.h"
#include "worker/quality/keeper.h"
#include "worker/retention/retention_service.h"
#include "worker/runtime/case_service.h"
#include "worker/runtime/clock_watch.h"
#include "worker/runtime/delivery_loop.h"
#include "worker/runtime/operations_service.h"
#include "worker/runtime/pipeline.h"
#include "worker/runtime/worker_pool.h"
#include "worker/sealing/key_ring.h"

namespace dm::sim {

// Everything that outlives one process.
struct Surroundings {
  World& world;
  Ledger& ledger;
  Receiver& receiver;
  Leases& leases;
  SharedStoreState& store_state;
  const Shipped& shipped;
  std::string municipality;
  bool alone = false;  // one process at a time, as with SQLite
  // Of the content, for who opens the store next; null: it is not encrypted.
  std::shared_ptr<sealing::KeyRing> keys;
  bool pulled = false;  // the receiver fetches its effects: none is pushed
  bool erases = false;  // files whose time is over are erased
  // Called when a worker begins with a case: who wants to act in the middle of it.
  std::function<void(const CaseId& id)> on_run = {};
};

// Calls `on_run` and counts who is at which case, around what the worker does with it.
class WatchedRunner final : public CaseRunner {
 public:
  WatchedRunner(CaseRunner& runner, const Surroundings& around)
      : runner_(runner), around_(around) {}

  void Run(const Claim& claim, const std::stop_token& stop) override;

 private:
  CaseRunner& runner_;
  const Surroundings& around_;
};

class Process {
 public:
  Process(const Surroundings& around, const std::string& name);

  // Starts its loops. As the first of a store of one process it takes back what another left.
  void Start();
  // Told to stop: claims no more, ends the step in hand.
  void Stop();
  // Is gone now.
  void Kill();

  bool alive() const { return host_->alive; }

  bool stopping() const { return stop_.stop_requested(); }

  const std::string& name() const { return name_; }

  std::shared_ptr<Host> host() const { return host_; }

  SimClock& clock() { return clock_; }

  PolicyHolder& policies() { return policies_; }

  // Runs `call` in this process, as a server runs a client's. False when the process died under it:
  // the caller hears nothing, whatever was done.
  bool Serve(const std::function<void()>& call);

  // The services, as a gateway reaches them.
  intake::IntakeService& intake() { return intake_; }

  escalation::EscalationService& escalations() { return escalations_; }

  escalation::DecisionService& decisions() { return decisions_; }

  escalation::QueueService& queues() { return queues_; }

  contact::ContactService& contact() { return contact_; }

  effects::EffectService& effects() { return effects_; }

  OperationsService& operations() { return operations_; }

  retention::RetentionService& retention() { return retention_; }

  StepStore& store() { return *store_; }

 private:
  class TraceLog;

  void DeliveryLoopBody();
  // Runs it in so many tasks of this process and waits for all.
  void RunAtOnce(std::size_t times, const std::function<void()>& work);
  void KeepLoop();
  // A case or an effect may be due.
  void Wake();
  escalation::EscalationParts Parts();

  Surroundings around_;
  World& world_;
  const std::string name_;
  const std::shared_ptr<Host> host_ = std::make_shared<Host>();
  std::stop_source stop_;
  SimClock clock_;
  PolicyHolder policies_;
  std::unique_ptr<Log> log_;
  Line line_;
  BuggyCaseSystem case_system_;
  ScriptedRegisters registers_;
  BuggySource source_;
  const std::shared_ptr<sql::Vault> vault_;
  sql::StoreImpl rows_;
  BuggyStore buggy_;
  std::unique_ptr<WholeStore> store_;  // the witness: what the worker calls

  intake::IntakeService intake_;
  CaseService cases_;
  escalation::EscalationService escalations_;
  escalation::QueueService queues_;
  escalation::DecisionService decisions_;
  contact::ContactService contact_;
  effects::EffectService effects_;
  audit::CheckpointKeeper checkpoints_;
  quality::CaseHooks hooks_;
  quality::Keeper keeper_;
  OperationsService operations_;
  retention::RetentionService retention_;
  Pipeline pipeline_;
  DeliveryLoop delivery_;
  ClockWatch clock_watch_;
  WatchedRunner runner_;
  std::unique_ptr<BasicWorkerPool<FiberThreads>> pool_;
};

}  // namespace dm::sim
