#include "worker/report/report_service.h"

#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/policy/policy_loader.h"
#include "worker/report/forms.h"

namespace dm::report {
namespace {

using testing::FakeClock;
using testing::FakeStore;
using testing::MonthOf;
using testing::TestNow;

constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600'000;

std::shared_ptr<const PolicySet> Policy() {
  static const std::shared_ptr<const PolicySet> policy = [] {
    const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
    return load.set;
  }();
  return policy;
}

class ReportServiceTest : public ::testing::Test {
 protected:
  // A decided case of a household of its own, in December 2026.
  CaseRecord Decided(Month month = MonthOf("2026-12")) {
    const std::string number = std::to_string(++cases_);
    CaseRecord record = testing::PlainCase(CaseState::kClosed);
    record.application.id = ApplicationId::FromTrusted("APP-" + number);
    record.application.household = HouseholdId::FromTrusted("HH-" + number);
    record.application.month = month;
    record.assessment = testing::PlainAssessment();
    record.decisions = {testing::PlainDecision()};
    return record;
  }

  CaseRecord ByPerson(int days, int kronor) {
    CaseRecord record = Decided();
    Decision& decision = record.decisions.front();
    decision.kind = DecisionKind::kHuman;
    decision.granted = Money::FromKronor(kronor);
    decision.decided_at = record.application.received_at.PlusMs(days * kDayMs);
    return record;
  }

  CaseRecord Proposed(int days) {
    CaseRecord record = ByPerson(days, 8280);
    Escalation escalation;
    escalation.mode = Mode::kPropose;
    escalation.suggested = testing::PlainDecision();
    escalation.routing = testing::PlainEscalate().routing;
    record.escalation = escalation;
    return record;
  }

  void Put(const CaseRecord& record) { testing::PutCase(store_, record); }

  Report Make(const std::string& from = "2026-12", const std::string& to = "2026-12") {
    const StatusOr<Report> report = service_.Make({.from = MonthOf(from), .to = MonthOf(to)});
    if (report.ok()) return *report;
    ADD_FAILURE() << report.status();
    return {};
  }

  static const ReportMeasure& Measure(const Report& report, const std::string& code) {
    for (const ReportMeasure& one : report.measures) {
      if (one.code == code) return one;
    }
    ADD_FAILURE() << code;
    return report.measures.front();
  }

  // "8;10;..": a row of a table as it is shown, cell by cell.
  static std::string Row(const Report& report,
                         const std::string& code,
                         std::size_t table,
                         const std::string& label) {
    const ReportMeasure& measure = Measure(report, code);
    if (measure.tables.size() <= table) return "no table";
    const ReportTable& shown = measure.tables[table];
    for (const ReportRow& row : shown.rows) {
      if (row.label != label && !row.label.starts_with(label + " ")) continue;
      std::string text;
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const ReportCell& cell = row.cells[i];
        text += i == 0 ? "" : ";";
        if (cell.state == ReportCellState::kHidden) text += "..";
        if (cell.state == ReportCellState::kMissing) text += "saknas";
        if (cell.state == ReportCellState::kValue)
          text += cell.text.empty() ? std::to_string(cell.value) : cell.text;
      }
      return text;
    }
    return "no row";
  }

  // 10 automatic at once, 6 as proposed after 2 days, 8 on paper and otherwise after 5.
  void PutTwentyFour() {
    for (int i = 0; i < 10; ++i) Put(Decided());
    for (int i = 0; i < 6; ++i) Put(Proposed(2));
    for (int i = 0; i < 8; ++i) {
      CaseRecord record = ByPerson(5, 8000);
      record.application.channel = Channel::kPaper;
      Put(record);
    }
  }

  int cases_ = 0;
  FakeStore store_;
  FakeClock clock_{TestNow()};
  ReportService service_{
      store_, clock_, {.municipality = "0000-exempelkommun", .policy = [] { return Policy(); }}};
};

TEST_F(ReportServiceTest, CountsWhoDecidedAndWhoCalculated) {
  PutTwentyFour();
  const Report report = Make();
  EXPECT_EQ(Row(report, "M-01", 0, "2026-12"), "24;10;6;8;417");
  EXPECT_EQ(Row(report, "M-01", 0, "Totalt"), "24;10;6;8;417");
  EXPECT_EQ(Row(report, "M-01", 1, "2026-12"), "24;16;8;667");
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

// ---- The forecast

// `count` grants of 8 280 kr in the month.
TEST_F(ReportServiceTest, ForecastsFromTheSeasonAndTheYearsChange) {
  for (int year = 2024; year <= 2026; ++year) {
    const int last = year == 2026 ? 3 : 12;
    const int count = year == 2024 ? 5 : (year == 2025 ? 6 : 9);
    for (int month = 1; month <= last; ++month) {
      for (int i = 0; i < count; ++i) Put(Decided(*Month::Make(year, month)));
    }
  }
  const Report report = Make("2026-01", "2026-03");
  // So far 27 × 8 280; what remains is 54 × 8 280 × 1.5.
  EXPECT_EQ(Row(report, "M-08", 0, "mars 2026"), "22356000;89424000");
  // Each year's change was the same in every month: the error is none.
  EXPECT_EQ(Row(report, "M-08", 1, "3"), "59616000;59616000;0");
  EXPECT_EQ(Row(report, "M-08", 1, "9"), "59616000;59616000;0");
}

TEST_F(ReportServiceTest, SaysThatAForecastTakesTheYearBefore) {
  PutTwentyFour();
  const ReportMeasure& forecast = Measure(Make(), "M-08");
  EXPECT_FALSE(forecast.available);
  EXPECT_NE(forecast.missing.back().find("hela året före"), std::string::npos);
}

TEST_F(ReportServiceTest, SplitsTheChangeIntoVolumeAndAmount) {
  for (int i = 0; i < 5; ++i) Put(Decided(MonthOf("2025-12")));
  for (int i = 0; i < 6; ++i) Put(ByPerson(1, 8000));
  // 48 000 − 41 400 = 6 600: one more of 8 280, and six of 280 less.
  EXPECT_EQ(Row(Make(), "M-06", 1, "2026-12 – 2026-12"), "660000;828000;-168000");
}

TEST_F(ReportServiceTest, CountsTenMonthsOfTwelveAsLong) {
  for (int household = 0; household < 12; ++household) {
    const int first = household < 7 ? 3 : 4;  // seven of ten months, five of nine
    for (int month = first; month <= 12; ++month) {
      CaseRecord record = Decided(*Month::Make(2026, month));
      record.application.household = HouseholdId::FromTrusted("HH-l" + std::to_string(household));
      Put(record);
    }
  }
  // The store goes back to January.
  Put(ByPerson(1, 0));
  EXPECT_FALSE(Measure(Make(), "M-05").available);
  for (int i = 0; i < 5; ++i) Put(Decided(MonthOf("2026-01")));
  EXPECT_EQ(Row(Make(), "M-05", 0, "2026-01 – 2026-12"), "18;7;11;389");
}

// ---- The month before

// A case of each of twenty households in each of the two months.
TEST_F(ReportServiceTest, ComparesWithTheMonthBeforeAsTheStoreHasIt) {
  for (int i = 0; i < 20; ++i) {
    const HouseholdId household = HouseholdId::FromTrusted("HH-m" + std::to_string(i));
    CaseRecord before = Decided(MonthOf("2026-11"));
    before.application.household = household;
    before.decisions.front().granted = Money::FromKronor(8000);
    Put(before);
    CaseRecord record = Decided();
    record.application.household = household;
    record.decisions.front().granted = Money::FromKronor(8500);
    // What the case system sent is older than the correction that stands in the store.
    HistoryMonth sent;
    sent.month = MonthOf("2026-11");
    sent.outcome = Outcome::kBifall;
    sent.granted = Money::FromKronor(7000);
    if (i < 10) record.supplied_history = {sent};
    Put(record);
  }
  const std::string row = Row(Make(), "LIKVARDIGHET", 0, "Ensamstående utan barn");
  EXPECT_NE(row.find(";50000;"), std::string::npos) << row;
}

// ---- Drift

TEST_F(ReportServiceTest, RingsWhenATypfallIsOtherwiseThanBefore) {
  for (int month = 9; month <= 11; ++month) {
    for (int i = 0; i < 20; ++i) Put(Decided(*Month::Make(2026, month)));
  }
  for (int i = 0; i < 20; ++i) {
    CaseRecord record = Decided();
    if (i < 6) record.decisions.front().outcome = Outcome::kDelavslag;
    Put(record);
  }
  const Report report = Make();
  EXPECT_EQ(Row(report, "DRIFT", 0, "TF-02"), "700;1000;LARM");
}

TEST_F(ReportServiceTest, RingsForNoSingleCaseThatIsOtherwise) {
  for (int month = 9; month <= 11; ++month) {
    for (int i = 0; i < 20; ++i) Put(Decided(*Month::Make(2026, month)));
  }
  for (int i = 0; i < 20; ++i) {
    CaseRecord record = Decided();
    if (i == 0) record.decisions.front().outcome = Outcome::kDelavslag;
    Put(record);
  }
  // 19 of 20; one that is not is hidden.
  EXPECT_EQ(Row(Make(), "DRIFT", 0, "TF-02"), "..;1000;nej");
}

TEST_F(ReportServiceTest, RingsForNobodysTypfallOfFourHouseholds) {
  for (int month = 9; month <= 11; ++month) {
    for (int i = 0; i < 20; ++i) Put(Decided(*Month::Make(2026, month)));
  }
  for (int i = 0; i < 4; ++i) {
    CaseRecord record = Decided();
    record.decisions.front().outcome = Outcome::kDelavslag;
    record.decisions.front().granted = Money::FromKronor(20'000);
    Put(record);
  }
  const Report few_now = Make();
  EXPECT_EQ(Row(few_now, "DRIFT", 0, "TF-02"), "..;1000;..");
  // The mean: without proposals the second share has no table.
  EXPECT_EQ(Row(few_now, "DRIFT", 3, "TF-02"), "..;828000;..");
}

TEST_F(ReportServiceTest, SaysNothingOfAnAlarmAgainstFourHouseholdsBefore) {
  for (int i = 0; i < 4; ++i) Put(Decided(*Month::Make(2026, 11)));
  for (int i = 0; i < 20; ++i) {
    CaseRecord record = Decided();
    record.decisions.front().outcome = Outcome::kDelavslag;
    Put(record);
  }
  EXPECT_EQ(Row(Make(), "DRIFT", 0, "TF-02"), "0;..;..");
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
