#include "worker/adapters/codec/report.h"

#include <gtest/gtest.h>

namespace dm::codec {
namespace {

ReportRun DoneRun() {
  ReportRun run;
  run.id = "R-1";
  run.state = ReportState::kDone;
  run.cases_read = 12;
  Report& report = run.report;
  report.municipality = "0001-provkommun";
  report.from = *Month::Make(2026, 1);
  report.to = *Month::Make(2026, 12);
  report.made_at = Instant::FromUnixMs(1'795'000'000'123);
  report.policy_sha256 = std::string(64, 'a');
  report.min_cell = 7;
  report.measures.push_back(
      {.code = "M-01",
       .title = "Andelar",
       .definition = "Så",
       .source = "Beslut",
       .available = true,
       .missing = {"Det här"},
       .notes = {"Läs så"},
       .tables = {{.title = "Efter månad",
                   .head = "Månad",
                   .columns = {{"Beslut", ReportUnit::kCount}, {"Vad", ReportUnit::kText}},
                   .rows = {{.label = "2026-01",
                             .cells = {{ReportCellState::kValue, 8, ""},
                                       {ReportCellState::kValue, 0, "ord"}},
                             .total = false},
                            {.label = "Totalt",
                             .cells = {{ReportCellState::kHidden, 0, ""},
                                       {ReportCellState::kMissing, 0, ""}},
                             .total = true}},
                   .chart = ReportChart::kStacks,
                   .charted = {0}}}});
  return run;
}

TEST(Report, IsReadAsItWasWritten) {
  const ReportRun run = DoneRun();
  FieldReader reader(Origin::kStore);
  const ReportRun read = FromProto(reader, ToProto(run));
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(read.id, run.id);
  EXPECT_EQ(read.state, run.state);
  EXPECT_EQ(read.cases_read, run.cases_read);
  EXPECT_EQ(read.report, run.report);
}

TEST(Report, IsNotSentBeforeItIsDone) {
  ReportRun run = DoneRun();
  run.state = ReportState::kRunning;
  EXPECT_FALSE(ToProto(run).has_report());
}

TEST(Report, WithARowThatDoesNotFitItsColumnsIsRefused) {
  medarbetare::v1::ReportRun message = ToProto(DoneRun());
  message.mutable_report()
      ->mutable_measures(0)
      ->mutable_tables(0)
      ->mutable_rows(0)
      ->mutable_cells()
      ->RemoveLast();
  FieldReader reader(Origin::kStore);
  FromProto(reader, message);
  EXPECT_FALSE(reader.ok());
}

}  // namespace
}  // namespace dm::codec
