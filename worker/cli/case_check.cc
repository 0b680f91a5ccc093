#include "worker/cli/case_check.h"

#include <algorithm>
#include <set>
#include <string>

#include "worker/intake/check_application.h"
#include "worker/intake/complain.h"

namespace dm::cli {
namespace {

std::string At(const char* list, std::size_t i, const char* field) {
  return std::string(list) + "[" + std::to_string(i) + "]." + field;
}

Status CheckFrame(const Frame& frame) {
  if (frame.valid_to < frame.valid_from)
    return intake::Contradiction(
        "frame.valid_to", "not before frame.valid_from", "swap the two dates");
  for (std::size_t i = 0; i < frame.norm_adjustments.size(); ++i) {
    const NormAdjustment& adjustment = frame.norm_adjustments[i];
    if (adjustment.amount.has_value() == adjustment.factor_permille.has_value())
      return intake::Contradiction(At("frame.norm_adjustments", i, "factor_permille"),
                                   "either amount or factor_permille, and one of them",
                                   "leave out the one that was not decided");
  }
  return OkStatus();
}

Status CheckEvidence(const EvidenceSet& evidence) {
  std::set<PersonKey> seen;
  for (std::size_t i = 0; i < evidence.persons.size(); ++i) {
    if (!seen.insert(evidence.persons[i].person).second)
      return intake::Contradiction(At("evidence.persons", i, "person"),
                                   "each person stands once",
                                   "put the answers of one person in one entry");
  }
  return OkStatus();
}

}  // namespace

Status CheckCase(const CaseInput& input) {
  // A case that tells no time of assessment is judged at the time of its receipt.
  const Instant now = std::max(input.assessed_at, input.application.received_at);
  DM_RETURN_IF_ERROR(intake::CheckApplication(input.application, now));
  DM_RETURN_IF_ERROR(intake::CheckHistory(input.history, input.application.month));
  if (input.frame) DM_RETURN_IF_ERROR(CheckFrame(*input.frame));
  return CheckEvidence(input.evidence);
}

}  // namespace dm::cli
