// ObservationPolicy: what a policy set says about one thing that an assessment may notice: which
// gate it holds up, which trigger it sets off, which of the law's reasons it stands for, and how it
// reads in Swedish. The codes themselves are in observation_codes.h.
#pragma once

#include <string>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/case/household.h"
#include "worker/policy/named_check.h"
#include "worker/policy/text_template.h"

namespace dm {

struct ObservationPolicy {
  std::string code;                   // "INCOME.UNDECLARED"
  std::string gate;                   // "G-07"; empty: holds up none
  Verdict verdict = Verdict::kFail;   // of the gate: kFail or kUnknown
  policy::TextTemplate detail;        // the end of GATE.G07.FAIL.UNDECLARED
  std::string trigger;                // "X-22"; empty: sets off none
  std::string queue;                  // where it leads; empty: as its trigger says
  bool information = false;           // only for the person who looks; nothing hangs on it
  std::vector<std::string> reasons;   // "R13": the law's reasons that it stands for
  policy::TextTemplate text;          // states fact, source and date, never a suspicion
  policy::TextTemplate trigger_text;  // empty: as `text`
  std::vector<std::string> sources;
  std::string owner;  // who answers for the entry
  Period valid;
  std::vector<CheckTie> checks = {};  // the named checks that it says something about
};

}  // namespace dm
