// EvidenceSource: asks registers about one person. A connector implements it; the conformance suite
// is tests/integration/ssbtek.
#pragma once

#include <string>
#include <vector>

#include "worker/case/evidence.h"
#include "worker/core/id.h"
#include "worker/core/instant.h"
#include "worker/core/personnummer.h"
#include "worker/core/status.h"

namespace dm {

// What to ask a source: its own period, and for FK and PM the LEFI groups.
struct SourceQuestion {
  Source source = Source::kAf;
  Period period;                    // both ends set; at most two years
  std::vector<std::string> groups;  // FK, PM: "FK:BOB", "PM:AP"; empty elsewhere
};

// A question about one household member in an open case.
struct EvidenceQuestion {
  CaseId case_id;  // at most 31 characters; shown to the agencies as arendeidentitet
  PersonKey person;
  Personnummer personnummer;
  std::string correlation_id;  // own for each call, echoed
  std::string purpose;         // syfte, from the dated policy parameter query.purpose
  std::string legal_text;      // lagtext, from the dated policy parameter query.legal_text
  std::string identity;        // handlaggare, from the policy parameter query.identity
  std::vector<SourceQuestion> sources;
  std::int64_t timeout_ms = 30'000;  // for the whole call
};

class EvidenceSource {
 public:
  virtual ~EvidenceSource() = default;
  // Which sources this connector answers for.
  virtual std::vector<Source> sources() const = 0;
  // One answer per source asked, always: a failure is an answer state, never a missing entry. A
  // status only for a question that breaks the contract (invalid argument) or when the caller
  // stopped it (cancelled). `now` stamps the answers. Thread-safe.
  virtual StatusOr<std::vector<SourceAnswer>> Ask(const EvidenceQuestion& question,
                                                  Instant now) = 0;
};

}  // namespace dm
