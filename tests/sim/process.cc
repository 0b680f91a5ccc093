#include "tests/sim/process.h"

#include <utility>
#include <vector>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/claim_rows.h"
#include "worker/decision/decide.h"
#include "worker/effects/contact_effects.h"
#include "worker/effects/letter.h"
#include "worker/effects/letter_file.h"
#include "worker/effects/make_effects.h"
#include "worker/runtime/fall_over.h"
#include "worker/runtime/hand_over.h"
#include "worker/runtime/recall_misdated.h"
#include "worker/runtime/refused_effects.h"
#include "worker/runtime/rewrap.h"

namespace dm::sim {
namespace {

constexpr int kThreads = 3;
constexpr std::int64_t kLeaseMs = 120'000;
constexpr std::int64_t kPollMs = 10'000;
constexpr std::int64_t kKeepMs = 45'000;
constexpr int kDeliveriesAtOnce = 16;

std::shared_ptr<sql::Vault> VaultOf(const Surroundings& around) {
  return around.keys == nullptr ? nullptr : std::make_shared<sql::Vault>(around.keys);
}

}  // namespace

class Process::TraceLog final : public Log {
 public:
  TraceLog(World& world, std::string process) : world_(world), process_(std::move(process)) {}

  void Write(LogLevel level, std::string_view event, const std::vector<LogField>& fields) override {
    std::string line(event);
    for (const LogField& field : fields) {
      line += " " + field.key() + "=";
      if (const auto* number = std::get_if<std::int64_t>(&field.value())) {
        line += std::to_string(*number);
      } else {
        line += std::get<std::string>(field.value());
      }
    }
    world_.trace.Add(world_.schedule.now_ms(), process_, line);
    if (level == LogLevel::kError) world_.reach.Count("errors logged");
    if (event == "restore_suspected") world_.reach.Count(kRestoreSuspected);
    if (event == "data_keys_rewrapped") world_.reach.Count(kRewrapped);
  }

 private:
  World& world_;
  const std::string process_;
};

escalation::EscalationParts Process::Parts() {
  return {.policy = [this] { return policies_.Get(); },
          .pay_day = PayDateFor,
          .effects_of = effects::EffectsOfDecision,
          .staff = {},
          .must_see = MustSeeDateFor};
}

Process::Process(const Surroundings& around, const std::string& name)
    : around_(around),
      world_(around.world),
      name_(name),
      clock_(world_),
      policies_(around.shipped.policy, world_.Now()),
      log_(std::make_unique<TraceLog>(world_, name)),
      line_(world_, around.receiver, name),
      case_system_(line_, world_),
      registers_(world_, around.ledger),
      source_(registers_, world_),
      vault_(VaultOf(around)),
      rows_(
          around.municipality,
          std::make_unique<ProcessEngine>(world_, around.store_state, host_, around.alone, vault_),
          kEffectKey,
          vault_),
      buggy_(rows_, world_, case_system_),
      store_(std::make_unique<Witness>(buggy_, world_, around.leases, around.receiver, name)),
      intake_(*store_, clock_),
      cases_(*store_,
             clock_,
             policies_,
             [](const std::string& bytes) { return codec::DecodeCaseInput(bytes); }),
      escalations_(*store_, clock_, Parts()),
      queues_(
          *store_,
          clock_,
          {.policy = [this] { return policies_.Get(); }, .staff = {}, .must_see = MustSeeDateFor}),
      decisions_(*store_,
                 clock_,
                 Parts(),
                 {.letter_of = effects::DecisionLetter,
                  .file_of = effects::LetterFileOf,
                  .effects_of_communication = effects::EffectsOfCommunication}),
      contact_(*store_,
               clock_,
               cases_,
               {.policy = [this] { return policies_.Get(); },
                .payment_cutoff = PaymentCutoffFor,
                .staff = {},
                .wake = [this] { Wake(); }}),
      effects_(*store_,
               clock_,
               {.hand_over = HandOverTo(*store_, clock_, name),
                .wake = [this] { Wake(); },
                .receiver = [this] { return &case_system_; }}),
      checkpoints_(
          *store_, clock_, {.municipality = around.municipality, .worker = name, .file = ""}),
      hooks_(*store_, {.seed = [] { return std::string(32, '9'); }, .worker = name}),
      keeper_(*store_, clock_, {[this] { return policies_.Get(); }, name}),
      operations_(*store_,
                  clock_,
                  policies_,
                  escalations_,
                  {.connectors = [this] { return std::vector<EvidenceSource*>{&source_}; },
                   .certificates = [] { return std::vector<CertificateStatus>(); },
                   .wake = [this] { Wake(); }}),
      retention_(*store_,
                 clock_,
                 {.policy = [this] { return policies_.Get(); },
                  .research = Research::kDays,
                  .daily = true,
                  .worker = name}),
      pipeline_(
          *store_,
          clock_,
          *log_,
          policies_,
          {&source_},
          [](const CaseInput& input) { return codec::Encode(input); },
          [this] { return world_.Draw(); },
          PipelineOptions{.worker = name_,
                          .quality = &hooks_,
                          .receiver = [this]() -> CaseSystem* {
                            return around_.pulled ? nullptr : &case_system_;
                          },
                          .staff = nullptr}),
      delivery_(
          *store_,
          case_system_,
          clock_,
          *log_,
          [this] { return world_.Draw(); },
          [this] { Wake(); },
          DeliveryLoopOptions{.worker = name,
                              .at_once = kDeliveriesAtOnce,
                              .notices_restores = true,
                              .run_at_once = [this](std::size_t times,
                                                    const auto& work) { RunAtOnce(times, work); }}),
      clock_watch_(*store_, clock_, *log_, name),
      runner_(pipeline_, around_) {
  pipeline_.OnEffects([this] { Wake(); });
  store_->OnWork([this] { Wake(); });
}

void Process::Start() {
  world_.trace.Add(world_.schedule.now_ms(), name_, "started");
  if (around_.alone) {
    static_cast<void>(world_.database.Transact(
        [](sql::Database& database) { return sql::DropAllClaims(database); }));
    for (auto& [id, lease] : around_.leases.held) lease.until_ms = 0;
  }
  Schedule& schedule = world_.schedule;
  TheFiberHome() = {.schedule = &schedule, .host = host_};
  pool_ = std::make_unique<BasicWorkerPool<FiberThreads>>(
      *store_,
      clock_,
      *log_,
      runner_,
      WorkerPoolOptions{
          .worker = name_, .threads = kThreads, .lease_ms = kLeaseMs, .poll_ms = kPollMs});
  pool_->Start();
  TheFiberHome() = {};
  if (!around_.pulled) schedule.Spawn(host_, 0, [this] { DeliveryLoopBody(); });
  schedule.Spawn(host_, 0, [this] { KeepLoop(); });
}

void Process::Stop() {
  world_.trace.Add(world_.schedule.now_ms(), name_, "told to stop");
  stop_.request_stop();
  world_.schedule.Spawn(host_, 0, [this] { pool_->Stop(); });
}

void Process::Kill() {
  world_.trace.Add(world_.schedule.now_ms(), name_, "killed");
  world_.schedule.Kill(*host_);
}

bool Process::Serve(const std::function<void()>& call) {
  std::shared_ptr<Host> from = world_.schedule.Enter(host_);
  bool heard = true;
  try {
    call();
  } catch (const Killed&) {
    heard = false;
  }
  world_.schedule.Enter(std::move(from));
  return heard;
}

void WatchedRunner::Run(const Claim& claim, const std::stop_token& stop) {
  struct AtWork {
    int& count;

    explicit AtWork(int& c) : count(c) { ++count; }

    ~AtWork() { --count; }

    AtWork(const AtWork&) = delete;
    AtWork& operator=(const AtWork&) = delete;
    AtWork(AtWork&&) = delete;
    AtWork& operator=(AtWork&&) = delete;
  };

  const AtWork at_work(around_.leases.at_work[claim.case_id]);
  if (at_work.count > 1) around_.world.Saw(Fault::kF50);
  if (around_.on_run) around_.on_run(claim.case_id);
  runner_.Run(claim, stop);
}

void Process::Wake() {
  if (pool_ != nullptr) pool_->Wake();
  world_.schedule.Wake(host_.get());
}

void Process::DeliveryLoopBody() {
  while (!stopping()) {
    static_cast<void>(delivery_.PassOnce());
    Wake();
    world_.schedule.Doze(kPollMs);
  }
}

void Process::RunAtOnce(std::size_t times, const std::function<void()>& work) {
  auto left = std::make_shared<std::size_t>(times - 1);
  for (std::size_t i = 1; i < times; ++i) {
    world_.reach.Count(kHandedAtOnce);
    world_.schedule.Spawn(host_, 0, [left, work] {
      work();
      --*left;
    });
  }
  work();
  // One that is killed ends with all others of its process.
  while (*left > 0) world_.schedule.Sleep(1);
}

void Process::KeepLoop() {
  while (!stopping()) {
    clock_watch_.Look();
    checkpoints_.LookAndTell(*log_);
    if (store_->HoldsDuties()) {
      RewrapKeys(*store_, clock_, *log_, name_);
      FallOverAndTell(queues_, *log_);
      PutRefusedOnDesk(*store_, clock_, *log_, name_);
      keeper_.LookAndTell(*log_);
      if (around_.erases) retention_.LookAndTell(*log_);
      if (RecallMisdated(*store_, clock_, *log_) > 0) Wake();
    }
    static_cast<void>(store_->CheckHealth(clock_.Now()));
    world_.schedule.Sleep(kKeepMs);
  }
}

}  // namespace dm::sim
