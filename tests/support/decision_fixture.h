// An escalated case that a caseworker holds, and the service that people decide it through.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/escalation_fixture.h"
#include "worker/escalation/decision_service.h"

namespace dm::testing {

class DecisionFixture : public EscalationFixture {
 protected:
  void SetUp() override {
    id_ = Put(PlainEscalate());
    ASSERT_TRUE(Claim(id_, "handlaggare-1", "claim-1").ok());
  }

  std::int64_t VersionOf(const EscalationId& id) { return store_.GetEscalation(id)->version; }

  void RaiseTheRent() {
    CaseRecord record = *store_.GetCase(case_id_);
    record.assessment->rows[2].applied = Money::FromKronor(20'000);
    record.assessment->rows[2].amount = Money::FromKronor(20'000);
    store_.Overwrite(record);
  }

  // The household did not state the income that the calculation counts.
  void ForgetTheDeclaration() {
    CaseRecord record = *store_.GetCase(case_id_);
    record.application.incomes.clear();
    store_.Overwrite(record);
  }

  HumanDecision Partly() {
    HumanDecision said = Bifall(id_, "handlaggare-1");
    said.outcome = Outcome::kDelavslag;
    said.motivation = "Hyran är högre än vad som är skäligt.";
    said.edited_rows = {
        {"cost.boende", std::nullopt, Money::FromKronor(5500), "COST.ABOVE_CAP", ""}};
    return said;
  }

  AttestRequest Approval(const std::string& actor) {
    AttestRequest request;
    const Escalation escalation = *store_.GetCase(case_id_)->escalation;
    request.escalation = escalation.id;
    request.expected_version = escalation.version;
    request.actor = actor;
    request.mandate = "SN § 4";
    if (escalation.waiting) request.content_sha256 = escalation.waiting->decision.content_sha256;
    return request;
  }

  static std::string ReasonOf(const Status& status) { return DetailOf(status).reason; }

  static bool Needs(const DecisionPreview& preview, const std::string& code) {
    for (const DecisionNeed& need : preview.needs)
      if (need.code == code) return true;
    return false;
  }

  EscalationId id_;
  std::vector<Effect> effects_of_communication_;
  std::shared_ptr<const StaffDirectory> staff_ = std::make_shared<const StaffDirectory>();
  escalation::DecisionService decisions_{
      store_,
      clock_,
      {.policy = [this] { return policy_; },
       .pay_day = [](Month, Date, const PolicySet&) { return StatusOr<Date>(Day("2026-11-27")); },
       .effects_of = [this](const CaseRecord&,
                            const Decision&,
                            const PolicySet&) { return StatusOr<std::vector<Effect>>(effects_); },
       .staff = [this] { return staff_; }},
      {[](const CaseRecord&, const Decision& decision, const PolicySet&) {
         Letter letter;
         letter.subject = decision.motivation;
         return StatusOr<Letter>(letter);
       },
       [](const Letter& letter, LetterForm, Date) {
         return StatusOr<LetterFile>(LetterFile{"<p>" + letter.subject, "text/html", ""});
       },
       [this](const CaseRecord&, const Communication&, const PolicySet&) {
         return StatusOr<std::vector<Effect>>(effects_of_communication_);
       }}};
};

}  // namespace dm::testing
