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
  return delivery;
}

}  // namespace

// What is seen here must stand in the store already, with its decision and its record (I4).
void Receiver::CheckDurable(const Effect& effect) {
  const std::string id = effect.id.value();
  if (world_.database.Number("SELECT count(*) FROM effects WHERE effect_id = '" + id + "'") == 0)
    return world_.Broke("I4", "an effect arrived that the store does not have: " + id);
  if (effect.kind != EffectKind::kPaymentOrder) return;
  const std::string decision = "case_id = '" + effect.case_id.value() +
                               "' AND version = " + std::to_string(effect.decision_version);
  if (world_.database.Number("SELECT count(*) FROM decisions WHERE " + decision) == 0)
    world_.Broke("I4", "a payment arrived before its decision: " + id);
}

Delivery Receiver::Arrive(const Effect& effect) {
  CheckDurable(effect);
  Arrived& arrived = ledger_.arrived[effect.id.value()];
  if (arrived.times++ == 0) arrived.effect = effect;
  world_.trace.Add(world_.schedule.now_ms(), "arrived", effect.id.value());
  world_.reach.Count(std::string("arrived ") + EffectKindCode(effect.kind));
  return Taken(effect);
}

std::optional<Delivery> Receiver::Know(const EffectId& id) const {
  const auto found = ledger_.arrived.find(id.value());
  if (found == ledger_.arrived.end()) return std::nullopt;
  return Taken(found->second.effect);
}

void Receiver::UsePermit(const std::string& process, const EffectId& id) {
  if (permits_.erase({process, id}) > 0) return;
  world_.Broke("I3", "a payment of unknown outcome was made again without asking: " + id.value());
}

bool Line::IsLost() {
  return world_.Strikes(Fault::kF28) && world_.Between(1, 10) <= 3;
}

Delivery Line::Deliver(const Effect& effect) {
  if (effect.kind == EffectKind::kPaymentOrder) receiver_.UsePermit(process_, effect.id);
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
      receiver_.Arrive(effect);
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
  if (!known) receiver_.Permit(process_, id);
  world_.schedule.Sleep(world_.Between(1, 50));
  return known;
}

}  // namespace dm::sim
