#include "worker/runtime/certificate_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/recording_log.h"

namespace dm {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::RecordingLog;
using testing::TestNow;

constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600'000;

class CertificateWatchTest : public ::testing::Test {
 protected:
  void Look(int days_left, int day, const std::string& problem = "") {
    CertificateStatus one;
    one.name = "ssbtek.tls";
    one.not_after = not_after_;
    one.days_left = days_left;
    one.problem.reason = problem;
    watch_.Look({one}, TestNow().PlusMs(day * kDayMs));
  }

  std::vector<std::string> Taken() { return std::exchange(log_.events, {}); }

  Instant not_after_ = TestNow();
  RecordingLog log_;
  CertificateWatch watch_{{60, 30, 7}, log_};
};

TEST_F(CertificateWatchTest, SaysNothingWhileThereIsTime) {
  Look(61, 0);
  EXPECT_THAT(Taken(), IsEmpty());
}

TEST_F(CertificateWatchTest, WarnsAtTheStartAndThenAtEachDayOfTheListOnce) {
  Look(45, 0);
  EXPECT_THAT(Taken(), ElementsAre("certificate_expires"));
  Look(45, 0);
  Look(44, 1);
  EXPECT_THAT(Taken(), IsEmpty());
  Look(30, 15);
  Look(30, 15);
  EXPECT_THAT(Taken(), ElementsAre("certificate_expires"));
}

TEST_F(CertificateWatchTest, ADayThatNobodyLookedOnIsNotMissed) {
  Look(31, 0);
  Taken();
  Look(28, 3);
  EXPECT_THAT(Taken(), ElementsAre("certificate_expires"));
}

TEST_F(CertificateWatchTest, AnEndedCertificateIsToldEveryDay) {
  Look(1, 0);
  Taken();
  Look(-1, 2);
  Look(-1, 2);
  Look(-2, 3);
  EXPECT_THAT(Taken(), ElementsAre("certificate_ended", "certificate_ended"));
}

TEST_F(CertificateWatchTest, ANewCertificateEndsTheWarnings) {
  Look(5, 0);
  Taken();
  not_after_ = TestNow().PlusMs(400 * kDayMs);
  Look(400, 1);
  EXPECT_THAT(Taken(), ElementsAre("certificate_replaced"));
}

TEST_F(CertificateWatchTest, AProblemIsToldOnceUntilItIsAnother) {
  Look(100, 0, "CERTIFICATE_KEY_MISMATCH");
  Look(100, 0, "CERTIFICATE_KEY_MISMATCH");
  EXPECT_THAT(Taken(), ElementsAre("certificate_not_loaded"));
  Look(100, 0, "CERTIFICATE_PASSWORD");
  Look(100, 0);
  Look(100, 0, "CERTIFICATE_PASSWORD");
  EXPECT_THAT(Taken(), ElementsAre("certificate_not_loaded", "certificate_not_loaded"));
}

}  // namespace
}  // namespace dm
