// Steps 1, 2, 5 and 6 on the real store: what comes in, and what people do with it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/recording_log.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"
#include "worker/effects/make_effects.h"
#include "worker/escalation/decision_service.h"
#include "worker/escalation/escalation_service.h"
#include "worker/escalation/frame_service.h"
#include "worker/escalation/make_escalation.h"
#include "worker/escalation/queue_service.h"
#include "worker/evidence/gather.h"
#include "worker/intake/intake_service.h"
#include "worker/intake/register_step.h"
#include "worker/policy/policy_loader.h"

namespace dm::testing {

std::string PoliciesFolder();  // of this source tree

class DeskFixture : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = ::testing::TempDir() + "desk-flow-" + RandomHex(8);
    std::filesystem::create_directory(directory_);
    auto opened = OpenSqliteStore(directory_ + "/store.db", "0000-exempelkommun", {}, clock_.Now());
    ASSERT_TRUE(opened.ok()) << MessageOf(opened.status());
    store_ = *std::move(opened);
    const PolicyLoad loaded = LoadPolicies(PoliciesFolder(), "0000-exempelkommun");
    ASSERT_NE(loaded.set, nullptr);
    policy_ = loaded.set;
    const auto policy = [this] { return policy_; };
    intake_ = std::make_unique<intake::IntakeService>(*store_, clock_);
    frames_ = std::make_unique<escalation::FrameService>(
        *store_, clock_, escalation::FrameParts{policy, [](const Frame& f) {
                                                  return Sha256Hex(f.id.value());
                                                }});
    desk_ = std::make_unique<escalation::EscalationService>(
        *store_,
        clock_,
        escalation::EscalationParts{
            policy,
            [](Month, Date, const PolicySet&) { return StatusOr<Date>(Day("2026-11-27")); },
            effects::EffectsOfDecision});
    decisions_ = std::make_unique<escalation::DecisionService>(
        *store_,
        clock_,
        escalation::EscalationParts{
            policy,
            [](Month, Date, const PolicySet&) { return StatusOr<Date>(Day("2026-11-27")); },
            effects::EffectsOfDecision},
        escalation::LetterParts{});
    queues_ = std::make_unique<escalation::QueueService>(
        *store_, clock_, escalation::DeskParts{.policy = policy});
  }

  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  void Apply(CaseChange change, const Claim& claim) {
    change.claim = claim;
    const auto version = store_->Apply(change, clock_.Now());
    ASSERT_TRUE(version.ok()) << MessageOf(version.status());
  }

  // The worker's claim on that case; what else has become due is claimed and left.
  Claim Take(const CaseId& id) {
    while (true) {
      const auto claim = store_->ClaimNext("worker-1", clock_.Now(), 60'000);
      EXPECT_TRUE(claim.ok() && claim->has_value()) << id.value() << " is not due";
      if (!claim.ok() || !claim->has_value()) return Claim{};
      if ((*claim)->case_id == id) return **claim;
    }
  }

  CaseRecord Read(const CaseId& id) { return *store_->GetCase(id); }

  // Through the steps to a caseworker, with a suggestion.
  CaseId ToTheDesk(const std::string& request, const Application& application) {
    const auto accepted = intake_->Submit(Call(request), application, {});
    EXPECT_TRUE(accepted.ok()) << MessageOf(accepted.status());
    CaseId id = accepted->case_id;
    const Claim claim = Take(id);
    Apply(intake::RegisterStep(Read(id), *policy_, *store_)->change, claim);
    const std::vector<EvidenceSource*> none;
    const evidence::GatherTools tools{*policy_,
                                      none,
                                      [](auto) { return OkStatus(); },
                                      clock_,
                                      log_,
                                      [] { return 0U; },
                                      "worker-1"};
    const auto gathered = evidence::GatherEvidence(Read(id), {}, tools, 1'000'000'000);
    EXPECT_TRUE(gathered.ok()) << MessageOf(gathered.status());
    Apply(evidence::EvidenceChange(Read(id), *gathered), claim);
    CaseChange assessed;
    assessed.case_id = id;
    assessed.to = CaseState::kEvaluated;
    assessed.assessment = PlainAssessment();
    assessed.audit.action = "case_assessed";
    Apply(assessed, claim);
    CaseChange handed = escalation::EscalationChange(Read(id), PlainEscalate(), clock_.Now());
    handed.effects = *effects::EffectsOfEscalation(Read(id), PlainEscalate(), *policy_);
    Apply(handed, claim);
    return id;
  }

  StatusOr<CaseRecord> Decide(const CaseId& id, const std::string& tag, Outcome outcome) {
    const EscalationId escalation = Read(id).escalation->id;
    const auto claimed = desk_->Claim(
        Call("claim-" + tag), escalation, "handlaggare-1", Read(id).escalation->version);
    EXPECT_TRUE(claimed.ok()) << MessageOf(claimed.status());
    HumanDecision said;
    said.escalation = escalation;
    said.expected_version = claimed->version;
    said.handler = "handlaggare-1";
    said.mandate = "SN § 3";
    said.outcome = outcome;
    if (outcome == Outcome::kAvskrivning) said.reason = "WRITE_OFF.DUPLICATE";
    said.motivation = outcome == Outcome::kBifall ? "" : "Samma ansökan kom två gånger.";
    return desk_->Decide(Call("decide-" + tag), said);
  }

  FakeClock clock_{TestNow()};
  RecordingLog log_;
  std::string directory_;
  std::unique_ptr<Store> store_;
  std::shared_ptr<const PolicySet> policy_;
  std::unique_ptr<intake::IntakeService> intake_;
  std::unique_ptr<escalation::FrameService> frames_;
  std::unique_ptr<escalation::EscalationService> desk_;
  std::unique_ptr<escalation::DecisionService> decisions_;
  std::unique_ptr<escalation::QueueService> queues_;
};

}  // namespace dm::testing
