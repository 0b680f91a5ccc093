// What makes a question to a register lawful: it is asked in an open case, about a member of its
// household, for a purpose, on a dated legal text, in an identity, for a limited period, and it
// stands on the positive list of the day (casework.md 4 and 6.3, reliability I8).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "worker/assessment/question_list.h"
#include "worker/case/case_record.h"
#include "worker/core/date.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/evidence_source.h"

namespace dm::evidence {

// What the case needs to know about one person from one register.
struct Wanted {
  PersonKey person;
  SourceQuestion question;
  // True where the municipality may connect the register or not: without a connector nothing is
  // asked and nothing is missing.
  bool only_if_connected = false;
};

// The longest period of a question, both ends included (the exchange refuses longer ones whole).
inline constexpr int kPeriodMonthsMax = 24;

// The ground as it stands on the day it is asked (P-22, P-23).
struct Ground {
  std::string purpose;
  std::string legal_text;
  std::string identity;
  std::int64_t max_age_ms = 0;  // of an answer that is used again (P-01)
};

// FailedPrecondition PARAMETER_MISSING names the policy parameter without a value on `today`.
StatusOr<Ground> GroundOn(const PolicySet& policy, Date today);

// FailedPrecondition, with the part of the question at fault and what to do:
// - CASE_NOT_OPEN: the case is not at step 2;
// - NOT_IN_HOUSEHOLD: the person is no member of the case's household;
// - QUESTION_PERIOD: the period is open, ends before it begins or is longer than 24 months;
// - QUESTION_NOT_LISTED: register or group is not on the positive list in force on `today`.
Status CheckMayAsk(const CaseRecord& record,
                   const std::vector<Wanted>& wanted,
                   const PolicySet& policy,
                   Date today);
// The same with the list of that day for the case's kind of application.
Status CheckMayAsk(const CaseRecord& record,
                   const std::vector<Wanted>& wanted,
                   const QuestionList& list);

}  // namespace dm::evidence
