// Ledger: what the world outside the worker knows to be true: what was acknowledged, what the
// registers said, what arrived where. The invariants hold the store against it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/sim/households.h"
#include "worker/case/effect.h"

namespace dm::sim {

// An application that somebody was told is accepted.
struct Acknowledged {
  std::string application;
  CaseId case_id;
};

// An applied-for month as its sender knows it.
struct Sent {
  const HouseholdKind* kind = nullptr;
  std::string household;
};

// What became of a hand-over at the receiver.
struct Arrived {
  Effect effect;
  int times = 0;
};

// What the store knew and does not know any more, because an older one stands in its place.
struct Forgotten {
  std::set<std::string> effects;
  std::map<ApplicationId, Money> granted;  // the most
  // Decided by the worker: household and month, application.
  std::map<std::pair<HouseholdId, Month>, std::set<ApplicationId>> automatic;
};

struct Ledger {
  std::map<std::string, Sent> sent;  // by application
  std::vector<Acknowledged> acknowledged;
  // What the registers have said: application, person, source and the answer in short (Told). Only
  // known answers.
  std::set<std::string> told;
  std::set<std::string> contradicted;      // applications of which a register said something else
  std::map<std::string, Arrived> arrived;  // by effect id; what the receiver has taken
  std::map<std::string, Effect> refused;   // by effect id; what it has said no to
  Forgotten forgotten;
};

// An answer in short, as the ledger keeps it.
std::string Told(const ApplicationId& application,
                 const PersonKey& person,
                 const SourceAnswer& answer);

}  // namespace dm::sim
