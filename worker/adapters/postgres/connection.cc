#include "worker/adapters/postgres/connection.h"

#include <poll.h>

#include <array>
#include <chrono>
#include <memory>
#include <utility>

#include "worker/adapters/postgres/errors.h"

namespace dm::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// More than the rows have; a filter of another length makes another statement.
constexpr std::size_t kPreparedMax = 400;
constexpr int kServerMin = 150'000;  // as libpq counts versions
// Beyond the server's own limit, for its answer to arrive.
constexpr int kAnswerGraceMs = 5'000;

Status TooOld() {
  return FailedPrecondition("the database server is older than PostgreSQL 15",
                            {.reason = "STORE_TOO_OLD",
                             .field = "store.connection",
                             .remedy = "Upgrade the server to PostgreSQL 15 or later."});
}

// Never a caller's answer: what it stands for is done again, one by one, and fails by itself.
Status AnotherFailed() {
  return MakeStatus(StatusCode::kAborted,
                    "a statement that was sent together with others changed nothing",
                    {.reason = "STORE_ERROR", .field = "", .remedy = "Repeat the call."});
}

Status NotUtf8() {
  return FailedPrecondition("the database does not keep its text as UTF-8",
                            {.reason = "STORE_ENCODING",
                             .field = "store.connection",
                             .remedy = "Create the database with ENCODING 'UTF8'."});
}

}  // namespace

Connection::Connection(PGconn* link, const ConnectionOptions& options)
    : link_(link),
      answer_timeout_ms_(options.statement_timeout_ms + kAnswerGraceMs),
      statement_timeout_ms_(options.statement_timeout_ms),
      lease_clock_(options.lease_clock) {}

namespace {

enum class WhichServer { kAsTheOptionsSay, kAny };

// Calls `use` with the keywords and values that libpq's functions with parameters take.
template <typename Use>
auto WithParameters(const ConnectionOptions& options,
                    const Use& use,
                    WhichServer which = WhichServer::kAsTheOptionsSay) {
  const std::string seconds = std::to_string((options.connect_timeout_ms + 999) / 1'000);
  const std::string unanswered = std::to_string(options.statement_timeout_ms);
  const bool has_password = !options.password.empty();
  // What stands before dbname is overruled by the operator's own words; what stands after is ours.
  const std::array keywords = {"application_name",
                               "connect_timeout",
                               "keepalives_idle",
                               "keepalives_interval",
                               "keepalives_count",
                               "tcp_user_timeout",
                               "dbname",
                               "client_encoding",
                               // libpq passes over what has no value.
                               "target_session_attrs",
                               has_password ? "password" : nullptr,
                               static_cast<const char*>(nullptr)};
  const std::array values = {"medarbetare",
                             seconds.c_str(),
                             "10",
                             "5",
                             "3",
                             unanswered.c_str(),
                             options.conninfo.c_str(),
                             "UTF8",
                             which == WhichServer::kAny ? "any" : nullptr,
                             has_password ? options.password.c_str() : nullptr,
                             static_cast<const char*>(nullptr)};
  return use(keywords.data(), values.data(), /*expand_dbname=*/1);
}

// libpq says why a connection was refused in words only: the SQLSTATE of a refused login is lost. A
// password that was used may have been right: then the server is a standby that was not asked for,
// as all are while a new primary is made, and a login to any server succeeds.
Status NotConnected(PGconn* link, const ConnectionOptions& options) {
  if (PQconnectionNeedsPassword(link) == 1) return FromSqlState("28000");
  if (PQconnectionUsedPassword(link) != 1) return Unreachable();
  const std::unique_ptr<PGconn, decltype(&PQfinish)> any(
      WithParameters(options, PQconnectdbParams, WhichServer::kAny), &PQfinish);
  const bool refused = any != nullptr && PQstatus(any.get()) != CONNECTION_OK &&
                       PQconnectionUsedPassword(any.get()) == 1;
  return refused ? FromSqlState("28000") : Unreachable();
}

}  // namespace

StatusOr<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options) {
  PGconn* const link = WithParameters(options, PQconnectdbParams);
  if (link == nullptr) return FromSqlState("53200");
  std::unique_ptr<Connection> connection(new Connection(link, options));
  if (PQstatus(link) != CONNECTION_OK) return NotConnected(link, options);
  DM_RETURN_IF_ERROR(connection->Configure());
  DM_RETURN_IF_ERROR(connection->CheckServer());
  return connection;
}

bool Connection::ServerAnswers(const ConnectionOptions& options) {
  return WithParameters(options, PQpingParams) == PQPING_OK;
}

Status Connection::Configure() {
  // What libpq would print goes nowhere: notices may hold values.
  PQsetNoticeProcessor(
      link_, [](void*, const char*) {}, nullptr);
  if (PQsetnonblocking(link_, 1) != 0) return Lost();
  const std::string limit = std::to_string(statement_timeout_ms_);
  return Execute("SET statement_timeout = " + limit + "; SET lock_timeout = " + limit +
                 "; SET idle_in_transaction_session_timeout = " + limit +
                 "; SET default_transaction_isolation = 'read committed'; SET timezone = 'UTC'; "
                 "SET synchronous_commit = 'on'");
}

Status Connection::CheckServer() {
  if (PQserverVersion(link_) < kServerMin) return TooOld();
  const char* const encoding = PQparameterStatus(link_, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") return NotUtf8();
  DM_ASSIGN_OR_RETURN(
      sql::Statement row,
      Query("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on', "
            "pg_postmaster_start_time()::text, CASE WHEN pg_is_in_recovery() THEN '' ELSE "
            "left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END"));
  DM_RETURN_IF_ERROR(row.Step().status());
  SetServer(row.Text(1), row.Text(2));
  return row.Int(0) != 0 ? FromSqlState("25006") : OkStatus();
}

Connection::~Connection() {
  prepared_.clear();
  PQfinish(link_);
}

const sql::Dialect& Connection::dialect() const {
  static const sql::Dialect database_time{
      .names_indexes = false,
      .one_writer = false,
      .pass_over_locked = " FOR UPDATE SKIP LOCKED",
      // Read once a statement: where it stands for each row it is a third of a claim.
      .lease_clock = "(SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint)"};
  static const sql::Dialect callers_time{.names_indexes = false,
                                         .one_writer = false,
                                         .pass_over_locked = " FOR UPDATE SKIP LOCKED",
                                         .lease_clock = ""};
  return lease_clock_ == LeaseClock::kDatabase ? database_time : callers_time;
}

Status Connection::Usable() const {
  return lost_ ? Unreachable() : OkStatus();
}

Status Connection::Lost() {
  lost_ = true;
  return Unreachable();
}

bool Connection::WaitForAnswer() {
  const auto until = steady_clock::now() + milliseconds(answer_timeout_ms_);
  bool unsent = true;
  while (unsent || PQisBusy(link_) == 1) {
    const int flushed = unsent ? PQflush(link_) : 0;
    if (flushed < 0) return false;
    unsent = flushed == 1;
    if (!unsent && PQisBusy(link_) == 0) return true;
    const auto left = std::chrono::duration_cast<milliseconds>(until - steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd one{.fd = PQsocket(link_),
               .events = static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN),
               .revents = 0};
    if (::poll(&one, 1, static_cast<int>(left)) < 0 && errno != EINTR) return false;
    if (PQconsumeInput(link_) != 1) return false;
  }
  return true;
}

StatusOr<Result> Connection::Finish() {
  if (sending_) return FinishAll();
  Result last;
  Status failure;
  while (true) {
    if (!WaitForAnswer()) return Lost();
    Result result(PQgetResult(link_));
    if (result == nullptr) break;
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
      const char* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
      if (failure.ok()) failure = state == nullptr ? Unreachable() : FromSqlState(state);
    }
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
      const std::string_view count = PQcmdTuples(result.get());
      changes_ = count.empty() ? 0 : std::stoll(std::string(count));
    }
    last = std::move(result);
  }
  if (PQstatus(link_) != CONNECTION_OK) return Lost();
  if (!failure.ok()) {
    if (IsConnectionLost(failure)) lost_ = true;
    return failure;
  }
  if (last == nullptr) return Lost();
  return last;
}

Status Connection::StartSending() {
  DM_RETURN_IF_ERROR(Usable());
  if (PQenterPipelineMode(link_) != 1) return Lost();
  DropGathered();
  sending_ = true;
  sent_failed_ = false;
  return OkStatus();
}

Status Connection::FinishSending() {
  Status status = SendGathered();
  if (status.ok()) status = FinishAll().status();
  // What another change heard of instead of the one that it was the answer to.
  if (status.ok() && sent_failed_) status = AnotherFailed();
  DM_RETURN_IF_ERROR(StopSending());
  return status;
}

Status Connection::StopSending() {
  DropGathered();
  DM_RETURN_IF_ERROR(Usable());
  if (!sent_.empty()) static_cast<void>(FinishAll());
  if (lost_ || PQexitPipelineMode(link_) != 1) return Lost();
  sending_ = false;
  return OkStatus();
}

void Connection::SentPreparation(PreparedStatement* prepared) {
  Sent(sql::ExpectedChanges::kAny);
  if (prepared != nullptr) being_prepared_.push_back(prepared);
}

Result Connection::TakeAnswer() {
  Result answer;
  while (WaitForAnswer()) {
    Result next(PQgetResult(link_));
    if (next == nullptr) return answer;
    answer = std::move(next);
    // The end of the pipeline has no end of its own.
    if (PQresultStatus(answer.get()) == PGRES_PIPELINE_SYNC) return answer;
  }
  return nullptr;
}

Status Connection::JudgeAnswer(const Result& answer, std::optional<std::int64_t> expected) {
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status == PGRES_PIPELINE_ABORTED) return AnotherFailed();
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    const char* const state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    return state == nullptr ? Unreachable() : FromSqlState(state);
  }
  const std::string_view count = PQcmdTuples(answer.get());
  changes_ = count.empty() ? 0 : std::stoll(std::string(count));
  return !expected || changes_ == *expected ? OkStatus() : AnotherFailed();
}

StatusOr<Result> Connection::FinishAll() {
  DM_RETURN_IF_ERROR(Usable());
  if (PQpipelineSync(link_) != 1) return Lost();
  Status failure;
  Result last;
  for (const std::optional<std::int64_t> expected : sent_) {
    last = TakeAnswer();
    if (last == nullptr) return Lost();
    const Status status = JudgeAnswer(last, expected);
    if (failure.ok()) failure = status;
  }
  const Result end = TakeAnswer();
  if (end == nullptr || PQresultStatus(end.get()) != PGRES_PIPELINE_SYNC) return Lost();
  sent_.clear();
  // Whether the server got to one of these is not known: it has another name the next time.
  if (!failure.ok()) {
    for (PreparedStatement* prepared : being_prepared_) prepared->Forget(NextName());
  }
  being_prepared_.clear();
  if (failure.ok()) return last;
  sent_failed_ = true;
  if (IsConnectionLost(failure)) lost_ = true;
  return failure;
}

Status Connection::SendArrays(std::string_view sql,
                              const std::vector<PreparedStatement::Array>& arrays,
                              std::optional<std::int64_t> expected) {
  DM_ASSIGN_OR_RETURN(PreparedStatement * prepared, PrepareText(sql));
  const sql::Statement use(prepared);
  return prepared->SendArrays(arrays, expected);
}

Status Connection::SendGathered() {
  const std::vector<GatheredRows*> waiting = std::exchange(gathered_, {});
  Status status;
  for (GatheredRows* rows : waiting) {
    if (status.ok()) {
      status = rows->Send();
    } else {
      rows->Drop();
    }
  }
  return status;
}

void Connection::DropGathered() {
  for (GatheredRows* rows : std::exchange(gathered_, {})) rows->Drop();
}

Status Connection::Execute(const std::string& sql) {
  DM_RETURN_IF_ERROR(Usable());
  if (sending_) DM_RETURN_IF_ERROR(StopSending());
  if (PQsendQuery(link_, sql.c_str()) != 1) return Lost();
  return Finish().status();
}

StatusOr<sql::Prepared*> Connection::Prepare(std::string_view sql) {
  DM_ASSIGN_OR_RETURN(PreparedStatement * prepared, PrepareText(sql));
  return prepared;
}

StatusOr<sql::Prepared*> Connection::PrepareRow(const sql::RowStatement& statement) {
  if (!sending_) return Prepare(statement.one());
  DM_RETURN_IF_ERROR(Usable());
  std::unique_ptr<GatheredRows>& rows = rows_[statement.one()];
  if (rows == nullptr) rows = std::make_unique<GatheredRows>(*this, statement);
  return rows.get();
}

StatusOr<PreparedStatement*> Connection::PrepareText(std::string_view sql) {
  DM_RETURN_IF_ERROR(Usable());
  const auto found = prepared_.find(sql);
  const bool known = found != prepared_.end();
  if (known && !found->second->in_use()) {
    found->second->Take();
    return found->second.get();
  }
  if (known || prepared_.size() >= kPreparedMax) {
    auto once = std::make_unique<PreparedStatement>(*this, WithDollars(sql), "", Keep::kForThisUse);
    once->Take();
    return once.release();  // Ends itself when it is given back.
  }
  auto prepared =
      std::make_unique<PreparedStatement>(*this, WithDollars(sql), NextName(), Keep::kForNextUse);
  prepared->Take();
  return prepared_.emplace(std::string(sql), std::move(prepared)).first->second.get();
}

Transaction::~Transaction() {
  if (connection_ != nullptr && !connection_->lost() && connection_->in_transaction()) {
    // A rollback that fails has lost the connection, and with it the transaction.
    static_cast<void>(connection_->Execute("ROLLBACK"));
  }
}

Status Transaction::Commit() {
  // COMMIT of a failed transaction answers OK and rolls back.
  if (connection_->in_failed_transaction()) return FromSqlState("25P02");
  const Status status = connection_->Execute("COMMIT");
  if (status.ok()) connection_ = nullptr;
  return status;
}

}  // namespace dm::postgres
