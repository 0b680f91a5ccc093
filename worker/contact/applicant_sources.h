// Partsinsyn: what was fetched about one person, register by register, and which checks were made,
// in words.
#pragma once

#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/contact_api.h"

namespace dm::contact {

// Registers that were asked about `person`, in the order of Source. What was not asked is not
// there.
std::vector<ApplicantSource> SourcesFor(const EvidenceSet& evidence,
                                        const PersonKey& person,
                                        const PolicySet& policy);

// Titles of the named checks that were made.
std::vector<std::string> ChecksFor(const CaseRecord& record, const PolicySet& policy);

}  // namespace dm::contact
