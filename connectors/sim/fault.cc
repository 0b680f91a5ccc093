#include "connectors/sim/fault.h"

#include <algorithm>
#include <array>

#include "worker/core/check.h"

namespace dm::sim {
namespace {

constexpr std::array kSpecs = {
    FaultSpec{"error", FaultKind::kError, FaultScope::kAgency, "", "source code message"},
    FaultSpec{"omit", FaultKind::kOmit, FaultScope::kAgency, "", ""},
    FaultSpec{"empty_element", FaultKind::kEmptyElement, FaultScope::kAgency, "", ""},
    FaultSpec{"data_and_error", FaultKind::kBoth, FaultScope::kAgency, "", "source code message"},
    FaultSpec{"duplicate", FaultKind::kDuplicate, FaultScope::kAgency, "", ""},
    FaultSpec{"garbage_base64", FaultKind::kGarbageBase64, FaultScope::kAgency, "CSN FK", ""},
    FaultSpec{"garbage_payload", FaultKind::kGarbagePayload, FaultScope::kAgency, "", ""},
    FaultSpec{"empty_payload", FaultKind::kEmptyPayload, FaultScope::kAgency, "", ""},
    FaultSpec{"truncated_payload", FaultKind::kTruncatedPayload, FaultScope::kAgency, "", ""},
    FaultSpec{"doctype_payload", FaultKind::kDoctypePayload, FaultScope::kAgency, "CSN SKV", ""},
    FaultSpec{"unknown_element", FaultKind::kUnknownElement, FaultScope::kAgency, "", ""},
    FaultSpec{"unknown_root", FaultKind::kUnknownRoot, FaultScope::kAgency, "", ""},
    FaultSpec{"swapped_data", FaultKind::kSwappedData, FaultScope::kAgency, "", ""},
    FaultSpec{"deep_payload", FaultKind::kDeepPayload, FaultScope::kAgency, "", ""},
    FaultSpec{"entity_payload", FaultKind::kEntityPayload, FaultScope::kAgency, "", ""},
    FaultSpec{"oversize_payload", FaultKind::kOversizePayload, FaultScope::kAgency, "", ""},
    FaultSpec{"bad_utf8_payload", FaultKind::kBadUtf8Payload, FaultScope::kAgency, "", ""},
    FaultSpec{"in_data_failure", FaultKind::kInDataFailure, FaultScope::kAgency, "", ""},
    FaultSpec{"unlisted_code", FaultKind::kUnlistedCode, FaultScope::kAgency, "", ""},
    FaultSpec{"unreadable_value", FaultKind::kUnreadableValue, FaultScope::kAgency, "", ""},
    FaultSpec{
        "unreadable_date", FaultKind::kUnreadableDate, FaultScope::kAgency, "AF CSN FK SO MIV", ""},
    FaultSpec{"contradiction", FaultKind::kContradiction, FaultScope::kAgency, "", ""},
    FaultSpec{"withheld", FaultKind::kWithheld, FaultScope::kAgency, "", ""},
    FaultSpec{"outside_period", FaultKind::kOutsidePeriod, FaultScope::kAgency, "AF FK SO", ""},
    FaultSpec{"wrong_case", FaultKind::kWrongCase, FaultScope::kAgency, "AF SO", ""},
    FaultSpec{"wrong_period", FaultKind::kWrongPeriod, FaultScope::kAgency, "AF SO", ""},
    FaultSpec{"peer_like", FaultKind::kPeerLike, FaultScope::kAgency, "AF CSN SO", ""},
    FaultSpec{
        "extra_element", FaultKind::kExtraElement, FaultScope::kAgency, "AF CSN FK SO TNS MIV", ""},
    FaultSpec{"delay", FaultKind::kDelay, FaultScope::kEither, "", "delay_ms"},
    FaultSpec{"wrong_person", FaultKind::kWrongPerson, FaultScope::kEither, "", ""},
    FaultSpec{"soap_fault", FaultKind::kSoapFault, FaultScope::kAnswer, "", "code message"},
    FaultSpec{"http_status", FaultKind::kHttpStatus, FaultScope::kAnswer, "", "status"},
    FaultSpec{"reset", FaultKind::kReset, FaultScope::kAnswer, "", ""},
    FaultSpec{"truncated_body", FaultKind::kTruncatedBody, FaultScope::kAnswer, "", "bytes"},
    FaultSpec{"slow_body", FaultKind::kSlowBody, FaultScope::kAnswer, "", "bytes"},
    FaultSpec{"chunked_body", FaultKind::kChunkedBody, FaultScope::kAnswer, "", ""},
    FaultSpec{"empty_body", FaultKind::kEmptyBody, FaultScope::kAnswer, "", ""},
    FaultSpec{"html", FaultKind::kHtml, FaultScope::kAnswer, "", ""},
    FaultSpec{"oversize_body", FaultKind::kOversizeBody, FaultScope::kAnswer, "", "bytes"},
    FaultSpec{"invalid_utf8", FaultKind::kInvalidUtf8, FaultScope::kAnswer, "", ""},
    FaultSpec{"doctype", FaultKind::kDoctype, FaultScope::kAnswer, "", ""},
    FaultSpec{"deep_nesting", FaultKind::kDeepNesting, FaultScope::kAnswer, "", ""},
    FaultSpec{"wrong_namespace", FaultKind::kWrongNamespace, FaultScope::kAnswer, "", ""},
    FaultSpec{"wrong_korrelationsid", FaultKind::kWrongKorrelationsid, FaultScope::kAnswer, "", ""},
    FaultSpec{
        "missing_korrelationsid", FaultKind::kMissingKorrelationsid, FaultScope::kAnswer, "", ""},
    FaultSpec{"empty_svarsdata", FaultKind::kEmptySvarsdata, FaultScope::kAnswer, "", ""},
    FaultSpec{"other_operation", FaultKind::kOtherOperation, FaultScope::kAnswer, "", ""},
    FaultSpec{"redirect", FaultKind::kRedirect, FaultScope::kAnswer, "", ""},
    FaultSpec{"no_answer", FaultKind::kNoAnswer, FaultScope::kAnswer, "", ""},
    FaultSpec{"wrong_version", FaultKind::kWrongVersion, FaultScope::kAnswer, "", ""},
    FaultSpec{"other_persons_answer", FaultKind::kOtherPersonsAnswer, FaultScope::kAnswer, "", ""},
    FaultSpec{"replayed_answer", FaultKind::kReplayedAnswer, FaultScope::kAnswer, "", ""},
    FaultSpec{"foreign_echo", FaultKind::kForeignEcho, FaultScope::kAnswer, "", ""},
    FaultSpec{"garbage_body", FaultKind::kGarbageBody, FaultScope::kAnswer, "", ""},
    FaultSpec{"white_space", FaultKind::kWhiteSpace, FaultScope::kAnswer, "", ""},
    FaultSpec{"byte_order_mark", FaultKind::kByteOrderMark, FaultScope::kAnswer, "", ""},
    FaultSpec{"other_prefixes", FaultKind::kOtherPrefixes, FaultScope::kAnswer, "", ""},
};

}  // namespace

std::span<const FaultSpec> FaultSpecs() {
  return kSpecs;
}

const FaultSpec* FindFault(std::string_view name) {
  for (const FaultSpec& spec : kSpecs) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

std::string_view NameOf(FaultKind kind) {
  for (const FaultSpec& spec : kSpecs) {
    if (spec.kind == kind) return spec.name;
  }
  DM_CHECK(false);
  return {};
}

bool IsReadable(FaultKind kind) {
  constexpr std::array kReadable = {FaultKind::kDelay,
                                    FaultKind::kChunkedBody,
                                    FaultKind::kWhiteSpace,
                                    FaultKind::kByteOrderMark,
                                    FaultKind::kOtherPrefixes,
                                    FaultKind::kPeerLike,
                                    FaultKind::kExtraElement};
  return std::ranges::find(kReadable, kind) != kReadable.end();
}

std::string Fault::Label() const {
  const std::string name(behaviour.empty() ? NameOf(kind) : behaviour);
  return agency ? std::string(Name(*agency)) + "." + name : name;
}

bool HasWord(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
  }
  return false;
}

}  // namespace dm::sim
