// What the tests of retention need of every adapter's suite.
#pragma once

#include <string>
#include <vector>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {

inline HouseholdId OldHousehold() {
  return HouseholdId::FromTrusted("HH-OLD");
}

class RetentionStoreTest : public StoreTest {
 protected:
  // A case that has ended, with an item, a decision and an effect that has arrived.
  CaseId Ended(const std::string& application, const std::string& household = "HH-OLD") {
    Submit(application, household);
    const Claim claim = TakeClaim();
    CaseChange change = ChangeOf(claim, CaseState::kEscalated);
    change.escalation = EscalationOf(claim.case_id, 1);
    change.release_claim = true;
    change.effects = {EffectOf(claim.case_id, EffectKind::kLetter, 1)};
    EXPECT_TRUE(store().Apply(change, now_).ok());
    change = PersonsChange(claim.case_id, CaseState::kWrittenOff);
    change.escalation = EscalationOf(claim.case_id, 1);
    change.escalation->state = EscalationState::kDecided;
    change.escalation->version = 2;
    const auto applied = store().Apply(change, now_);
    EXPECT_TRUE(applied.ok()) << MessageOf(applied.status());
    const auto effects =
        store().ListEffects(std::nullopt, claim.case_id, {.limit = 9, .after = ""});
    const Status marked = store().MarkEffect(effects->items.at(0).effect.id,
                                             EffectState::kDelivered,
                                             "RECEIVER-1",
                                             "",
                                             now_,
                                             "",
                                             By("worker-1", "effect_delivered"),
                                             now_);
    EXPECT_TRUE(marked.ok()) << MessageOf(marked);
    return claim.case_id;
  }

  void SignFrame() {
    Frame frame = PlainFrame();
    frame.household = OldHousehold();
    frame.id = {};
    frame.version = 0;
    frame.signed_at = now_;
    const auto stored = store().SignFrame(frame, "request-frame", By("anna", "frame_signed"), now_);
    ASSERT_TRUE(stored.ok()) << MessageOf(stored.status());
  }

  Instant Later() { return now_.PlusMs(60 * kMinuteMs); }

  std::vector<HouseholdId> Due(Instant before) {
    const auto found = store().FilesBefore(before, "", 10);
    EXPECT_TRUE(found.ok()) << MessageOf(found.status());
    return found.value_or(std::vector<HouseholdId>());
  }
};

}  // namespace dm::testing
