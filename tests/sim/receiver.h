// Receiver: the case system that pays, with its own truth of what arrived. It knows a repeat by the
// effect's id. On the way to it and back everything may be lost, late, doubled or denied. Line: how
// one process reaches it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/sim/ledger.h"
#include "tests/sim/world.h"
#include "worker/ports/case_system.h"

namespace dm::sim {

class Receiver {
 public:
  Receiver(World& world, Ledger& ledger) : world_(world), ledger_(ledger) {}

  // It is here, this instant: taken, or refused.
  Delivery Arrive(const Effect& effect);
  // As one that was under way for long: what was refused stays so.
  void ArriveLate(const Effect& effect);
  // What it would say.
  std::optional<Delivery> Know(const EffectId& id) const;

  // A payment may be handed over once after its hand-over was noted, or after the receiver denied
  // it: never on nothing but a lost reply (I3).
  void Permit(const std::string& process, const EffectId& id) { permits_.insert({process, id}); }

  void UsePermit(const std::string& process, const EffectId& id);

  // It has said that it does not have it.
  void Deny(const EffectId& id) { denied_.insert(id); }

  // The store is an older one: what was asked before does not count.
  void ForgetDenials() { denied_.clear(); }

  // An order that it has is not handed over once more unless it was denied (I25).
  void CheckAsked(const EffectId& id);

 private:
  void CheckDurable(const Effect& effect);

  World& world_;
  Ledger& ledger_;
  std::set<std::pair<std::string, EffectId>> permits_;
  std::set<EffectId> denied_;
};

class Line final : public CaseSystem {
 public:
  Line(World& world, Receiver& receiver, std::string process)
      : world_(world), receiver_(receiver), process_(std::move(process)) {}

  Delivery Deliver(const Effect& effect) override;
  StatusOr<std::optional<Delivery>> Find(const EffectId& id) override;

 private:
  // Nothing: it never got there, or nobody heard what came of it.
  bool IsLost();

  World& world_;
  Receiver& receiver_;
  const std::string process_;
};

}  // namespace dm::sim
