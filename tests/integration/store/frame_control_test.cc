#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {

TEST_P(StoreTest, SignsFramesAsVersions) {
  const Frame frame = PlainFrame();
  EXPECT_FALSE(store().LatestFrame(frame.household)->has_value());
  for (int version = 1; version <= 3; ++version) {
    const StatusOr<Frame> signed_frame =
        store().SignFrame(frame, "", By("handlaggare-1", "frame_signed"), now_);
    ASSERT_TRUE(signed_frame.ok()) << MessageOf(signed_frame.status());
    EXPECT_EQ(signed_frame->version, version);
    EXPECT_FALSE(signed_frame->id.empty());
  }
  Reopen();
  const Frame latest = **store().LatestFrame(frame.household);
  EXPECT_EQ(latest.version, 3);
  EXPECT_EQ(latest.housing.accepted_cost, frame.housing.accepted_cost);
  EXPECT_EQ(latest.persons[0].personnummer, frame.persons[0].personnummer);
  EXPECT_FALSE(store().LatestFrame(HouseholdId::FromTrusted("HH-2"))->has_value());
}

TEST_P(StoreTest, ListsFramesNewestFirst) {
  const Frame frame = PlainFrame();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(store().SignFrame(frame, "", By("handlaggare-1", "frame_signed"), now_).ok());
  }
  const auto first = store().ListFrames(frame.household, {.limit = 2, .after = ""});
  ASSERT_EQ(first->items.size(), 2U);
  EXPECT_EQ(first->items[0].version, 3);
  const auto rest = store().ListFrames(frame.household, {.limit = 2, .after = first->next});
  ASSERT_EQ(rest->items.size(), 1U);
  EXPECT_EQ(rest->items[0].version, 1);
  EXPECT_EQ(rest->next, "");
}

TEST_P(StoreTest, ARepeatedSigningIsOneVersion) {
  AuditEvent audit = By("handlaggare-1", "frame_signed");
  audit.request_sha256 = std::string(64, 'c');
  const FrameId first = store().SignFrame(PlainFrame(), "request-sign", audit, now_)->id;
  const StatusOr<Frame> again = store().SignFrame(PlainFrame(), "request-sign", audit, now_);
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->id, first);
  EXPECT_EQ(again->version, 1);
  audit.request_sha256 = std::string(64, 'd');
  EXPECT_EQ(ReasonOf(store().SignFrame(PlainFrame(), "request-sign", audit, now_)),
            "REQUEST_ID_REUSED");
}

TEST_P(StoreTest, RefusesAFrameSignedOnAnOldVersion) {
  Frame frame = PlainFrame();
  frame.version = 1;
  ASSERT_TRUE(store().SignFrame(frame, "", By("handlaggare-1", "frame_signed"), now_).ok());
  const StatusOr<Frame> refused =
      store().SignFrame(frame, "", By("handlaggare-2", "frame_signed"), now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kAborted);
  EXPECT_EQ(ReasonOf(refused), "STALE_VERSION");
}

TEST_P(StoreTest, BeginsUnpausedWithoutOverrides) {
  const Control control = *store().GetControl();
  EXPECT_FALSE(control.paused);
  EXPECT_TRUE(control.modes.empty());
}

TEST_P(StoreTest, APauseStaysUntilItIsLifted) {
  const std::int64_t before = store().GetControl()->version;
  ASSERT_TRUE(
      store().SetPause(true, "avvikelse i SO", "", By("drift-1", "deciding_paused"), now_).ok());
  Reopen();
  const Control paused = *store().GetControl();
  EXPECT_TRUE(paused.paused);
  EXPECT_EQ(paused.paused_by, "drift-1");
  EXPECT_EQ(paused.pause_reason, "avvikelse i SO");
  EXPECT_GT(paused.version, before);
  const Control lifted = *store().SetPause(false, "", "", By("drift-2", "deciding_resumed"), now_);
  EXPECT_FALSE(lifted.paused);
  EXPECT_EQ(lifted.pause_reason, "");
  EXPECT_GT(lifted.version, paused.version);
}

TEST_P(StoreTest, KeepsTheLastModeOfATypfall) {
  ModeOverride mode{.typfall = "TF-02",
                    .mode = Mode::kDecide,
                    .actor = "chef-1",
                    .reason = "300 utan fel",
                    .delegation = "SN 2026-01-15 § 7",
                    .set_at = now_};
  ASSERT_TRUE(store().SetMode(mode, "request-mode", By("chef-1", "mode_raised"), now_).ok());
  mode.mode = Mode::kPrepare;
  ASSERT_TRUE(store().SetMode(mode, "", By("drift-1", "mode_lowered"), now_).ok());
  EXPECT_EQ((*store().GetControl()).modes.at("TF-02").mode, Mode::kPrepare);
  mode.mode = Mode::kShadow;
  ASSERT_TRUE(store().SetMode(mode, "", By("drift-1", "mode_lowered"), now_).ok());
  Reopen();
  const Control control = *store().GetControl();
  ASSERT_EQ(control.modes.size(), 1U);
  EXPECT_EQ(control.modes.at("TF-02").mode, Mode::kShadow);
  EXPECT_EQ(control.modes.at("TF-02").delegation, "SN 2026-01-15 § 7");
  EXPECT_EQ(control.modes.at("TF-02").set_at, now_);
  EXPECT_EQ((*store().FindRequest("request-mode"))->result_id, "TF-02");
}

TEST_P(StoreTest, ARepeatedPauseIsOneChange) {
  const AuditEvent audit = By("drift-1", "deciding_paused");
  const Control first = *store().SetPause(true, "prov", "request-pause", audit, now_);
  const Control again = *store().SetPause(true, "prov", "request-pause", audit, now_);
  EXPECT_EQ(again.version, first.version);
  EXPECT_EQ(Audit().size(), 1U);
}

TEST_P(StoreTest, APolicySetThatIsTakenIsKeptWithItsRequestAndItsRecord) {
  const std::string before(64, 'd');
  const KeptPolicySet set = {
      .sha256 = std::string(64, 'e'), .version = "national 2", .content = "filer"};
  AuditEvent audit = By("drift-1", "policies_reloaded");
  audit.request_sha256 = std::string(64, 'c');
  ASSERT_TRUE(store().TakePolicySet(set, before, "request-take", audit, now_).ok());
  ASSERT_TRUE(store().TakePolicySet(set, before, "request-take", audit, now_).ok());
  ASSERT_EQ(Audit().size(), 1U);
  EXPECT_EQ(Audit().back().event.action, "policies_reloaded");
  EXPECT_EQ((*store().FindRequest("request-take"))->result_id, before + " " + set.sha256);
  const StatusOr<KeptPolicySet> kept = store().FindPolicySet(set.sha256);
  ASSERT_TRUE(kept.ok()) << MessageOf(kept.status());
  EXPECT_EQ(kept->version, set.version);
  EXPECT_EQ(kept->content, set.content);
}

TEST_P(StoreTest, APolicySetThatCannotBeKeptLeavesNoRecord) {
  KeptPolicySet set = {.sha256 = std::string(64, 'e'), .version = "2", .content = "filer"};
  ASSERT_TRUE(store().KeepPolicySet(set.sha256, set.version, set.content, now_).ok());
  set.content = "andra";
  const Status refused = store().TakePolicySet(
      set, std::string(64, 'd'), "request-take", By("drift-1", "policies_reloaded"), now_);
  EXPECT_EQ(ReasonOf(refused), "POLICY_SET_CHANGED");
  EXPECT_TRUE(Audit().empty());
  EXPECT_FALSE(store().FindRequest("request-take")->has_value());
}

TEST_P(StoreTest, KeepsAPolicySetOnceAndNeverUnderAnotherContent) {
  const std::string sha256(64, 'e');
  EXPECT_TRUE(store().KeepPolicySet(sha256, "2026.1", "innehåll", now_).ok());
  EXPECT_TRUE(store().KeepPolicySet(sha256, "2026.1", "innehåll", now_.PlusMs(1)).ok());
  const Status refused = store().KeepPolicySet(sha256, "2026.1", "annat", now_);
  EXPECT_EQ(refused.code(), StatusCode::kDataLoss);
  EXPECT_EQ(ReasonOf(refused), "POLICY_SET_CHANGED");
  EXPECT_EQ(store().FindPolicySet(sha256)->content, "innehåll");
  EXPECT_EQ(ReasonOf(store().FindPolicySet(std::string(64, 'f')).status()), "POLICY_SET_NOT_KEPT");
}

TEST_P(StoreTest, IsHealthyWhenItCanReadAndWrite) {
  EXPECT_TRUE(store().CheckHealth(now_).ok());
}

}  // namespace dm::testing
