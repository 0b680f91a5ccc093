#include "worker/adapters/sql/decision_rows.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/case_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/history_month.h"
#include "worker/adapters/sql/sealed.h"

namespace dm::sql {
namespace {

constexpr int kMonthsBack = 36;

Status CheckDecision(const Decision& decision) {
  const bool automatic_ok = decision.kind != DecisionKind::kAutomatic ||
                            (decision.outcome == Outcome::kBifall && decision.version == 1);
  if (automatic_ok && decision.version >= 1 && decision.outcome != Outcome::kNone)
    return OkStatus();
  return InvalidArgument(
      "a decision has a version from 1 and an outcome; an automatic one is version 1 and a full "
      "approval",
      {.reason = "DECISION_INVALID",
       .field = "decision",
       .remedy = "Hand the case to a person, who decides it."});
}

Status Duplicate() {
  return MakeStatus(StatusCode::kAlreadyExists,
                    "the household has such a decision for the month already",
                    {.reason = "DECISION_EXISTS",
                     .field = "decision.version",
                     .remedy = "A person gives the next version for the household and month, or "
                               "writes the application off."});
}

// The decision that speaks for its month: the last one in the matter, else the last dismissal or
// write-off.
struct LastOfMonth {
  std::string month;
  std::string case_id;
  std::string decision;  // plain
};

StatusOr<std::vector<LastOfMonth>> LastDecisions(Database& database,
                                                 const HouseholdId& household,
                                                 Month before) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT month, case_id, decision_sealed, version FROM decisions WHERE "
                     "household_id = ?1 AND "
                     "month < ?2 AND month >= ?3 ORDER BY month DESC, outcome IN ('AVVISNING', "
                     "'AVSKRIVNING'), version DESC, decided_at_ms DESC",
                     household.value(),
                     before.ToString(),
                     before.PlusMonths(-kMonthsBack).ToString()));
  std::vector<LastOfMonth> months;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (months.empty() || months.back().month != row.Text(0)) {
      DM_ASSIGN_OR_RETURN(std::string plain,
                          Unseal(database, DecisionPlaceOf(row.Text(1), row.Int(3)), row.Bytes(2)));
      months.push_back({row.Text(0), row.Text(1), std::move(plain)});
    }
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return months;
}

StatusOr<HistoryMonth> BuildMonth(Database& database, const LastOfMonth& last) {
  DM_ASSIGN_OR_RETURN(const CaseId id, ReadId<CaseTag>(last.case_id));
  DM_ASSIGN_OR_RETURN(const Decision decision, codec::DecodeDecision(last.decision));
  DM_ASSIGN_OR_RETURN(const auto application_bytes, GetPart(database, id, Part::kApplication));
  if (!application_bytes) return Unreadable();
  DM_ASSIGN_OR_RETURN(const Application application, codec::DecodeApplication(*application_bytes));
  DM_ASSIGN_OR_RETURN(const auto assessment_bytes, GetPart(database, id, Part::kAssessment));
  std::optional<Assessment> assessment;
  if (assessment_bytes) {
    DM_ASSIGN_OR_RETURN(assessment, codec::DecodeAssessment(*assessment_bytes));
  }
  return ToHistoryMonth(decision, application, assessment);
}

}  // namespace

Status PutDecision(Database& database, const DecisionPlace& place, const Decision& decision) {
  DM_RETURN_IF_ERROR(CheckDecision(decision));
  static const RowStatement statement =
      RowStatement::Insert("INSERT INTO decisions", "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9");
  DM_ASSIGN_OR_RETURN(const std::string sealed,
                      Seal(database,
                           DecisionPlaceOf(place.case_id.value(), decision.version),
                           codec::Encode(decision)));
  const Status status = database.RunRowLater(statement,
                                             place.case_id.value(),
                                             decision.version,
                                             place.household.value(),
                                             place.month.ToString(),
                                             DecisionKindText(decision.kind),
                                             OutcomeCode(decision.outcome),
                                             decision.decided_at.unix_ms(),
                                             decision.policy_sha256,
                                             Blob{sealed});
  return DetailOf(status).reason == "STORE_DUPLICATE" ? Duplicate() : status;
}

StatusOr<History> DecidedMonthsOf(Database& database, const HouseholdId& household, Month before) {
  DM_ASSIGN_OR_RETURN(const std::vector<LastOfMonth> months,
                      LastDecisions(database, household, before));
  History history;
  for (const LastOfMonth& last : months) {
    DM_ASSIGN_OR_RETURN(HistoryMonth month, BuildMonth(database, last));
    history.push_back(std::move(month));
  }
  return history;
}

}  // namespace dm::sql
