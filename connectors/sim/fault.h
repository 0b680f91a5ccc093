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
  // What one agency says (spoil.h): each has a form for every agency it fits.
  kUnknownRoot,      // well-formed, but nothing that the contract knows
  kSwappedData,      // another agency's data
  kDeepPayload,      // nested thousands deep
  kEntityPayload,    // entities that must not be expanded
  kOversizePayload,  // one text of nine MiB
  kBadUtf8Payload,
  kInDataFailure,    // the agency says inside its data that it could not answer
  kUnlistedCode,     // a code that nobody has listed
  kUnreadableValue,  // text where a number or word belongs
  kUnreadableDate,
  kContradiction,  // values that cannot all be true
  kWithheld,       // the agency holds something back
  kOutsidePeriod,  // only what lies outside the asked period
  kWrongCase,      // another reference than the question's
  kWrongPeriod,    // another period than the asked one is echoed
  kPeerLike,       // as published test messages look: readable
  kExtraElement,   // something more inside the data: readable
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
  kRedirect,
  kNoAnswer,            // the connection stays open and silent
  kWrongVersion,        // the namespace of the contract's other version
  kOtherPersonsAnswer,  // a whole, sound answer about someone else
  kReplayedAnswer,      // the answer to an earlier question of the same caller
  kForeignEcho,         // the question that is echoed is another one
  kGarbageBody,         // bytes that are no XML
  kWhiteSpace,          // between all elements: readable
  kByteOrderMark,       // before the declaration: readable
  kOtherPrefixes,       // the same namespaces by other prefixes: readable
};

// kAnswer: the whole answer; with an agency only the answers to calls that include that agency.
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
// True where the answer, though odd, is sound and must be read: a delay, chunks, other prefixes.
bool IsReadable(FaultKind kind);
// True when `word` stands in the list `words` separated by spaces.
bool HasWord(std::string_view words, std::string_view word);

inline constexpr int kRateWhole = 1'000'000;

struct Fault {
  FaultKind kind = FaultKind::kError;
  // The name it goes by in records where that is not the kind's own: a behaviour's (behaviour.h).
  std::string_view behaviour = {};
  std::optional<Agency> agency = {};  // absent: the whole answer
  // Calls are counted from 1 for each person; an agency's fault counts the calls that ask that
  // agency.
  std::int64_t call_first = 1;
  std::int64_t call_last = std::numeric_limits<std::int64_t>::max();
  // In millionths: the share of the calls from call_first to call_last that it strikes, drawn from
  // the scenario's seed, the person and the call's number.
  int rate_ppm = kRateWhole;
  std::string source = "BT";  // kalla: SSBT or BT
  std::string code = "SIM";   // empty: felkod is left out
  std::string message = "Simulerat fel";
  int delay_ms = 0;
  int http_status = 503;
  std::int64_t bytes = 0;  // kTruncatedBody: bytes sent, 0 = half; kOversizeBody: bytes sent;
                           // kSlowBody: bytes a second

  bool AppliesTo(std::int64_t call) const { return call_first <= call && call <= call_last; }

  // "CSN.error", "reset"
  std::string Label() const;
};

}  // namespace dm::sim
