// AuditRecord: one state change, written in the same transaction, chained by hash (reliability
// I11). Codes and ids only.
#pragma once

#include <string>

#include "worker/case/history.h"
#include "worker/core/instant.h"

namespace dm {

struct AuditEvent {
  ActorKind actor_kind = ActorKind::kWorker;
  std::string actor;    // worker id, or the handler's id
  std::string mandate;  // delegation reference, where one was needed
  std::string action;   // past tense: "application_accepted", "evidence_fetched", "case_decided"
  std::string subject;  // case id, frame id, typfall
  std::string detail;   // key=value pairs of codes, ids, hashes: no personal data
  std::string request_sha256;  // of the call behind a change with a request id: kept with the id
                               // (FindRequest), not in the chain
};

struct AuditRecord {
  std::int64_t sequence = 0;  // 1, 2, … without gaps
  Instant at;
  AuditEvent event;
  std::string previous_sha256;
  std::string sha256;  // over previous_sha256 and the canonical form of the rest
};

// The end of the chain.
struct AuditHead {
  std::int64_t sequence = 0;  // of the last record; 0 before the first
  std::string sha256;         // of the last record; 64 zeros before the first
};

}  // namespace dm
