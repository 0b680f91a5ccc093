// What a running worker has kept of a case: its assessment, the exact input, and the policy set.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "worker/case/assessment.h"
#include "worker/case/case_record.h"
#include "worker/cli/session.h"
#include "worker/core/status.h"
#include "worker/policy/policy_set.h"

namespace dm::cli {

struct KeptAssessment {
  std::string input;  // canonical bytes of the CaseInput
  Assessment assessment;
  std::vector<Decision> decisions;       // by version
  std::optional<Escalation> escalation;  // the last one
};

// Of a case as the service shows it: its state, decisions, completion and escalation.
StatusOr<CaseRecord> OutcomeOf(const medarbetare::v1::Case& shown);

class Kept {
 public:
  // Over a session that is connected.
  explicit Kept(Session& session);

  // FailedPrecondition where the worker has kept too little to compute the case again; Cancelled
  // when the call failed in another way, which has been printed.
  StatusOr<KeptAssessment> Fetch(const std::string& case_id);
  // The set of an assessment; each is fetched and loaded once. Null when there is none, or when it
  // does not load in this program; that has been printed, with the version that it needs.
  const PolicySet* SetOf(const Assessment& assessment);

 private:
  Session& session_;
  std::unique_ptr<medarbetare::v1::CaseService::Stub> cases_;
  std::map<std::string, std::shared_ptr<const PolicySet>> sets_;
};

}  // namespace dm::cli
