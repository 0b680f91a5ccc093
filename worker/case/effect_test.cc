#include "worker/case/effect.h"

#include <set>

#include "gtest/gtest.h"

namespace dm {
namespace {

const ApplicationId kApplication = ApplicationId::FromTrusted("APP-2026-1");
const ApplicationId kOther = ApplicationId::FromTrusted("APP-2026-2");
const EffectOrigin kOrigin = {.key = "",
                              .municipality = "demo",
                              .application = kApplication,
                              .month = *Month::Parse("2026-12")};

TEST(EffectTest, TheSameEffectAlwaysHasTheSameId) {
  // The value is fixed: another one would make every stored effect a new one.
  EXPECT_EQ(DeriveEffectId(kOrigin, EffectKind::kPaymentOrder, 1, "").value(),
            "PAYMENT_ORDER-70610a6dead67fefe1056c7d618545d3");
}

TEST(EffectTest, EveryPartOfWhatItIsForTellsEffectsApart) {
  EffectOrigin keyed = kOrigin;
  keyed.key = "a secret of the municipality";
  EffectOrigin elsewhere = kOrigin;
  elsewhere.municipality = "demo2";
  EffectOrigin next_month = kOrigin;
  next_month.month = kOrigin.month.PlusMonths(1);
  const EffectOrigin other = {
      .key = "", .municipality = "demo", .application = kOther, .month = kOrigin.month};
  const std::set<EffectId> ids = {
      DeriveEffectId(kOrigin, EffectKind::kLetter, 1, ""),
      DeriveEffectId(keyed, EffectKind::kLetter, 1, ""),
      DeriveEffectId(elsewhere, EffectKind::kLetter, 1, ""),
      DeriveEffectId(next_month, EffectKind::kLetter, 1, ""),
      DeriveEffectId(other, EffectKind::kLetter, 1, ""),
      DeriveEffectId(kOrigin, EffectKind::kDecision, 1, ""),
      DeriveEffectId(kOrigin, EffectKind::kLetter, 2, ""),
      DeriveEffectId(kOrigin, EffectKind::kLetter, 1, "reminder"),
  };
  EXPECT_EQ(ids.size(), 8U);
}

TEST(EffectTest, PartsDoNotRunIntoEachOther) {
  EXPECT_NE(DeriveEffectId(kOrigin, EffectKind::kLetter, 1, "1a"),
            DeriveEffectId(kOrigin, EffectKind::kLetter, 11, "a"));
}

TEST(EffectTest, AnIdIsAnIdForEveryKind) {
  for (int kind = 0; kind <= static_cast<int>(EffectKind::kJournalNote); ++kind) {
    const EffectId id = DeriveEffectId(kOrigin, static_cast<EffectKind>(kind), 1, "");
    EXPECT_TRUE(IsIdText(id.value())) << id.value();
  }
}

}  // namespace
}  // namespace dm
