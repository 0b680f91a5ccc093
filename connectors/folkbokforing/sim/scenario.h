// What folkbokforing-sim answers: persons as the platform's copy of the register holds them, and
// how the answers go wrong. The file format is described in README.md.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "worker/core/status.h"

namespace dm::folk::sim {

enum class FaultKind {
  kStatus,            // an HTTP error, with a page
  kDelay,             // the answer waits
  kReset,             // the connection is reset, nothing is sent
  kTruncated,         // half of the promised bytes
  kOversize,          // white space up to `bytes`
  kWrongPerson,       // another number, with a true check digit
  kWrongCorrelation,  // another question's id
  kWrongCase,
  kNotJson,       // 200 with a page
  kDeep,          // nested beyond any contract
  kDuplicateKey,  // "person" twice
  kUnknownCode,   // a civil status that no list has
  kOldCopy,       // as_of 30 days back
};

// "status", "delay", …
std::string_view NameOf(FaultKind kind);
std::optional<FaultKind> FindFault(std::string_view name);

struct Fault {
  FaultKind kind = FaultKind::kStatus;
  std::int64_t call_first = 1;  // calls are counted from 1 for each person
  std::int64_t call_last = std::numeric_limits<std::int64_t>::max();
  int status = 503;
  int delay_ms = 0;
  std::int64_t bytes = std::int64_t{8} << 20U;

  bool AppliesTo(std::int64_t call) const { return call_first <= call && call <= call_last; }
};

struct Child {
  std::string person = {};  // 12 digits; empty: withheld
  std::string custody = "shared";
  bool same_address = true;
  std::string born = {};  // empty: left out
};

// Texts are sent as they stand, so that a scenario can hold what no register should.
struct Person {
  std::string protection = "none";
  std::string municipality = "0999";
  std::string county = "09";
  std::string street = {};
  std::string postal_code = {};
  std::string city = {};
  std::string since = {};
  std::string civil_status = "ogift";
  std::string deregistered = {};  // code; empty: registered
  std::string deregistered_on = {};
  std::vector<std::string> same_address = {};  // 12 digits; empty: withheld
  std::vector<Child> children = {};
  std::vector<Fault> faults = {};
};

struct Scenario {
  std::unordered_map<std::string, Person> persons;  // by 12 digits; others are not found
  std::vector<Fault> faults;                        // for every person
};

// Reads the files, and of a folder its *.yaml in order of name. Invalid argument tells all problems
// with file, line and path, never a person's number; a person in two files is one.
StatusOr<Scenario> LoadScenarios(const std::vector<std::string>& paths);

}  // namespace dm::folk::sim
