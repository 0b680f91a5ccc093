// What delivery keeps beside the outbox: kinds of effects, marks, and a restore under way.
#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

Status Put(
    Store& store, const EffectId& id, EffectState state, const std::string& code, Instant until) {
  return store.MarkEffect(
      id, state, "", code, until, "", By("worker-1", "effect_attempted"), until);
}

Restore Declared(Instant now) {
  return {.declared_at = now, .declared_by = "anna.exempel", .reason = "Disken gick sönder."};
}

}  // namespace

TEST_P(StoreTest, HandsOutOnlyTheKindsThatAreAskedFor) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated()), now_).ok());
  EXPECT_EQ(store().DueEffectsOf({}, now_, 10)->size(), 1U);
  EXPECT_EQ(store().DueEffectsOf({EffectKind::kDecision}, now_, 10)->size(), 1U);
  EXPECT_EQ(store().DueEffectsOf({EffectKind::kNotice, EffectKind::kDecision}, now_, 10)->size(),
            1U);
  // The order waits for the decision, whoever carries which.
  EXPECT_TRUE(store().DueEffectsOf({EffectKind::kPaymentOrder}, now_, 10)->empty());
  EXPECT_TRUE(store().DueEffectsOf({EffectKind::kLetter, EffectKind::kNotice}, now_, 10)->empty());
}

TEST_P(StoreTest, AMarkIsKeptWithItsRecord) {
  EXPECT_FALSE(store().FindMark("effect_key")->has_value());
  ASSERT_TRUE(store().SetMark("effect_key", "one", By("worker-1", "mark_set"), now_).ok());
  ASSERT_TRUE(store().SetMark("effect_key", "two", By("worker-1", "mark_set"), now_).ok());
  ASSERT_TRUE(store().SetMark("other", "three", By("worker-1", "mark_set"), now_).ok());
  Reopen();
  EXPECT_EQ(*store().FindMark("effect_key"), "two");
  EXPECT_EQ(Audit().back().event.action, "mark_set");
}

TEST_P(StoreTest, AMarkHasALimit) {
  const AuditEvent by = By("worker-1", "mark_set");
  EXPECT_TRUE(store().SetMark("name", std::string(512, 'x'), by, now_).ok());
  EXPECT_EQ(ReasonOf(store().SetMark("name", std::string(513, 'x'), by, now_)), "LIMIT_INVALID");
  EXPECT_EQ(ReasonOf(store().SetMark("name", "", by, now_)), "LIMIT_INVALID");
}

TEST_P(StoreTest, ARestoreEndsOnlyWhenEveryEffectWasAskedAbout) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated()), now_).ok());
  ASSERT_FALSE(store().FindRestore()->has_value());
  const AuditEvent ends = By("anna.exempel", "restore_ended");
  EXPECT_EQ(ReasonOf(store().EndRestore("end-0001", ends, now_)), "NO_RESTORE");
  ASSERT_TRUE(store().DeclareRestore(Declared(now_), By("anna.exempel", "declared"), now_).ok());
  Reopen();
  const std::optional<Restore> restore = *store().FindRestore();
  ASSERT_TRUE(restore.has_value());
  EXPECT_EQ(restore->declared_by, "anna.exempel");
  EXPECT_EQ(restore->reason, "Disken gick sönder.");
  EXPECT_EQ(restore->declared_at, now_);
  EXPECT_EQ(store().CountUnasked().value(), 3);
  EXPECT_EQ(ReasonOf(store().EndRestore("end-0001", ends, now_)), "RESTORE_NOT_RECONCILED");

  const Instant later = now_.PlusMs(kMinuteMs);
  const std::vector<StoredEffect> all = store().ListEffects({}, {}, {})->items;
  ASSERT_EQ(all.size(), 3U);
  ASSERT_TRUE(Put(store(), all[0].effect.id, EffectState::kPending, kRestoreAsked, later).ok());
  ASSERT_TRUE(Put(store(), all[1].effect.id, EffectState::kDelivered, "", later).ok());
  ASSERT_TRUE(Put(store(), all[2].effect.id, EffectState::kSent, "FIND_FAILED", later).ok());
  EXPECT_EQ(store().CountUnasked().value(), 1);
  ASSERT_TRUE(Put(store(), all[2].effect.id, EffectState::kSent, kRestoreAsked, later).ok());
  EXPECT_TRUE(store().DueEffects(now_, 10)->empty());
  ASSERT_TRUE(store().EndRestore("end-0001", ends, now_).ok());
  EXPECT_FALSE(store().FindRestore()->has_value());
  EXPECT_EQ(store().DueEffects(now_, 10)->size(), 1U) << "what waited is due";
  EXPECT_TRUE(store().EndRestore("end-0001", ends, now_).ok()) << "a repeat";
  EXPECT_EQ(ReasonOf(store().EndRestore("end-0002", ends, now_)), "NO_RESTORE");
}

// A store that is restored once more holds marks of the time before.
// An approval that is being made when it is declared does not commit: its control is an older one.
TEST_P(StoreTest, DeclaringARestoreChangesTheControl) {
  const std::int64_t before = store().GetControl()->version;
  ASSERT_TRUE(store().DeclareRestore(Declared(now_), By("anna.exempel", "declared"), now_).ok());
  EXPECT_GT(store().GetControl()->version, before);
}

TEST_P(StoreTest, DeclaringARestoreAgainBeginsAnew) {
  ASSERT_TRUE(store().Apply(Deciding(Evaluated()), now_).ok());
  const std::vector<StoredEffect> all = store().ListEffects({}, {}, {})->items;
  ASSERT_EQ(all.size(), 3U);
  for (const StoredEffect& one : all)
    ASSERT_TRUE(Put(store(), one.effect.id, one.state, kRestoreAsked, now_).ok());
  ASSERT_EQ(store().CountUnasked().value(), 0);
  ASSERT_TRUE(store().DeclareRestore(Declared(now_), By("anna.exempel", "declared"), now_).ok());
  EXPECT_EQ(store().CountUnasked().value(), 3);
}

}  // namespace dm::testing
