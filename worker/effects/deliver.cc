#include "worker/effects/deliver.h"

#include <algorithm>
#include <string>
#include <vector>

namespace dm::effects {
namespace {

class Pass {
 public:
  Pass(const DeliveryTools& tools, const DeliverySettings& settings)
      : tools_(tools), settings_(settings) {}

  StatusOr<DeliveryPass> Run() {
    int left = settings_.batch_max;
    while (left > 0 && !IsOver()) {
      DM_ASSIGN_OR_RETURN(const std::vector<StoredEffect> due,
                          tools_.store.DueEffects(tools_.clock.Now(), left));
      if (due.empty()) break;
      for (const StoredEffect& effect : due) {
        if (IsOver()) break;
        DM_RETURN_IF_ERROR(Handle(effect));
        --left;
      }
    }
    return result_;
  }

 private:
  bool IsOver() const {
    return unknown_in_a_row_ >= settings_.unknown_in_a_row_max || (tools_.stop && tools_.stop());
  }

  Status Handle(const StoredEffect& stored) {
    const Effect& effect = stored.effect;
    if (IsAskedFirst(stored)) {
      const StatusOr<std::optional<Delivery>> found = tools_.case_system.Find(effect.id);
      if (!found.ok()) {
        // Nothing was sent, so what was pending still is.
        return PutOff(stored, stored.state, Unknown("FIND_FAILED"));
      }
      answered_ = true;
      if (IsSettledBy(stored, *found)) return Settle(stored, JudgeReceived(effect, **found));
      // It has never seen it, or has refused it before a person said to try again.
    }
    if (effect.kind == EffectKind::kPaymentOrder && stored.state != EffectState::kSent) {
      // Money: the store knows of the hand-over before it happens, so that a crash between the two
      // leads to a question and not to a second order.
      const Status marked =
          Mark(stored, EffectState::kSent, Unknown("HANDED_OVER"), NextWaitMs(stored));
      // It was acknowledged, or a person has seen to it, since it was listed.
      if (IsSettledMeanwhile(marked)) return OkStatus();
      DM_RETURN_IF_ERROR(marked);
    }
    return Settle(stored, JudgeReceived(effect, tools_.case_system.Deliver(effect)));
  }

  static bool IsSettledMeanwhile(const Status& marked) {
    return DetailOf(marked).reason == "EFFECT_SETTLED";
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

  static Delivery Unknown(const char* code) {
    Delivery delivery;
    delivery.outcome = DeliveryOutcome::kUnknown;
    delivery.error_code = code;
    return delivery;
  }

  Status Settle(const StoredEffect& stored, const Delivery& delivery) {
    switch (delivery.outcome) {
      case DeliveryOutcome::kOk:
        ++result_.delivered;
        unknown_in_a_row_ = 0;
        answered_ = true;
        return Mark(stored, EffectState::kDelivered, delivery, 0);
      case DeliveryOutcome::kRefused:
        ++result_.refused;
        unknown_in_a_row_ = 0;
        answered_ = true;
        Tell(LogLevel::kError, "effect_refused", stored, delivery);
        // The person has it before the store says that it is refused: a crash between the two
        // leads to the same refusal again, and not to one that nobody sees.
        DM_RETURN_IF_ERROR(HandOver(stored, delivery));
        return Mark(stored, EffectState::kRefused, delivery, 0);
      case DeliveryOutcome::kUnknown:
        break;
    }
    return PutOff(stored, EffectState::kSent, delivery);
  }

  Status PutOff(const StoredEffect& stored, EffectState state, const Delivery& delivery) {
    ++result_.unknown;
    ++unknown_in_a_row_;
    Tell(LogLevel::kWarning, "effect_outcome_unknown", stored, delivery);
    if (answered_ && stored.attempts + 1 >= settings_.attempts_max)
      DM_RETURN_IF_ERROR(HandOver(stored, delivery));
    const Status marked = Mark(stored, state, delivery, NextWaitMs(stored));
    return IsSettledMeanwhile(marked) ? OkStatus() : marked;
  }

  Status HandOver(const StoredEffect& stored, const Delivery& delivery) const {
    return tools_.hand_over ? tools_.hand_over(stored, delivery) : OkStatus();
  }

  void Tell(LogLevel level,
            const char* event,
            const StoredEffect& stored,
            const Delivery& delivery) const {
    tools_.log.Write(level,
                     event,
                     {{"case_id", stored.effect.case_id},
                      {"effect_id", stored.effect.id},
                      {"kind", EffectKindCode(stored.effect.kind)},
                      {"attempt", stored.attempts + 1},
                      {"code", delivery.error_code}});
  }

  Status Mark(const StoredEffect& stored,
              EffectState state,
              const Delivery& delivery,
              std::int64_t wait_ms) const {
    const Instant now = tools_.clock.Now();
    AuditEvent audit;
    audit.actor_kind = ActorKind::kWorker;
    audit.actor = tools_.worker;
    audit.action = std::string("effect_") + Word(state);
    audit.subject = stored.effect.case_id.value();
    audit.detail = "effect=" + stored.effect.id.value();
    if (!delivery.error_code.empty()) audit.detail += " code=" + delivery.error_code;
    return tools_.store.MarkEffect(stored.effect.id,
                                   state,
                                   delivery.reference,
                                   delivery.error_code,
                                   now.PlusMs(wait_ms),
                                   "",
                                   audit,
                                   now);
  }

  static const char* Word(EffectState state) {
    switch (state) {
      case EffectState::kDelivered:
        return "delivered";
      case EffectState::kRefused:
        return "refused";
      case EffectState::kPending:
        return "put_off";
      case EffectState::kSent:
        break;
    }
    return "sent";
  }

  // Doubled at each attempt; between half of it and the whole.
  std::int64_t NextWaitMs(const StoredEffect& stored) const {
    std::int64_t wait_ms = settings_.first_wait_ms;
    for (int i = 0; i < stored.attempts && wait_ms < settings_.wait_max_ms; ++i) wait_ms *= 2;
    const std::int64_t half_ms = std::min(wait_ms, settings_.wait_max_ms) / 2;
    return half_ms +
           static_cast<std::int64_t>(tools_.random() % (static_cast<std::uint64_t>(half_ms) + 1));
  }

  const DeliveryTools& tools_;
  const DeliverySettings& settings_;
  DeliveryPass result_;
  int unknown_in_a_row_ = 0;
  bool answered_ = false;  // the receiver has said something in this pass: it is not away
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
