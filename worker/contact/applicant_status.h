// What an applicant sees of the own case (Mina ärenden), in plain Swedish: pure, from what is
// stored. Internal codes, suggestions that nobody has decided, samples, suspicions and what
// concerns other adults stay out.
#pragma once

#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/contact.h"
#include "worker/case/effect.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/contact_api.h"

namespace dm::contact {

struct StatusMaterial {
  const CaseRecord& record;
  const PersonKey& person;  // who asks
  const std::vector<StoredEffect>& effects;
  const std::vector<Message>& messages;
  const std::vector<LateDocument>& late;
  const PolicySet& policy;
  Instant now;
};

ApplicantStage StageOf(const CaseRecord& record,
                       const std::vector<StoredEffect>& effects,
                       Date today);
const char* StageTitle(ApplicantStage stage);  // Swedish

// Everything but the explanation. FailedPrecondition TEXT_MISSING where the municipality has not
// written how to reach a person.
StatusOr<ApplicantStatus> StatusFor(const StatusMaterial& material);

// True when the calculation was part of the decision: made by the worker, or proposed to the person
// who decided. A calculation that only ran beside the decision is nobody's to see.
bool ShowsCalculation(const CaseRecord& record);

// As a page of its own: no scripts, light and dark, every text escaped. The same status gives the
// same bytes.
std::string StatusPage(const ApplicantStatus& status);

}  // namespace dm::contact
