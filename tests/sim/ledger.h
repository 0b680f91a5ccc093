// Ledger: what the world outside the worker knows to be true: what was acknowledged, what the
// registers said, what arrived where. The invariants hold the store against it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
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
  bool refused = false;
};

struct Ledger {
  std::map<std::string, Sent> sent;  // by application
  std::vector<Acknowledged> acknowledged;
  // What the registers have said: case, person, source and the answer in short (Told). Only known
  // answers.
  std::set<std::string> told;
  std::set<std::string> contradicted;      // cases to which a register has said something else
  std::map<std::string, Arrived> arrived;  // by effect id
};

// An answer in short, as the ledger keeps it.
std::string Told(const CaseId& case_id, const PersonKey& person, const SourceAnswer& answer);

}  // namespace dm::sim
