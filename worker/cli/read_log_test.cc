#include "worker/cli/read_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kCase[] = "EKB-202612-000001";
constexpr char kOther[] = "EKB-202612-000002";

class ReadLogTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(LoadSwedishTime().ok()); }

  static AuditRecord Record(const std::string& at,
                            const std::string& actor,
                            const std::string& action,
                            const std::string& subject) {
    AuditRecord record;
    record.at = Instant::Parse(at).value();
    record.event.actor_kind = ActorKind::kPerson;
    record.event.actor = actor;
    record.event.action = action;
    record.event.subject = subject;
    return record;
  }

  static ReadFilter November() {
    ReadFilter filter;
    filter.days = {Date::Parse("2026-11-01").value(), Date::Parse("2026-11-30").value()};
    return filter;
  }
};

TEST_F(ReadLogTest, WhatAPersonHasAlsoWorkedWithIsTheirOwnWheneverTheyDid) {
  ReadLog log(November());
  log.Take(Record("2026-11-12T09:00:00+01:00", "HL000001 via spiffe://desk", "case_read", kCase));
  log.Take(Record("2026-11-12T09:05:00+01:00", "HL000001 via spiffe://desk", "case_read", kOther));
  log.Take(
      Record("2026-11-12T09:06:00+01:00", "HL000001 via spiffe://desk", "letter_read", kOther));
  log.Take(Record("2026-11-12T09:07:00+01:00", "HL000001", "escalations_listed", "Q-05"));
  log.Take(Record("2026-11-12T09:08:00+01:00", "HL000001", "audit_read", "audit"));
  log.Take(Record("2026-12-01T09:10:00+01:00", "HL000001", "human_decision_made", kCase));
  log.Take(Record("2026-12-01T09:11:00+01:00", "HL000001", "case_read", kCase));  // after the days

  const std::vector<ReaderTotal> totals = log.Totals();
  ASSERT_EQ(totals.size(), 1U);
  EXPECT_EQ(totals[0].person, "HL000001");
  EXPECT_EQ(totals[0].reads, 3);
  EXPECT_EQ(totals[0].lists, 2);
  EXPECT_EQ(totals[0].subjects, 2);
  EXPECT_EQ(totals[0].not_own, 1);
  EXPECT_EQ(totals[0].most, 2);
  EXPECT_EQ(totals[0].most_read, kOther);
  std::vector<bool> own;
  for (const Read& read : log.Reads()) own.push_back(read.own);
  EXPECT_THAT(own, ElementsAre(true, false, false, false, false));
}

TEST_F(ReadLogTest, TheOneWithMostThatIsNotTheirOwnStandsFirst) {
  ReadLog log(November());
  log.Take(Record("2026-11-12T09:00:00+01:00", "HL000001", "case_read", kCase));
  log.Take(Record("2026-11-12T09:00:00+01:00", "HL000001", "escalation_claimed", kCase));
  log.Take(Record("2026-11-12T09:00:00+01:00", "HL000002", "case_read", kCase));
  const std::vector<ReaderTotal> totals = log.Totals();
  ASSERT_EQ(totals.size(), 2U);
  EXPECT_EQ(totals[0].person, "HL000002");
  EXPECT_EQ(totals[0].not_own, 1);
  EXPECT_EQ(totals[1].not_own, 0);
}

TEST_F(ReadLogTest, OutsideTheHoursIsAlsoASaturdayAndAHoliday) {
  ReadFilter filter;
  filter.days = {Date::Parse("2026-11-01").value(), Date::Parse("2027-01-31").value()};
  filter.hours = WorkingHours::Parse("07-18");
  ReadLog log(filter);
  log.Take(Record("2026-11-12T07:00:00+01:00", "HL000001", "case_read", kCase));  // Thursday
  log.Take(Record("2026-11-12T17:59:59+01:00", "HL000001", "case_read", kCase));
  log.Take(Record("2026-11-12T18:00:00+01:00", "HL000001", "case_read", kCase));
  log.Take(Record("2026-11-12T06:59:59+01:00", "HL000001", "case_read", kCase));
  log.Take(Record("2026-11-14T12:00:00+01:00", "HL000001", "case_read", kCase));  // Saturday
  log.Take(
      Record("2027-01-06T12:00:00+01:00", "HL000001", "case_read", kCase));  // trettondedag jul
  EXPECT_EQ(log.Totals().at(0).outside_hours, 4);
  EXPECT_THAT(ReadsCsv(log.Reads()), HasSubstr(";no;yes\n"));
}

TEST_F(ReadLogTest, OnePersonOrOneCaseIsShownAlone) {
  ReadFilter filter = November();
  filter.person = "HL000002";
  filter.subject = kCase;
  ReadLog log(filter);
  log.Take(Record("2026-11-12T09:00:00+01:00", "HL000001", "case_read", kCase));
  log.Take(Record("2026-11-12T09:00:00+01:00", "HL000002", "case_read", kOther));
  log.Take(Record("2026-11-12T09:00:00+01:00", "HL000002 via spiffe://desk", "case_read", kCase));
  ASSERT_EQ(log.Reads().size(), 1U);
  EXPECT_EQ(log.Reads()[0].actor, "HL000002 via spiffe://desk");
}

TEST_F(ReadLogTest, TheWorkersOwnActsAreNobodysReads) {
  ReadLog log(November());
  AuditRecord record = Record("2026-11-12T09:00:00+01:00", "worker-1", "decision_compared", kCase);
  record.event.actor_kind = ActorKind::kWorker;
  log.Take(record);
  EXPECT_TRUE(log.Reads().empty());
}

TEST_F(ReadLogTest, ALineOfCsvStaysALineAndNoFormula) {
  ReadLog log(November());
  log.Take(Record("2026-11-12T09:00:00+01:00", "=HYPERLINK(\"x\");\n1", "case_read", kCase));
  EXPECT_EQ(
      ReadsCsv(log.Reads()),
      "at;person;actor;action;subject;own;outside_hours\n"
      "2026-11-12T08:00:00.000Z;\"'=HYPERLINK(\"\"x\"\");\n1\";\"'=HYPERLINK(\"\"x\"\");\n1\";"
      "case_read;EKB-202612-000001;no;no\n");
}

TEST_F(ReadLogTest, HoursAreReadStrictly) {
  ASSERT_TRUE(WorkingHours::Parse("07:30-18:00"));
  EXPECT_EQ(WorkingHours::Parse("07:30-18:00")->from, 450);
  EXPECT_EQ(WorkingHours::Parse("00-24")->to, 1440);
  for (const char* other :
       {"", "7-18", "07", "18-07", "07-07", "07-25", "07:60-18", "07:30:00-18", "a7-18"})
    EXPECT_FALSE(WorkingHours::Parse(other)) << other;
}

}  // namespace
}  // namespace dm::cli
