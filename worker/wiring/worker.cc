#include "worker/wiring/worker.h"

#include <set>
#include <stop_token>
#include <utility>
#include <vector>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/grpc/library_log.h"
#include "worker/adapters/grpc/server.h"
#include "worker/audit/audit_service.h"
#include "worker/audit/checkpoint_keeper.h"
#include "worker/contact/contact_service.h"
#include "worker/decision/decide.h"
#include "worker/effects/effect_service.h"
#include "worker/escalation/effect_item.h"
#include "worker/intake/intake_service.h"
#include "worker/metrics/event_counts.h"
#include "worker/metrics/metrics_server.h"
#include "worker/policy/served_policies.h"
#include "worker/quality/case_hooks.h"
#include "worker/quality/keeper.h"
#include "worker/quality/quality_service.h"
#include "worker/report/report_service.h"
#include "worker/runtime/case_service.h"
#include "worker/runtime/certificate_watch.h"
#include "worker/runtime/clock_watch.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/delivery_loop.h"
#include "worker/runtime/fall_over.h"
#include "worker/runtime/hand_over.h"
#include "worker/runtime/health_loop.h"
#include "worker/runtime/operations_service.h"
#include "worker/runtime/pipeline.h"
#include "worker/runtime/policy_holder.h"
#include "worker/runtime/policy_reload.h"
#include "worker/runtime/recall_misdated.h"
#include "worker/runtime/refused_effects.h"
#include "worker/runtime/restore_service.h"
#include "worker/runtime/rewrap.h"
#include "worker/runtime/service_manager.h"
#include "worker/runtime/source_watch.h"
#include "worker/runtime/staff_holder.h"
#include "worker/runtime/worker_pool.h"
#include "worker/wiring/effects.h"
#include "worker/wiring/files.h"
#include "worker/wiring/memory.h"
#include "worker/wiring/metrics.h"
#include "worker/wiring/people.h"
#include "worker/wiring/random.h"
#include "worker/wiring/replay.h"
#include "worker/wiring/retention.h"
#include "worker/wiring/server.h"
#include "worker/wiring/signatures.h"
#include "worker/wiring/sources.h"
#include "worker/wiring/staff.h"
#include "worker/wiring/store.h"

namespace dm {
namespace {

// How often the store is asked whether it can still be written.
constexpr std::int64_t kHealthPollMs = 5'000;
// How often gates, codes and certificates are looked at for the log.
constexpr std::int64_t kWatchPollMs = 1'000;
// How often what lies in a queue that falls over is looked at, once the payment run is near.
constexpr std::int64_t kFallOverPollMs = 60'000;

class WiredWorker final : public Worker {
 public:
  WiredWorker(Config config,
              Log& log,
              std::unique_ptr<Clock> clock,
              ServedLoad policy,
              std::shared_ptr<const StaffDirectory> staff,
              std::unique_ptr<WholeStore> store)
      : config_(std::move(config)),
        events_(log),
        log_(events_),
        clock_(std::move(clock)),
        policies_(std::move(policy.set), clock_->Now(), std::move(policy.signatures)),
        staff_(std::move(staff)),
        store_(std::move(store)),
        id_("worker-" + RandomHex(6)),
        intake_(*store_, *clock_),
        cases_(*store_,
               *clock_,
               policies_,
               [](const std::string& bytes) { return codec::DecodeCaseInput(bytes); }),
        people_(
            *store_, *clock_, [this] { return policies_.Get(); }, [this] { return staff_.Get(); }),
        contact_(*store_,
                 *clock_,
                 cases_,
                 {.policy = [this] { return policies_.Get(); },
                  .payment_cutoff = PaymentCutoffFor,
                  .staff = [this] { return staff_.Get(); },
                  .wake =
                      [this] {
                        if (pool_ != nullptr) pool_->Wake();
                      }}),
        effects_(*store_,
                 *clock_,
                 {.hand_over = HandOverTo(*store_, *clock_, id_),
                  .wake =
                      [this] {
                        if (delivery_ != nullptr) delivery_->Wake();
                      },
                  .receiver = [this] { return receivers_.routed.get(); },
                  .in_files = [this] { return KindsInFiles(receivers_.files.get()); },
                  .staff = [this] { return staff_.Get(); }}),
        audit_(*store_, *clock_, config_.municipality),
        checkpoints_(*store_,
                     *clock_,
                     {.municipality = config_.municipality,
                      .worker = id_,
                      .file = config_.audit.checkpoints,
                      .every_ms = config_.audit.checkpoint_ms,
                      .records = config_.audit.checkpoint_records,
                      .unwitnessed_max_ms = config_.audit.unwitnessed_max_ms}),
        hooks_(*store_, {.seed = [this] { return SampleSeed(config_); }, .worker = id_}),
        quality_(*store_,
                 *clock_,
                 {[this] { return policies_.Get(); }, [this] { return staff_.Get(); }}),
        keeper_(*store_, *clock_, {[this] { return policies_.Get(); }, id_}),
        reports_(*store_,
                 *clock_,
                 {.municipality = config_.municipality,
                  .policy = [this] { return policies_.Get(); },
                  .quality = &quality_,
                  .queues = &people_.queues,
                  .log = &log_}),
        replay_(*store_, *clock_, policies_, ReplayParts(config_.replay, id_)),
        restores_(*store_, *clock_, log_, id_),
        retention_(*store_,
                   *clock_,
                   RetentionPartsOf(
                       config_.retention, [this] { return policies_.Get(); }, id_)),
        reloader_(*store_,
                  *clock_,
                  log_,
                  policies_,
                  {.load = [this] { return LoadFolder(config_, SwedishDate(clock_->Now())); },
                   .prepare =
                       [this](const PolicySet& set) {
                         return PrepareTables(
                             config_, connectors_, set, SwedishDate(clock_->Now()));
                       }}),
        operations_(*store_,
                    *clock_,
                    policies_,
                    people_.escalations,
                    {.connectors = [this] { return connectors_.All(); },
                     .certificates = [this] { return Certificates(); },
                     .wake = [this] { pool_->Wake(); },
                     .reloader = &reloader_,
                     .check_raise = quality_.Raises()}),
        certificate_watch_(config_.certificate_warning_days, log_),
        source_watch_(log_),
        clock_watch_(*store_, *clock_, log_, id_),
        watch_([this] { Watch(); }, kWatchPollMs),
        fall_over_([this] { FallOver(); }, kFallOverPollMs),
        keeping_([this] { Keep(); }, kHealthPollMs),
        checking_audit_([this] { checkpoints_.LookAndTell(log_); }, kHealthPollMs) {}

  ~WiredWorker() override { DropListeners(); }

  WiredWorker(const WiredWorker&) = delete;
  WiredWorker& operator=(const WiredWorker&) = delete;
  WiredWorker(WiredWorker&&) = delete;
  WiredWorker& operator=(WiredWorker&&) = delete;

  Status Connect() {
    DM_RETURN_IF_ERROR(checkpoints_.CheckStart());
    const std::shared_ptr<const PolicySet> policy = policies_.Get();
    DM_ASSIGN_OR_RETURN(
        connectors_,
        MakeConnectors(
            config_, *policy, SwedishDate(clock_->Now()), *clock_, stop_asking_.get_token()));
    pipeline_ = std::make_unique<Pipeline>(
        *store_,
        *clock_,
        log_,
        policies_,
        connectors_.All(),
        [](const CaseInput& input) { return codec::Encode(input); },
        SystemRandom,
        PipelineOptions{.worker = id_,
                        .case_time_limit_ms = config_.worker.case_time_limit_ms,
                        .quality = &hooks_,
                        .receiver = [this] { return receivers_.routed.get(); },
                        .staff = [this] { return staff_.Get(); }});
    pool_ = std::make_unique<WorkerPool>(*store_,
                                         *clock_,
                                         log_,
                                         *pipeline_,
                                         WorkerPoolOptions{.worker = id_,
                                                           .threads = config_.worker.threads,
                                                           .lease_ms = config_.worker.lease_ms,
                                                           .poll_ms = config_.worker.poll_ms});
    DM_RETURN_IF_ERROR(ConnectReceivers());
    store_->OnWork([this] {
      pool_->Wake();
      if (delivery_ != nullptr) delivery_->Wake();
    });
    return OkStatus();
  }

  Status Serve(const std::function<void()>& wait_for_stop) override {
    DM_ASSIGN_OR_RETURN(server_,
                        grpc_adapter::GrpcServer::Start(ServerOptionsOf(config_, *clock_), Api()));
    DM_RETURN_IF_ERROR(WritePortFile(config_.grpc.port_file, server_->port()));
    clock_watch_.Look();  // before anything is decided
    DM_ASSIGN_OR_RETURN(
        metrics_,
        ServeMetrics(config_.metrics, {operations_, events_, checkpoints_, retention_, *clock_}));
    pool_->Start();
    if (delivery_ != nullptr) delivery_->Start();
    HealthLoop health(
        *store_,
        *clock_,
        log_,
        [this](bool healthy) { server_->SetServing(healthy); },
        service_manager::TellAlive,
        kHealthPollMs);
    health.Start();
    watch_.Start();
    fall_over_.Start();
    keeping_.Start();
    checking_audit_.Start();
    log_.Write(LogLevel::kInfo,
               "worker_started",
               {{"worker", id_},
                {"port", server_->port()},
                {"policy", policies_.Get()->sha256().substr(0, 16)}});
    service_manager::TellReady();
    wait_for_stop();
    service_manager::TellStopping();
    metrics_ = nullptr;
    fall_over_.Stop();
    keeping_.Stop();
    checking_audit_.Stop();
    watch_.Stop();
    health.Stop();
    log_.Write(LogLevel::kInfo, "worker_stopping", {{"worker", id_}});
    Stop();
    checkpoints_.LookAndTell(log_, audit::Noting::kNow);
    log_.Write(LogLevel::kInfo, "worker_stopped", {{"worker", id_}});
    return OkStatus();
  }

  void ReloadPolicies() override {
    service_manager::TellReloading();
    reloader_.ReloadOnSignal("signal-" + RandomHex(12));
    ReloadStaffList(config_, *policies_.Get(), staff_, log_);
    service_manager::TellReady();
  }

  Status RunOnce(const std::stop_token& stop) override {
    Watch();
    FallOver();
    Keep();
    pool_->Start();
    Status status = pool_->WaitUntilDrained(stop);
    const auto goes_on = [&] { return status.ok() && !stop.stop_requested(); };
    if (goes_on() && delivery_ != nullptr) status = delivery_->PassOnce();
    // What was delivered may let decided cases be closed.
    if (goes_on()) {
      pool_->Wake();
      status = pool_->WaitUntilDrained(stop);
    }
    Stop();
    checkpoints_.LookAndTell(log_, audit::Noting::kNow);
    return status;
  }

 private:
  std::vector<CertificateStatus> Certificates() const {
    std::vector<CertificateStatus> all = connectors_.Certificates(config_, clock_->Now());
    port_certificate_.AddTo(all, clock_->Now());
    receivers_.AddCertificates(all, clock_->Now());
    if (auto signatures = Signatures()) all.push_back(*std::move(signatures));
    return all;
  }

  std::optional<CertificateStatus> Signatures() const {
    return SignaturesStatus(
        policies_.InForce().signatures, config_.signing.required, clock_->Now());
  }

  void Watch() {
    free_memory_.Look();
    clock_watch_.Look();
    if (server_ != nullptr) port_certificate_.Look(*server_);
    certificate_watch_.Look(Certificates(), clock_->Now());
    StopWhenUnsigned(Signatures(), *store_, log_, id_, clock_->Now());
    std::vector<SourceCondition> conditions;
    for (const EvidenceSource* connector : connectors_.All()) {
      for (SourceCondition& one : connector->Conditions()) conditions.push_back(std::move(one));
    }
    source_watch_.Look(conditions);
  }

  // The store may still hear from other processes when what listens is gone.
  void DropListeners() {
    store_->OnWork(nullptr);
    store_->OnHint(nullptr);
  }

  void Keep() {
    if (!store_->HoldsDuties()) return;
    RewrapKeys(*store_, *clock_, log_, id_);
    const auto ended = escalation::EndItemsOfEndedCases(
        *store_, id_, clock_->Now(), escalation::EffectItems::kNotMoved);
    if (!ended.ok())
      log_.Write(LogLevel::kWarning,
                 "effect_items_not_ended",
                 {{"reason", DetailOf(ended.status()).reason}});
    if (keeper_.LookAndTell(log_) + RecallMisdated(*store_, *clock_, log_) > 0) pool_->Wake();
  }

  void FallOver() {
    if (!store_->HoldsDuties()) return;
    FallOverAndTell(people_.queues, log_);
    PutRefusedOnDesk(*store_, *clock_, log_, id_);
    replay_.LookAndTell(log_);
    retention_.LookAndTell(log_);
  }

  Status ConnectReceivers() {
    DM_ASSIGN_OR_RETURN(receivers_, MakeReceivers(config_, *store_, log_, id_, clock_->Now()));
    if (receivers_.routed == nullptr) return OkStatus();
    delivery_ = std::make_unique<DeliveryLoop>(
        *store_,
        *receivers_.routed,
        *clock_,
        log_,
        SystemRandom,
        [this] { pool_->Wake(); },
        DeliveryOptionsOf(config_, id_, receivers_.files.get()));
    pipeline_->OnEffects([this] { delivery_->Wake(); });
    return OkStatus();
  }

  grpc_adapter::Api Api() {
    return {.intake = intake_,
            .cases = cases_,
            .escalations = people_.escalations,
            .frames = people_.frames,
            .effects = effects_,
            .operations = operations_,
            .queues = people_.queues,
            .staff = people_.queues,
            .decisions = &people_.decisions,
            .frame_desk = &people_.frame_desk,
            .quality = &quality_,
            .contact = &contact_,
            .audit = &audit_,
            .reports = &reports_,
            .restores = &restores_,
            .retention = &retention_,
            .log = &log_,
            .admit_person = [this](const std::string& person) {
              return AdmitPerson(*staff_.Get(), person, SwedishDate(clock_->Now()));
            }};
  }

  // No new calls, no new claims, what is in hand finishes its step; questions under way are cut
  // after the drain time.
  void Stop() {
    if (server_ != nullptr) server_->SetServing(false);
    std::jthread cut([this](const std::stop_token& done) {
      const std::int64_t until_ms = clock_->MonotonicMs() + config_.worker.drain_ms;
      while (!done.stop_requested() && clock_->MonotonicMs() < until_ms) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
      stop_asking_.request_stop();
    });
    pool_->Stop();
    if (delivery_ != nullptr) delivery_->Stop();
    cut.request_stop();
    reports_.Stop();
    if (server_ != nullptr) server_->Shutdown();
  }

  const Config config_;
  metrics::EventCounts events_;
  Log& log_;
  const std::unique_ptr<Clock> clock_;
  PolicyHolder policies_;
  StaffHolder staff_;
  const std::unique_ptr<WholeStore> store_;
  const std::string id_;
  std::stop_source stop_asking_;

  intake::IntakeService intake_;
  CaseService cases_;
  PeoplesCalls people_;
  contact::ContactService contact_;
  effects::EffectService effects_;
  audit::AuditService audit_;
  audit::CheckpointKeeper checkpoints_;
  quality::CaseHooks hooks_;
  quality::QualityService quality_;
  quality::Keeper keeper_;
  report::ReportService reports_;
  ReplayJob replay_;
  RestoreService restores_;
  retention::RetentionService retention_;
  PolicyReloader reloader_;
  OperationsService operations_;
  PortCertificate port_certificate_;
  CertificateWatch certificate_watch_;
  SourceWatch source_watch_;
  ClockWatch clock_watch_;
  FreeMemory free_memory_;
  Repeater watch_;
  Repeater fall_over_;
  Repeater keeping_;
  Repeater checking_audit_;

  Connectors connectors_;
  Receivers receivers_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<WorkerPool> pool_;
  std::unique_ptr<DeliveryLoop> delivery_;
  std::unique_ptr<grpc_adapter::GrpcServer> server_;
  std::unique_ptr<metrics::MetricsServer> metrics_;
};

}  // namespace

StatusOr<std::unique_ptr<Worker>> MakeWorker(const Config& config, Log& log) {
  grpc_adapter::RouteLibraryLogs(&log);
  std::unique_ptr<Clock> clock = MakeClock(config.clock_offset_ms);
  DM_ASSIGN_OR_RETURN(ServedLoad policy, LoadSet(config, SwedishDate(clock->Now()), log));
  DM_ASSIGN_OR_RETURN(std::shared_ptr<const StaffDirectory> staff,
                      LoadStaffList(config, *policy.set, log));
  DM_ASSIGN_OR_RETURN(std::unique_ptr<WholeStore> store, OpenStore(config, clock->Now()));
  DM_RETURN_IF_ERROR(store->KeepPolicySet(
      policy.set->sha256(), policy.set->version(), policy.set->content(), clock->Now()));
  DM_RETURN_IF_ERROR(NoteSignatures(*store, policy, clock->Now(), log));
  auto worker = std::make_unique<WiredWorker>(
      config, log, std::move(clock), std::move(policy), std::move(staff), std::move(store));
  DM_RETURN_IF_ERROR(worker->Connect());
  return std::unique_ptr<Worker>(std::move(worker));
}

}  // namespace dm
