#include "worker/case/evidence.h"

#include <algorithm>

#include "worker/core/check.h"

namespace dm {

const char* SourceCode(Source source) {
  switch (source) {
    case Source::kAf:
      return "AF";
    case Source::kCsn:
      return "CSN";
    case Source::kFk:
      return "FK";
    case Source::kPm:
      return "PM";
    case Source::kSkv:
      return "SKV";
    case Source::kSo:
      return "SO";
    case Source::kTns:
      return "TNS";
    case Source::kMiv:
      return "MIV";
    case Source::kFolk:
      return "FOLK";
  }
  DM_CHECK(false && "source outside its enum");
  return "";
}

std::optional<Source> SourceFromCode(std::string_view code) {
  for (int i = 0; i < kSourceCount; ++i) {
    const auto source = static_cast<Source>(i);
    if (code == SourceCode(source)) return source;
  }
  return std::nullopt;
}

const char* AnswerStateCode(AnswerState state) {
  switch (state) {
    case AnswerState::kNotAsked:
      return "NOT_ASKED";
    case AnswerState::kData:
      return "DATA";
    case AnswerState::kConfirmedEmpty:
      return "CONFIRMED_EMPTY";
    case AnswerState::kNotGranted:
      return "NOT_GRANTED";
    case AnswerState::kSupplierDown:
      return "SUPPLIER_DOWN";
    case AnswerState::kDeviation:
      return "DEVIATION";
    case AnswerState::kError:
      return "ERROR";
    case AnswerState::kTimeout:
      return "TIMEOUT";
    case AnswerState::kStale:
      return "STALE";
    case AnswerState::kSchemaMismatch:
      return "SCHEMA_MISMATCH";
  }
  DM_CHECK(false && "answer state outside its enum");
  return "";
}

bool IsKnown(AnswerState state) {
  return state == AnswerState::kData || state == AnswerState::kConfirmedEmpty;
}

// An error counts as worth another question here; whether its code is a lasting one, only the
// reader of the source's codes can tell.
bool MayHelpToAskAgain(AnswerState state) {
  return state == AnswerState::kSupplierDown || state == AnswerState::kError ||
         state == AnswerState::kTimeout;
}

void Deviate(SourceAnswer& answer, std::string_view path, std::string_view problem) {
  auto& kept = answer.deviations;
  const bool seen = std::any_of(kept.begin(), kept.end(), [&](const SchemaDeviation& one) {
    return one.path == path && one.problem == problem;
  });
  if (seen) return;
  ++answer.schema_deviations;
  if (kept.size() >= kDeviationsMax) return;
  kept.push_back({.path = std::string(path), .problem = std::string(problem)});
}

const SourceAnswer* EvidenceSet::Find(const PersonKey& person, Source source) const {
  for (const PersonEvidence& evidence : persons) {
    if (evidence.person != person) continue;
    const auto found = std::find_if(
        evidence.answers.begin(), evidence.answers.end(), [source](const SourceAnswer& answer) {
          return answer.source == source;
        });
    if (found != evidence.answers.end()) return &*found;
  }
  return nullptr;
}

}  // namespace dm
