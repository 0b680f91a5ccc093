#include "worker/cli/escalation_view.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dm::cli {
namespace {

namespace v1 = medarbetare::v1;
using ::testing::HasSubstr;

TEST(ParseEditedRowTest, ReadsAmountPersonReasonAndNote) {
  const auto row = ParseEditedRow("cost.boende=7150,50;person=p1;reason=OVER_CAP;note=Över taket");
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(row->code(), "cost.boende");
  EXPECT_EQ(row->amount().ore(), 715050);
  EXPECT_EQ(row->person(), "p1");
  EXPECT_EQ(row->reason(), "OVER_CAP");
  EXPECT_EQ(row->note(), "Över taket");
}

TEST(ParseEditedRowTest, RefusesWhatIsNoRow) {
  EXPECT_FALSE(ParseEditedRow("").ok());
  EXPECT_FALSE(ParseEditedRow("cost.boende").ok());
  EXPECT_FALSE(ParseEditedRow("cost.boende=1e3").ok());
  EXPECT_FALSE(ParseEditedRow("cost.boende=5;colour=red").ok());
}

TEST(PrintEscalationTest, ShowsReasonsRowsAndSources) {
  v1::Escalation escalation;
  escalation.mutable_routing()->set_queue("Q-20");
  v1::Reason* reason = escalation.mutable_routing()->add_reasons();
  reason->set_code("TRIG.X34");
  reason->set_text("Den sökande har skrivit ett meddelande.");
  v1::Case found;
  found.set_id("EKB-202612-000001");
  v1::CalculationRow* row = found.mutable_assessment()->add_rows();
  row->set_label("Hyra");
  row->mutable_amount()->set_ore(510000);
  found.mutable_assessment()->add_information()->set_text("Alla programdagar är förbrukade.");
  v1::PersonEvidence* person = found.mutable_evidence()->add_persons();
  person->set_person("p1");
  person->add_answers()->set_schema_deviations(37);
  std::ostringstream out;
  PrintEscalation(out, escalation, found);
  EXPECT_THAT(out.str(), HasSubstr("Alla programdagar är förbrukade."));
  EXPECT_THAT(out.str(), HasSubstr("AVVIKELSER"));
  EXPECT_THAT(out.str(), HasSubstr("37"));
  EXPECT_THAT(out.str(), HasSubstr("TRIG.X34"));
  EXPECT_THAT(out.str(), HasSubstr("Hyra"));
  EXPECT_THAT(out.str(), HasSubstr("går inte att slutföra"));
}

}  // namespace
}  // namespace dm::cli
