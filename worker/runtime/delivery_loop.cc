#include "worker/runtime/delivery_loop.h"

#include <chrono>
#include <utility>

#include "worker/effects/after_restore.h"
#include "worker/effects/write_files.h"
#include "worker/ports/stop_deciding.h"
#include "worker/runtime/hand_over.h"
#include "worker/runtime/suspected_restore.h"

namespace dm {
namespace {

// Reliability F43: clocks of two machines differ by ten minutes at most.
constexpr std::int64_t kClockSkewMs = std::int64_t{10} * 60'000;

}  // namespace

DeliveryLoop::DeliveryLoop(Store& store,
                           CaseSystem& case_system,
                           const Clock& clock,
                           Log& log,
                           std::function<std::uint64_t()> random,
                           std::function<void()> on_delivered,
                           DeliveryLoopOptions options)
    : store_(store),
      case_system_(case_system),
      clock_(clock),
      log_(log),
      random_(std::move(random)),
      on_delivered_(std::move(on_delivered)),
      options_(std::move(options)) {}

DeliveryLoop::~DeliveryLoop() {
  Stop();
}

void DeliveryLoop::Start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
}

void DeliveryLoop::Wake() {
  const MutexLock lock(mutex_);
  woken_ = true;
  changed_.NotifyAll();
}

void DeliveryLoop::Stop() {
  thread_.request_stop();
  Wake();
  if (thread_.joinable()) thread_.join();
}

Status DeliveryLoop::PassOnce() {
  while (true) {
    DM_ASSIGN_OR_RETURN(const effects::DeliveryPass pass, Pass(std::stop_token(), Files::kNow));
    if (pass.delivered == 0) return OkStatus();
  }
}

StatusOr<effects::DeliveryPass> DeliveryLoop::Pass(const std::stop_token& stop, Files files) {
  // Of several workers one delivers.
  if (!store_.HoldsDuties()) {
    asks_before_.reset();
    return effects::DeliveryPass();
  }
  DM_ASSIGN_OR_RETURN(const std::optional<Restore> restore, store_.FindRestore());
  if (restore) {
    // A file that was half out when the store fell would be asked about in vain.
    if (options_.files != nullptr) DM_RETURN_IF_ERROR(options_.files->Finish());
    DM_RETURN_IF_ERROR(AskAfterRestore(stop));
    return effects::DeliveryPass();
  }
  effects::DeliveryPass sum;
  const bool due = !files_at_ms_ || files == Files::kNow ||
                   clock_.MonotonicMs() - *files_at_ms_ >= options_.files_every_ms;
  if (options_.files != nullptr && due) {
    StatusOr<effects::DeliveryPass> written = WriteFiles(stop);
    // What is pushed does not wait for a folder that is away.
    if (!written.ok() && !options_.pushes) return written.status();
    if (!written.ok()) {
      log_.Write(
          LogLevel::kError, "delivery_failed", {{"reason", DetailOf(written.status()).reason}});
    } else {
      sum = *written;
    }
  }
  if (!options_.pushes) return sum;
  DM_ASSIGN_OR_RETURN(const effects::DeliveryPass pushed, Push(stop));
  sum.delivered += pushed.delivered;
  sum.refused += pushed.refused;
  sum.unknown += pushed.unknown;
  return sum;
}

// Who stood still wakes up in the midst of a pass that another worker has taken over.
std::function<bool()> DeliveryLoop::StopOrLost(const std::stop_token& stop) {
  return [this, &stop] { return stop.stop_requested() || !store_.HoldsDuties(); };
}

StatusOr<effects::DeliveryPass> DeliveryLoop::Push(const std::stop_token& stop) {
  // Who delivered before may have handed things over without being able to say so, and its clock
  // may be ahead of this one's.
  if (!asks_before_) asks_before_ = clock_.Now().PlusMs(kClockSkewMs);
  effects::DeliverySettings settings;
  settings.ask_if_stored_before = *asks_before_;
  settings.at_once = options_.at_once;
  settings.kinds = options_.push_kinds;
  DM_ASSIGN_OR_RETURN(const effects::StoreIsOlder older, WhenOlder());
  return effects::DeliverDue({.store = store_,
                              .case_system = case_system_,
                              .clock = clock_,
                              .log = log_,
                              .random = random_,
                              .stop = StopOrLost(stop),
                              .worker = options_.worker,
                              .hand_over = HandOverTo(store_, clock_, options_.worker),
                              .store_is_older = older,
                              .run_at_once = options_.run_at_once},
                             settings);
}

StatusOr<effects::DeliveryPass> DeliveryLoop::WriteFiles(const std::stop_token& stop) {
  DM_ASSIGN_OR_RETURN(const effects::StoreIsOlder older, WhenOlder());
  const effects::FileTools tools{.store = store_,
                                 .files = *options_.files,
                                 .clock = clock_,
                                 .log = log_,
                                 .stop = StopOrLost(stop),
                                 .worker = options_.worker,
                                 .hand_over = HandOverTo(store_, clock_, options_.worker),
                                 .store_is_older = older};
  effects::FileSettings settings;
  settings.municipality = options_.municipality;
  StatusOr<effects::DeliveryPass> written = effects::WriteDueFiles(tools, settings);
  if (written.status().code() == StatusCode::kDataLoss) {
    StopDeciding(store_, log_, options_.worker, DetailOf(written.status()).reason, clock_.Now());
  }
  if (!written.ok()) return written;
  if (written->delivered + written->unknown > 0) files_at_ms_ = clock_.MonotonicMs();
  DM_ASSIGN_OR_RETURN(const effects::DeliveryPass answered, effects::TakeReplies(tools));
  for (const std::string& file : options_.files->UnreadableReplies())
    log_.Write(LogLevel::kError, "effect_reply_unreadable", {{"file", file}});
  written->delivered += answered.delivered;
  written->refused += answered.refused;
  return written;
}

Status DeliveryLoop::AskAfterRestore(const std::stop_token& stop) {
  DM_ASSIGN_OR_RETURN(
      const RestorePass pass,
      effects::AskAfterRestore({.store = store_,
                                .receiver = case_system_,
                                .clock = clock_,
                                .log = log_,
                                .stop = StopOrLost(stop),
                                .worker = options_.worker,
                                .hand_over = HandOverTo(store_, clock_, options_.worker)}));
  if (pass.has + pass.refused + pass.never_seen > 0)
    log_.Write(LogLevel::kInfo,
               "restore_reconciled",
               {{"has", pass.has}, {"refused", pass.refused}, {"never_seen", pass.never_seen}});
  if (pass.cannot_say > 0)
    log_.Write(LogLevel::kWarning, "restore_receiver_silent", {{"effects", pass.cannot_say}});
  return OkStatus();
}

StatusOr<effects::StoreIsOlder> DeliveryLoop::WhenOlder() {
  if (!options_.notices_restores) return effects::StoreIsOlder();
  DM_ASSIGN_OR_RETURN(const bool is_news, TellsOfOlderStore(store_, clock_.Now()));
  // What came in after the backup is brought again, also when the restore is over.
  if (!is_news) return effects::StoreIsOlder();
  return effects::StoreIsOlder([this](const StoredEffect& stored) {
    return DeclareReceiverAhead(store_, log_, options_.worker, stored, clock_.Now());
  });
}

void DeliveryLoop::Loop(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const StatusOr<effects::DeliveryPass> pass = Pass(stop, Files::kWhenDue);
    if (!pass.ok()) {
      log_.Write(LogLevel::kError, "delivery_failed", {{"reason", DetailOf(pass.status()).reason}});
    } else if (pass->delivered > 0) {
      on_delivered_();
      continue;  // The next effects of the same cases are due now.
    }
    const MutexLock lock(mutex_);
    if (!woken_ && !stop.stop_requested()) {
      changed_.WaitFor(mutex_, std::chrono::milliseconds(options_.poll_ms));
    }
    woken_ = false;
  }
}

}  // namespace dm
