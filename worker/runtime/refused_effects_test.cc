#include "worker/runtime/refused_effects.h"

#include <gtest/gtest.h>

#include "tests/support/escalation_fixture.h"
#include "tests/support/recording_log.h"

namespace dm {
namespace {

using dm::testing::PlainCase;
using dm::testing::TestNow;

class RefusedEffectsTest : public dm::testing::EscalationFixture {
 protected:
  // A case in that state with a journal note that the receiver has refused.
  void PutRefused(CaseState state) {
    CaseRecord record = PlainCase(state);
    case_id_ = PutCase(store_, record);
    CaseChange change;
    change.case_id = case_id_;
    change.expected_version = Record().version;
    change.to = record.state;
    Effect note;
    note.id = EffectId::FromTrusted("JOURNAL_NOTE-1");
    note.kind = EffectKind::kJournalNote;
    note.case_id = case_id_;
    note.journal_note = "En anteckning";
    change.effects = {note};
    ASSERT_TRUE(store_.Apply(change, TestNow()).ok());
    ASSERT_TRUE(
        store_
            .MarkEffect(
                note.id, EffectState::kRefused, "", "NO_SUCH_FILE", TestNow(), "", {}, TestNow())
            .ok());
  }

  CaseRecord Record() { return *store_.GetCase(case_id_); }

  int Look() { return PutRefusedOnDesk(store_, clock_, log_, "worker-1"); }

  dm::testing::RecordingLog log_;
};

TEST_F(RefusedEffectsTest, ADecidedCaseWithoutAnItemGetsOne) {
  PutRefused(CaseState::kDecided);
  EXPECT_EQ(Look(), 1);
  const CaseRecord record = Record();
  EXPECT_EQ(record.state, CaseState::kDecided);
  ASSERT_TRUE(record.escalation.has_value());
  EXPECT_EQ(record.escalation->state, EscalationState::kOpen);
  EXPECT_EQ(record.escalation->routing.reasons.at(0).code, "EFFECT.REFUSED.JOURNAL_NOTE");
}

TEST_F(RefusedEffectsTest, AnItemIsPutOnceOnly) {
  PutRefused(CaseState::kDecided);
  EXPECT_EQ(Look(), 1);
  const std::int64_t version = Record().version;
  EXPECT_EQ(Look(), 0);
  EXPECT_EQ(Record().version, version);
}

TEST_F(RefusedEffectsTest, AClosedCaseGetsOneToo) {
  PutRefused(CaseState::kDecided);
  CaseRecord record = Record();
  record.state = CaseState::kClosed;
  store_.Overwrite(record);
  EXPECT_EQ(Look(), 1);
  EXPECT_EQ(Record().state, CaseState::kClosed);
  EXPECT_EQ(Look(), 0);
}

// What the person was told of, and decided, is told again only where the case waits for it.
TEST_F(RefusedEffectsTest, ACaseThatGoesOnIsLeftToIt) {
  PutRefused(CaseState::kAwaitingCompletion);
  EXPECT_EQ(Look(), 0);
  EXPECT_EQ(Record().state, CaseState::kAwaitingCompletion);
}

}  // namespace
}  // namespace dm
