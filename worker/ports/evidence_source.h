// EvidenceSource: asks registers about persons. A connector implements it; the conformance suite is
// tests/integration/evidence_source.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
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
  std::string correlation_id;  // own for each question, echoed
  std::string purpose;         // syfte, from the dated policy parameter query.purpose
  std::string legal_text;      // lagtext, from the dated policy parameter query.legal_text
  std::string identity;        // handlaggare, from the policy parameter query.identity
  std::vector<SourceQuestion> sources;
  std::int64_t timeout_ms = 30'000;  // for the whole question, however many calls it takes
};

using EvidenceAnswers = StatusOr<std::vector<SourceAnswer>>;

// Whether questions to a source go out now.
enum class SourceGate {
  kOpen,     // they do
  kProbing,  // one goes out, to see whether the source answers again
  kBroken,   // none until `until`: it failed too often in a row
  kClosed,   // none until `until`: outside its daily window
};
const char* SourceGateCode(SourceGate gate);  // "OPEN", "PROBING", "BROKEN", "CLOSED"

// How a source has behaved since the program started: for operators. Holds nothing of any person.
struct SourceCondition {
  Source source = Source::kAf;
  SourceGate gate = SourceGate::kOpen;
  std::optional<Instant> until;        // kBroken, kClosed
  std::optional<Instant> answered_at;  // the last known answer
  std::int64_t known = 0;              // answers kData or kConfirmedEmpty
  std::int64_t unknown = 0;            // all others that were asked for
  std::int64_t schema_deviations = 0;  // tolerated, in all answers
  std::vector<std::pair<std::string, std::int64_t>> unlisted_codes;  // with counts, at most 100
};

class EvidenceSource {
 public:
  virtual ~EvidenceSource() = default;
  // Which sources this connector answers for.
  virtual std::vector<Source> sources() const = 0;
  // Asks all `questions`, many at once, and returns one outcome a question, in their order. An
  // outcome holds one answer a source asked, always: a failure is an answer state, never a missing
  // entry. It is a status only for a question that breaks the contract (invalid argument) or when
  // the caller stopped it (cancelled). `now` stamps the answers. Thread-safe.
  virtual std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> questions,
                                           Instant now) = 0;
  // The message that Ask would send for `question`, with the personal number masked
  // ("19900101****"), for people to read. Invalid argument as for Ask.
  virtual StatusOr<std::string> Preview(const EvidenceQuestion& question, Instant now) const = 0;
  // One entry a source of sources(). Thread-safe.
  virtual std::vector<SourceCondition> Conditions() const = 0;
};

// One question alone.
EvidenceAnswers AskOne(EvidenceSource& source, const EvidenceQuestion& question, Instant now);

}  // namespace dm
