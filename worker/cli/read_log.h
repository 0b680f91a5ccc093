// The follow-up of who has read what (lag 2001:454 § 10): reads of cases and households out of the
// audit chain, person by person. Reads are recorded before the data leave (reliability I12).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/case/read_action.h"
#include "worker/core/date.h"

namespace dm::cli {

// "HL000001" of "HL000001 via spiffe://…"; a caller that names no person is its own.
std::string PersonOf(const std::string& actor);

// Minutes of the Swedish day, from 0; `from` is inside, `to` is not.
struct WorkingHours {
  int from = 0;
  int to = 24 * 60;

  // "07-18" or "07:30-18:00"; nothing for anything else, or where the end is not after the start.
  static std::optional<WorkingHours> Parse(std::string_view text);
};

struct ReadFilter {
  Period days;          // Swedish days
  std::string person;   // empty: everybody
  std::string subject;  // a case or household; empty: all
  std::optional<WorkingHours> hours;
};

struct Read {
  Instant at;
  std::string person;
  std::string actor;  // as recorded
  std::string action;
  std::string subject;         // case id or household; a queue or nothing for a list
  bool own = false;            // the person has also done something with it, at any time
  bool outside_hours = false;  // on a Saturday, a public holiday, or outside the hours given
};

struct ReaderTotal {
  std::string person;
  int reads = 0;     // of one case or household
  int lists = 0;     // of many at once
  int subjects = 0;  // different ones
  int not_own = 0;   // of those, ones with which the person has done nothing
  int outside_hours = 0;
  int most = 0;  // reads of the one read most often
  std::string most_read;
};

// Takes the whole chain: what is one's own shows only in all of it.
class ReadLog {
 public:
  explicit ReadLog(ReadFilter filter) : filter_(std::move(filter)) {}

  void Take(const AuditRecord& record);

  // In the order of the chain.
  std::vector<Read> Reads() const;
  // Those with most that is not their own first.
  std::vector<ReaderTotal> Totals() const;

 private:
  const ReadFilter filter_;
  std::vector<Read> reads_;
  std::set<std::pair<std::string, std::string>> worked_;  // person, subject
};

// A header and a line for each, with `;` between the fields, quoted where they need it.
std::string ReadsCsv(const std::vector<Read>& reads);

}  // namespace dm::cli
