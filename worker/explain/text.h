// The explanation as Swedish text. For caseworkers: complete, with codes beside words. For the
// applicant: plain words, no codes, and nothing that is another person's secret.
#pragma once

#include <string>

#include "worker/case/explanation.h"

namespace dm::explain {

std::string CaseworkerText(const Explanation& explanation);
std::string ApplicantText(const Explanation& explanation);

}  // namespace dm::explain
