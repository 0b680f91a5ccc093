#include "worker/assessment/housing.h"

#include "gtest/gtest.h"

namespace dm::assessment {
namespace {

Money Kr(std::int64_t kronor) {
  return Money::FromKronor(kronor);
}

Home HomeWith(Tenure tenure) {
  Home home;
  home.tenure = tenure;
  return home;
}

TEST(HousingTest, TheActualCostOfAHomeOfOnesOwnStands) {
  const HousingBasis basis =
      HousingBasisOf({.supported = Kr(7150)}, HomeWith(Tenure::kHyresratt), nullptr, true);
  EXPECT_EQ(basis.amount, Kr(7150));
  EXPECT_EQ(basis.reason, "");
  EXPECT_FALSE(basis.share_new);
  EXPECT_FALSE(basis.agreed_new);
}

TEST(HousingTest, OfASharedRentTheHouseholdsShareCounts) {
  Home home = HomeWith(Tenure::kHyresratt);
  home.rent = Kr(10'000);
  home.share_of_rent_permille = 333;
  FrameHousing frame;
  frame.share_of_rent_permille = 333;
  const HousingBasis basis = HousingBasisOf({.supported = Kr(5000)}, home, &frame, false);
  EXPECT_EQ(basis.amount, Kr(3330));
  EXPECT_EQ(basis.reason, "COST.SHARE");
  EXPECT_FALSE(basis.share_new);
  EXPECT_EQ(HousingBasisOf({.supported = Kr(3000)}, home, &frame, false).amount, Kr(3000));
}

TEST(HousingTest, TwoRowsOfHousingDoNotGiveTheShareTwice) {
  Home home = HomeWith(Tenure::kHyresratt);
  home.rent = Kr(10'000);
  home.share_of_rent_permille = 400;
  const HousingClaim second{.supported = Kr(3000), .earlier = Kr(2500)};
  const HousingBasis basis = HousingBasisOf(second, home, nullptr, false);
  EXPECT_EQ(basis.amount, Kr(1500));
  EXPECT_EQ(basis.reason, "COST.SHARE");
}

TEST(HousingTest, AShareThatNoHumanHasAcceptedIsNew) {
  Home home = HomeWith(Tenure::kHyresratt);
  home.rent = Kr(10'000);
  EXPECT_TRUE(HousingBasisOf({.supported = Kr(5000)}, home, nullptr, false).share_new);
  home.share_of_rent_permille = 500;
  EXPECT_TRUE(HousingBasisOf({.supported = Kr(5000)}, home, nullptr, false).share_new);
  FrameHousing frame;
  frame.share_of_rent_permille = 400;
  EXPECT_TRUE(HousingBasisOf({.supported = Kr(5000)}, home, &frame, false).share_new);
}

TEST(HousingTest, ALodgersAgreedRentIsTheMost) {
  Home home = HomeWith(Tenure::kInneboende);
  home.agreed_rent = Kr(3500);
  FrameHousing frame;
  frame.agreed_rent = Kr(3500);
  const HousingBasis basis = HousingBasisOf({.supported = Kr(4000)}, home, &frame, false);
  EXPECT_EQ(basis.amount, Kr(3500));
  EXPECT_EQ(basis.reason, "COST.AGREED_RENT");
  EXPECT_FALSE(basis.agreed_new);
  EXPECT_TRUE(HousingBasisOf({.supported = Kr(4000)}, home, nullptr, false).agreed_new);
  EXPECT_TRUE(HousingBasisOf({.supported = Kr(4000)}, HomeWith(Tenure::kInneboende), nullptr, false)
                  .agreed_new);
}

TEST(HousingTest, SecondHandRentNeedsPermissionOnceTheLawSaysSo) {
  Home home = HomeWith(Tenure::kAndrahand);
  home.second_hand_permission = Answer::kNo;
  EXPECT_EQ(HousingBasisOf({.supported = Kr(6000)}, home, nullptr, false).amount, Kr(6000));
  const HousingBasis basis = HousingBasisOf({.supported = Kr(6000)}, home, nullptr, true);
  EXPECT_EQ(basis.amount, Money());
  EXPECT_EQ(basis.reason, "COST.NOT_PERMITTED");
  EXPECT_TRUE(basis.not_permitted);
  home.second_hand_permission = Answer::kUnknown;  // asked, never taken for no
  EXPECT_EQ(HousingBasisOf({.supported = Kr(6000)}, home, nullptr, true).amount, Kr(6000));
}

}  // namespace
}  // namespace dm::assessment
