// The policies that come with the program hold what this folder reads, in the form it reads it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/escalation/attest.h"
#include "worker/escalation/check_frame.h"
#include "worker/escalation/frame_changes.h"
#include "worker/escalation/human_decision.h"
#include "worker/policy/policy_loader.h"

namespace dm::escalation {
namespace {

using dm::testing::Day;
using dm::testing::MonthOf;

class ShippedPolicy : public ::testing::Test {
 protected:
  void SetUp() override {
    dm::testing::TestNow();
    loaded_ = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    ASSERT_NE(loaded_.set, nullptr)
        << (loaded_.errors.empty() ? std::string() : loaded_.errors[0].ToString());
  }

  PolicyLoad loaded_;
};

TEST_F(ShippedPolicy, LetsACaseworkerDecide) {
  const CaseRecord record = dm::testing::PlainCase(CaseState::kProposed);
  HumanDecision said;
  said.handler = "handlaggare-1";
  said.mandate = "SN § 3";
  said.outcome = Outcome::kBifall;
  const PayDay pay_day = [](Month, Date on, const PolicySet&) { return StatusOr<Date>(on); };
  const StatusOr<Decision> decision = MakeHumanDecision(
      {record, said, std::nullopt, *loaded_.set, pay_day, dm::testing::TestNow()});
  ASSERT_TRUE(decision.ok()) << MessageOf(decision.status());
  EXPECT_EQ(decision->granted, Money::FromKronor(8280));
  const auto attest =
      AttestReasons({MonthOf("2026-12"), decision->granted, std::nullopt}, *decision, *loaded_.set);
  ASSERT_TRUE(attest.ok()) << MessageOf(attest.status());
  EXPECT_TRUE(attest->empty());
}

TEST_F(ShippedPolicy, LetsAFrameBeSigned) {
  const Status status = CheckFrame(dm::testing::PlainFrame(), Day("2026-11-12"), *loaded_.set);
  EXPECT_TRUE(status.ok()) << MessageOf(status);
}

TEST_F(ShippedPolicy, TellsWhatDiffersBetweenFramesInWords) {
  Frame from = dm::testing::PlainFrame();
  const PersonKey applicant = from.persons.front().key;
  from.barriers = {{applicant, "arbetslos", Day("2027-01-31")}};
  Frame to = from;
  to.barriers = {{applicant, "sjuk", std::nullopt}};
  to.incomes.push_back({applicant, "bostadsbidrag", Money::FromKronor(1300)});
  FramePerson child;
  child.role = PersonRole::kChild;
  for (const char* key : {"b1", "b2"}) {
    child.key = PersonKey::FromTrusted(key);
    to.persons.push_back(child);
  }
  const std::string was_unemployed =
      "Försörjningshinder, sökande: Arbetslös utan eller med otillräcklig ersättning: "
      "borttagen (var till och med 31 januari 2027)";
  EXPECT_THAT(
      FrameChanges(from, to, *loaded_.set),
      ::testing::IsSupersetOf(std::vector<std::string>{
          "Person: barn 1: ny, barn, hela månaden",
          "Person: barn 2: ny, barn, hela månaden",
          was_unemployed,
          "Försörjningshinder, sökande: Sjuk med läkarintyg: ny, tills vidare",
          "Väntad inkomst, sökande: Bostadsbidrag: ny, " + Money::FromKronor(1300).ToSwedish()}));
}

TEST_F(ShippedPolicy, SaysHowLongAClaimLasts) {
  const auto minutes = loaded_.set->Get("escalation.claim_minutes", Day("2026-11-12"));
  ASSERT_TRUE(minutes.ok()) << MessageOf(minutes.status());
  EXPECT_GE(minutes->number(), 5);
}

}  // namespace
}  // namespace dm::escalation
