// What a report of an incident needs of what the worker knows, gathered record by record, and the
// drafts of the reports in Swedish. People fill in what the worker cannot know.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "worker/case/audit_record.h"
#include "worker/core/date.h"

namespace dm::cli {

struct IncidentFacts {
  Date from;  // Swedish days, both inside
  Date to;
  std::string municipality;  // folder name; empty where nobody could say
  Instant made_at;
  std::string version;                          // of the program that made the pack
  std::int64_t records = 0;                     // of the chain that could be read
  std::string last_sha256;                      // of the last of those
  std::string chain_fault;                      // empty: the chain holds as far as it was read
  std::int64_t checkpoints = 0;                 // noted ends that agree
  std::int64_t in_period = 0;                   // records
  std::map<std::string, std::int64_t> actions;  // in the period
  std::set<std::string> cases;                  // named by a record in the period
  std::set<std::string> readers;                // persons and systems that read in the period
  std::optional<Instant> first;                 // record in the period
  std::optional<Instant> last;
};

// Counts `record` where it lies in the period.
void Take(IncidentFacts& facts, const AuditRecord& record);

// "rapport-24h.md": the early warning (NIS 2, art. 23.4 a).
std::string EarlyWarning(const IncidentFacts& facts);
// "rapport-72h.md": the notification (art. 23.4 b) and that of a personal data breach (GDPR 33.3).
std::string Notification(const IncidentFacts& facts);

}  // namespace dm::cli
