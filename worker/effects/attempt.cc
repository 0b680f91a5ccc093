#include "worker/effects/attempt.h"

#include <optional>

#include "worker/effects/reference.h"

namespace dm::effects {
namespace {

const char* Word(EffectState state) {
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

}  // namespace

Status Attempts::Mark(const StoredEffect& stored,
                      EffectState state,
                      const Delivery& delivery,
                      std::int64_t wait_ms) const {
  const Instant now = clock_.Now();
  AuditEvent audit;
  audit.actor_kind = ActorKind::kWorker;
  audit.actor = worker_;
  audit.action = std::string("effect_") + Word(state);
  audit.subject = stored.effect.case_id.value();
  audit.detail = "effect=" + stored.effect.id.value();
  if (!delivery.error_code.empty()) audit.detail += " code=" + delivery.error_code;
  return store_.MarkEffect(stored.effect.id,
                           state,
                           WithoutNumber(store_, stored.effect.case_id, delivery.reference),
                           delivery.error_code,
                           now.PlusMs(wait_ms),
                           "",
                           audit,
                           now);
}

Status Attempts::Refuse(const StoredEffect& stored, const Delivery& delivery) const {
  Tell(LogLevel::kError, "effect_refused", stored, delivery);
  DM_RETURN_IF_ERROR(GiveToAPerson(stored, delivery));
  return Mark(stored, EffectState::kRefused, delivery, 0);
}

Status Attempts::GiveToAPerson(const StoredEffect& stored, const Delivery& delivery) const {
  return hand_over_ ? hand_over_(stored, delivery) : OkStatus();
}

void Attempts::Tell(LogLevel level,
                    const char* event,
                    const StoredEffect& stored,
                    const Delivery& delivery) const {
  log_.Write(level,
             event,
             {{"case_id", stored.effect.case_id},
              {"effect_id", stored.effect.id},
              {"kind", EffectKindCode(stored.effect.kind)},
              {"attempt", stored.attempts + 1},
              {"code", delivery.error_code}});
}

void Attempts::TellIfLate(const StoredEffect& stored) const {
  const std::optional<PaymentOrder>& order = stored.effect.payment_order;
  if (order && order->pay_date < SwedishDate(clock_.Now()))
    Tell(LogLevel::kWarning, "payment_order_late", stored, Unknown("PAY_DATE_PASSED"));
}

bool IsSettledMeanwhile(const Status& marked) {
  return DetailOf(marked).reason == "EFFECT_SETTLED";
}

Delivery Unknown(const char* code) {
  Delivery delivery;
  delivery.outcome = DeliveryOutcome::kUnknown;
  delivery.error_code = code;
  return delivery;
}

}  // namespace dm::effects
