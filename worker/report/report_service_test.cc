#include "worker/report/report_service.h"

#include <string>
#include <thread>

#include "tests/support/report_fixture.h"
#include "worker/report/forms.h"

namespace dm::report {
namespace {

using testing::MonthOf;

class ReportServiceTest : public ReportFixture {
 protected:
  ReportServiceTest() : ReportFixture(DM_SOURCE_DIR "/policies") {}
};

TEST_F(ReportServiceTest, CountsWhoDecidedAndWhoCalculated) {
  PutTwentyFour();
  const Report report = Make();
  EXPECT_EQ(Row(report, "M-01", 0, "2026-12"), "24;10;6;8;417");
  EXPECT_EQ(Row(report, "M-01", 0, "Totalt"), "24;10;6;8;417");
  EXPECT_EQ(Row(report, "M-01", 1, "2026-12"), "24;16;8;667");
}

// A letter that was refused after the decision has an item of its own, in a queue of its own.
TEST_F(ReportServiceTest, CountsAProposalAsOneThoughItsLetterWasRefused) {
  for (int i = 0; i < 6; ++i) {
    CaseRecord record = Proposed(2);
    const CaseId id = testing::PutCase(store_, record);
    record = *store_.GetCase(id);
    record.escalation->id = EscalationId::FromTrusted(id.value() + ".1");
    record.escalation->case_id = id;
    record.escalation->state = EscalationState::kDecided;
    record.escalation->routing.queue = "Q-20";
    store_.Overwrite(record);
    Escalation later;
    later.id = EscalationId::FromTrusted(id.value() + ".2");
    later.case_id = id;
    later.mode = Mode::kOff;
    later.routing.queue = "Q-19";
    record.escalation = later;
    store_.Overwrite(record);
  }
  const Report report = Make();
  EXPECT_EQ(Row(report, "M-01", 0, "2026-12"), "6;0;6;0;0");
  const ReportMeasure& lead = Measure(report, "M-03");
  std::string labels;
  for (const ReportTable& table : lead.tables)
    for (const ReportRow& row : table.rows) labels += row.label + ";";
  EXPECT_NE(labels.find("Q-20"), std::string::npos) << labels;
  EXPECT_EQ(labels.find("Q-19"), std::string::npos) << labels;
}

TEST_F(ReportServiceTest, CountsHowApplicationsCameIn) {
  PutTwentyFour();
  EXPECT_EQ(Row(Make(), "M-02", 0, "Ensamstående utan barn"), "24;16;8;0;0;667");
}

TEST_F(ReportServiceTest, TellsLeadTimesAsMedianAndNinthDecile) {
  PutTwentyFour();
  const Report report = Make();
  // Sixteen: ten at once and six after two days. The eighth is 0, the fifteenth 2 days.
  EXPECT_EQ(Row(report, "M-03", 0, "e-ansökan"), "0;20");
  EXPECT_EQ(Row(report, "M-03", 0, "papper"), "50;50");
}

TEST_F(ReportServiceTest, CountsALeadFromTheLastAnswerToARequest) {
  for (int i = 0; i < 5; ++i) {
    CaseRecord record = ByPerson(5, 8280);
    CompletionRound round;
    round.state = CompletionState::kAnswered;
    round.ended_at = record.application.received_at.PlusMs(3 * kDayMs);
    record.contact.completions = {round};
    Put(record);
  }
  EXPECT_EQ(Row(Make(), "M-03", 0, "e-ansökan"), "20;20");
}

TEST_F(ReportServiceTest, SumsWhatWasGrantedAndForWhat) {
  PutTwentyFour();
  const Report report = Make();
  // 16 × 8 280 + 8 × 8 000 = 196 480 kr.
  EXPECT_EQ(Row(report, "M-06", 0, "2026-12"), "19648000;818667");
  EXPECT_EQ(Row(report, "M-07", 0, "norm"), "24;12672000;528000");
  // The municipality's level for one adult is 7 600 kr.
  EXPECT_EQ(Row(report, "M-07", 0, "boende inom kommunens nivå"), "24;14400000;600000");
  EXPECT_EQ(Row(report, "BOENDE", 0, "1"), "24;24;0;0;600000;600000;760000");
}

TEST_F(ReportServiceTest, TellsHousingAboveTheLevelApart) {
  for (int i = 0; i < 5; ++i) {
    CaseRecord record = Decided();
    for (DecisionRow& row : record.decisions.front().rows) {
      if (row.code != "cost.boende") continue;
      row.applied = Money::FromKronor(9000);
      row.human_amount = Money::FromKronor(8000);
    }
    Put(record);
  }
  const Report report = Make();
  EXPECT_EQ(Row(report, "M-07", 0, "boende inom kommunens nivå"), "5;3800000;760000");
  EXPECT_EQ(Row(report, "M-07", 0, "boende över kommunens nivå"), "5;200000;40000");
  EXPECT_EQ(Row(report, "BOENDE", 0, "1"), "5;0;5;0;900000;800000;760000");
}

TEST_F(ReportServiceTest, HidesFewAndWhatWouldTellOfThem) {
  for (int i = 0; i < 10; ++i) Put(Decided());
  for (int i = 0; i < 3; ++i) Put(Proposed(2));
  for (int i = 0; i < 8; ++i) Put(ByPerson(5, 8000));
  const Report report = Make();
  // 3 are hidden, and 8 with them: 21 − 10 − 8 would be 3.
  EXPECT_EQ(Row(report, "M-01", 0, "2026-12"), "21;10;..;..;476");
}

// How many were granted would tell how few were refused, since how many were decided is told.
TEST_F(ReportServiceTest, DoesNotTellAcrossTablesHowFewWereRefused) {
  for (int i = 0; i < 20; ++i) Put(Decided());
  for (int i = 0; i < 3; ++i) {
    CaseRecord record = ByPerson(5, 0);
    record.decisions.front().outcome = Outcome::kAvslag;
    Put(record);
  }
  const Report report = Make();
  EXPECT_EQ(Row(report, "M-04", 2, "2026-12"), "23;..;..");
  EXPECT_EQ(Row(report, "M-06", 0, "2026-12"), "16560000;..");
  EXPECT_EQ(Row(report, "M-07", 0, "norm"), "10560000");
  EXPECT_EQ(Row(report, "STATISTIK", 2, "2026-12"), "16560000");
}

TEST_F(ReportServiceTest, HidesFewChildrenAndNewHouseholds) {
  for (int i = 0; i < 20; ++i) {
    CaseRecord record = Decided();
    if (i < 3) {
      record.application.persons.push_back(testing::Child("p3", testing::kChild));
      record.application.kind = ApplicationKind::kFirst;
    }
    Put(record);
  }
  const Report report = Make();
  EXPECT_EQ(Row(report, "M-04", 0, "nya"), "..");
  EXPECT_EQ(Row(report, "M-04", 0, "Totalt"), "20");
  EXPECT_EQ(Row(report, "M-04", 1, "Totalt"), "23;..;..");
  EXPECT_EQ(Row(report, "STATISTIK", 0, "2026-12"), "20;..;..");
  EXPECT_EQ(Row(report, "STATISTIK", 1, "2026-12"), "..;..");
}

TEST_F(ReportServiceTest, AYearOfOneHouseholdIsOneHousehold) {
  for (int month = 1; month <= 12; ++month) {
    CaseRecord record = Decided(*Month::Make(2026, month));
    record.application.household = HouseholdId::FromTrusted("HH-same");
    Put(record);
  }
  const Report report = Make("2026-01", "2026-12");
  EXPECT_EQ(Row(report, "M-01", 0, "Totalt"), "..;..;0;0;..");
  EXPECT_EQ(Row(report, "M-06", 0, "Totalt"), "..;..");
}

// What one case alone would tell: nothing.
TEST_F(ReportServiceTest, ShowsNothingOfASingleCase) {
  Put(ByPerson(5, 8123));
  const Report report = Make();
  for (const ReportMeasure& measure : report.measures) {
    for (const ReportTable& table : measure.tables) {
      for (const ReportRow& row : table.rows) {
        for (const ReportCell& cell : row.cells) {
          EXPECT_TRUE(cell.state != ReportCellState::kValue || cell.value == 0)
              << measure.code << " " << table.title << " " << row.label;
        }
      }
    }
  }
}

TEST_F(ReportServiceTest, SaysWhyThereIsNothingOfAnEmptyStoreAndNeverZero) {
  const Report report = Make();
  for (const ReportMeasure& measure : report.measures) {
    EXPECT_FALSE(measure.available) << measure.code;
    EXPECT_TRUE(measure.tables.empty()) << measure.code;
    EXPECT_FALSE(measure.missing.empty()) << measure.code;
  }
}

TEST_F(ReportServiceTest, LeavesOutCasesAboveOpenAccess) {
  for (int i = 0; i < 6; ++i) Put(Decided());
  for (int i = 0; i < 7; ++i) {
    CaseRecord record = Decided();
    record.application.persons.front().protected_identity = Answer::kYes;
    Put(record);
  }
  EXPECT_EQ(Row(Make(), "M-01", 0, "2026-12"), "6;6;0;0;1000");
}

TEST_F(ReportServiceTest, HasNoIdInAnyForm) {
  PutTwentyFour();
  const Report report = Make();
  for (const std::string& form :
       {ReportText(report), ReportCsv(report), ReportHtml(report), StatisticsCsv(report)}) {
    EXPECT_EQ(form.find("HH-"), std::string::npos);
    EXPECT_EQ(form.find("APP-"), std::string::npos);
    EXPECT_EQ(form.find("EKB-"), std::string::npos);
    EXPECT_EQ(form.find(testing::kAdult), std::string::npos);
  }
}

// ---- Runs

TEST_F(ReportServiceTest, MakesOneBesideAndRecordsWhoAskedFirst) {
  PutTwentyFour();
  const ReportRequest request = {
      .actor = "HL000001", .from = MonthOf("2026-12"), .to = MonthOf("2026-12")};
  const CallContext call = testing::Call("report-request-1");
  StatusOr<ReportRun> run = service_.Start(call, request);
  ASSERT_TRUE(run.ok()) << run.status();
  const auto audit = store_.ListAudit(run->id, {.limit = 10, .after = ""});
  ASSERT_EQ(audit->items.size(), 1U);
  EXPECT_EQ(audit->items[0].event.action, "report_started");
  EXPECT_EQ(audit->items[0].event.actor, "HL000001");
  EXPECT_EQ(audit->items[0].event.detail, "from=2026-12 to=2026-12");
  while (run.ok() && run->state != ReportState::kDone && run->state != ReportState::kFailed) {
    std::this_thread::yield();
    run = service_.Get(call, run->id);
  }
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(run->state, ReportState::kDone) << run->failure;
  EXPECT_EQ(run->cases_read, 24);
  EXPECT_EQ(Row(run->report, "M-01", 0, "2026-12"), "24;10;6;8;417");
  // A repeat is the same run, and no new record.
  EXPECT_EQ(service_.Start(call, request)->id, run->id);
  EXPECT_EQ(store_.ListAudit(run->id, {.limit = 10, .after = ""})->items.size(), 1U);
}

TEST_F(ReportServiceTest, RefusesMoreThanAYearAndAnUnknownRun) {
  const ReportRequest request = {
      .actor = "HL000001", .from = MonthOf("2025-12"), .to = MonthOf("2026-12")};
  const Status long_one = service_.Start(testing::Call("report-request-2"), request).status();
  EXPECT_EQ(DetailOf(long_one).reason, "PERIOD_TOO_LONG");
  const Status unknown = service_.Get(testing::Call("report-request-3"), "R-none").status();
  EXPECT_EQ(DetailOf(unknown).reason, "REPORT_NOT_FOUND");
}

}  // namespace
}  // namespace dm::report
