#include "worker/wiring/staff.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/recording_log.h"
#include "tests/support/temporary_directory.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

using testing::RecordingLog;
using testing::TemporaryDirectory;

class WiringStaffTest : public ::testing::Test {
 protected:
  WiringStaffTest() : policy_(LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun").set) {
    config_.staff = folder_.path() + "/staff.yaml";
  }

  void Write(const std::string& user, const std::string& queue) const {
    std::ofstream(config_.staff) << "staff:\n  - user_id: " << user
                                 << "\n    name: Prov Provsson\n    roles: [specialist]\n"
                                    "    queues: ["
                                 << queue << "]\n    in_service: {from: 2026-01-01}\n";
  }

  TemporaryDirectory folder_;
  Config config_;
  std::shared_ptr<const PolicySet> policy_;
  RecordingLog log_;
};

TEST_F(WiringStaffTest, AListWithAFaultLeavesTheOneBeforeInForce) {
  Write("hl1", "Q-20");
  const auto first = LoadStaffList(config_, *policy_, log_);
  ASSERT_TRUE(first.ok()) << first.status();
  StaffHolder staff(*first);
  Write("hl2", "Q-99");
  ReloadStaffList(config_, *policy_, staff, log_);
  EXPECT_TRUE(log_.Has("staff_list_fault"));
  EXPECT_NE(staff.Get()->Find("hl1"), nullptr) << "a queue that the policies do not have";
  EXPECT_EQ(DetailOf(LoadStaffList(config_, *policy_, log_).status()).reason, "STAFF_LIST_INVALID");
  Write("hl2", "Q-20");
  ReloadStaffList(config_, *policy_, staff, log_);
  EXPECT_TRUE(log_.Has("staff_list_taken"));
  EXPECT_EQ(staff.Get()->Find("hl1"), nullptr);
  EXPECT_NE(staff.Get()->Find("hl2"), nullptr);
}

TEST_F(WiringStaffTest, WithoutAListNothingIsSaidOfAPerson) {
  const auto access = AdmitPerson(StaffDirectory(), "anyone", *Date::Parse("2026-11-22"));
  ASSERT_TRUE(access.ok());
  EXPECT_FALSE(access->has_value());
}

TEST_F(WiringStaffTest, APersonOfTheListIsAdmittedWhileInService) {
  Write("hl1", "Q-20");
  const auto staff = *LoadStaffList(config_, *policy_, log_);
  const auto access = AdmitPerson(*staff, "hl1", *Date::Parse("2026-11-22"));
  ASSERT_TRUE(access.ok()) << access.status();
  EXPECT_FALSE((*access)->restricted);
  EXPECT_EQ(AdmitPerson(*staff, "hl1", *Date::Parse("2025-11-22")).status().code(),
            StatusCode::kPermissionDenied);
  EXPECT_EQ(AdmitPerson(*staff, "hl9", *Date::Parse("2026-11-22")).status().code(),
            StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace dm
