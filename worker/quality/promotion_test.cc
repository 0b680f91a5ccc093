// What raising a typfall rests on (casework.md 14), over the shipped policies.
#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/quality_note.h"
#include "worker/policy/policy_loader.h"
#include "worker/quality/parameters.h"
#include "worker/quality/quality_service.h"

namespace dm::quality {
namespace {

using testing::Call;
using testing::FakeClock;
using testing::FakeStore;
using testing::TestNow;

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kDayMs = 24 * kHourMs;

class PromotionTest : public ::testing::Test {
 protected:
  PromotionTest() {
    const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    policy_ = load.set;
    id_ = testing::PutCase(store_, testing::PlainCase(CaseState::kRegistered));
  }

  void Note(const QualityNote& note) {
    testing::StoreNote(store_, id_, note, store_.GetCase(id_)->state, clock_.Now());
  }

  Comparison Pair() {
    Comparison pair;
    pair.id = "c" + std::to_string(++number_);
    pair.case_id = CaseId::FromTrusted("EKB-202612-9" + std::to_string(number_));
    pair.typfall = typfall_;
    pair.mode = mode_;
    pair.clean = true;
    pair.at = clock_.Now();
    pair.second_by = "HL000001";
    return pair;
  }

  // Comparisons of `typfall_` in `mode_`, a second between each.
  void Compare(int count) {
    for (int i = 0; i < count; ++i) {
      clock_.Advance(1'000);
      QualityNote note;
      note.comparison = Pair();
      Note(note);
    }
  }

  void CompareSerious() {
    clock_.Advance(1'000);
    QualityNote note;
    note.comparison = Pair();
    note.comparison->serious = true;
    if (mode_ >= Mode::kPropose) {
      Demotion demotion;
      demotion.typfall = typfall_;
      demotion.at = clock_.Now();
      demotion.cause = "COMPARISON";
      demotion.case_id = note.comparison->case_id;
      note.demotion = demotion;
    }
    Note(note);
  }

  void Release() {
    ASSERT_TRUE(
        store_.ReleaseDemotion(typfall_, "skal", "r" + std::to_string(++number_), {}, clock_.Now())
            .ok());
  }

  void SetMode(Mode mode) {
    mode_ = mode;
    ASSERT_TRUE(store_
                    .SetMode({.typfall = typfall_,
                              .mode = mode,
                              .actor = "DR000001",
                              .reason = "skal",
                              .delegation = "",
                              .set_at = clock_.Now()},
                             "m" + std::to_string(++number_),
                             {},
                             clock_.Now())
                    .ok());
  }

  PromotionItem Item(const std::string& code) {
    const Promotion promotion = *service_.GetPromotion(Call(""), typfall_);
    for (const PromotionItem& item : promotion.items) {
      if (item.code == code) return item;
    }
    ADD_FAILURE() << code << " is not among the items";
    return {};
  }

  void PutOnDesk(const CaseRecord& record) {
    CaseRecord put = *store_.GetCase(testing::PutCase(store_, record));
    Escalation item;
    item.id = EscalationId::FromTrusted(put.id.value() + ".1");
    item.case_id = put.id;
    item.routing.queue = "Q-20";
    item.created_at = clock_.Now();
    item.version = 1;
    put.escalation = item;
    store_.Overwrite(put);
  }

  bool Compared() { return Item("COMPARED").met; }

  static StaffMember Handler(int number) {
    StaffMember member;
    member.user_id = "HL00000" + std::to_string(number);
    member.roles = {StaffRole::kEkonomihandlaggare};
    return member;
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  std::shared_ptr<const PolicySet> policy_;
  std::shared_ptr<const StaffDirectory> staff_ = std::make_shared<const StaffDirectory>();
  QualityService service_{
      store_, clock_, {.policy = [this] { return policy_; }, .staff = [this] { return staff_; }}};
  CaseId id_;
  std::string typfall_ = "TF-04";
  Mode mode_ = Mode::kShadow;
  int number_ = 0;
};

TEST_F(PromotionTest, ShadowIsLeftOn150CleanCases) {
  Compare(149);
  for (int i = 0; i < 20; ++i) {
    QualityNote note;
    note.comparison = Pair();
    note.comparison->clean = false;  // what a gate sent to a person is no evidence either way
    note.comparison->serious = true;
    Note(note);
  }
  const Status refused = service_.CheckRaise("TF-04", Mode::kPropose);
  EXPECT_EQ(DetailOf(refused).reason, "PROMOTION_EVIDENCE");
  EXPECT_NE(MessageOf(refused).find("COMPARED"), std::string::npos);
  Compare(1);
  EXPECT_TRUE(service_.CheckRaise("TF-04", Mode::kPropose).ok());
  EXPECT_EQ(service_.GetPromotion(Call(""), "TF-04")->compared, 150);
  // One step at a time.
  EXPECT_NE(MessageOf(service_.CheckRaise("TF-04", Mode::kDecide)).find("STEP"), std::string::npos);
}

TEST_F(PromotionTest, AfterASeriousErrorTheRowBeginsAnew) {
  Compare(600);
  CompareSerious();
  Compare(149);
  EXPECT_FALSE(Compared());
  const Promotion promotion = *service_.GetPromotion(Call(""), typfall_);
  EXPECT_EQ(promotion.compared, 149);
  EXPECT_EQ(promotion.serious, 0);
  // The error stays in the share that is shown.
  EXPECT_NE(Item("COMPARED").text.find("1 av 750 allvarliga"), std::string::npos)
      << Item("COMPARED").text;
  Compare(1);
  EXPECT_TRUE(Compared());
}

TEST_F(PromotionTest, ToDecide300CleanAreNeededOr473WithOneSerious) {
  SetMode(Mode::kPropose);
  Compare(299);
  EXPECT_FALSE(Compared());
  Compare(1);
  EXPECT_TRUE(Compared());
  CompareSerious();
  Release();
  Compare(171);
  Promotion promotion = *service_.GetPromotion(Call(""), typfall_);
  EXPECT_EQ(promotion.compared, 472);
  EXPECT_EQ(promotion.needed, 473);
  EXPECT_EQ(promotion.serious, 1);
  EXPECT_FALSE(Compared());
  Compare(1);
  EXPECT_TRUE(Compared());
  EXPECT_TRUE(Item("DEMOTED").met);
  // Comparisons of the mode before do not count.
  mode_ = Mode::kShadow;
  CompareSerious();
  EXPECT_TRUE(Compared());
}

TEST_F(PromotionTest, WithChildren600CleanAreNeededAndNoErrorIsBorne) {
  typfall_ = "TF-06";
  SetMode(Mode::kPropose);
  Compare(599);
  EXPECT_EQ(service_.GetPromotion(Call(""), typfall_)->needed, 600);
  EXPECT_FALSE(Compared());
  CompareSerious();
  Compare(599);
  EXPECT_FALSE(Compared());
  Compare(1);
  EXPECT_TRUE(Compared());
}

TEST_F(PromotionTest, TwoErrorsWithinThreeMonthsBeginAnewThoughTheSecondCameWhileHeld) {
  SetMode(Mode::kPropose);
  Compare(100);
  CompareSerious();
  Compare(400);
  CompareSerious();  // while the first still holds the typfall: no demotion of its own
  EXPECT_EQ(store_.Demotions(typfall_)->size(), 1U);
  Release();
  Compare(299);
  const Promotion promotion = *service_.GetPromotion(Call(""), typfall_);
  EXPECT_EQ(promotion.compared, 299);
  EXPECT_EQ(promotion.needed, 300);
  EXPECT_FALSE(Compared());
  Compare(1);
  EXPECT_TRUE(Compared());
}

TEST_F(PromotionTest, TwoErrorsFarApartAreTwoErrors) {
  SetMode(Mode::kPropose);
  CompareSerious();
  Release();
  clock_.Advance(100 * kDayMs);
  Compare(400);
  CompareSerious();
  Release();
  Compare(72);
  // One is borne: the row goes back past the second, to the first.
  EXPECT_EQ(service_.GetPromotion(Call(""), typfall_)->compared, 473);
  EXPECT_TRUE(Compared());
}

TEST_F(PromotionTest, WhatCanOnlyBePreparedIsRaisedAsToPropose) {
  typfall_ = "TF-12";
  Compare(150);
  const Promotion promotion = *service_.GetPromotion(Call(""), typfall_);
  EXPECT_EQ(promotion.next, Mode::kPrepare);
  EXPECT_TRUE(Compared());
}

TEST_F(PromotionTest, AutomationHidesNoLackOfStaff) {
  EXPECT_FALSE(Item("STAFFING").met);
  EXPECT_FALSE(Item("STAFFING").required);  // without a list it is not known
  // 51 in the queues: one handler has more than the limit of 50, two have not.
  for (int i = 0; i < 51; ++i) {
    CaseRecord record = testing::PlainCase(CaseState::kProposed);
    record.application.id = ApplicationId::FromTrusted("load-" + std::to_string(i));
    record.application.household = HouseholdId::FromTrusted("load-" + std::to_string(i));
    PutOnDesk(record);
  }
  StaffMember away = Handler(2);
  away.absences = {{.from = testing::Day("2026-11-01"), .to = testing::Day("2026-11-30")}};
  StaffMember gone = Handler(3);
  gone.in_service = {.from = std::nullopt, .to = testing::Day("2026-11-11")};
  StaffMember operations;
  operations.user_id = "DR000001";
  operations.roles = {StaffRole::kDrift};
  staff_ = std::make_shared<const StaffDirectory>(
      std::vector<StaffMember>{Handler(1), away, gone, operations});
  EXPECT_TRUE(Item("STAFFING").required);
  EXPECT_FALSE(Item("STAFFING").met) << Item("STAFFING").text;
  EXPECT_NE(Item("STAFFING").text.find("51 ärenden i kö på 1 handläggare"), std::string::npos)
      << Item("STAFFING").text;
  const Status refused = service_.CheckRaise(typfall_, Mode::kPropose);
  EXPECT_NE(MessageOf(refused).find("STAFFING"), std::string::npos);
  staff_ = std::make_shared<const StaffDirectory>(std::vector<StaffMember>{Handler(1), Handler(4)});
  EXPECT_TRUE(Item("STAFFING").met);
}

TEST_F(PromotionTest, TheOldestItemHoldsEveryRaise) {
  CaseRecord record = testing::PlainCase(CaseState::kProposed);
  record.application.id = ApplicationId::FromTrusted("old");
  PutOnDesk(record);
  EXPECT_TRUE(Item("OLDEST_ITEM").met);
  clock_.Advance(60 * kDayMs);
  EXPECT_FALSE(Item("OLDEST_ITEM").met);
}

// Ten seconds from one decision to the next are not enough to look at a case, whatever the claim
// says: a claim is renewed while a page stands open.
TEST_F(PromotionTest, AProposalTakenInUnderTenSecondsIsReported) {
  SetMode(Mode::kPropose);
  for (const std::int64_t after_ms : {60'000, 9'999, 10'000}) {
    clock_.Advance(after_ms);
    QualityNote note;
    note.comparison = Pair();
    Note(note);
  }
  const auto stamps = service_.GetRubberStamps(Call(""));
  ASSERT_EQ(stamps->size(), 1U);
  EXPECT_EQ((*stamps)[0].decided, 3);
  EXPECT_EQ((*stamps)[0].fast, 1);
  EXPECT_TRUE((*stamps)[0].reported);
}

TEST_F(PromotionTest, TwoHundredInARowUnchangedAreReported) {
  SetMode(Mode::kPropose);
  const auto take = [this](bool changed) {
    clock_.Advance(60'000);
    QualityNote note;
    note.comparison = Pair();
    if (changed) note.comparison->second_granted = Money::FromKronor(1);
    Note(note);
  };
  for (int i = 0; i < 199; ++i) take(false);
  take(true);
  for (int i = 0; i < 199; ++i) take(false);
  EXPECT_FALSE(service_.GetRubberStamps(Call(""))->front().reported);
  take(false);
  EXPECT_EQ(service_.GetRubberStamps(Call(""))->front().unchanged_in_row, 200);
  EXPECT_TRUE(service_.GetRubberStamps(Call(""))->front().reported);
}

TEST_F(PromotionTest, ARaisedTypfallIsDrawnMoreForThreeMonthsOfApplications) {
  const Instant raised = StartOfSwedishDay(*Date::Parse("2026-11-20"));
  Control control;
  control.modes["TF-02"] = {.typfall = "TF-02",
                            .mode = Mode::kPropose,
                            .actor = "chef-1",
                            .reason = "",
                            .delegation = "",
                            .set_at = raised};
  const auto is_new = [&](const char* month) {
    const std::optional<SamplePlan> plan = PlanFor(*policy_, control, *Month::Parse(month), 100);
    return plan.has_value() && plan->fresh == std::vector<std::string>{"TF-02"};
  };
  EXPECT_FALSE(is_new("2026-10"));
  for (const char* month : {"2026-11", "2026-12", "2027-01", "2027-02"})
    EXPECT_TRUE(is_new(month)) << month;
  EXPECT_FALSE(is_new("2027-03"));
}

}  // namespace
}  // namespace dm::quality
