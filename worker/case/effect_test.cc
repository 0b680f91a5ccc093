#include "worker/case/effect.h"

#include <set>

#include "gtest/gtest.h"

namespace dm {
namespace {

const CaseId kCase = CaseId::FromTrusted("EKB-202612-000001");

TEST(EffectTest, TheSameEffectAlwaysHasTheSameId) {
  // The value is fixed: another one would make every stored effect a new one.
  EXPECT_EQ(DeriveEffectId("demo", kCase, EffectKind::kPaymentOrder, 1, "").value(),
            "PAYMENT_ORDER-2779ab7a8b71d783e1551f5c97cecec5");
}

TEST(EffectTest, EveryPartOfWhatItIsForTellsEffectsApart) {
  const std::set<EffectId> ids = {
      DeriveEffectId("demo", kCase, EffectKind::kLetter, 1, ""),
      DeriveEffectId("demo2", kCase, EffectKind::kLetter, 1, ""),
      DeriveEffectId("demo", CaseId::FromTrusted("EKB-202612-000002"), EffectKind::kLetter, 1, ""),
      DeriveEffectId("demo", kCase, EffectKind::kDecision, 1, ""),
      DeriveEffectId("demo", kCase, EffectKind::kLetter, 2, ""),
      DeriveEffectId("demo", kCase, EffectKind::kLetter, 1, "reminder"),
  };
  EXPECT_EQ(ids.size(), 6U);
}

TEST(EffectTest, PartsDoNotRunIntoEachOther) {
  EXPECT_NE(DeriveEffectId("demo", kCase, EffectKind::kLetter, 1, "1a"),
            DeriveEffectId("demo", kCase, EffectKind::kLetter, 11, "a"));
}

TEST(EffectTest, AnIdIsAnIdForEveryKind) {
  for (int kind = 0; kind <= static_cast<int>(EffectKind::kJournalNote); ++kind) {
    const EffectId id = DeriveEffectId("demo", kCase, static_cast<EffectKind>(kind), 1, "");
    EXPECT_TRUE(IsIdText(id.value())) << id.value();
  }
}

}  // namespace
}  // namespace dm
