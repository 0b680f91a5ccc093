// What a decision letter says behind the reason of a cost that was not granted in full: the
// smallest change that would have counted (casework.md 13).
#pragma once

#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"

namespace dm::explain {

struct RowChange {
  std::string code;  // of the row, with what was asked for and computed
  Money applied;
  Money granted;
  std::string sentence;  // Swedish, to the applicant
};

// Nothing where no row is short, where `policy` is not the set that the case was assessed under, or
// where computing the case again from what the record holds does not give the stored rows: then no
// change can be vouched for. The same record and set give the same sentences.
std::vector<RowChange> ChangesForLetter(const CaseRecord& record, const PolicySet& policy);

}  // namespace dm::explain
