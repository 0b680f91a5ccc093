#include "worker/effects/deliver.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "worker/core/mutex.h"

namespace dm::effects {
namespace {

void InThreads(std::size_t times, const std::function<void()>& work) {
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < times; ++i) others.emplace_back(work);
  work();
}

class Pass {
 public:
  Pass(const DeliveryTools& tools, const DeliverySettings& settings)
      : tools_(tools),
        settings_(settings),
        attempts_(tools.store, tools.clock, tools.log, tools.worker, tools.hand_over) {}

  StatusOr<DeliveryPass> Run() {
    int left = settings_.batch_max;
    while (left > 0 && !IsOver()) {
      DM_ASSIGN_OR_RETURN(const std::vector<StoredEffect> due,
                          tools_.store.DueEffectsOf(settings_.kinds, tools_.clock.Now(), left));
      if (due.empty()) break;
      DM_RETURN_IF_ERROR(HandleAll(due));
      left -= static_cast<int>(due.size());
    }
    return Result();
  }

 private:
  bool IsOver() {
    if (tools_.stop && tools_.stop()) return true;
    const MutexLock lock(mutex_);
    return older_ || unknown_in_a_row_ >= settings_.unknown_in_a_row_max;
  }

  // What is due at one time is one effect of each case: the first that is not delivered.
  Status HandleAll(const std::vector<StoredEffect>& due) {
    const auto threads = std::min(due.size(), static_cast<std::size_t>(settings_.at_once));
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < due.size() && !IsOver(); i = next++) {
        const Status status = Handle(due[i]);
        if (status.ok()) continue;
        next = due.size();
        const MutexLock lock(mutex_);
        if (failure_.ok()) failure_ = status;
      }
    };
    tools_.run_at_once ? tools_.run_at_once(threads, work) : InThreads(threads, work);
    const MutexLock lock(mutex_);
    return failure_;
  }

  DeliveryPass Result() {
    const MutexLock lock(mutex_);
    return result_;
  }

  void Count(int DeliveryPass::*what) {
    const MutexLock lock(mutex_);
    ++(result_.*what);
    unknown_in_a_row_ = what == &DeliveryPass::unknown ? unknown_in_a_row_ + 1 : 0;
    answered_ = answered_ || what != &DeliveryPass::unknown;
  }

  void Answered() {
    const MutexLock lock(mutex_);
    answered_ = true;
  }

  bool HasAnswered() {
    const MutexLock lock(mutex_);
    return answered_;
  }

  Status Handle(const StoredEffect& stored) {
    const Effect& effect = stored.effect;
    if (IsAskedFirst(stored)) {
      const StatusOr<std::optional<Delivery>> found = tools_.case_system.Find(effect.id);
      if (!found.ok()) {
        // Nothing was sent, so what was pending still is.
        return PutOff(stored, stored.state, Unknown("FIND_FAILED"));
      }
      Answered();
      if (TellsThatTheStoreIsOlder(stored, *found)) return StopAsOlder(stored);
      if (IsSettledBy(stored, *found)) return Settle(stored, JudgeReceived(effect, **found));
      // It has never seen it, or has refused it before a person said to try again.
    }
    if (effect.kind == EffectKind::kPaymentOrder) {
      // Money: the store knows of the hand-over before it happens, so that a crash between the two
      // leads to a question and not to a second order, and so that nobody says meanwhile that it
      // was paid otherwise.
      const Status marked =
          attempts_.Mark(stored,
                         EffectState::kSent,
                         Unknown(kHandedOver),
                         std::max(NextWaitMs(stored), settings_.hand_over_max_ms));
      // It was acknowledged, or a person has seen to it, since it was listed.
      if (IsSettledMeanwhile(marked)) return OkStatus();
      DM_RETURN_IF_ERROR(marked);
      attempts_.TellIfLate(stored);
    }
    return Settle(stored, JudgeReceived(effect, tools_.case_system.Deliver(effect)));
  }

  // A payment order is marked before it is handed over: one that the receiver has and that was
  // never marked was handed over by a later form of this store.
  bool TellsThatTheStoreIsOlder(const StoredEffect& stored,
                                const std::optional<Delivery>& found) const {
    return tools_.store_is_older && found && stored.effect.kind == EffectKind::kPaymentOrder &&
           stored.state == EffectState::kPending && !stored.tried;
  }

  Status StopAsOlder(const StoredEffect& stored) {
    {
      const MutexLock lock(mutex_);
      if (older_) return OkStatus();  // another thread has said so
      older_ = true;
    }
    return tools_.store_is_older(stored);
  }

  bool IsAskedFirst(const StoredEffect& stored) const {
    return stored.state == EffectState::kSent || stored.effect.kind == EffectKind::kPaymentOrder ||
           stored.created_at < settings_.ask_if_stored_before;
  }

  // A refusal that stands from before a person sent it again settles nothing: what was refused was
  // not done.
  static bool IsSettledBy(const StoredEffect& stored, const std::optional<Delivery>& found) {
    if (!found) return false;
    return stored.state == EffectState::kSent || found->outcome == DeliveryOutcome::kOk;
  }

  Status Settle(const StoredEffect& stored, const Delivery& delivery) {
    switch (delivery.outcome) {
      case DeliveryOutcome::kOk:
        Count(&DeliveryPass::delivered);
        return attempts_.Mark(stored, EffectState::kDelivered, delivery, 0);
      case DeliveryOutcome::kRefused:
        Count(&DeliveryPass::refused);
        return attempts_.Refuse(stored, delivery);
      case DeliveryOutcome::kUnknown:
        break;
    }
    return PutOff(stored, EffectState::kSent, delivery);
  }

  Status PutOff(const StoredEffect& stored, EffectState state, const Delivery& delivery) {
    Count(&DeliveryPass::unknown);
    attempts_.Tell(LogLevel::kWarning, "effect_outcome_unknown", stored, delivery);
    if (HasAnswered() && TimesOf(stored) + 1 >= settings_.attempts_max)
      DM_RETURN_IF_ERROR(attempts_.GiveToAPerson(stored, delivery));
    const Status marked = attempts_.Mark(stored, state, delivery, NextWaitMs(stored));
    return IsSettledMeanwhile(marked) ? OkStatus() : marked;
  }

  // An order's hand-over is marked before it and after.
  static int TimesOf(const StoredEffect& stored) {
    return stored.effect.kind == EffectKind::kPaymentOrder ? stored.attempts / 2 : stored.attempts;
  }

  // Doubled at each attempt; between half of it and the whole.
  std::int64_t NextWaitMs(const StoredEffect& stored) const {
    std::int64_t wait_ms = settings_.first_wait_ms;
    for (int i = 0; i < TimesOf(stored) && wait_ms < settings_.wait_max_ms; ++i) wait_ms *= 2;
    const std::int64_t half_ms = std::min(wait_ms, settings_.wait_max_ms) / 2;
    return half_ms +
           static_cast<std::int64_t>(tools_.random() % (static_cast<std::uint64_t>(half_ms) + 1));
  }

  const DeliveryTools& tools_;
  const DeliverySettings& settings_;
  const Attempts attempts_;
  Mutex mutex_;
  DeliveryPass result_ DM_GUARDED_BY(mutex_);
  Status failure_ DM_GUARDED_BY(mutex_);  // of the store
  bool older_ DM_GUARDED_BY(mutex_) = false;
  int unknown_in_a_row_ DM_GUARDED_BY(mutex_) = 0;
  bool answered_ DM_GUARDED_BY(mutex_) =
      false;  // the receiver has said something in this pass: it is not away
};

}  // namespace

Delivery JudgeReceived(const Effect& effect, Delivery delivery) {
  const bool differs = delivery.outcome == DeliveryOutcome::kOk && delivery.amount &&
                       effect.payment_order && *delivery.amount != effect.payment_order->amount;
  if (differs) {
    delivery.outcome = DeliveryOutcome::kRefused;
    delivery.error_code = "AMOUNT_DIFFERS";
  }
  return delivery;
}

StatusOr<DeliveryPass> DeliverDue(const DeliveryTools& tools, const DeliverySettings& settings) {
  return Pass(tools, settings).Run();
}

}  // namespace dm::effects
