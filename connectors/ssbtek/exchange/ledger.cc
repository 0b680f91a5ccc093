#include "connectors/ssbtek/exchange/ledger.h"

#include <cstddef>

namespace dm::ssbtek {
namespace {

// With "OTHER" the hundred that a condition may hold.
constexpr std::size_t kCodesMax = 99;

bool WasAsked(const SourceAnswer& answer) {
  return answer.state != AnswerState::kNotAsked && answer.code != "AGREEMENT";
}

}  // namespace

void Ledger::Note(const SourceAnswer& answer) {
  if (!WasAsked(answer)) return;
  const MutexLock lock(mutex_);
  Counts& counts = counts_[static_cast<std::size_t>(answer.source)];
  if (IsKnown(answer.state)) {
    ++counts.known;
    counts.answered_at = answer.fetched_at;
  } else {
    ++counts.unknown;
  }
  counts.schema_deviations += answer.schema_deviations;
  for (const std::string& code : answer.unlisted_codes) {
    if (const auto found = counts.codes.find(code); found != counts.codes.end()) {
      ++found->second;
    } else if (counts.codes.size() < kCodesMax) {
      counts.codes.emplace(code, 1);
    } else {
      ++counts.other_codes;
    }
  }
}

void Ledger::Describe(SourceCondition& condition) const {
  const MutexLock lock(mutex_);
  const Counts& counts = counts_[static_cast<std::size_t>(condition.source)];
  condition.answered_at = counts.answered_at;
  condition.known = counts.known;
  condition.unknown = counts.unknown;
  condition.schema_deviations = counts.schema_deviations;
  condition.unlisted_codes.assign(counts.codes.begin(), counts.codes.end());
  if (counts.other_codes > 0) condition.unlisted_codes.emplace_back("OTHER", counts.other_codes);
}

}  // namespace dm::ssbtek
