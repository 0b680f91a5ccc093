// Steps 1, 2, 5 and 6 on the real store: an application comes in, a caseworker decides it, the case
// system is told.
#include <filesystem>
#include <memory>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/recording_log.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"
#include "worker/effects/deliver.h"
#include "worker/effects/effect_service.h"
#include "worker/effects/make_effects.h"
#include "worker/escalation/escalation_service.h"
#include "worker/escalation/frame_service.h"
#include "worker/escalation/make_escalation.h"
#include "worker/evidence/gather.h"
#include "worker/intake/intake_service.h"
#include "worker/intake/register_step.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

using testing::Call;
using testing::Day;
using testing::FakeClock;
using testing::PlainApplication;
using testing::PlainEscalate;
using testing::TestNow;

// Takes everything.
class WillingCaseSystem final : public CaseSystem {
 public:
  Delivery Deliver(const Effect& effect) override {
    taken.push_back(effect.kind);
    Delivery delivery;
    delivery.outcome = DeliveryOutcome::kOk;
    delivery.reference = "REF-" + std::to_string(taken.size());
    return delivery;
  }

  StatusOr<std::optional<Delivery>> Find(const EffectId& /*id*/) override {
    return std::optional<Delivery>();
  }

  std::vector<EffectKind> taken;
};

class DeskFlowTest : public ::testing::Test {
 protected:
  void SetUp() override {
    directory_ = ::testing::TempDir() + "desk-flow-" + RandomHex(8);
    std::filesystem::create_directory(directory_);
    auto opened = OpenSqliteStore(directory_ + "/store.db", "0000-exempelkommun", {}, clock_.Now());
    ASSERT_TRUE(opened.ok()) << MessageOf(opened.status());
    store_ = *std::move(opened);
    const PolicyLoad loaded = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
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

  CaseRecord Read(const CaseId& id) { return *store_->GetCase(id); }

  // Through the steps to a caseworker, with a suggestion.
  CaseId ToTheDesk(const std::string& request, const Application& application) {
    const auto accepted = intake_->Submit(Call(request), application, {});
    EXPECT_TRUE(accepted.ok()) << MessageOf(accepted.status());
    CaseId id = accepted->case_id;
    const Claim claim = **store_->ClaimNext("worker-1", clock_.Now(), 60'000);
    Apply(intake::RegisterStep(Read(id), *policy_, *store_)->change, claim);
    const std::vector<EvidenceSource*> none;
    const evidence::GatherTools tools{
        *policy_, none, *store_, clock_, log_, [] { return 0U; }, "worker-1"};
    const auto gathered = evidence::GatherEvidence(Read(id), {}, tools, 1'000'000'000);
    EXPECT_TRUE(gathered.ok()) << MessageOf(gathered.status());
    Apply(evidence::EvidenceChange(Read(id), *gathered), claim);
    CaseChange assessed;
    assessed.case_id = id;
    assessed.to = CaseState::kEvaluated;
    assessed.assessment = testing::PlainAssessment();
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
  testing::RecordingLog log_;
  std::string directory_;
  std::unique_ptr<Store> store_;
  std::shared_ptr<const PolicySet> policy_;
  std::unique_ptr<intake::IntakeService> intake_;
  std::unique_ptr<escalation::FrameService> frames_;
  std::unique_ptr<escalation::EscalationService> desk_;
};

TEST_F(DeskFlowTest, ACaseIsDecidedAndTheCaseSystemIsToldInOrder) {
  const CaseId id = ToTheDesk("submit-01", PlainApplication());
  EXPECT_EQ(Read(id).state, CaseState::kProposed);

  const StatusOr<CaseRecord> decided = Decide(id, "first-01", Outcome::kBifall);

  ASSERT_TRUE(decided.ok()) << MessageOf(decided.status());
  EXPECT_EQ(decided->state, CaseState::kDecided);
  EXPECT_EQ(decided->decisions.at(0).granted, Money::FromKronor(8280));
  WillingCaseSystem system;
  const auto pass = effects::DeliverDue(
      {*store_, system, clock_, log_, [] { return 0U; }, nullptr, "worker-1"}, {});
  ASSERT_TRUE(pass.ok()) << MessageOf(pass.status());
  EXPECT_EQ(system.taken,
            (std::vector{EffectKind::kJournalNote,
                         EffectKind::kDecision,
                         EffectKind::kLetter,
                         EffectKind::kPaymentOrder,
                         EffectKind::kNotice,
                         EffectKind::kJournalNote}));
  EXPECT_TRUE(store_->ClaimNext("worker-1", clock_.Now(), 60'000)->has_value());  // to be closed
}

TEST_F(DeskFlowTest, ADuplicateIsWrittenOffBesideTheDecidedCase) {
  const CaseId first = ToTheDesk("submit-01", PlainApplication());
  Application again = PlainApplication();
  again.id = ApplicationId::FromTrusted("APP-2");
  const CaseId second = ToTheDesk("submit-02", again);
  ASSERT_TRUE(Decide(first, "first-01", Outcome::kBifall).ok());
  EXPECT_EQ(DetailOf(Decide(second, "second-01", Outcome::kBifall).status()).reason,
            "DECISION_EXISTS");
  const StatusOr<CaseRecord> off = Decide(second, "second-02", Outcome::kAvskrivning);
  ASSERT_TRUE(off.ok()) << MessageOf(off.status());
  EXPECT_EQ(off->state, CaseState::kWrittenOff);
}

TEST_F(DeskFlowTest, ADocumentTakesTheCaseBackAndARepeatChangesNothing) {
  const CaseId id = ToTheDesk("submit-01", PlainApplication());
  Document document;
  document.id = DocumentId::FromTrusted("D1");
  document.kind = "hyresavi";
  document.received_at = clock_.Now();
  const auto added = intake_->AddDocument(Call("document-01"), id, {.document = document});
  ASSERT_TRUE(added.ok()) << MessageOf(added.status());
  EXPECT_EQ(added->record.state, CaseState::kRegistered);
  EXPECT_EQ(added->record.escalation->state, EscalationState::kWithdrawn);
  const auto again = intake_->AddDocument(Call("document-01"), id, {.document = document});
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->record.version, added->record.version);
}

TEST_F(DeskFlowTest, AFrameIsSignedOnceAndReadBack) {
  const auto signed_frame = frames_->Sign(Call("sign-0001"), testing::PlainFrame());
  ASSERT_TRUE(signed_frame.ok()) << MessageOf(signed_frame.status());
  const auto again = frames_->Sign(Call("sign-0001"), testing::PlainFrame());
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->id, signed_frame->id);
  EXPECT_EQ(frames_->Get(Call(""), testing::PlainFrame().household)->version, 1);
}

TEST_F(DeskFlowTest, AnAcknowledgedEffectIsDelivered) {
  const CaseId id = ToTheDesk("submit-01", PlainApplication());
  effects::EffectService service(*store_, clock_);
  const auto listed = service.List(Call(""), EffectState::kPending, id, {});
  ASSERT_TRUE(listed.ok()) << MessageOf(listed.status());
  ASSERT_EQ(listed->items.size(), 1U);
  const EffectId effect = listed->items[0].effect.id;
  for (int i = 0; i < 2; ++i) {
    const auto done = service.Acknowledge(Call("ack-00001"), effect, true, "REF-1", "");
    ASSERT_TRUE(done.ok()) << MessageOf(done.status());
    EXPECT_EQ(done->state, EffectState::kDelivered);
  }
}

}  // namespace
}  // namespace dm
