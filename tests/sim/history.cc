#include "tests/sim/history.h"

#include <memory>
#include <utility>

#include "tests/sim/invariants.h"
#include "tests/sim/keys.h"
#include "tests/sim/losses.h"
#include "tests/sim/people.h"
#include "tests/sim/process.h"
#include "tests/sim/quiet_store.h"
#include "tests/sim/years_later.h"
#include "worker/adapters/sql/store_rows.h"

namespace dm::sim {
namespace {

constexpr char kMunicipality[] = "0000-exempelkommun";
constexpr std::int64_t kMinuteMs = 60'000;
// When the faults stop, everything must be done by then (I23).
constexpr std::int64_t kPeaceMs = 15 * kMinuteMs;
// What is under way when they stop has arrived by then.
constexpr std::int64_t kQuietMs = 4 * kMinuteMs;

// Of so many histories one goes on years later: its files are erased.
constexpr std::uint64_t kYearsLaterEvery = 16;
// Of so many histories one claims in groups, where it has several processes.
constexpr std::uint64_t kInGroupsEvery = 3;

// Seconds between two chances of a process to be frozen, stopped or given a wrong clock.
constexpr int kDisturbEvery = 10;

Instant Begins() {
  return *Instant::Parse("2026-11-26T07:00:00Z");
}

class History {
 public:
  History(const HistoryOptions& options, const Shipped& shipped, World& world)
      : world_(world),
        shipped_(shipped),
        receiver_(world, ledger_),
        alone_(options.planted != Planted::kLeaseFromWallClock && world.OneIn(3)),
        // A group's statement takes five times as long here.
        in_groups_(!alone_ && options.seed % kInGroupsEvery == 0),
        around_{.world = world,
                .ledger = ledger_,
                .receiver = receiver_,
                .leases = leases_,
                .store_state = store_state_,
                .shipped = shipped,
                .municipality = kMunicipality,
                .alone = alone_,
                .keys = options.seed % 2 == 0 ? TheKeys().before : nullptr,
                .pulled = world.OneIn(8),
                .erases = options.seed / 2 % kYearsLaterEvery == 5},
        renewed_ms_((2 + static_cast<std::int64_t>(options.seed / 2 % 20)) * kMinuteMs),
        people_(around_, processes_),
        losses_(around_, people_, processes_),
        years_later_(around_, processes_, [this] { StartRight(); }) {
    world.on_control_read = [this] { people_.InterfereWithDecision(); };
    around_.on_run = [this](const CaseId& id) { people_.Interfere(id); };
  }

  void Run(bool caller_clock) {
    Status begun = world_.database.Begin([this] { return world_.Now().unix_ms(); },
                                         caller_clock ? LeaseClock::kCaller : LeaseClock::kDatabase,
                                         in_groups_ ? ClaimWay::kInGroups : ClaimWay::kRowByRow);
    if (begun.ok())
      begun = world_.database.Transact([this](sql::Database& database) {
        return sql::CheckMunicipality(database, kMunicipality, "database", world_.Now());
      });
    if (!begun.ok()) return world_.Broke("I1", "the store does not open");
    const int count = alone_ ? 1 : world_.Between(2, 3);
    for (int i = 0; i < count; ++i) StartProcess();
    const std::int64_t fault_ms = world_.Between(5, 25) * kMinuteMs;
    people_.Begin(world_.Between(4, 12), fault_ms);
    Schedule& schedule = world_.schedule;
    schedule.Spawn(world_.outside, 1'000, [this] { Trouble(); });
    if (around_.pulled) schedule.Spawn(world_.outside, 2'000, [this] { people_.Fetch(); });
    losses_.Begin();
    schedule.RunUntil(fault_ms);
    Peace();
    for (std::int64_t ms = kQuietMs; ms <= kPeaceMs; ms += kMinuteMs) {
      schedule.RunUntil(fault_ms + ms);
      if (IsQuiet()) break;
    }
    Judge();
    Rest();
    // A restore that is still under way, or what did not hold, is enough for one history.
    if (around_.erases && world_.violations().empty() &&
        world_.database.Number("SELECT count(*) FROM marks WHERE name = 'restore'") == 0)
      years_later_.Run();
    End();
  }

 private:
  void StartProcess() {
    if (around_.keys != nullptr && world_.schedule.now_ms() >= renewed_ms_)
      around_.keys = TheKeys().after;
    auto process =
        std::make_unique<Process>(around_, "worker-" + std::to_string(processes_.size() + 1));
    if (world_.Strikes(Fault::kF43))
      process->clock().SetWrong(std::int64_t{world_.Between(-600, 600)} * 1'000);
    processes_.push_back(std::move(process));
    processes_.back()->Start();
  }

  void StartRight() {
    StartProcess();
    processes_.back()->clock().SetWrong(0);
  }

  // For ever, every second: those who died or stopped start again after a while; processes freeze,
  // are told to stop, and clocks go wrong.
  void Trouble() {
    while (true) {
      for (std::size_t i = 0; i < processes_.size() && !world_.faults_ended(); ++i)
        if (world_.OneIn(kDisturbEvery)) Disturb(*processes_[i]);
      Revive();
      world_.schedule.Sleep(1'000);
    }
  }

  void Disturb(Process& process) {
    if (!process.alive()) return;
    const std::int64_t now_ms = world_.schedule.now_ms();
    if (world_.Strikes(Fault::kF3)) {
      process.host()->frozen_until_ms = now_ms + std::int64_t{world_.Between(130, 400)} * 1'000;
      world_.trace.Add(now_ms, process.name(), "frozen");
    }
    if (!process.stopping() && world_.Strikes(Fault::kF2)) process.Stop();
    if (world_.Strikes(Fault::kF41)) Jump(process.clock());
    if (world_.Strikes(Fault::kF42)) SetIntoEdge(process.clock());
    if (world_.OneIn(6)) process.clock().SetWrong(0);
  }

  void Jump(SimClock& clock) {
    constexpr std::int64_t kDayMs = std::int64_t{86'400} * 1'000;
    constexpr std::int64_t kJumps[] = {
        1'000, 60'000, 3'600'000, kDayMs, 365 * kDayMs, 3'652 * kDayMs};
    if (world_.OneIn(6)) return clock.StandStill();
    const std::int64_t jump = kJumps[world_.Between(0, 5)];
    clock.SetWrong(world_.OneIn(2) ? jump : -jump);
  }

  void SetIntoEdge(SimClock& clock) {
    constexpr const char* kEdges[] = {"2026-10-25T00:59:50Z",
                                      "2027-03-28T00:59:50Z",
                                      "2026-12-31T22:59:50Z",
                                      "2028-02-28T22:59:50Z",
                                      "2028-02-29T22:59:50Z"};
    clock.SetTo(*Instant::Parse(kEdges[world_.Between(0, 4)]));
  }

  int Running() const {
    int running = 0;
    for (const auto& process : processes_)
      if (process->alive() && !process->stopping()) ++running;
    return running;
  }

  // A process that was told to stop is gone when its last task is.
  void Revive() {
    int left = 0;
    for (const auto& process : processes_) {
      if (process->alive() && process->stopping() && process->host()->tasks == 0) process->Kill();
      if (process->alive()) ++left;
    }
    const int wanted = alone_ ? 1 : 2;
    const bool may = alone_ ? left == 0 : Running() < wanted;
    if (may && (world_.faults_ended() || world_.OneIn(5))) StartProcess();
  }

  void Peace() {
    world_.EndFaults();
    const std::int64_t now_ms = world_.schedule.now_ms();
    world_.trace.Add(now_ms, "world", "peace");
    store_state_.away_until_ms = 0;
    store_state_.read_only_until_ms = 0;
    for (const auto& process : processes_) {
      process->clock().SetWrong(0);
      world_.schedule.Thaw(*process->host());
    }
    world_.schedule.Spawn(world_.outside, 0, [this] {
      for (const auto& process : processes_) {
        if (!process->alive() || process->stopping()) continue;
        CallContext context;
        context.caller = "drift-1";
        context.request_id = "sim-peace-1";
        context.content_sha256 = std::string(64, 'd');
        process->Serve([&] {
          static_cast<void>(process->operations().SetPause(context, false, "drift-1", "åter"));
        });
        return;
      }
    });
  }

  // Nothing is left to do: what the rest of the peace would show is that nothing happens. Until
  // then what is under way has arrived.
  bool IsQuiet() const {
    return world_.database.Number(
               "SELECT count(*) FROM cases WHERE claimed_by <> '' OR state IN ('RECEIVED', "
               "'REGISTERED', 'WAITING_SOURCE', 'FETCHED', 'EVALUATED', 'DECIDED')") == 0 &&
           world_.database.Number(
               "SELECT count(*) FROM effects WHERE state IN ('PENDING', 'SENT')") == 0;
  }

  void Judge() {
    const std::unique_ptr<Store> store = QuietStore(around_);
    Ended ended{.world = world_,
                .ledger = ledger_,
                .shipped = shipped_,
                .store = *store,
                .municipality = kMunicipality,
                .encrypted = around_.keys != nullptr};
    ReadCases(ended);
    for (const Invariant& invariant : Invariants()) invariant.check(ended);
    const auto head = store->GetAuditHead();
    if (head.ok()) world_.trace.Add(world_.schedule.now_ms(), "audit", head->sha256);
  }

  // Nothing runs any more.
  void Rest() {
    for (const auto& process : processes_)
      if (process->alive()) process->Kill();
    world_.schedule.Kill(*world_.outside);
    world_.schedule.RunUntil(world_.schedule.now_ms());
  }

  void End() {
    years_later_.End();
    Rest();
    processes_.clear();
    world_.database.End();
    world_.database.SetVault(nullptr);
  }

  World& world_;
  const Shipped& shipped_;
  Ledger ledger_;
  Leases leases_;
  SharedStoreState store_state_;
  Receiver receiver_;
  const bool alone_;
  const bool in_groups_;
  Surroundings around_;
  const std::int64_t renewed_ms_;  // then another key is made current
  std::vector<std::unique_ptr<Process>> processes_;
  People people_;
  Losses losses_;
  YearsLater years_later_;
};

}  // namespace

HistoryResult RunHistory(const HistoryOptions& options,
                         const Shipped& shipped,
                         SimDatabase& database) {
  HistoryResult result;
  Trace trace(options.print);
  SplitMix64 draw(options.seed * 2 + 1);
  Swarm swarm = options.only ? Swarm::Only(*options.only) : Swarm::Draw(draw, options.faults);
  if (options.without) swarm.Drop(*options.without);
  World world({.seed = options.seed,
               .swarm = swarm,
               .planted = options.planted,
               .database = database,
               .reach = result.reach,
               .trace = trace},
              Begins());
  History(options, shipped, world).Run(options.planted == Planted::kLeaseFromWallClock);
  result.violations = world.violations();
  result.trace = trace.hash();
  result.bites = world.bites();
  return result;
}

}  // namespace dm::sim
