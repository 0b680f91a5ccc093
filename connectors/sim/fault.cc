#include "connectors/sim/fault.h"

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
    FaultSpec{"garbage_payload", FaultKind::kGarbagePayload, FaultScope::kAgency, "CSN FK SKV", ""},
    FaultSpec{"empty_payload", FaultKind::kEmptyPayload, FaultScope::kAgency, "CSN FK SKV", ""},
    FaultSpec{
        "truncated_payload", FaultKind::kTruncatedPayload, FaultScope::kAgency, "CSN FK SKV", ""},
    FaultSpec{"doctype_payload", FaultKind::kDoctypePayload, FaultScope::kAgency, "CSN SKV", ""},
    FaultSpec{"unknown_element", FaultKind::kUnknownElement, FaultScope::kAgency, "", ""},
    FaultSpec{"delay", FaultKind::kDelay, FaultScope::kEither, "", "delay_ms"},
    FaultSpec{
        "wrong_person", FaultKind::kWrongPerson, FaultScope::kEither, "AF CSN FK SKV SO MIV", ""},
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

bool HasWord(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
  }
  return false;
}

}  // namespace dm::sim
