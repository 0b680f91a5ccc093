// ReadStored: the typed reading of an answer that lies in a file, without the question that it
// answers: for operators who look at an odd answer. Nothing here asks or decides anything, and no
// path that does may use it: an echo that cannot be compared says nothing about whom the answer is.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/ssbtek/options.h"
#include "connectors/ssbtek/reading/answer_codes.h"
#include "worker/case/evidence.h"
#include "worker/core/date.h"
#include "worker/core/personnummer.h"
#include "worker/core/status.h"

namespace dm::ssbtek {

// The tables that readings stand on, as in Options.
struct StoredOptions {
  std::shared_ptr<const AnswerCodes> codes;  // null: an empty table
  std::map<std::string, FundStatus> fund_statuses;
  EmptyFundList empty_fund_list = EmptyFundList::kUnknown;
};

// What is known of the question. Every part may be missing.
struct ReadStoredHints {
  // Whose bare part the bytes are. Needed only for one that does not show it, such as a payload
  // with a foreign root; kFk and kPm read one JSON, without this hint both do.
  std::optional<Source> source = {};
  std::optional<Personnummer> personnummer = {};
  std::optional<std::string> case_id = {};
  std::optional<std::string> correlation_id = {};
  Period period = {};                    // an end that is missing is not checked
  std::vector<std::string> groups = {};  // LEFI groups that were asked for; empty: every one
};

struct StoredReading {
  std::string contract_version;       // "10", "11"; empty for a bare part
  std::vector<SourceAnswer> answers;  // in the order of Source: those present in the bytes
  // What no hint gave and so nobody compared: "PERSON", "CASE", "CORRELATION", "PERIOD", "GROUPS".
  // Without a hint for the person an answer about anybody reads well, as long as its own parts
  // agree.
  std::vector<std::string> unchecked;
};

// Reads a whole SOAP response (version 10 or 11, told by its namespace), or one source's stored
// `raw`: an agency's element, CSN's or SKV's XML, the JSON of FK and PM. The answers' fetched_at is
// the epoch and `asked` the hint's period. What cannot be read is an answer state, as ever; a SOAP
// fault or a message that breaks the envelope gives every source its state. Invalid argument with
// reason SSBTEK_STORED for bytes that are neither, naming the remedy and nothing of the bytes.
StatusOr<StoredReading> ReadStored(const StoredOptions& options,
                                   std::string bytes,
                                   const ReadStoredHints& hints);

}  // namespace dm::ssbtek
