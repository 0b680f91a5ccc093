#include "worker/cli/incident_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/audit_chain.h"

namespace dm::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class IncidentReportTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(LoadSwedishTime().ok()); }

  // The records are from 1970-01-01.
  static IncidentFacts FactsOf(const char* day) {
    std::vector<AuditEvent> events(3);
    events[0].action = "application_accepted";
    events[0].subject = "EKB-202612-000001";
    events[1].actor_kind = ActorKind::kPerson;
    events[1].actor = "HL000001 via spiffe://desk";
    events[1].action = "case_read";
    events[1].subject = "EKB-202612-000001";
    events[2].actor_kind = ActorKind::kPerson;
    events[2].actor = "drift-1";
    events[2].action = "paused";
    IncidentFacts facts;
    facts.from = facts.to = Date::Parse(day).value();
    facts.municipality = "0000-exempelkommun";
    facts.version = "0.1.0";
    for (const AuditRecord& record : dm::testing::AuditChainOf(events)) Take(facts, record);
    return facts;
  }
};

TEST_F(IncidentReportTest, CountsWhatLiesInThePeriod) {
  const IncidentFacts facts = FactsOf("1970-01-01");
  EXPECT_EQ(facts.records, 3);
  EXPECT_EQ(facts.in_period, 3);
  EXPECT_THAT(facts.cases, ::testing::ElementsAre("EKB-202612-000001"));
  EXPECT_THAT(facts.readers, ::testing::ElementsAre("HL000001"));
  EXPECT_EQ(facts.actions.at("paused"), 1);
  for (const std::string& report : {EarlyWarning(facts), Notification(facts)}) {
    EXPECT_THAT(report,
                AllOf(HasSubstr("| Kommun | 0000-exempelkommun |"),
                      HasSubstr("hel, 3 poster, sista SHA-256 " + facts.last_sha256),
                      HasSubstr("| `paused` | 1 |"),
                      HasSubstr("_[fyll i]_"),
                      Not(HasSubstr("bruten"))));
  }
}

TEST_F(IncidentReportTest, OfOtherDaysTheChainAloneIsTold) {
  const IncidentFacts facts = FactsOf("1970-01-02");
  EXPECT_EQ(facts.records, 3);
  EXPECT_EQ(facts.in_period, 0);
  EXPECT_TRUE(facts.cases.empty());
  EXPECT_THAT(EarlyWarning(facts), HasSubstr("0 (första ingen, sista ingen)"));
}

TEST_F(IncidentReportTest, ABrokenChainIsSaidOutright) {
  IncidentFacts facts = FactsOf("1970-01-01");
  facts.chain_fault = "record 2 does not hold";
  EXPECT_THAT(Notification(facts), HasSubstr("**bruten**: record 2 does not hold"));
}

}  // namespace
}  // namespace dm::cli
