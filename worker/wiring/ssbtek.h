// What the command line does with the SSBTEK connector without a worker: reading a stored answer,
// and asking the agencies whether they are ready.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/case/evidence.h"
#include "worker/config/config.h"
#include "worker/core/personnummer.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"

namespace dm {

// What is known of the question that a stored answer answers. Every part may be missing.
struct StoredHints {
  std::optional<Source> source;
  std::optional<Personnummer> personnummer;
  Period period;
};

struct StoredAnswers {
  std::string contract_version;        // "10", "11"; empty for one agency's part
  std::vector<SourceAnswer> answers;   // in the order of Source
  std::vector<std::string> unchecked;  // what no hint gave: "PERSON", "PERIOD", …
};

// The typed reading of an answer's bytes. `policy` gives the meaning of codes; null: every code
// counts as not listed. Invalid argument for bytes that are no answer.
StatusOr<StoredAnswers> ReadStoredAnswer(std::string bytes,
                                         const StoredHints& hints,
                                         const PolicySet* policy,
                                         Date today);

struct AgencyTest {
  std::string agency;  // "AF", …; FK also stands for PM
  std::string state;   // "ready", "failed", "not tested"
  std::string code;    // of a failure
};

struct PingReport {
  std::vector<AgencyTest> agencies;  // empty where no answer came
  Status status;                     // why none came
  std::int64_t duration_ms = 0;
  std::vector<CertificateStatus> certificates;
};

// The connection test: no personal data. A status when the connector cannot be made; that nobody
// answered stands in the report.
StatusOr<PingReport> PingSsbtek(const Config& config, const PolicySet& policy);

// What check-config sees beyond the files' words: makes the connectors, which reads certificates
// and keys, and calls nobody. Also the certificates of the worker's own port and of the case
// system's.
StatusOr<std::vector<CertificateStatus>> CheckConnections(const Config& config,
                                                          const PolicySet& policy);

}  // namespace dm
