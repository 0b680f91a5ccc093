#include "worker/adapters/sql/hints.h"

#include "gtest/gtest.h"

namespace dm::sql {
namespace {

EscalationHint Hint() {
  return {.kind = HintKind::kConsulted,
          .queue = "Q-20",
          .escalation = EscalationId::FromTrusted("EKB-202612-000001.1"),
          .version = 7,
          .access = AccessClass::kRestricted,
          .from_queue = "Q-10"};
}

TEST(HintsTest, AHintSurvivesTheWay) {
  const std::optional<EscalationHint> read = ReadHint(HintText(Hint()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->kind, HintKind::kConsulted);
  EXPECT_EQ(read->queue, "Q-20");
  EXPECT_EQ(read->escalation.value(), "EKB-202612-000001.1");
  EXPECT_EQ(read->version, 7);
  EXPECT_EQ(read->access, AccessClass::kRestricted);
  EXPECT_EQ(read->from_queue, "Q-10");
}

TEST(HintsTest, EveryKindSurvives) {
  for (const HintKind kind : {HintKind::kBegun,
                              HintKind::kOpened,
                              HintKind::kChanged,
                              HintKind::kEnded,
                              HintKind::kConsulted}) {
    EscalationHint hint = Hint();
    hint.kind = kind;
    hint.from_queue = "";
    const std::optional<EscalationHint> read = ReadHint(HintText(hint));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->kind, kind);
    EXPECT_EQ(read->from_queue, "");
  }
}

TEST(HintsTest, WhatIsNoHintIsNothing) {
  const std::string text = HintText(Hint());
  for (const std::string& wrong : {std::string(),
                                   std::string(kWorkHint),
                                   std::string("desk"),
                                   text.substr(0, 20),
                                   "desk\tSUNG" + text.substr(14),
                                   std::string("desk\tOPENED\tOPEN\tx\tE-1\tQ-20\t")}) {
    EXPECT_FALSE(ReadHint(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace dm::sql
