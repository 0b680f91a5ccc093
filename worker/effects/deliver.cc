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
    Delivery delivery;
    if (stored.state == EffectState::kSent) {
      const StatusOr<std::optional<Delivery>> found = tools_.case_system.Find(effect.id);
      if (!found.ok()) return Settle(stored, Unknown("FIND_FAILED"));
      if (found->has_value()) return Settle(stored, **found);
      // It has never seen it: the hand-over was lost on the way.
    } else if (effect.kind == EffectKind::kPaymentOrder) {
      // Money: the store knows of the hand-over before it happens, so that a crash between the two
      // leads to a question and not to a second order.
      DM_RETURN_IF_ERROR(
          Mark(stored, EffectState::kSent, Unknown("HANDED_OVER"), NextWaitMs(stored)));
    }
    delivery = tools_.case_system.Deliver(effect);
    return Settle(stored, delivery);
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
        return Mark(stored, EffectState::kDelivered, delivery, 0);
      case DeliveryOutcome::kRefused:
        ++result_.refused;
        unknown_in_a_row_ = 0;
        Tell(LogLevel::kError, "effect_refused", stored, delivery);
        return Mark(stored, EffectState::kRefused, delivery, 0);
      case DeliveryOutcome::kUnknown:
        break;
    }
    ++result_.unknown;
    ++unknown_in_a_row_;
    Tell(LogLevel::kWarning, "effect_outcome_unknown", stored, delivery);
    return Mark(stored, EffectState::kSent, delivery, NextWaitMs(stored));
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
      case EffectState::kSent:
      case EffectState::kPending:
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
};

}  // namespace

StatusOr<DeliveryPass> DeliverDue(const DeliveryTools& tools, const DeliverySettings& settings) {
  return Pass(tools, settings).Run();
}

}  // namespace dm::effects
