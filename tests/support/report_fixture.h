// Decided cases in a store, and the reports that are made of them, cell by cell.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/policy/policy_loader.h"
#include "worker/report/report_service.h"

namespace dm::report {

inline constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600'000;

// Of the example municipality; read once, as a test program has one folder.
inline std::shared_ptr<const PolicySet> Policy(const std::string& folder) {
  static const std::shared_ptr<const PolicySet> policy = [&] {
    const PolicyLoad load = LoadPolicies(folder, "0000-exempelkommun");
    for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
    return load.set;
  }();
  return policy;
}

class ReportFixture : public ::testing::Test {
 protected:
  explicit ReportFixture(const std::string& policies) : policy_(Policy(policies)) {}

  // A decided case of a household of its own, in December 2026.
  CaseRecord Decided(Month month = testing::MonthOf("2026-12")) {
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
    const StatusOr<Report> report =
        service_.Make({.from = testing::MonthOf(from), .to = testing::MonthOf(to)});
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

  std::shared_ptr<const PolicySet> policy_;
  int cases_ = 0;
  testing::FakeStore store_;
  testing::FakeClock clock_{testing::TestNow()};
  ReportService service_{
      store_, clock_, {.municipality = "0000-exempelkommun", .policy = [this] { return policy_; }}};
};

}  // namespace dm::report
