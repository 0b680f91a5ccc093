#include "tests/sim/receiver.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kTimeLimitMs = 10'000;

Delivery Unknown(const char* code) {
  Delivery delivery;
  delivery.outcome = DeliveryOutcome::kUnknown;
  delivery.error_code = code;
  return delivery;
}

Delivery Taken(const Effect& effect) {
  Delivery delivery;
  delivery.outcome = DeliveryOutcome::kOk;
  delivery.reference = "R-" + effect.id.value().substr(0, 40);
  if (effect.payment_order) delivery.amount = effect.payment_order->amount;
  return delivery;
}

Delivery Refused() {
  Delivery delivery;
  delivery.outcome = DeliveryOutcome::kRefused;
  delivery.error_code = "PAYEE_UNKNOWN";
  return delivery;
}

}  // namespace

// What is seen here must stand in the store already, with its decision and its record (I4).
void Receiver::CheckDurable(const Effect& effect) {
  const std::string id = effect.id.value();
  if (ledger_.forgotten.effects.contains(id)) return;
  if (world_.database.Number("SELECT count(*) FROM effects WHERE effect_id = ?1", {id}) == 0)
    return world_.Broke("I4", "an effect arrived that the store does not have: " + id);
  if (effect.kind != EffectKind::kPaymentOrder) return;
  if (world_.database.Number("SELECT count(*) FROM decisions WHERE case_id = ?1 AND version = ?2",
                             {effect.case_id.value(), std::to_string(effect.decision_version)}) ==
      0)
    world_.Broke("I4", "a payment arrived before its decision: " + id);
}

Delivery Receiver::Arrive(const Effect& effect) {
  CheckDurable(effect);
  const std::string& id = effect.id.value();
  // Sent again by a person after a refusal: by then mostly what was wrong is mended.
  const bool refused_before = ledger_.refused.contains(id);
  const bool refuses = !ledger_.arrived.contains(id) &&
                       (refused_before ? world_.OneIn(4) : world_.Strikes(Fault::kRefusal));
  if (refuses) {
    ledger_.refused.insert({id, effect});
    world_.trace.Add(world_.schedule.now_ms(), "refused", id);
    return Refused();
  }
  ledger_.refused.erase(id);
  Arrived& arrived = ledger_.arrived[id];
  if (arrived.times++ == 0) arrived.effect = effect;
  // A version counts the household's decisions: a store that went back may give it another one.
  arrived.effect.decision_version = effect.decision_version;
  world_.trace.Add(world_.schedule.now_ms(), "arrived", effect.id.value());
  world_.reach.Count(std::string("arrived ") + EffectKindCode(effect.kind));
  return Taken(arrived.effect);
}

void Receiver::ArriveLate(const Effect& effect) {
  if (!ledger_.refused.contains(effect.id.value())) Arrive(effect);
}

std::optional<Delivery> Receiver::Know(const EffectId& id) const {
  const auto found = ledger_.arrived.find(id.value());
  if (found != ledger_.arrived.end()) return Taken(found->second.effect);
  if (ledger_.refused.contains(id.value())) return Refused();
  return std::nullopt;
}

void Receiver::CheckAsked(const EffectId& id) {
  const bool has = ledger_.arrived.contains(id.value());
  if (has && ledger_.forgotten.effects.contains(id.value()) && !denied_.contains(id))
    world_.Broke("I25", "a payment that arrived before a loss was sent again: " + id.value());
}

void Receiver::UsePermit(const std::string& process, const EffectId& id) {
  if (permits_.erase({process, id}) > 0) return;
  world_.Broke("I3", "a payment of unknown outcome was made again without asking: " + id.value());
}

bool Line::IsLost() {
  return world_.Strikes(Fault::kF28) && world_.Between(1, 10) <= 3;
}

Delivery Line::Deliver(const Effect& effect) {
  if (effect.kind == EffectKind::kPaymentOrder) {
    receiver_.UsePermit(process_, effect.id);
    receiver_.CheckAsked(effect.id);
  }
  world_.schedule.Sleep(world_.Between(5, 200));
  if (world_.Strikes(Fault::kF23)) return Unknown("UNAVAILABLE");
  if (world_.Strikes(Fault::kF26)) world_.schedule.Sleep(world_.Between(2'000, 9'000));
  if (world_.Strikes(Fault::kF24)) {
    world_.schedule.Sleep(kTimeLimitMs);
    return Unknown("DEADLINE");
  }
  if (IsLost()) return Unknown("UNAVAILABLE");
  if (world_.Strikes(Fault::kF27)) {
    // It is under way for minutes; meanwhile the receiver denies it.
    world_.schedule.Spawn(world_.outside, world_.Between(1'000, 180'000), [this, effect] {
      receiver_.ArriveLate(effect);
    });
    if (world_.OneIn(2)) return Unknown("DEADLINE");
  }
  Delivery delivery = receiver_.Arrive(effect);
  if (world_.Strikes(Fault::kF25) || IsLost()) {
    world_.schedule.Sleep(world_.Between(0, 3'000));
    return Unknown("CONNECTION_RESET");
  }
  world_.schedule.Sleep(world_.Between(1, 50));
  return delivery;
}

StatusOr<std::optional<Delivery>> Line::Find(const EffectId& id) {
  world_.schedule.Sleep(world_.Between(5, 100));
  if (world_.Strikes(Fault::kF23) || IsLost()) return Unavailable("connection refused");
  std::optional<Delivery> known = receiver_.Know(id);
  // It forgets what it has: the id alone keeps the repeat from being paid.
  if (known && world_.Strikes(Fault::kF27)) known.reset();
  if (!known) {
    receiver_.Permit(process_, id);
    receiver_.Deny(id);
  }
  world_.schedule.Sleep(world_.Between(1, 50));
  return known;
}

}  // namespace dm::sim
