#include "worker/case/staff.h"

#include <gtest/gtest.h>

#include "worker/case/staff_checks.h"

namespace dm {
namespace {

Date Day(const char* text) {
  return *Date::Parse(text);
}

StaffMember Person(const std::string& user_id) {
  StaffMember member;
  member.user_id = user_id;
  member.name = "Exempel";
  member.roles = {StaffRole::kEkonomihandlaggare};
  member.queues = {"Q-20"};
  member.in_service = {Day("2026-01-01"), Day("2026-12-31")};
  member.identities = {
      {.certificate_uri = "spiffe://exempel/" + user_id, .issuer = "", .subject = ""}};
  return member;
}

Mandate Delegation(std::int64_t kronor_max) {
  Mandate mandate;
  mandate.reference = "SN 2026 § 3";
  mandate.outcomes = {Outcome::kBifall};
  mandate.amount_max = Money::FromKronor(kronor_max);
  mandate.valid = {Day("2026-02-01"), Day("2026-11-30")};
  return mandate;
}

StaffDirectory Two() {
  StaffMember specialist = Person("sp1");
  specialist.queues = {"Q-05", "Q-08"};
  specialist.restricted = true;
  StaffMember handler = Person("ek1");
  handler.mandates = {Delegation(12'000), Delegation(20'000)};
  return StaffDirectory({specialist, handler});
}

const Date kToday = Day("2026-11-22");

std::string ReasonOf(const Status& status) {
  return DetailOf(status).reason;
}

TEST(Staff, RolesHaveCodesBothWays) {
  EXPECT_EQ(StaffRoleFromCode("arbetsledare"), StaffRole::kArbetsledare);
  EXPECT_STREQ(StaffRoleCode(StaffRole::kRegelansvarig), "regelansvarig");
  EXPECT_EQ(StaffRoleFromCode("chef"), std::nullopt);
}

TEST(Staff, OneIdentityFindsOnePerson) {
  const StaffDirectory staff = Two();
  const StaffMember* found = staff.Identify({"spiffe://exempel/sp1", "", ""});
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->user_id, "sp1");
  EXPECT_EQ(staff.Identify({"", "https://idp.example", "sp1"}), nullptr);
}

TEST(Staff, WithoutAListNobodyIsRefused) {
  const StaffDirectory none;
  EXPECT_TRUE(CheckInService(none, "anyone", kToday).ok());
  EXPECT_TRUE(CheckMayTake(none, "anyone", "Q-05", AccessClass::kRestricted, kToday).ok());
  EXPECT_TRUE(CheckMandate(none, "anyone", {"x", Outcome::kAvslag, Money()}, kToday).ok());
}

TEST(Staff, WhoHasLeftDoesNothing) {
  EXPECT_EQ(ReasonOf(CheckInService(Two(), "ek1", Day("2027-01-01"))), "STAFF_NOT_IN_SERVICE");
  EXPECT_EQ(ReasonOf(CheckInService(Two(), "ek9", kToday)), "STAFF_UNKNOWN");
}

TEST(Staff, ARefusalForWantOfSkillNamesWhoHasIt) {
  const Status status = CheckMayTake(Two(), "ek1", "Q-08", AccessClass::kOpen, kToday);
  EXPECT_EQ(ReasonOf(status), "SKILL_MISSING");
  EXPECT_NE(DetailOf(status).remedy.find("sp1"), std::string::npos);
}

TEST(Staff, ARestrictedItemDoesNotExistForWhoIsNotCleared) {
  const Status status = CheckMayTake(Two(), "ek1", "Q-20", AccessClass::kRestricted, kToday);
  EXPECT_EQ(status.code(), StatusCode::kNotFound);
  EXPECT_TRUE(CheckMayTake(Two(), "sp1", "Q-05", AccessClass::kRestricted, kToday).ok());
  EXPECT_FALSE(CheckMayTake(Two(), "sp1", "Q-05", AccessClass::kNamedPersons, kToday).ok());
}

TEST(Staff, AMandateHoldsForItsDaysOutcomesAndAmount) {
  const StaffDirectory staff = Two();
  const auto use = [&](const char* reference, Outcome outcome, std::int64_t kronor, Date on) {
    return ReasonOf(
        CheckMandate(staff, "ek1", {reference, outcome, Money::FromKronor(kronor)}, on));
  };
  EXPECT_EQ(use("SN 2026 § 3", Outcome::kBifall, 20'000, kToday), "");
  EXPECT_EQ(use("SN 2026 § 3", Outcome::kBifall, 20'001, kToday), "MANDATE_AMOUNT");
  EXPECT_EQ(use("SN 2026 § 3", Outcome::kAvslag, 0, kToday), "MANDATE_OUTCOME");
  EXPECT_EQ(use("SN 2026 § 3", Outcome::kBifall, 1, Day("2026-12-01")), "MANDATE_NOT_VALID");
  EXPECT_EQ(use("SN 2025 § 9", Outcome::kBifall, 1, kToday), "MANDATE_UNKNOWN");
}

TEST(Staff, TheLimitOfTheLargestMandateIsTold) {
  const Status status = CheckMandate(
      Two(), "ek1", {"SN 2026 § 3", Outcome::kBifall, Money::FromKronor(90'000)}, kToday);
  EXPECT_NE(std::string(status.message()).find("20"), std::string::npos);
  EXPECT_EQ(std::string(status.message()).find("90"), std::string::npos);
}

TEST(Staff, ARoleIsAskedFor) {
  EXPECT_TRUE(CheckStaffRole(Two(), "ek1", {StaffRole::kEkonomihandlaggare}, kToday).ok());
  EXPECT_EQ(ReasonOf(CheckStaffRole(Two(), "ek1", {StaffRole::kArbetsledare}, kToday)),
            "STAFF_ROLE_MISSING");
}

TEST(Staff, LeaveIsByDay) {
  StaffMember member = Person("ek1");
  member.absences = {{Day("2026-07-01"), Day("2026-07-28")}};
  EXPECT_TRUE(member.IsAbsent(Day("2026-07-28")));
  EXPECT_FALSE(member.IsAbsent(Day("2026-07-29")));
}

}  // namespace
}  // namespace dm
