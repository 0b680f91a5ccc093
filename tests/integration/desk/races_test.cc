// Two at once on one case, over the real store: one of them wins whole, and the other is told what
// has happened. Each race is run many times; which of the two wins is left to the threads.
#include <functional>
#include <latch>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/integration/desk/desk_fixture.h"
#include "tests/support/contact_fixture.h"
#include "worker/contact/contact_service.h"
#include "worker/effects/deliver.h"

namespace dm {
namespace {

using testing::Call;
using testing::Day;
using testing::PlainApplication;

constexpr int kRounds = 12;

// Both begin when both are ready.
void AtOnce(const std::function<void()>& one, const std::function<void()>& other) {
  std::latch ready(2);
  const auto run = [&ready](const std::function<void()>& act) {
    ready.arrive_and_wait();
    act();
  };
  std::jthread first([&] { run(one); });
  std::jthread second([&] { run(other); });
}

class WillingCaseSystem final : public CaseSystem {
 public:
  Delivery Deliver(const Effect& /*effect*/) override {
    Delivery delivery;
    delivery.outcome = DeliveryOutcome::kOk;
    delivery.reference = "REF-1";
    return delivery;
  }

  StatusOr<std::optional<Delivery>> Find(const EffectId& /*id*/) override {
    return std::optional<Delivery>();
  }
};

class RacesTest : public testing::DeskFixture {
 protected:
  void SetUp() override {
    DeskFixture::SetUp();
    if (HasFatalFailure()) return;
    contact_ = std::make_unique<contact::ContactService>(
        *store_,
        clock_,
        cases_,
        contact::ContactParts{
            .policy = [this] { return policy_; },
            .payment_cutoff = [](Month,
                                 const PolicySet&) { return StatusOr<Date>(Day("2026-11-25")); }});
  }

  // A fresh case of a household of its own, on the desk.
  CaseId Fresh(int round) {
    const std::string number = std::to_string(round);
    Application application = PlainApplication();
    application.id = ApplicationId::FromTrusted("APP-R" + number);
    application.household = HouseholdId::FromTrusted("HH-R" + number);
    return ToTheDesk("submit-r" + number, application);
  }

  EscalationId ItemOf(const CaseId& id) { return Read(id).escalation->id; }

  StatusOr<Escalation> ClaimItem(const CaseId& id,
                                 const std::string& handler,
                                 const std::string& tag) {
    return desk_->Claim(Call("claim-" + tag), ItemOf(id), handler, Read(id).escalation->version);
  }

  HumanDecision Said(const CaseId& id, Outcome outcome) {
    HumanDecision said;
    said.escalation = ItemOf(id);
    said.expected_version = Read(id).escalation->version;
    said.handler = "handlaggare-1";
    said.mandate = "SN § 3";
    said.outcome = outcome;
    if (outcome == Outcome::kAvskrivning) said.reason = "WRITE_OFF.DUPLICATE";
    said.motivation = outcome == Outcome::kBifall ? "" : "Samma ansökan kom två gånger.";
    return said;
  }

  static Document Paper(Instant at) {
    Document document;
    document.id = DocumentId::FromTrusted("D1");
    document.kind = "hyresavi";
    document.received_at = at;
    return document;
  }

  std::vector<EffectKind> EffectsOf(const CaseId& id) {
    std::vector<EffectKind> kinds;
    const auto listed = store_->ListEffects(std::nullopt, id, {});
    for (const StoredEffect& stored : listed->items) kinds.push_back(stored.effect.kind);
    return kinds;
  }

  int PaymentsOf(const CaseId& id) {
    int payments = 0;
    for (const EffectKind kind : EffectsOf(id)) payments += kind == EffectKind::kPaymentOrder;
    return payments;
  }

  static std::string ReasonOf(const Status& status) { return DetailOf(status).reason; }

  // Told what has happened: which version, who, when.
  static void ExpectTold(const Status& loser, const std::string& by) {
    EXPECT_TRUE(ReasonOf(loser) == "STALE_VERSION" || ReasonOf(loser) == "ESCALATION_ENDED")
        << loser;
    EXPECT_NE(MessageOf(loser).find(by), std::string::npos) << MessageOf(loser);
    EXPECT_NE(MessageOf(loser).find(" at 2026-11-12T"), std::string::npos) << MessageOf(loser);
  }

  contact::NoCases cases_;
  std::unique_ptr<contact::ContactService> contact_;
};

TEST_F(RacesTest, OfTwoWhoDecideOneWinsAndTheOtherIsToldWhat) {
  for (int round = 0; round < kRounds; ++round) {
    const CaseId id = Fresh(round);
    const std::string tag = std::to_string(round);
    ASSERT_TRUE(ClaimItem(id, "handlaggare-1", "r" + tag + "-0001").ok());
    const HumanDecision grant = Said(id, Outcome::kBifall);
    const HumanDecision off = Said(id, Outcome::kAvskrivning);
    Status granted;
    Status written_off;
    AtOnce([&] { granted = desk_->Decide(Call("grant-r" + tag), grant).status(); },
           [&] { written_off = desk_->Decide(Call("off-rrr" + tag), off).status(); });
    ASSERT_NE(granted.ok(), written_off.ok()) << granted << written_off;
    const CaseRecord record = Read(id);
    ASSERT_EQ(record.decisions.size(), 1U);
    EXPECT_EQ(record.state, granted.ok() ? CaseState::kDecided : CaseState::kWrittenOff);
    EXPECT_EQ(PaymentsOf(id), granted.ok() ? 1 : 0);
    ExpectTold(granted.ok() ? written_off : granted,
               std::string("decided ") + OutcomeCode(record.decisions[0].outcome) +
                   " (version 1) by handlaggare-1");
  }
}

TEST_F(RacesTest, OfTwoWhoClaimOneItemOneHoldsIt) {
  for (int round = 0; round < kRounds; ++round) {
    const CaseId id = Fresh(round);
    const EscalationId item = ItemOf(id);
    const std::string tag = std::to_string(round);
    const std::int64_t version = Read(id).escalation->version;
    Status first;
    Status second;
    AtOnce([&] { first = desk_->Claim(Call("one-rrr" + tag), item, "anna", version).status(); },
           [&] { second = desk_->Claim(Call("two-rrr" + tag), item, "bo", version).status(); });
    ASSERT_NE(first.ok(), second.ok()) << first << second;
    const std::string holder = first.ok() ? "anna" : "bo";
    EXPECT_EQ(Read(id).escalation->handler, holder);
    const Status& loser = first.ok() ? second : first;
    EXPECT_EQ(ReasonOf(loser), "STALE_VERSION") << loser;
    EXPECT_NE(MessageOf(loser).find("CLAIMED by " + holder), std::string::npos) << loser;
  }
}

TEST_F(RacesTest, ADocumentThatMeetsADecisionIsInItOrJoinsTheNext) {
  for (int round = 0; round < kRounds; ++round) {
    const CaseId id = Fresh(round);
    const std::string tag = std::to_string(round);
    ASSERT_TRUE(ClaimItem(id, "handlaggare-1", "r" + tag + "-0001").ok());
    const HumanDecision grant = Said(id, Outcome::kBifall);
    Status decided;
    StatusOr<AddedDocument> added = InvalidArgument("not yet");
    AtOnce([&] { decided = desk_->Decide(Call("grant-r" + tag), grant).status(); },
           [&] {
             added =
                 intake_->AddDocument(Call("paper-r" + tag), id, {.document = Paper(clock_.Now())});
           });
    ASSERT_TRUE(added.ok()) << MessageOf(added.status());
    EXPECT_EQ(added->joins_next, decided.ok());
    const CaseRecord record = Read(id);
    EXPECT_EQ(record.decisions.size(), decided.ok() ? 1U : 0U);
    EXPECT_EQ(record.application.documents.size(), decided.ok() ? 0U : 1U);
    EXPECT_EQ(record.state, decided.ok() ? CaseState::kDecided : CaseState::kRegistered);
    if (!decided.ok()) ExpectTold(decided, "it is REGISTERED, version ");
  }
}

TEST_F(RacesTest, AnApprovalThatMeetsAChangeIsOfTheWholeOrVoid) {
  for (int round = 0; round < kRounds; ++round) {
    const CaseId id = Fresh(round);
    const std::string tag = std::to_string(round);
    ASSERT_TRUE(ClaimItem(id, "handlaggare-1", "r" + tag + "-0001").ok());
    HumanDecision large = Said(id, Outcome::kBifall);
    large.edited_rows = {{"cost.boende",
                          std::nullopt,
                          Money::FromKronor(22'000),
                          "COST.GRANTED_AFTER_ASSESSMENT",
                          ""}};
    large.motivation = "Hyran var rätt angiven.";
    const auto waits = desk_->Decide(Call("large-r" + tag), large);
    ASSERT_TRUE(waits.ok()) << MessageOf(waits.status());
    ASSERT_TRUE(waits->escalation->waiting.has_value());
    AttestRequest approval;
    approval.escalation = ItemOf(id);
    approval.expected_version = waits->escalation->version;
    approval.actor = "handlaggare-2";
    approval.mandate = "SN § 4";
    approval.content_sha256 = waits->escalation->waiting->decision.content_sha256;
    Status attested;
    StatusOr<AddedDocument> added = InvalidArgument("not yet");
    AtOnce([&] { attested = decisions_->Attest(Call("attest-" + tag), approval).status(); },
           [&] {
             added =
                 intake_->AddDocument(Call("paper-r" + tag), id, {.document = Paper(clock_.Now())});
           });
    ASSERT_TRUE(added.ok()) << MessageOf(added.status());
    EXPECT_EQ(added->joins_next, attested.ok());
    EXPECT_EQ(Read(id).decisions.size(), attested.ok() ? 1U : 0U);
    EXPECT_EQ(PaymentsOf(id), attested.ok() ? 1 : 0);
    if (!attested.ok()) ExpectTold(attested, "it is REGISTERED, version ");
  }
}

TEST_F(RacesTest, AWithdrawalThatMeetsThePaymentOrderStopsItOrIsTooLate) {
  for (int round = 0; round < kRounds; ++round) {
    const CaseId id = Fresh(round);
    const std::string tag = std::to_string(round);
    ASSERT_TRUE(ClaimItem(id, "handlaggare-1", "r" + tag + "-0001").ok());
    const HumanDecision grant = Said(id, Outcome::kBifall);
    WithdrawalCall withdrawal;
    withdrawal.case_id = id;
    withdrawal.signature = PlainApplication().signatures[0];
    withdrawal.signature.signed_at = clock_.Now();
    withdrawal.pressure = Answer::kNo;
    Status decided;
    Status withdrawn;
    AtOnce([&] { decided = desk_->Decide(Call("grant-r" + tag), grant).status(); },
           [&] { withdrawn = contact_->Withdraw(Call("withdr-" + tag), withdrawal).status(); });
    ASSERT_NE(decided.ok(), withdrawn.ok()) << decided << withdrawn;
    EXPECT_EQ(PaymentsOf(id), decided.ok() ? 1 : 0);
    EXPECT_EQ(Read(id).contact.withdrawal.has_value(), withdrawn.ok());
    if (withdrawn.ok()) {
      ExpectTold(decided, "it is REGISTERED, version ");
    } else {
      EXPECT_EQ(ReasonOf(withdrawn), "CASE_DECIDED") << withdrawn;
    }
  }
}

TEST_F(RacesTest, AMoveThatMeetsADecisionIsRefusedOrRefusesIt) {
  for (int round = 0; round < kRounds; ++round) {
    const CaseId id = Fresh(round);
    const std::string tag = std::to_string(round);
    ASSERT_TRUE(ClaimItem(id, "handlaggare-1", "r" + tag + "-0001").ok());
    const HumanDecision grant = Said(id, Outcome::kBifall);
    const RouteRequest move{grant.escalation,
                            grant.expected_version,
                            "handlaggare-1",
                            "Q-11",
                            "WRONG_SKILL",
                            "Gäller planering."};
    Status decided;
    Status moved;
    AtOnce([&] { decided = desk_->Decide(Call("grant-r" + tag), grant).status(); },
           [&] { moved = queues_->Route(Call("route-r" + tag), move).status(); });
    ASSERT_NE(decided.ok(), moved.ok()) << decided << moved;
    EXPECT_EQ(Read(id).escalation->routing.queue, moved.ok() ? "Q-11" : "Q-20");
    ExpectTold(decided.ok() ? moved : decided,
               decided.ok() ? "by handlaggare-1" : "the item is version 3, OPEN");
  }
}

// The worker closes a case whose effects have all left, while a person corrects its decision: the
// correction's own effects are never left behind in a closed case.
TEST_F(RacesTest, TheWorkersOwnStepNeverEndsWhatAPersonHasJustChanged) {
  for (int round = 0; round < kRounds; ++round) {
    const CaseId id = Fresh(round);
    const std::string tag = std::to_string(round);
    ASSERT_TRUE(Decide(id, "r" + tag + "-0001", Outcome::kBifall).ok());
    WillingCaseSystem system;
    ASSERT_TRUE(effects::DeliverDue(
                    {*store_, system, clock_, log_, [] { return 0U; }, nullptr, "worker-1"}, {})
                    .ok());
    const auto claim = store_->ClaimNext("worker-1", clock_.Now(), 60'000);
    ASSERT_TRUE(claim.ok() && claim->has_value());
    ASSERT_EQ((*claim)->case_id, id);
    CaseChange closing;
    closing.case_id = id;
    closing.claim = **claim;
    closing.to = CaseState::kClosed;
    closing.release_claim = true;
    closing.audit.action = "case_closed";
    CorrectionRequest correction;
    correction.case_id = id;
    correction.expected_version = Read(id).version;
    correction.ground = "CORRECTION.WRONG";
    correction.decision = Said(id, Outcome::kBifall);
    correction.decision.motivation = "Bostadsbidraget gällde en annan månad.";
    correction.decision.edited_rows = {
        {"income.bostadsbidrag", std::nullopt, Money(), "INCOME.ASSESSED", ""}};
    Status closed;
    Status corrected;
    AtOnce([&] { closed = store_->Apply(closing, clock_.Now()).status(); },
           [&] { corrected = decisions_->Correct(Call("correct" + tag), correction).status(); });
    ASSERT_NE(closed.ok(), corrected.ok()) << closed << corrected;
    const CaseRecord record = Read(id);
    EXPECT_EQ(record.state, corrected.ok() ? CaseState::kDecided : CaseState::kClosed);
    EXPECT_EQ(record.decisions.size(), corrected.ok() ? 2U : 1U);
    if (corrected.ok()) {
      EXPECT_EQ(ReasonOf(closed), "LEASE_LOST") << closed;
    }
    if (closed.ok()) {
      ExpectTold(corrected, "it is CLOSED, version ");
      // Told so, the person corrects the closed case.
      correction.expected_version = record.version;
      const auto again = decisions_->Correct(Call("again-r" + tag), correction);
      ASSERT_TRUE(again.ok()) << MessageOf(again.status());
      EXPECT_EQ(again->state, CaseState::kDecided);
    }
    EXPECT_EQ(PaymentsOf(id), 2);
    // What has become due is no longer in the way of the next round.
    ASSERT_TRUE(effects::DeliverDue(
                    {*store_, system, clock_, log_, [] { return 0U; }, nullptr, "worker-1"}, {})
                    .ok());
    while (true) {
      const auto next = store_->ClaimNext("worker-1", clock_.Now(), 60'000);
      if (!next.ok() || !next->has_value()) break;
      closing.claim = **next;
      closing.case_id = (*next)->case_id;
      ASSERT_TRUE(store_->Apply(closing, clock_.Now()).ok());
    }
  }
}

// A correction above the limit waits on an item of its own, on the real store too.
TEST_F(RacesTest, ACorrectionOfAClosedCaseIsClaimedMovedAndApproved) {
  const CaseId id = Fresh(0);
  ASSERT_TRUE(Decide(id, "first-01", Outcome::kBifall).ok());
  WillingCaseSystem system;
  ASSERT_TRUE(effects::DeliverDue(
                  {*store_, system, clock_, log_, [] { return 0U; }, nullptr, "worker-1"}, {})
                  .ok());
  CaseChange closing;
  closing.case_id = id;
  closing.to = CaseState::kClosed;
  closing.audit.action = "case_closed";
  Apply(closing, **store_->ClaimNext("worker-1", clock_.Now(), 60'000));
  CorrectionRequest correction;
  correction.case_id = id;
  correction.expected_version = Read(id).version;
  correction.ground = "CORRECTION.WRONG";
  correction.decision = Said(id, Outcome::kBifall);
  correction.decision.motivation = "Hyran var rätt angiven.";
  correction.decision.edited_rows = {{"cost.boende",
                                      std::nullopt,
                                      Money::FromKronor(22'000),
                                      "COST.GRANTED_AFTER_ASSESSMENT",
                                      ""}};
  const auto waits = decisions_->Correct(Call("correct-1"), correction);
  ASSERT_TRUE(waits.ok()) << MessageOf(waits.status());
  EXPECT_EQ(waits->state, CaseState::kClosed);
  EscalationFilter attest;
  attest.queue = "Q-18";
  EXPECT_EQ(desk_->List(Call(""), attest, {})->items.size(), 1U);
  const auto taken = ClaimItem(id, "handlaggare-2", "attest-01");
  ASSERT_TRUE(taken.ok()) << MessageOf(taken.status());
  AttestRequest approval;
  approval.escalation = taken->id;
  approval.expected_version = taken->version;
  approval.actor = "handlaggare-2";
  approval.mandate = "SN § 4";
  approval.content_sha256 = waits->escalation->waiting->decision.content_sha256;
  const auto attested = decisions_->Attest(Call("attest-01"), approval);
  ASSERT_TRUE(attested.ok()) << MessageOf(attested.status());
  EXPECT_EQ(attested->state, CaseState::kDecided);
  EXPECT_EQ(attested->decisions.at(1).attested_by, "handlaggare-2");
  // What is ordered is what the correction grants more.
  Money ordered;
  const auto effects = store_->ListEffects(std::nullopt, id, {});
  for (const StoredEffect& stored : effects->items)
    if (stored.effect.payment_order) ordered += stored.effect.payment_order->amount;
  EXPECT_EQ(PaymentsOf(id), 2);
  EXPECT_EQ(ordered, attested->decisions.at(1).granted);
}

}  // namespace
}  // namespace dm
