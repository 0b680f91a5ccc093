#include "worker/adapters/sql/quality_rows.h"

#include "worker/adapters/codec/quality.h"
#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/control_rows.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/adapters/sql/sealed.h"

namespace dm::sql {
namespace {

const char* KindText(ComparisonKind kind) {
  return kind == ComparisonKind::kMachineHuman ? "MACHINE_HUMAN" : "HUMAN_HUMAN";
}

StatusOr<std::string> SealReview(Database& database, const Review& review) {
  return Seal(
      database, ReviewPlace(review.case_id.value(), review.id), codec::EncodeReview(review));
}

Status InsertReview(Database& database, const Review& review) {
  DM_ASSIGN_OR_RETURN(const std::string sealed, SealReview(database, review));
  return database.Run(
      "INSERT INTO reviews VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7) ON CONFLICT (review_id) DO "
      "NOTHING",
      review.id,
      review.case_id.value(),
      review.month.ToString(),
      ReviewStateCode(review.state),
      review.reviewer,
      review.due_on.ToString(),
      Blob{sealed});
}

Status PutComparison(Database& database, const Comparison& comparison) {
  const Place place = ComparisonPlace(comparison.case_id.value(), comparison.id);
  DM_ASSIGN_OR_RETURN(const std::string sealed,
                      Seal(database, place, codec::EncodeComparison(comparison)));
  return database.Run(
      "INSERT INTO comparisons (comparison_id, case_id, kind, typfall, comparison_sealed) VALUES "
      "(?1, ?2, ?3, ?4, ?5) ON CONFLICT (comparison_id) DO UPDATE SET typfall = excluded.typfall, "
      "comparison_sealed = excluded.comparison_sealed",
      comparison.id,
      comparison.case_id.value(),
      KindText(comparison.kind),
      comparison.typfall,
      Blob{sealed});
}

// Lowers: it holds before the next case is decided, so the version of control rises.
Status PutDemotion(Database& database, const Demotion& demotion) {
  DM_RETURN_IF_ERROR(database.Run(
      "INSERT INTO demotions (typfall, at_ms, cause, case_id) SELECT ?1, ?2, ?3, ?4 WHERE NOT "
      "EXISTS (SELECT 1 FROM demotions WHERE typfall = ?1 AND released_at_ms IS NULL)",
      demotion.typfall,
      demotion.at.unix_ms(),
      demotion.cause,
      demotion.case_id.value()));
  if (database.changes() == 0) return OkStatus();
  return RaiseControl(database);
}

Status AddAmount(Database& database, const AmountCount& amount) {
  return database.Run(
      "INSERT INTO amount_counts VALUES (?1, ?2, ?3, ?4) ON CONFLICT (month, household, step) DO "
      "UPDATE SET count = amount_counts.count + excluded.count",
      amount.month.ToString(),
      amount.household,
      amount.step,
      amount.count);
}

// Columns: the review, its version, its case and its id.
StatusOr<Review> ReviewOf(Database& database, const Statement& row) {
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, ReviewPlace(row.Text(2), row.Text(3)), row.Bytes(0)));
  DM_ASSIGN_OR_RETURN(Review review, codec::DecodeReview(plain));
  review.version = row.Int(1);
  return review;
}

Demotion DemotionOf(const Statement& row) {
  Demotion demotion;
  demotion.typfall = row.Text(0);
  demotion.at = Instant::FromUnixMs(row.Int(1));
  demotion.cause = row.Text(2);
  demotion.case_id = CaseId::FromTrusted(row.Text(3));
  demotion.released_by = row.Text(4);
  demotion.release_reason = row.Text(5);
  const std::optional<std::int64_t> released = row.OptionalInt(6);
  if (released) demotion.released_at = Instant::FromUnixMs(*released);
  return demotion;
}

constexpr char kDemotionColumns[] =
    "SELECT typfall, at_ms, cause, case_id, released_by, release_reason, released_at_ms FROM "
    "demotions ";

}  // namespace

Status PutQualityNote(Database& database, const QualityNote& note) {
  if (note.sample_case) DM_RETURN_IF_ERROR(PutSampleCase(database, *note.sample_case));
  for (const Review& review : note.reviews) DM_RETURN_IF_ERROR(InsertReview(database, review));
  if (note.comparison) DM_RETURN_IF_ERROR(PutComparison(database, *note.comparison));
  if (note.demotion) DM_RETURN_IF_ERROR(PutDemotion(database, *note.demotion));
  if (note.amount) DM_RETURN_IF_ERROR(AddAmount(database, *note.amount));
  return OkStatus();
}

Status ReadHolds(Database& database, Control& control) {
  {
    DM_ASSIGN_OR_RETURN(
        Statement row,
        database.Query(
            "SELECT kind, name, actor, reason, set_at_ms FROM switches ORDER BY kind, name"));
    DM_ASSIGN_OR_RETURN(bool more, row.Step());
    while (more) {
      const std::optional<SwitchKind> kind = SwitchKindFromCode(row.Text(0));
      if (!kind) return Unreadable();
      control.switched_off.push_back({.kind = *kind,
                                      .name = row.Text(1),
                                      .actor = row.Text(2),
                                      .reason = row.Text(3),
                                      .set_at = Instant::FromUnixMs(row.Int(4))});
      DM_ASSIGN_OR_RETURN(more, row.Step());
    }
  }
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kDemotionColumns) + "WHERE released_at_ms IS NULL"));
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    const Demotion demotion = DemotionOf(row);
    control.demoted[demotion.typfall] = demotion;
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return OkStatus();
}

Status AddReviews(Database& database, const std::vector<Review>& reviews) {
  for (const Review& review : reviews) DM_RETURN_IF_ERROR(InsertReview(database, review));
  return OkStatus();
}

StatusOr<Review> ReadReview(Database& database, const std::string& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT review_sealed, version, case_id, review_id FROM reviews WHERE "
                     "review_id = ?1",
                     id));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (found) return ReviewOf(database, row);
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such review",
                    {.reason = "REVIEW_NOT_FOUND",
                     .field = "review_id",
                     .remedy = "Use an id that the list of reviews gives."});
}

StatusOr<Page<Review>> ListReviewRows(Database& database,
                                      const ReviewFilter& filter,
                                      const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string state = filter.state ? ReviewStateCode(*filter.state) : "";
  const std::string month = filter.month ? filter.month->ToString() : "";
  const std::string scope =
      "reviews|" + state + (filter.every_state ? "*" : "") + "|" + filter.reviewer + "|" + month;
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> keys, ReadCursor(scope, 2, page.after));
  std::string sql =
      "SELECT review_sealed, version, case_id, review_id, due_on FROM reviews WHERE (due_on, "
      "review_id) > (?1, ?2)";
  if (filter.state) {
    sql += " AND state = ?3";
  } else {
    sql += filter.every_state ? " AND ?3 = ''" : " AND ?3 = '' AND state <> 'COMPLETED'";
  }
  sql += filter.reviewer.empty() ? " AND ?4 = ''" : " AND reviewer = ?4";
  sql += month.empty() ? " AND ?5 = ''" : " AND month = ?5";
  sql += " ORDER BY due_on, review_id LIMIT ?6";
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(sql,
                                     keys.empty() ? std::string() : keys[0],
                                     keys.empty() ? std::string() : keys[1],
                                     state,
                                     filter.reviewer,
                                     month,
                                     page.limit + 1));
  Page<Review> reviews;
  std::string last;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (static_cast<int>(reviews.items.size()) == page.limit) {
      reviews.next = last;
      break;
    }
    DM_ASSIGN_OR_RETURN(Review review, ReviewOf(database, row));
    last = MakeCursor(scope, {row.Text(4), row.Text(3)});
    reviews.items.push_back(std::move(review));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return reviews;
}

StatusOr<Review> PutReviewChange(Database& database, const ReviewChange& change, Instant now) {
  DM_ASSIGN_OR_RETURN(const bool repeated, IsRepeat(database, change.request_id, change.audit));
  if (repeated) return ReadReview(database, change.review.id);
  DM_ASSIGN_OR_RETURN(const std::string sealed, SealReview(database, change.review));
  DM_RETURN_IF_ERROR(database.Run(
      "UPDATE reviews SET state = ?2, reviewer = ?3, version = version + 1, review_sealed = ?4 "
      "WHERE review_id = ?1 AND version = ?5",
      change.review.id,
      ReviewStateCode(change.review.state),
      change.review.reviewer,
      Blob{sealed},
      change.review.version));
  if (database.changes() == 0) {
    return MakeStatus(StatusCode::kAborted,
                      "the review has changed since it was read",
                      {.reason = "STALE_VERSION",
                       .field = "expected_version",
                       .remedy = "Read the review again; somebody else may have it."});
  }
  if (change.comparison) DM_RETURN_IF_ERROR(PutComparison(database, *change.comparison));
  if (change.demotion) DM_RETURN_IF_ERROR(PutDemotion(database, *change.demotion));
  DM_RETURN_IF_ERROR(RecordRequest(database,
                                   change.request_id,
                                   {.method = change.audit.action,
                                    .content_sha256 = change.audit.request_sha256,
                                    .result_id = change.review.id},
                                   now));
  DM_RETURN_IF_ERROR(AppendAudit(database, change.audit, now));
  return ReadReview(database, change.review.id);
}

StatusOr<Page<Comparison>> ListComparisonRows(Database& database,
                                              const ComparisonFilter& filter,
                                              const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string kind = filter.kind ? KindText(*filter.kind) : "";
  const std::string scope = "comparisons|" + filter.typfall + "|" + kind;
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> keys, ReadCursor(scope, 1, page.after));
  std::int64_t before = INT64_MAX;
  if (!keys.empty()) {
    DM_ASSIGN_OR_RETURN(before, NumberOf(keys[0]));
  }
  std::string sql =
      "SELECT comparison_sealed, sequence, case_id, comparison_id FROM comparisons WHERE sequence "
      "< ?1";
  sql += filter.typfall.empty() ? " AND ?2 = ''" : " AND typfall = ?2";
  sql += kind.empty() ? " AND ?3 = ''" : " AND kind = ?3";
  sql += " ORDER BY sequence DESC LIMIT ?4";
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(sql, before, filter.typfall, kind, page.limit + 1));
  Page<Comparison> comparisons;
  std::string last;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (static_cast<int>(comparisons.items.size()) == page.limit) {
      comparisons.next = last;
      break;
    }
    DM_ASSIGN_OR_RETURN(const std::string plain,
                        Unseal(database, ComparisonPlace(row.Text(2), row.Text(3)), row.Bytes(0)));
    DM_ASSIGN_OR_RETURN(Comparison comparison, codec::DecodeComparison(plain));
    last = MakeCursor(scope, {std::to_string(row.Int(1))});
    comparisons.items.push_back(std::move(comparison));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return comparisons;
}

StatusOr<std::vector<AmountCount>> ReadAmountCounts(Database& database,
                                                    const std::string& household,
                                                    Month from,
                                                    Month to) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT step, CAST(sum(count) AS BIGINT) FROM amount_counts WHERE household = "
                     "?1 AND month BETWEEN ?2 AND ?3 GROUP BY step ORDER BY step",
                     household,
                     from.ToString(),
                     to.ToString()));
  std::vector<AmountCount> counts;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    counts.push_back(
        {.month = to, .household = household, .step = row.Int(0), .count = row.Int(1)});
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return counts;
}

StatusOr<std::vector<Demotion>> ReadDemotions(Database& database, const std::string& typfall) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(std::string(kDemotionColumns) + "WHERE typfall = ?1 ORDER BY sequence DESC",
                     typfall));
  std::vector<Demotion> demotions;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    demotions.push_back(DemotionOf(row));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return demotions;
}

}  // namespace dm::sql
