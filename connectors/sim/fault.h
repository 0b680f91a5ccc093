// How an answer goes wrong. A fault belongs to one person or to all, to one agency or to the whole
// answer, and to all calls or some.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "connectors/sim/agency.h"

namespace dm::sim {

enum class FaultKind {
  // One agency.
  kError,             // error in place of data
  kOmit,              // asked for, absent from the answer
  kEmptyElement,      // neither data nor error
  kBoth,              // data and error together
  kDuplicate,         // the agency's element twice
  kGarbageBase64,     // payload that is no base64 (CSN, FK)
  kGarbagePayload,    // well carried, but neither XML nor JSON (CSN, FK, SKV)
  kEmptyPayload,      // empty payload (CSN, FK, SKV)
  kTruncatedPayload,  // payload cut in the middle (CSN, FK, SKV)
  kDoctypePayload,    // payload with a DTD and an entity (CSN, SKV)
  kUnknownElement,    // an element that no schema knows, before the data
  // One agency or all.
  kDelay,
  kWrongPerson,
  // The whole answer.
  kSoapFault,
  kHttpStatus,
  kReset,
  kTruncatedBody,
  kSlowBody,
  kChunkedBody,
  kEmptyBody,
  kHtml,
  kOversizeBody,
  kInvalidUtf8,
  kDoctype,
  kDeepNesting,
  kWrongNamespace,
  kWrongKorrelationsid,
  kMissingKorrelationsid,
  kEmptySvarsdata,
  kOtherOperation,
};

enum class FaultScope { kAgency, kAnswer, kEither };

struct FaultSpec {
  std::string_view name;  // in scenario files: "error", "http_status", …
  FaultKind kind;
  FaultScope scope;
  std::string_view agencies;  // the agencies it fits, separated by spaces; empty: all
  std::string_view keys;      // the further keys it takes, separated by spaces
};

// Every fault, for the loader and for --list-faults.
std::span<const FaultSpec> FaultSpecs();
const FaultSpec* FindFault(std::string_view name);
std::string_view NameOf(FaultKind kind);
// True when `word` stands in the list `words` separated by spaces.
bool HasWord(std::string_view words, std::string_view word);

struct Fault {
  FaultKind kind = FaultKind::kError;
  std::optional<Agency> agency;  // absent: the whole answer
  // Calls are counted from 1 for each person; an agency's fault counts the calls that ask that
  // agency.
  std::int64_t call_first = 1;
  std::int64_t call_last = std::numeric_limits<std::int64_t>::max();
  std::string source = "BT";  // kalla: SSBT or BT
  std::string code = "SIM";
  std::string message = "Simulerat fel";
  int delay_ms = 0;
  int http_status = 503;
  std::int64_t bytes = 0;  // kTruncatedBody: bytes sent, 0 = half; kOversizeBody: bytes sent;
                           // kSlowBody: bytes a second

  bool AppliesTo(std::int64_t call) const { return call_first <= call && call <= call_last; }
};

}  // namespace dm::sim
