// Steps 1, 2, 5 and 6 on the real store: an application comes in, a caseworker decides it, the case
// system is told.
#include <gtest/gtest.h>

#include "tests/integration/desk/desk_fixture.h"
#include "tests/support/cases.h"
#include "worker/effects/deliver.h"
#include "worker/effects/effect_service.h"

namespace dm {
namespace {

using testing::Call;
using testing::PlainApplication;

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

using DeskFlowTest = testing::DeskFixture;

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
    const auto done = service.Acknowledge(Call("ack-00001"), {.id = effect, .reference = "REF-1"});
    ASSERT_TRUE(done.ok()) << MessageOf(done.status());
    EXPECT_EQ(done->state, EffectState::kDelivered);
  }
}

}  // namespace
}  // namespace dm
