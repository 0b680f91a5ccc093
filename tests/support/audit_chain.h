// Audit chains for tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/case/audit_chain.h"

namespace dm::testing {

// A record of each event, a second apart.
inline std::vector<AuditRecord> AuditChainOf(const std::vector<AuditEvent>& events) {
  std::vector<AuditRecord> chain;
  std::string previous = FirstPreviousSha256();
  for (const AuditEvent& event : events) {
    AuditRecord record;
    record.sequence = static_cast<std::int64_t>(chain.size()) + 1;
    record.at = Instant::FromUnixMs(1'000 * record.sequence);
    record.event = event;
    record.previous_sha256 = previous;
    record.sha256 = AuditSha256(record);
    previous = record.sha256;
    chain.push_back(record);
  }
  return chain;
}

}  // namespace dm::testing
