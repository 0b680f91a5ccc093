#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "tests/fuzz/invariants.h"
#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/core/instant.h"
#include "worker/decision/decide.h"
#include "worker/policy/policy_loader.h"

namespace {

const dm::PolicySet& Policies() {
  static const std::shared_ptr<const dm::PolicySet> kSet = [] {
    dm::fuzz::Must(dm::LoadSwedishTime().ok(), "the time zone is there");
    return dm::LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun").set;
  }();
  dm::fuzz::Must(kSet != nullptr, "the shipped policies hold");
  return *kSet;
}

// What is read is written and read again as the same bytes.
void CheckRoundTrip(const dm::CaseInput& input) {
  const dm::StatusOr<std::string> json = dm::codec::ToJson(input);
  dm::fuzz::Must(json.ok(), "what is read can be written");
  const dm::StatusOr<dm::CaseInput> again = dm::codec::CaseInputFromJson(*json);
  dm::fuzz::Must(again.ok(), "what is written can be read");
  dm::fuzz::Must(dm::codec::Encode(*again) == dm::codec::Encode(input),
                 "nothing is lost on the way");
}

// What the fast reader takes is what the message says; of the rest it may know nothing.
void CheckBothReaders(std::string_view json) {
  dm::codec::FastCaseReader reader;
  dm::CaseInput fast;
  if (!reader.Read(json, &fast)) return;
  const dm::StatusOr<dm::CaseInput> message = dm::codec::CaseInputFromJsonMessage(json);
  dm::fuzz::Must(message.ok(), "the message takes what the fast reader takes");
  dm::fuzz::Must(dm::codec::Encode(*message) == dm::codec::Encode(fast),
                 "both readers read the same case");
}

// Whatever the case says, it is assessed the same twice, every gate has a verdict, and a case with
// a reason is nobody's but a human's.
void CheckAssessed(const dm::CaseInput& input) {
  const dm::Assessment assessment = dm::Assess(input, Policies());
  dm::fuzz::Must(dm::codec::Encode(assessment) == dm::codec::Encode(dm::Assess(input, Policies())),
                 "the same case gives the same bytes");
  dm::fuzz::Must(assessment.gates.size() == Policies().gates().size(), "every gate has a verdict");
  dm::fuzz::Must(!assessment.grant.is_negative(), "a grant is never negative");
  dm::DecisionInput decision;
  decision.case_id = dm::CaseId::FromTrusted("FUZZ");
  decision.application = input.application;
  decision.assessment = assessment;
  decision.history = input.history;
  decision.now = input.assessed_at;
  decision.today = input.assessed_on;
  const dm::DecisionOutcome outcome = dm::Decide(decision, Policies());
  if (std::holds_alternative<dm::FullApproval>(outcome)) {
    dm::fuzz::Must(assessment.triggers.empty(), "no trigger is approved by itself");
  } else if (const auto* escalate = std::get_if<dm::Escalate>(&outcome)) {
    dm::fuzz::Must(!escalate->routing.reasons.empty(), "a human is told why");
  }
}

}  // namespace

// Before the first input, which has only seconds.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  Policies();
  return 0;
}

// A case file: read or refused, and whatever is read is assessed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  CheckBothReaders(dm::fuzz::Bytes(data, size));
  const auto input = dm::codec::CaseInputFromJson(dm::fuzz::Bytes(data, size));
  if (!input.ok()) return 0;
  CheckRoundTrip(*input);
  CheckAssessed(*input);
  return 0;
}
