// What `assess` prints of a case file, in each of its forms.
#pragma once

#include <optional>
#include <string>

#include "worker/case/case_record.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm::cli {

enum class ExplainFormat { kText, kJson, kTreeJson, kHtml, kApplicant };

// "text", "json", "tree-json", "html", "applicant"; nothing for another word.
std::optional<ExplainFormat> ExplainFormatOf(const std::string& word);

// ".txt", ".json", ".html".
const char* FileEnding(ExplainFormat format);

// Assesses the case, decides on it as a worker without any recorded control would, and writes it.
StatusOr<std::string> ExplainCase(const CaseInput& input,
                                  const PolicySet& policy,
                                  ExplainFormat format);

// The explanation of an assessment that was made of `input` under `policy`, with what came of it as
// `outcome` has it; kJson gives the assessment itself.
StatusOr<std::string> ExplainAssessed(const CaseInput& input,
                                      const Assessment& assessment,
                                      const CaseRecord& outcome,
                                      const PolicySet& policy,
                                      ExplainFormat format);

}  // namespace dm::cli
