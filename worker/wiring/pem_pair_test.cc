#include "worker/wiring/pem_pair.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/certificate_folder.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"
#include "worker/runtime/clocks.h"
#include "worker/wiring/effects.h"

namespace dm {
namespace {

class CaseSystemCertificateTest : public ::testing::Test {
 protected:
  CaseSystemCertificateTest() {
    files_.MakeAuthority("ca");
    files_.Make("worker", "ca", "URI:spiffe://exempelkommun.example/worker");
    files_.Make("other", "ca", "URI:spiffe://exempelkommun.example/other");
    config_.case_system.target = "127.0.0.1:1";
    config_.case_system.tls.certificate = files_.File("worker.pem");
    config_.case_system.tls.key = files_.File("worker.key");
    config_.case_system.tls.ca = files_.File("ca.pem");
  }

  StatusOr<Receivers> Make() { return MakeReceivers(config_, store_, log_, "worker-1", now_); }

  testing::CertificateFolder files_;
  Config config_;
  testing::FakeStore store_;
  testing::RecordingLog log_;
  const Instant now_ = MakeClock(0)->Now();
};

TEST_F(CaseSystemCertificateTest, IsToldWithTheDaysThatAreLeft) {
  const auto receivers = Make();
  ASSERT_TRUE(receivers.ok()) << MessageOf(receivers.status());
  ASSERT_EQ(receivers->certificates.size(), 1U);
  const Instant end = receivers->certificates[0].not_after;
  std::vector<CertificateStatus> all;
  receivers->AddCertificates(all, end.PlusMs(1));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].name, "case_system.tls");
  EXPECT_EQ(all[0].days_left, -1);
}

TEST_F(CaseSystemCertificateTest, AKeyOfAnotherOneStopsTheStart) {
  config_.case_system.tls.key = files_.File("other.key");
  EXPECT_EQ(DetailOf(Make().status()).field, "case_system.tls.certificate");
}

}  // namespace
}  // namespace dm
