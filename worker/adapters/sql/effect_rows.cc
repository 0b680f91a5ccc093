#include "worker/adapters/sql/effect_rows.h"

#include <algorithm>
#include <utility>

#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sql/audit_rows.h"
#include "worker/adapters/sql/codes.h"
#include "worker/adapters/sql/cursor.h"
#include "worker/adapters/sql/request_rows.h"
#include "worker/adapters/sql/sealed.h"

namespace dm::sql {
namespace {

constexpr int kDueMax = 1'000;

constexpr char kColumns[] =
    "SELECT effect_sealed, state, attempts, created_at_ms, next_attempt_at_ms, receiver_reference, "
    "last_error, sequence, case_id, effect_id, tried FROM effects ";

StatusOr<StoredEffect> ReadRow(Database& database, const Statement& row) {
  StoredEffect stored;
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, EffectPlace(row.Text(8), row.Text(9)), row.Bytes(0)));
  DM_ASSIGN_OR_RETURN(stored.effect, codec::DecodeEffect(plain));
  DM_ASSIGN_OR_RETURN(stored.state, ReadEffectState(row.Text(1)));
  stored.attempts = static_cast<int>(row.Int(2));
  stored.created_at = Instant::FromUnixMs(row.Int(3));
  stored.next_attempt_at = Instant::FromUnixMs(row.Int(4));
  stored.receiver_reference = row.Text(5);
  stored.last_error = row.Text(6);
  stored.tried = row.Int(10) != 0;
  return stored;
}

StatusOr<std::vector<StoredEffect>> ReadRows(Database& database, Statement& row) {
  std::vector<StoredEffect> effects;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    DM_ASSIGN_OR_RETURN(StoredEffect effect, ReadRow(database, row));
    effects.push_back(std::move(effect));
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return effects;
}

StatusOr<std::optional<Decision>> ReadDecision(Database& database, const CaseId& id, int version) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT decision_sealed FROM decisions WHERE case_id = ?1 AND version = ?2",
                     id.value(),
                     version));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return std::optional<Decision>();
  DM_ASSIGN_OR_RETURN(const std::string plain,
                      Unseal(database, DecisionPlaceOf(id.value(), version), row.Bytes(0)));
  DM_ASSIGN_OR_RETURN(Decision decision, codec::DecodeDecision(plain));
  return std::optional<Decision>(std::move(decision));
}

// What the same change has stored need not be read.
StatusOr<std::optional<Decision>> DecisionOf(Database& database,
                                             const CaseChange& change,
                                             const Effect& effect) {
  if (change.decision && change.decision->version == effect.decision_version) {
    return change.decision;
  }
  return ReadDecision(database, effect.case_id, effect.decision_version);
}

Status CheckPayment(Database& database, const CaseChange& change, const Effect& effect) {
  if (effect.kind != EffectKind::kPaymentOrder) return OkStatus();
  DM_ASSIGN_OR_RETURN(const std::optional<Decision> decision, DecisionOf(database, change, effect));
  const bool covered = decision && effect.payment_order &&
                       effect.payment_order->amount <= decision->granted &&
                       !effect.payment_order->amount.is_negative();
  if (covered) return OkStatus();
  return FailedPrecondition(
      "a payment order is covered by a stored decision version",
      {.reason = "PAYMENT_NOT_COVERED",
       .field = "effects.payment_order.amount",
       .remedy = "Order at most what the decision grants, with the decision's version."});
}

Status InsertEffect(Database& database, const Effect& effect, Instant now) {
  static const RowStatement statement = RowStatement::Insert(
      "INSERT INTO effects (effect_id, case_id, kind, decision_version, position, state, "
      "created_at_ms, next_attempt_at_ms, effect_sealed)",
      "?1, ?2, ?3, ?4, ?5, 'PENDING', ?6, ?6, ?7",
      "ON CONFLICT (effect_id) DO NOTHING");
  const Place place = EffectPlace(effect.case_id.value(), effect.id.value());
  DM_ASSIGN_OR_RETURN(const std::string sealed, Seal(database, place, codec::Encode(effect)));
  Status status = database.RunRowLater(statement,
                                       effect.id.value(),
                                       effect.case_id.value(),
                                       EffectKindCode(effect.kind),
                                       effect.decision_version,
                                       effect.order,
                                       now.unix_ms(),
                                       Blob{sealed});
  if (DetailOf(status).reason != "STORE_DUPLICATE") return status;
  return MakeStatus(StatusCode::kAlreadyExists,
                    "the decision version has a payment order already",
                    {.reason = "DUPLICATE_PAYMENT",
                     .field = "effects.payment_order",
                     .remedy = "Pay a correction under a new decision version."});
}

// A case whose effects are all delivered is the worker's again, at once: it can be closed.
Status CountPending(Database& database, const CaseId& case_id, Instant now) {
  static const RowStatement statement = RowStatement::Update(
      "UPDATE cases SET effects_pending = (SELECT count(*) FROM effects WHERE case_id = ?1 AND "
      "state <> 'DELIVERED'), due_at_ms = CASE WHEN state = 'DECIDED' AND NOT EXISTS (SELECT 1 "
      "FROM effects WHERE case_id = ?1 AND state <> 'DELIVERED') AND due_at_ms > ?2 THEN ?2 ELSE "
      "due_at_ms END",
      "case_id = ?1");
  return database.RunRowLater(statement, case_id.value(), now.unix_ms());
}

struct Stored {
  CaseId case_id;
  EffectState state = EffectState::kPending;
  std::string error_code;
  Instant next_attempt_at;
};

// The kinds that are asked for as so many values of one statement: the last stands for the rest.
// None is "", which stands for all.
class KindWords {
 public:
  explicit KindWords(const EffectKinds& kinds) {
    for (const EffectKind kind : kinds) words_.emplace_back(EffectKindCode(kind));
    if (words_.empty()) words_.emplace_back();
  }

  const std::string& operator[](std::size_t i) const {
    return words_[std::min(i, words_.size() - 1)];
  }

 private:
  std::vector<std::string> words_;
};

Status NoSuchEffect() {
  return MakeStatus(StatusCode::kNotFound,
                    "there is no such effect",
                    {.reason = "EFFECT_NOT_FOUND",
                     .field = "effect_id",
                     .remedy = "Use an id that the list of effects gives."});
}

StatusOr<Stored> ReadState(Database& database, const EffectId& id) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT case_id, state, last_error, next_attempt_at_ms FROM effects WHERE "
                     "effect_id = ?1",
                     id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return NoSuchEffect();
  Stored stored;
  DM_ASSIGN_OR_RETURN(stored.case_id, ReadId<CaseTag>(row.Text(0)));
  DM_ASSIGN_OR_RETURN(stored.state, ReadEffectState(row.Text(1)));
  stored.error_code = row.Text(2);
  stored.next_attempt_at = Instant::FromUnixMs(row.Int(3));
  return stored;
}

// The receiver may be taking it at this moment: what a person says of it then is said too early.
bool IsUnderWay(const Stored& stored, const EffectMark& mark, Instant now) {
  return mark.audit.action == kEffectResolved && stored.state == EffectState::kSent &&
         stored.error_code == kHandedOver && now < stored.next_attempt_at;
}

bool IsSameOutcome(const Stored& stored, const EffectMark& mark) {
  if (stored.state != mark.state) return false;
  return mark.state == EffectState::kDelivered ||
         (mark.state == EffectState::kRefused && stored.error_code == mark.error_code);
}

}  // namespace

Status PutEffects(Database& database, const CaseChange& change, Instant now) {
  if (change.effects.empty()) return OkStatus();
  for (const Effect& effect : change.effects) {
    if (effect.id.empty() || effect.case_id != change.case_id) {
      return InvalidArgument("an effect has an id and belongs to the case that changes",
                             {.reason = "EFFECT_INVALID",
                              .field = "effects.case_id",
                              .remedy = "Derive the id from the case that the change is for."});
    }
    DM_RETURN_IF_ERROR(CheckPayment(database, change, effect));
    DM_RETURN_IF_ERROR(InsertEffect(database, effect, now));
  }
  return CountPending(database, change.case_id, now);
}

StatusOr<std::vector<StoredEffect>> DueEffectRows(Database& database,
                                                  const EffectKinds& kinds,
                                                  Instant now,
                                                  int limit) {
  if (limit < 1 || limit > kDueMax) {
    return InvalidArgument(
        "1 to 1000 effects are handed out at a time",
        {.reason = "LIMIT_INVALID", .field = "limit", .remedy = "Ask for 1 to 1000."});
  }
  const KindWords words(kinds);
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query(
          std::string(kColumns) + "AS due" + UseIndex(database, "effects_due") +
              " WHERE state IN ('PENDING', 'SENT') AND "
              "next_attempt_at_ms <= ?1 AND (?3 = '' OR kind IN (?3, ?4, ?5, ?6, ?7, ?8, ?9)) AND "
              "NOT EXISTS (SELECT 1 FROM effects AS earlier WHERE "
              "earlier.case_id = due.case_id AND earlier.state <> 'DELIVERED' AND "
              "(earlier.position, earlier.sequence) < (due.position, due.sequence)) "
              "ORDER BY next_attempt_at_ms, sequence LIMIT ?2",
          now.unix_ms(),
          limit,
          words[0],
          words[1],
          words[2],
          words[3],
          words[4],
          words[5],
          words[6]));
  return ReadRows(database, row);
}

StatusOr<int> CountUndelivered(Database& database) {
  DM_ASSIGN_OR_RETURN(
      Statement row,
      database.Query("SELECT count(*) FROM effects WHERE state IN ('PENDING', 'SENT')"));
  DM_RETURN_IF_ERROR(row.Step().status());
  return static_cast<int>(row.Int(0));
}

StatusOr<StoredEffect> ReadEffect(Database& database, const EffectId& id) {
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(std::string(kColumns) + "WHERE effect_id = ?1", id.value()));
  DM_ASSIGN_OR_RETURN(const bool found, row.Step());
  if (!found) return NoSuchEffect();
  return ReadRow(database, row);
}

StatusOr<Page<StoredEffect>> ListEffectRows(Database& database,
                                            std::optional<EffectState> state,
                                            const std::optional<CaseId>& case_id,
                                            const PageRequest& page) {
  DM_RETURN_IF_ERROR(CheckPage(page));
  const std::string state_text = state ? EffectStateCode(*state) : "";
  const std::string case_text = case_id ? case_id->value() : "";
  const std::string scope = "effects/" + state_text + "/" + case_text;
  DM_ASSIGN_OR_RETURN(const std::vector<std::string> keys, ReadCursor(scope, 1, page.after));
  DM_ASSIGN_OR_RETURN(const std::int64_t after,
                      keys.empty() ? StatusOr<std::int64_t>(0) : NumberOf(keys[0]));
  std::string sql = std::string(kColumns) + "WHERE sequence > ?1";
  sql += state ? " AND state = ?3" : " AND ?3 = ''";
  sql += case_id ? " AND case_id = ?4" : " AND ?4 = ''";
  sql += " ORDER BY sequence LIMIT ?2";
  DM_ASSIGN_OR_RETURN(Statement row,
                      database.Query(sql, after, page.limit + 1, state_text, case_text));
  Page<StoredEffect> result;
  std::int64_t last = 0;
  DM_ASSIGN_OR_RETURN(bool more, row.Step());
  while (more) {
    if (std::ssize(result.items) == page.limit) {
      result.next = MakeCursor(scope, {std::to_string(last)});
      break;
    }
    DM_ASSIGN_OR_RETURN(StoredEffect effect, ReadRow(database, row));
    result.items.push_back(std::move(effect));
    last = row.Int(7);
    DM_ASSIGN_OR_RETURN(more, row.Step());
  }
  return result;
}

Status MarkEffectRow(Database& database, const EffectMark& mark, Instant now) {
  DM_ASSIGN_OR_RETURN(const Stored stored, ReadState(database, mark.id));
  if (IsSameOutcome(stored, mark)) return OkStatus();
  // Refused, it waits for a person: who listed it before that does not hand it over.
  const bool waits = stored.state == EffectState::kRefused && mark.state == EffectState::kSent;
  if (stored.state == EffectState::kDelivered || waits) {
    return FailedPrecondition(waits ? "the effect was refused and waits for a person"
                                    : "the effect is delivered and does not change any more",
                              {.reason = "EFFECT_SETTLED",
                               .field = "effect_id",
                               .remedy = waits ? "Resolve it, then it is handed over again."
                                               : "Nothing is left to do for this effect."});
  }
  if (IsUnderWay(stored, mark, now))
    return FailedPrecondition("the effect is on its way to the receiver",
                              {.reason = "EFFECT_UNDER_WAY",
                               .field = "effect_id",
                               .remedy = "Look again in a minute, then resolve it."});
  DM_RETURN_IF_ERROR(RecordRequest(database,
                                   mark.request_id,
                                   {.method = mark.audit.action,
                                    .content_sha256 = mark.audit.request_sha256,
                                    .result_id = mark.id.value()},
                                   now));
  DM_RETURN_IF_ERROR(
      database.Run("UPDATE effects SET state = ?2, attempts = attempts + 1, receiver_reference = "
                   "?3, last_error = ?4, next_attempt_at_ms = ?5, tried = CASE WHEN state = "
                   "'PENDING' AND ?2 = 'PENDING' THEN tried ELSE 1 END "
                   "WHERE effect_id = ?1 AND state <> 'DELIVERED'",
                   mark.id.value(),
                   EffectStateCode(mark.state),
                   mark.receiver_reference,
                   mark.error_code,
                   mark.next_attempt_at.unix_ms()));
  DM_RETURN_IF_ERROR(CountPending(database, stored.case_id, now));
  AuditEvent audit = mark.audit;
  if (audit.subject.empty()) audit.subject = mark.id.value();
  return AppendAudit(database, audit, now);
}

}  // namespace dm::sql
