#include "worker/config/read_staff.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm {
namespace {

using ::testing::HasSubstr;

constexpr char kGood[] = R"(staff:
  - user_id: ek1
    name: Anna Exempel
    roles: [ekonomihandlaggare]
    queues: [Q-20, Q-17]
    mandates:
      - {reference: "SN 2026-01-15 § 3", outcomes: [bifall, avskrivning], max_kr: 20000, from: 2026-01-15, to: 2026-12-31}
    in_service: {from: 2024-01-01}
    absent:
      - {from: 2026-07-01, to: 2026-07-28}
    identities:
      - certificate: "spiffe://exempelkommun.example/personal/ek1"
      - {issuer: "https://idp.exempelkommun.example", subject: "a1b2"}
  - user_id: al1
    name: Bo Exempel
    roles: [arbetsledare, socialsekreterare]
    queues: [all]
    access: [restricted, named_persons]
)";

class StaffFileTest : public ::testing::Test {
 protected:
  static StaffLoad Load(const std::string& text) {
    const auto path = std::filesystem::path(::testing::TempDir()) /
                      (std::string("staff-") +
                       ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".yaml");
    std::ofstream(path) << text;
    return LoadStaff(path.string());
  }

  // The list with one piece changed.
  static StaffLoad With(const std::string& from, const std::string& to) {
    std::string text = kGood;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return Load(text.replace(at, from.size(), to));
  }

  static std::string FirstField(const StaffLoad& load) {
    return load.errors.empty() ? "" : load.errors.front().field;
  }
};

TEST_F(StaffFileTest, ReadsAWholeList) {
  const StaffLoad load = Load(kGood);
  ASSERT_NE(load.staff, nullptr) << load.errors.front().ToString("staff.yaml");
  const StaffMember* handler = load.staff->Find("ek1");
  ASSERT_NE(handler, nullptr);
  EXPECT_TRUE(handler->HasSkill("Q-17"));
  EXPECT_FALSE(handler->HasSkill("Q-05"));
  ASSERT_EQ(handler->mandates.size(), 1U);
  EXPECT_EQ(handler->mandates[0].amount_max, Money::FromKronor(20'000));
  EXPECT_TRUE(handler->IsAbsent(*Date::Parse("2026-07-28")));
  EXPECT_EQ(load.staff->Identify({"", "https://idp.exempelkommun.example", "a1b2"}), handler);
  const StaffMember* lead = load.staff->Find("al1");
  EXPECT_TRUE(lead->all_queues);
  EXPECT_TRUE(lead->MaySee(AccessClass::kNamedPersons));
}

TEST_F(StaffFileTest, WithoutAPathThereIsNoList) {
  const StaffLoad load = LoadStaff("");
  ASSERT_NE(load.staff, nullptr);
  EXPECT_FALSE(load.staff->configured());
}

TEST_F(StaffFileTest, AFileThatIsNotThereStopsTheStart) {
  const StaffLoad load = LoadStaff("/nonexistent/staff.yaml");
  EXPECT_EQ(load.staff, nullptr);
  ASSERT_EQ(load.errors.size(), 1U);
}

TEST_F(StaffFileTest, EachFaultNamesLineFieldAndRemedy) {
  const StaffLoad load = With("roles: [ekonomihandlaggare]", "roles: [chef]");
  EXPECT_EQ(load.staff, nullptr);
  ASSERT_FALSE(load.errors.empty());
  EXPECT_EQ(load.errors[0].field, "staff[0].roles");
  EXPECT_EQ(load.errors[0].line, 4);
  EXPECT_THAT(load.errors[0].remedy, HasSubstr("arbetsledare"));
}

TEST_F(StaffFileTest, RefusesWhatIsNotRight) {
  EXPECT_EQ(FirstField(With("queues: [Q-20, Q-17]", "queues: [generalist]")), "staff[0].queues");
  EXPECT_EQ(FirstField(With("access: [restricted,", "access: [secret,")), "staff[1].access");
  EXPECT_EQ(FirstField(With("outcomes: [bifall,", "outcomes: [ja,")),
            "staff[0].mandates[0].outcomes");
  EXPECT_EQ(FirstField(With("max_kr: 20000", "max_kr: mycket")), "staff[0].mandates[0].max_kr");
  EXPECT_EQ(FirstField(With("to: 2026-12-31", "to: 2025-12-31")), "staff[0].mandates[0].to");
  EXPECT_EQ(FirstField(With("{from: 2026-07-01, to", "{until: 2026-07-01, to")),
            "staff[0].absent[0].from");
  EXPECT_EQ(FirstField(With("in_service: {from: 2024-01-01}", "in_service: {from: i fjol}")),
            "staff[0].in_service.from");
  EXPECT_EQ(FirstField(With(", subject: \"a1b2\"", "")), "staff[0].identities[1].certificate");
  EXPECT_EQ(FirstField(With("name: Bo Exempel", "title: Chef")), "staff[1].name");
}

TEST_F(StaffFileTest, OneIdentityIsOnePersonAndOneUserIdToo) {
  EXPECT_EQ(FirstField(With("user_id: al1", "user_id: ek1")), "staff[1].user_id");
  const std::string twice =
      std::string(kGood) +
      "    identities:\n      - certificate: \"spiffe://exempelkommun.example/personal/ek1\"\n";
  EXPECT_EQ(FirstField(Load(twice)), "staff[1].identities[0].certificate");
}

TEST_F(StaffFileTest, APersonalNumberIsNoUserId) {
  const StaffLoad load = With("user_id: al1", "user_id: \"189001019802\"");
  EXPECT_EQ(FirstField(load), "staff[1].user_id");
  EXPECT_EQ(load.errors[0].ToString("f").find("189001019802"), std::string::npos);
}

TEST_F(StaffFileTest, ASkillForAQueueThatPoliciesDoNotKnowIsTold) {
  const StaffLoad load = Load(kGood);
  ASSERT_NE(load.staff, nullptr);
  EXPECT_TRUE(CheckStaffQueues(*load.staff, {"Q-17", "Q-20"}).empty());
  EXPECT_EQ(CheckStaffQueues(*load.staff, {"Q-20"}).size(), 1U);
}

TEST_F(StaffFileTest, TheExampleThatIsShippedHolds) {
  const StaffLoad load = LoadStaff(std::string(DM_SOURCE_DIR) + "/deploy/staff.example.yaml");
  ASSERT_NE(load.staff, nullptr) << load.errors.front().ToString("staff.example.yaml");
  EXPECT_GE(load.staff->members().size(), 5U);
}

}  // namespace
}  // namespace dm
