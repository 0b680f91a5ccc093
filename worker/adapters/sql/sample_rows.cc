// The part of quality_rows.h that keeps the sample.
#include <utility>

#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/quality_rows.h"

namespace dm::sql {
namespace {

constexpr std::pair<DrawnHow, const char*> kDrawn[] = {{DrawnHow::kNot, "NOT"},
                                                       {DrawnHow::kArrival, "ARRIVAL"},
                                                       {DrawnHow::kTopUp, "TOP_UP"},
                                                       {DrawnHow::kStated, "STATED"}};

const char* DrawnText(DrawnHow drawn) {
  for (const auto& [value, text] : kDrawn) {
    if (value == drawn) return text;
  }
  return "NOT";
}

const char* PartText(const std::optional<SamplePart>& part) {
  if (!part) return "";
  return *part == SamplePart::kPrePayment ? "PRE" : "POST";
}

constexpr char kCaseColumns[] =
    "SELECT case_id, month, typfall, household, amount, channel, drawn, part, entered_at_ms FROM "
    "sample_cases ";

StatusOr<SampleCase> CaseOf(const Statement& row) {
  SampleCase one;
  DM_ASSIGN_OR_RETURN(one.case_id, ReadId<CaseTag>(row.Text(0)));
  DM_ASSIGN_OR_RETURN(one.month, Month::Parse(row.Text(1)));
  one.stratum = {.typfall = row.Text(2), .household = row.Text(3), .amount = row.Text(4)};
  one.channel = row.Text(5);
  for (const auto& [value, text] : kDrawn) {
    if (row.Text(6) == text) one.drawn = value;
  }
  const std::string part = row.Text(7);
  if (part == "PRE") one.part = SamplePart::kPrePayment;
  if (part == "POST") one.part = SamplePart::kPostPayment;
  one.entered_at = Instant::FromUnixMs(row.Int(8));
  return one;
}

constexpr char kMonthColumns[] =
    "SELECT month, seed, opening_plan, closing_plan, opened_at_ms, closed_at_ms FROM "
    "sample_months ";

StatusOr<SampleMonth> MonthOf(const Statement& row) {
  SampleMonth month;
  DM_ASSIGN_OR_RETURN(month.month, Month::Parse(row.Text(0)));
  month.seed = row.Text(1);
  month.opening_plan = row.Text(2);
  month.closing_plan = row.Text(3);
  month.opened_at = Instant::FromUnixMs(row.Int(4));
  const std::optional<std::int64_t> closed = row.OptionalInt(5);
  if (closed) month.closed_at = Instant::FromUnixMs(*closed);
  return month;
}

}  // namespace

Status PutSampleCase(Database& database, const SampleCase& one) {
  return database.Run(
      "INSERT INTO sample_cases VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (case_id) "
      "DO NOTHING",
      one.case_id.value(),
      one.month.ToString(),
      one.stratum.typfall,
      one.stratum.household,
      one.stratum.amount,
      one.channel,
      DrawnText(one.drawn),
      PartText(one.part),
      one.entered_at.unix_ms());
}

StatusOr<SampleMonth> OpenSampleMonth(Database& database,
                                      const SampleMonth& proposed,
                                      const AuditEvent& audit,
                                      Instant now) {
  DM_RETURN_IF_ERROR(
      database.Run("INSERT INTO sample_months (month, seed, opening_plan, opened_at_ms) VALUES "
                   "(?1, ?2, ?3, ?4) ON CONFLICT (month) DO NOTHING",
                   proposed.month.ToString(),
                   proposed.seed,
                   proposed.opening_plan,
                   now.unix_ms()));
  if (database.changes() == 1) DM_RETURN_IF_ERROR(AppendAudit(database, audit, now));
  DM_ASSIGN_OR_RETURN(const std::optional<SampleMonth> month,
                      FindSampleMonth(database, proposed.month));
  if (!month) return Unreadable();
  return *month;
}

StatusOr<std::vector<SampleMonth>> ReadSampleMonths(Database& database, int limit) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kMonthColumns) + "ORDER BY month DESC LIMIT ?1", limit));
  std::vector<SampleMonth> months;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(SampleMonth month, MonthOf(row));
    months.push_back(std::move(month));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return months;
}

StatusOr<std::optional<SampleMonth>> FindSampleMonth(Database& database, Month month) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kMonthColumns) + "WHERE month = ?1", month.ToString()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<SampleMonth>();
  DM_ASSIGN_OR_RETURN(SampleMonth read, MonthOf(row));
  return std::optional<SampleMonth>(std::move(read));
}

StatusOr<std::optional<SampleCase>> FindSampleCaseRow(Database& database, const CaseId& id) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(std::string(kCaseColumns) + "WHERE case_id = ?1", id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<SampleCase>();
  DM_ASSIGN_OR_RETURN(SampleCase read, CaseOf(row));
  return std::optional<SampleCase>(std::move(read));
}

StatusOr<std::vector<SampleCase>> ReadSampleCases(Database& database, Month month) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kCaseColumns) + "WHERE month = ?1 ORDER BY case_id",
                     month.ToString()));
  std::vector<SampleCase> cases;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(SampleCase one, CaseOf(row));
    cases.push_back(std::move(one));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return cases;
}

Status CloseSampleMonth(Database& database, const SampleClosing& closing, Instant now) {
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE sample_months SET closing_plan = ?2, closed_at_ms = ?3 WHERE month = ?1 "
                   "AND closed_at_ms IS NULL",
                   closing.month.ToString(),
                   closing.plan,
                   now.unix_ms()));
  if (database.changes() == 0) {
    return FailedPrecondition("the month's sample was filled up before",
                              {.reason = "SAMPLE_CLOSED",
                               .field = "month",
                               .remedy = "Read the sample; a month is filled up once."});
  }
  for (const CaseId& id : closing.removed) {
    DM_RETURN_IF_ERROR(database.Run("DELETE FROM sample_cases WHERE case_id = ?1", id.value()));
    DM_RETURN_IF_ERROR(database.Run(
        "DELETE FROM reviews WHERE case_id = ?1 AND state <> 'COMPLETED'", id.value()));
  }
  for (const SampleCase& one : closing.cases) {
    DM_RETURN_IF_ERROR(PutSampleCase(database, one));
    DM_RETURN_IF_ERROR(
        database.Run("UPDATE sample_cases SET drawn = ?2, part = ?3 WHERE case_id = ?1",
                     one.case_id.value(),
                     DrawnText(one.drawn),
                     PartText(one.part)));
  }
  // A month may be filled up late, by a worker that stood still: of an erased case nothing is
  // reviewed.
  std::vector<Review> reviews;
  for (const Review& review : closing.reviews) {
    DM_ASSIGN_OR_RETURN(
        Statement row,
        database.Query("SELECT 1 FROM cases WHERE case_id = ?1 AND erased_at_ms IS NULL",
                       review.case_id.value()));
    DM_ASSIGN_OR_RETURN(const bool there, row.Step());
    if (there) reviews.push_back(review);
  }
  DM_RETURN_IF_ERROR(AddReviews(database, reviews));
  return AppendAudit(database, closing.audit, now);
}

}  // namespace dm::sql
