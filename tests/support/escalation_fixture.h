// An escalated case in a store, and the service that caseworkers reach it through.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "worker/escalation/escalation_service.h"
#include "worker/escalation/make_escalation.h"

namespace dm::testing {

class EscalationFixture : public ::testing::Test {
 protected:
  // A case in state proposed or escalated, with its first escalation.
  EscalationId Put(const Escalate& escalate, const std::string& number = "1") {
    CaseRecord record = PlainCase(CaseState::kEvaluated);
    record.application.id = ApplicationId::FromTrusted("APP-" + number);
    record.application.household = HouseholdId::FromTrusted("HH-" + number);
    record.id = PutCase(store_, record);
    CaseChange change = escalation::EscalationChange(record, escalate, clock_.Now());
    change.expected_version = record.version;
    EXPECT_TRUE(store_.Apply(change, clock_.Now()).ok());
    case_id_ = record.id;
    return change.escalation->id;
  }

  StatusOr<Escalation> Claim(const EscalationId& id,
                             const std::string& handler,
                             const std::string& request) {
    const StatusOr<Escalation> now = store_.GetEscalation(id);
    return service_.Claim(Call(request), id, handler, now.ok() ? now->version : 0);
  }

  HumanDecision Bifall(const EscalationId& id, const std::string& handler) {
    HumanDecision said;
    said.escalation = id;
    said.expected_version = store_.GetEscalation(id)->version;
    said.handler = handler;
    said.mandate = "SN 2026-01-15 § 3";
    said.outcome = Outcome::kBifall;
    return said;
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  std::shared_ptr<FakePolicy> policy_ = std::make_shared<FakePolicy>();
  std::vector<Effect> effects_;
  CaseId case_id_;
  escalation::EscalationService service_{
      store_,
      clock_,
      {[this] { return policy_; },
       [](Month, Date, const PolicySet&) { return StatusOr<Date>(Day("2026-11-27")); },
       [this](const CaseRecord&, const Decision&, const PolicySet&) {
         return StatusOr<std::vector<Effect>>(effects_);
       }}};
};

}  // namespace dm::testing
