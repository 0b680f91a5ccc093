// The invariants of reliability I1–I4, I11, I19 and I26, held against a store that nobody has open
// and against what the case system has received. Shares no code with the store's writer.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/crash/rows.h"

namespace dm::crash {

// An effect as the case system took it: once each, however often it came.
struct Received {
  std::string id;
  std::string kind;  // "EFFECT_KIND_PAYMENT_ORDER"
  std::string case_id;
  int decision_version = 0;
  std::int64_t ore = 0;  // of a payment order
};

// The case system's own record.
std::vector<Received> ReadReceived(const std::string& record_file);

enum class Moment {
  kAnyTime,   // a worker may be in the middle of everything
  kFinished,  // nothing is left for a worker or a sender
};

struct Outside {
  std::set<std::string> acknowledged;  // application ids that a caller was told were accepted
  std::vector<Received> received;
};

// What does not hold, each with its invariant's id first; empty: all holds.
std::vector<std::string> Violations(Rows& store, const Outside& outside, Moment moment);

// The payments of a finished store: id → öre. Ids are derived, so that two runs of the same cases
// have the same.
std::map<std::string, std::int64_t> PaymentsOf(const std::vector<Received>& received);

}  // namespace dm::crash
