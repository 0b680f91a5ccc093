#include "worker/wiring/signatures.h"

#include <gtest/gtest.h>

#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"

namespace dm {
namespace {

PolicySignature By(const std::string& approver, const std::string& valid_to) {
  return {.approver = approver,
          .signed_on = *Date::Parse("2026-01-01"),
          .valid_to = *Date::Parse(valid_to),
          .signature = ""};
}

Instant Noon(const std::string& day) {
  return StartOfSwedishDay(*Date::Parse(day)).PlusMs(12 * std::int64_t{3'600'000});
}

class SignaturesTest : public ::testing::Test {
 protected:
  // Whether the worker is paused by a look on that day.
  bool IsPausedOn(Instant now) {
    StopWhenUnsigned(SignaturesStatus(signed_, 2, now), store_, log_, "worker-1", now);
    return store_.GetControl()->paused;
  }

  const std::vector<PolicySignature> signed_{
      By("eva", "2026-12-31"), By("ali", "2026-11-30"), By("bo", "2027-12-31")};
  testing::FakeStore store_;
  testing::RecordingLog log_;
};

TEST_F(SignaturesTest, EndWithTheLastDayOnWhichEnoughHold) {
  const auto status = SignaturesStatus(signed_, 2, Noon("2026-12-24"));
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->name, "policies.signatures");
  EXPECT_EQ(SwedishDate(status->not_after), *Date::Parse("2026-12-31"));
  EXPECT_EQ(status->days_left, 7);
  EXPECT_EQ(SignaturesStatus(signed_, 3, Noon("2026-11-30"))->days_left, 0);
}

TEST_F(SignaturesTest, AreNotAskedForWhereNoneIsRequired) {
  EXPECT_FALSE(SignaturesStatus(signed_, 0, Noon("2026-12-24")).has_value());
}

TEST_F(SignaturesTest, HaveEndedWhereThereAreTooFew) {
  EXPECT_LT(SignaturesStatus(signed_, 4, Noon("2026-12-24"))->days_left, 0);
}

TEST_F(SignaturesTest, PauseTheWorkerFromTheFirstMomentOfTheNextDay) {
  const Instant ends = StartOfSwedishDay(*Date::Parse("2027-01-01"));
  EXPECT_FALSE(IsPausedOn(ends.PlusMs(-1)));
  EXPECT_TRUE(IsPausedOn(ends));
  EXPECT_EQ(store_.GetControl()->pause_reason, "POLICY_SIGNATURES_ENDED");
}

TEST_F(SignaturesTest, PauseAgainWhoIsResumedWithoutNewOnes) {
  const Instant after = Noon("2027-01-02");
  ASSERT_TRUE(IsPausedOn(after));
  ASSERT_TRUE(store_.SetPause(false, "", "", AuditEvent{}, after).ok());
  EXPECT_TRUE(IsPausedOn(after));
}

}  // namespace
}  // namespace dm
