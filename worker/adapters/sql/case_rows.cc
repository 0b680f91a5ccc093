#include "worker/adapters/sql/case_rows.h"

#include <charconv>
#include <map>
#include <utility>
#include <vector>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/conversation_rows.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/escalation_rows.h"
#include "worker/adapters/sql/human_decision_rows.h"
#include "worker/adapters/sql/sealed.h"
#include "worker/case/erased.h"
#include "worker/case/not_found.h"
#include "worker/core/check.h"

namespace dm::sql {
namespace {

const char* PartText(Part part) {
  switch (part) {
    case Part::kApplication:
      return "APPLICATION";
    case Part::kHistory:
      return "HISTORY";
    case Part::kEvidence:
      return "EVIDENCE";
    case Part::kAssessment:
      return "ASSESSMENT";
    case Part::kCompletion:
      return "COMPLETION";
  }
  DM_CHECK(false && "part outside its enum");
  return "";
}

// Everything of the record that stands in the row of cases itself.
StatusOr<CaseRecord> ReadRow(Database& database, const CaseId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT state, version, content_sha256, source_attempts, frame_version, "
                     "parked_reason, received_at_ms, updated_at_ms, due_at_ms, processing_ms, "
                     "erased_at_ms FROM cases WHERE case_id = ?1",
                     id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return NoSuchCase();
  if (!row.IsNull(10)) return CaseErased();
  CaseRecord record;
  record.id = id;
  DM_ASSIGN_OR_RETURN(record.state, ReadCaseState(row.Text(0)));
  record.version = row.Int(1);
  record.content_sha256 = row.Text(2);
  record.source_attempts = static_cast<int>(row.Int(3));
  if (!row.IsNull(4)) record.frame_version = static_cast<int>(row.Int(4));
  record.parked_reason = row.Text(5);
  record.received_at = Instant::FromUnixMs(row.Int(6));
  record.updated_at = Instant::FromUnixMs(row.Int(7));
  record.due_at = Instant::FromUnixMs(row.Int(8));
  record.processing_ms = row.Int(9);
  return record;
}

// All in one statement: with a server each is a way there and back.
Status ReadParts(Database& database, CaseRecord& record) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query("SELECT part, part_sealed FROM case_parts WHERE case_id = ?1",
                                     record.id.value()));
  std::map<std::string, std::string> parts;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    std::string part = row.Text(0);
    DM_ASSIGN_OR_RETURN(std::string plain,
                        Unseal(database, PartPlace(record.id.value(), part), row.Bytes(1)));
    parts.emplace(std::move(part), std::move(plain));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  const auto find = [&parts](Part part) -> const std::string* {
    const auto found = parts.find(PartText(part));
    return found == parts.end() ? nullptr : &found->second;
  };
  const std::string* const application = find(Part::kApplication);
  const std::string* const history = find(Part::kHistory);
  if (application == nullptr || history == nullptr) return Unreadable();
  DM_ASSIGN_OR_RETURN(record.application, codec::DecodeApplication(*application));
  DM_ASSIGN_OR_RETURN(record.supplied_history, codec::DecodeHistory(*history));
  if (const std::string* const evidence = find(Part::kEvidence)) {
    DM_ASSIGN_OR_RETURN(record.evidence, codec::DecodeEvidenceSet(*evidence));
  }
  if (const std::string* const assessment = find(Part::kAssessment)) {
    DM_ASSIGN_OR_RETURN(record.assessment, codec::DecodeAssessment(*assessment));
  }
  if (const std::string* const completion = find(Part::kCompletion)) {
    DM_ASSIGN_OR_RETURN(record.completion, codec::DecodeRequestCompletion(*completion));
  }
  DM_ASSIGN_OR_RETURN(record.contact, ReadContact(database, record.id));
  return OkStatus();
}

Status ReadDecisions(Database& database, CaseRecord& record) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          "SELECT decision_sealed, version FROM decisions WHERE case_id = ?1 ORDER BY version",
          record.id.value()));
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(
        const std::string plain,
        Unseal(database, DecisionPlaceOf(record.id.value(), row.Int(1)), row.Bytes(0)));
    DM_ASSIGN_OR_RETURN(Decision decision, codec::DecodeDecision(plain));
    record.decisions.push_back(std::move(decision));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return OkStatus();
}

StatusOr<CaseSummary> ReadSummary(const Statement& row) {
  CaseSummary summary;
  DM_ASSIGN_OR_RETURN(summary.id, ReadId<CaseTag>(row.Text(0)));
  DM_ASSIGN_OR_RETURN(summary.application, ReadId<ApplicationTag>(row.Text(1)));
  DM_ASSIGN_OR_RETURN(summary.household, ReadId<HouseholdTag>(row.Text(2)));
  const StatusOr<Month> month = Month::Parse(row.Text(3));
  if (!month.ok()) return Unreadable();
  summary.month = *month;
  DM_ASSIGN_OR_RETURN(summary.state, ReadCaseState(row.Text(4)));
  summary.typfall = row.Text(5);
  summary.queue = row.Text(6);
  DM_ASSIGN_OR_RETURN(summary.outcome, ReadOutcome(row.Text(7)));
  if (!row.IsNull(8)) {
    DM_ASSIGN_OR_RETURN(summary.decided_by, ReadDecisionKind(row.Text(8)));
  }
  summary.version = row.Int(9);
  summary.received_at = Instant::FromUnixMs(row.Int(10));
  summary.updated_at = Instant::FromUnixMs(row.Int(11));
  summary.processing_ms = row.Int(12);
  return summary;
}

// Each filter adds its own condition, so that the index of the narrowest one can be used. Only
// fixed text goes in.
std::string ListSql(const CaseFilter& filter) {
  std::string sql =
      "SELECT case_id, application_id, household_id, month, state, typfall, queue, outcome, "
      "decided_by, "
      "version, received_at_ms, updated_at_ms, processing_ms FROM cases "
      "WHERE (received_at_ms, case_id) > (?1, ?2) AND erased_at_ms IS NULL";
  sql += filter.state ? " AND state = ?4" : " AND ?4 IS NULL";
  sql += filter.month ? " AND month = ?5" : " AND ?5 IS NULL";
  sql += filter.household ? " AND household_id = ?6" : " AND ?6 IS NULL";
  sql += filter.application ? " AND application_id = ?7" : " AND ?7 IS NULL";
  return sql + " ORDER BY received_at_ms, case_id LIMIT ?3";
}

template <typename T, typename Text>
std::optional<std::string> Map(const std::optional<T>& value, Text text) {
  if (!value) return std::nullopt;
  return std::string(text(*value));
}

}  // namespace

Status PutPart(Database& database, const CaseId& id, Part part, std::string_view plain) {
  static const RowStatement statement = RowStatement::Insert(
      "INSERT INTO case_parts",
      "?1, ?2, ?3",
      "ON CONFLICT (case_id, part) DO UPDATE SET part_sealed = excluded.part_sealed");
  DM_ASSIGN_OR_RETURN(const std::string sealed,
                      Seal(database, PartPlace(id.value(), PartText(part)), plain));
  return database.RunRowLater(statement, id.value(), PartText(part), Blob{sealed});
}

StatusOr<std::optional<std::string>> GetPart(Database& database, const CaseId& id, Part part) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT part_sealed FROM case_parts WHERE case_id = ?1 AND part = ?2",
                     id.value(),
                     PartText(part)));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<std::string>();
  DM_ASSIGN_OR_RETURN(std::string plain,
                      Unseal(database, PartPlace(id.value(), PartText(part)), row.Bytes(0)));
  return std::optional<std::string>(std::move(plain));
}

Status PutInput(Database& database, const CaseId& id, std::string_view plain) {
  static const RowStatement statement = RowStatement::Insert(
      "INSERT INTO case_inputs",
      "?1, ?2",
      "ON CONFLICT (case_id) DO UPDATE SET input_sealed = excluded.input_sealed");
  DM_ASSIGN_OR_RETURN(const std::string sealed, Seal(database, InputPlace(id.value()), plain));
  return database.RunRowLater(statement, id.value(), Blob{sealed});
}

StatusOr<bool> IsErased(Database& database, const CaseId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT 1 FROM cases WHERE case_id = ?1 AND erased_at_ms IS NOT NULL",
                     id.value()));
  return row.Step();
}

StatusOr<std::string> ReadInput(Database& database, const CaseId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT input_sealed FROM case_inputs WHERE case_id = ?1", id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (found) return Unseal(database, InputPlace(id.value()), row.Bytes(0));
  DM_ASSIGN_OR_RETURN(const bool erased, IsErased(database, id));
  if (erased) return CaseErased();
  return FailedPrecondition(
      "the input of the case's assessment was not kept",
      {.reason = "INPUT_NOT_KEPT",
       .field = "case_id",
       .remedy = "Only cases assessed since the store's third version can be computed again."});
}

StatusOr<CaseRecord> ReadCase(Database& database,
                              const CaseId& id,
                              const std::string& municipality) {
  DM_ASSIGN_OR_RETURN(CaseRecord record, ReadRow(database, id));
  record.municipality = municipality;
  DM_RETURN_IF_ERROR(ReadParts(database, record));
  DM_RETURN_IF_ERROR(ReadDecisions(database, record));
  DM_RETURN_IF_ERROR(ReadHumanDecisionParts(database, record));
  DM_ASSIGN_OR_RETURN(record.escalation, LastEscalation(database, id));
  return record;
}

StatusOr<std::optional<CaseId>> FindCaseOf(Database& database, const ApplicationId& application) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT case_id FROM cases WHERE application_id = ?1", application.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<CaseId>();
  DM_ASSIGN_OR_RETURN(CaseId id, ReadId<CaseTag>(row.Text(0)));
  return std::optional<CaseId>(std::move(id));
}

StatusOr<Page<CaseSummary>> ListCaseRows(Database& database,
                                         const CaseFilter& filter,
                                         const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const auto state = Map(filter.state, CaseStateCode);
  const auto month = Map(filter.month, [](Month value) { return value.ToString(); });
  const auto household = Map(filter.household, [](const auto& id) { return id.value(); });
  const auto application = Map(filter.application, [](const auto& id) { return id.value(); });
  const std::string scope = "cases/" + state.value_or("") + "/" + month.value_or("") + "/" +
                            household.value_or("") + "/" + application.value_or("");
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> after, ReadCursor(scope, 2, page.after));
  DM_ASSIGN_OR_RETURN(const std::int64_t after_ms,
                      after.empty() ? StatusOr<std::int64_t>(INT64_MIN) : NumberOf(after[0]));
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(ListSql(filter),
                                     after_ms,
                                     after.empty() ? std::string() : after[1],
                                     page.limit + 1,
                                     state,
                                     month,
                                     household,
                                     application));
  Page<CaseSummary> result;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      const CaseSummary& last = result.items.back();
      result.next =
          MakeCursor(scope, {std::to_string(last.received_at.unix_ms()), last.id.value()});
      break;
    }
    DM_ASSIGN_OR_RETURN(CaseSummary summary, ReadSummary(row));
    result.items.push_back(std::move(summary));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

StatusOr<int> CountOtherCases(Database& database,
                              const HouseholdId& household,
                              Month month,
                              const CaseId& except) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT count(*) FROM cases WHERE household_id = ?1 AND month = ?2 "
                     "AND case_id <> ?3 AND state <> 'WRITTEN_OFF'",
                     household.value(),
                     month.ToString(),
                     except.value()));
  DM_RETURN_IF_ERROR(row.Step().status());
  return static_cast<int>(row.Int(0));
}

StatusOr<std::vector<StateCount>> CountCaseStates(Database& database) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query("SELECT state, count(*) FROM cases GROUP BY state"));
  std::vector<StateCount> counts;
  counts.reserve(kCaseStates.size());
  for (const CaseState state : kCaseStates) counts.push_back({.state = state, .count = 0});
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(const CaseState state, ReadCaseState(row.Text(0)));
    counts[static_cast<std::size_t>(state)].count = static_cast<int>(row.Int(1));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return counts;
}

}  // namespace dm::sql
