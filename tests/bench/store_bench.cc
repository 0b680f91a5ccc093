// store_bench: what a store itself can do, through the port that the worker uses: cases claimed and
// completed a second with a number of them in flight, each change durable before it counts; and how
// long a case that is accepted in an idle system waits for its worker. Prints one JSON line, with
// the same fields as other queues are measured with (README.md).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/silent_log.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"
#include "worker/ports/log.h"
#include "worker/runtime/worker_pool.h"

namespace dm::testing {
namespace {

using std::chrono::steady_clock;

struct Shape {
  std::string database;  // SQLite's file, or
  std::string municipality = "exempelkommun";
  std::string connection;  // to a schema of PostgreSQL
  int connections = 16;
  std::string op = "drain";
  std::string work = "queue";
  int cases = 2'000;
  int jobs = 0;
  int in_flight = 64;
  std::int64_t backlog = 0;
  std::int64_t history = 0;
};

constexpr std::int64_t kLeaseMs = 600'000;

double Ms(steady_clock::time_point since) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - since).count();
}

double CpuUs(std::clock_t since) {
  return 1'000'000.0 * static_cast<double>(std::clock() - since) / CLOCKS_PER_SEC;
}

AuditEvent Event(const char* action) {
  AuditEvent event;
  event.actor = "worker-1";
  event.actor_kind = ActorKind::kWorker;
  event.action = action;
  return event;
}

NewCase Nth(int number) {
  const std::string id = "APP-" + std::to_string(number);
  NewCase one;
  one.request_id = "request-" + id;
  one.application = PlainApplication();
  one.application.id = ApplicationId::FromTrusted(id);
  one.application.household = HouseholdId::FromTrusted("HH-" + std::to_string(number));
  one.content_sha256 = Sha256Hex(id);
  one.audit = Event("application_accepted");
  return one;
}

struct Taken {
  double jobs_per_s = 0;
  double cpu_us = 0;       // of this process for each job, where it was taken
  std::vector<double> ms;  // of each, sorted

  double At(double share) const {
    return ms[std::min(ms.size() - 1,
                       static_cast<std::size_t>(share * static_cast<double>(ms.size())))];
  }
};

// Runs `work(n)` for n from 0 on, on so many threads at once, until it has been done `count` times
// or one of them fails.
template <typename Work>
Taken Rate(int threads, int count, const Work& work) {
  std::atomic<int> next = 0;
  std::atomic<bool> failed = false;
  std::vector<std::vector<double>> each(static_cast<std::size_t>(threads));
  const auto begin = steady_clock::now();
  {
    std::vector<std::jthread> pool;
    pool.reserve(static_cast<std::size_t>(threads));
    for (int i = 0; i < threads; ++i) {
      pool.emplace_back([&, i] {
        for (int n = next++; n < count && !failed; n = next++) {
          const auto began = steady_clock::now();
          const Status status = work(n);
          each[static_cast<std::size_t>(i)].push_back(Ms(began));
          if (status.ok()) continue;
          failed = true;
          std::cerr << DetailOf(status).reason << ": " << MessageOf(status) << "\n";
        }
      });
    }
  }
  Taken taken;
  if (failed) return taken;
  taken.jobs_per_s = 1'000.0 * count / Ms(begin);
  for (const std::vector<double>& ms : each) taken.ms.insert(taken.ms.end(), ms.begin(), ms.end());
  std::sort(taken.ms.begin(), taken.ms.end());
  return taken;
}

CaseChange Moved(const Claim& claim, CaseState to) {
  CaseChange change;
  change.case_id = claim.case_id;
  change.claim = claim;
  change.to = to;
  change.audit = Event("case_moved");
  return change;
}

CaseChange Released(CaseChange change, Instant now) {
  change.release_claim = true;
  change.due_at = now.PlusMs(kLeaseMs);
  return change;
}

Effect EffectOf(const CaseId& id, EffectKind kind, int order) {
  Effect effect;
  effect.id = EffectId::FromTrusted(id.value() + "-1-" + std::to_string(order));
  effect.case_id = id;
  effect.kind = kind;
  effect.decision_version = 1;
  effect.order = order;
  if (kind == EffectKind::kDecision) effect.decision = PlainDecision();
  if (kind == EffectKind::kPaymentOrder) {
    effect.payment_order = PaymentOrder{.amount = PlainDecision().granted,
                                        .pay_date = *PlainDecision().pay_date,
                                        .month = PlainApplication().month,
                                        .decision_version = 1};
  }
  return effect;
}

// The queue alone: one durable change, with its audit record.
Status CompleteQueue(Store& store, const Claim& claim, Instant now) {
  return store.Apply(Released(Moved(claim, CaseState::kRegistered), now), now).status();
}

// What a whole case stores: four durable changes with what each step found, the last with a
// decision and two effects.
Status CompleteCase(Store& store, const Claim& claim, Instant now) {
  DM_RETURN_IF_ERROR(store.Apply(Moved(claim, CaseState::kRegistered), now).status());
  CaseChange fetched = Moved(claim, CaseState::kFetched);
  EvidenceSet evidence;
  evidence.persons.emplace_back();
  evidence.persons[0].person = PersonKey::FromTrusted("p1");
  evidence.persons[0].answers.emplace_back();
  evidence.persons[0].answers[0].source = Source::kSo;
  evidence.persons[0].answers[0].state = AnswerState::kConfirmedEmpty;
  fetched.evidence = evidence;
  DM_RETURN_IF_ERROR(store.Apply(fetched, now).status());
  CaseChange evaluated = Moved(claim, CaseState::kEvaluated);
  evaluated.assessment = PlainAssessment();
  evaluated.assessed_input = std::string(2'000, 'i');
  DM_RETURN_IF_ERROR(store.Apply(evaluated, now).status());
  CaseChange decided = Released(Moved(claim, CaseState::kDecided), now);
  decided.decision = PlainDecision();
  decided.control_version = 1;
  decided.effects = {EffectOf(claim.case_id, EffectKind::kDecision, 1),
                     EffectOf(claim.case_id, EffectKind::kPaymentOrder, 2)};
  return store.Apply(decided, now).status();
}

StatusOr<std::unique_ptr<WholeStore>> Open(const Shape& shape, Instant now) {
  if (shape.connection.empty()) {
    SqliteOptions options;
    options.check_whole_file = false;
    return OpenSqliteStore(shape.database, shape.municipality, options, now);
  }
  PostgresOptions options;
  options.connection = shape.connection;
  options.connections = shape.connections;
  return OpenPostgresStore(options, shape.municipality, now);
}

nlohmann::json Line(const Shape& shape, const Taken& taken) {
  const bool file = shape.connection.empty();
  return {{"bench", "queue"},
          {"system", file ? "medarbetare-sqlite" : "medarbetare-postgresql"},
          {"op", shape.op},
          {"config",
           "work=" + shape.work + " in_flight=" + std::to_string(shape.in_flight) +
               " history=" + std::to_string(shape.history) +
               (file ? "" : " connections=" + std::to_string(shape.connections))},
          {"durability", file ? "sqlite WAL synchronous=full" : "fsync=on synchronous_commit=on"},
          {"backlog", shape.backlog > 0 ? shape.backlog : shape.cases},
          {"jobs", taken.ms.size()},
          {"jobs_per_s", taken.jobs_per_s},
          {"cpu_us", taken.cpu_us},
          {"p50_ms", taken.At(0.5)},
          {"p99_ms", taken.At(0.99)}};
}

Taken Fill(Store& store, const Shape& shape, Instant now) {
  return Rate(
      shape.in_flight, shape.cases, [&](int n) { return store.Accept(Nth(n), now).status(); });
}

Taken Drain(Store& store, const Shape& shape, Instant now) {
  return Rate(shape.in_flight, shape.jobs, [&](int /*n*/) -> Status {
    DM_ASSIGN_OR_RETURN(const std::optional<Claim> claim,
                        store.ClaimNext("worker-1", now, kLeaseMs));
    if (!claim) return Internal("no case is due");
    return shape.work == "case" ? CompleteCase(store, *claim, now)
                                : CompleteQueue(store, *claim, now);
  });
}

Taken Read(Store& store, const Shape& shape) {
  return Rate(1, shape.jobs, [&](int n) {
    DM_ASSIGN_OR_RETURN(const auto id,
                        store.FindCase(ApplicationId::FromTrusted("APP-" + std::to_string(n))));
    return store.GetCase(*id).status();
  });
}

// What was decided is delivered, and the case is over; its household.
StatusOr<HouseholdId> EndCase(Store& store, const CaseId& id, Instant now) {
  for (const int order : {1, 2}) {
    DM_RETURN_IF_ERROR(store.MarkEffect(EffectOf(id, EffectKind::kDecision, order).id,
                                        EffectState::kDelivered,
                                        "receipt",
                                        "",
                                        now,
                                        "",
                                        Event("effect_delivered"),
                                        now));
  }
  DM_ASSIGN_OR_RETURN(const CaseRecord record, store.GetCase(id));
  CaseChange closed;
  closed.case_id = id;
  closed.expected_version = record.version;
  closed.to = CaseState::kClosed;
  closed.audit = Event("case_closed");
  DM_RETURN_IF_ERROR(store.Apply(closed, now).status());
  return record.application.household;
}

// Gallring. `files`: all households whose last change is old, a page at a time; its jobs are pages.
Taken Find(WholeStore& store, Instant later) {
  constexpr int kPage = 100;
  std::string after;
  bool failed = false;
  std::int64_t found = 0;
  Taken pages;
  const auto begin = steady_clock::now();
  const std::clock_t cpu = std::clock();
  while (true) {
    const auto began = steady_clock::now();
    const auto page = store.FilesBefore(later, after, kPage);
    pages.ms.push_back(Ms(began));
    failed = !page.ok();
    if (failed || page->empty()) break;
    found += std::ssize(*page);
    after = page->back().value();
  }
  if (failed || found == 0) return {};
  pages.cpu_us = CpuUs(cpu) / static_cast<double>(found);
  pages.jobs_per_s = 1'000.0 * static_cast<double>(found) / Ms(begin);
  std::sort(pages.ms.begin(), pages.ms.end());
  return pages;
}

// `file` and `erase`: so many cases are ended; the file of each is then read, or read and erased.
Taken Retain(WholeStore& store, const Shape& shape, Instant now) {
  const Instant later = now.PlusMs(std::int64_t{365} * 86'400'000);
  if (shape.op == "files") return Find(store, later);
  std::mutex mutex;
  std::vector<CaseId> decided;
  const Taken worked = Rate(shape.in_flight, shape.jobs, [&](int /*n*/) -> Status {
    DM_ASSIGN_OR_RETURN(const std::optional<Claim> claim,
                        store.ClaimNext("worker-1", now, kLeaseMs));
    if (!claim) return Internal("no case is due");
    DM_RETURN_IF_ERROR(CompleteCase(store, *claim, now));
    const std::lock_guard lock(mutex);
    decided.push_back(claim->case_id);
    return OkStatus();
  });
  if (worked.jobs_per_s == 0) return {};
  std::vector<HouseholdId> ended(decided.size());
  const Taken over = Rate(shape.in_flight, shape.jobs, [&](int n) -> Status {
    const auto at = static_cast<std::size_t>(n);
    DM_ASSIGN_OR_RETURN(ended[at], EndCase(store, decided[at], now));
    return OkStatus();
  });
  if (over.jobs_per_s == 0) return {};
  const std::clock_t cpu = std::clock();
  Taken taken = Rate(1, shape.jobs, [&](int n) -> Status {
    DM_ASSIGN_OR_RETURN(const HouseholdFile file,
                        store.ReadFile(ended[static_cast<std::size_t>(n)]));
    if (shape.op == "file") return OkStatus();
    return store
        .EraseFile({.file = file,
                    .entry_before = later,
                    .years = 5,
                    .research = "days_5_15_25",
                    .policy_sha256 = "bench",
                    .actor_kind = ActorKind::kPerson,
                    .actor = "bench"},
                   later)
        .status();
  });
  taken.cpu_us = CpuUs(cpu) / shape.jobs;
  return taken;
}

// Completes each case, and tells when it was begun.
class Starter final : public CaseRunner {
 public:
  Starter(Store& store, Instant now) : store_(store), now_(now) {}

  void Run(const Claim& claim, const std::stop_token& /*stop*/) override {
    const auto began = steady_clock::now();
    static_cast<void>(CompleteQueue(store_, claim, now_));
    const std::unique_lock<std::mutex> lock(mutex_);
    began_ = began;
    ++count_;
    changed_.notify_all();
  }

  // When the case was begun that is the `count`th.
  steady_clock::time_point Wait(int count) {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= count; });
    return began_;
  }

 private:
  Store& store_;
  const Instant now_;
  std::mutex mutex_;
  std::condition_variable changed_;
  steady_clock::time_point began_;
  int count_ = 0;
};

// One case at a time into an idle system with the worker's own pool: from before Accept to the
// first line of its work.
Taken Latency(Store& store, const Shape& shape, Instant now) {
  FakeClock clock(now);
  SilentLog log;
  Starter starter(store, now);
  WorkerPool pool(store, clock, log, starter, {.worker = "worker-1", .lease_ms = kLeaseMs});
  store.OnWork([&pool] { pool.Wake(); });
  pool.Start();
  Taken taken;
  for (int n = 0; n < shape.jobs; ++n) {
    // The pool has found nothing and sleeps: what is measured begins at rest.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const auto sent = steady_clock::now();
    if (!store.Accept(Nth(n), now).ok()) return {};
    taken.ms.push_back(
        std::chrono::duration<double, std::milli>(starter.Wait(n + 1) - sent).count());
  }
  store.OnWork([] {});
  std::sort(taken.ms.begin(), taken.ms.end());
  taken.jobs_per_s = 1'000.0 / taken.At(0.5);
  return taken;
}

int Run(Shape shape) {
  const Instant now = TestNow();
  StatusOr<std::unique_ptr<WholeStore>> opened = Open(shape, now);
  if (!opened.ok()) {
    std::cerr << MessageOf(opened.status()) << "\n";
    return 1;
  }
  WholeStore& store = **opened;
  if (shape.jobs == 0) shape.jobs = shape.cases;
  Taken taken;
  if (shape.op == "latency") {
    taken = Latency(store, shape, now);
  } else {
    const Taken filled = shape.cases > 0 ? Fill(store, shape, now) : Taken{};
    if (shape.cases > 0 && filled.jobs_per_s == 0) return 1;
    if (shape.op == "fill") taken = filled;
    if (shape.op == "drain") taken = Drain(store, shape, now);
    if (shape.op == "read") taken = Read(store, shape);
    if (shape.op.starts_with("file") || shape.op == "erase") taken = Retain(store, shape, now);
  }
  if (taken.jobs_per_s == 0) return 1;
  std::cout << Line(shape, taken) << "\n";
  return 0;
}

}  // namespace
}  // namespace dm::testing

// NOLINTNEXTLINE(bugprone-exception-escape): a benchmark; what is thrown ends it.
int main(int argc, char** argv) {
  CLI::App app("What a store itself can do.");
  dm::testing::Shape shape;
  const auto* file = app.add_option("--database", shape.database, "SQLite: file of the store");
  const auto* server =
      app.add_option("--connection", shape.connection, "PostgreSQL: connection string");
  app.add_option("--municipality", shape.municipality, "whose store it is");
  app.add_option("--connections", shape.connections, "PostgreSQL: that read and claim");
  app.add_option("--op", shape.op, "what is measured")
      ->check(CLI::IsMember({"fill", "drain", "read", "latency", "files", "file", "erase"}));
  app.add_option("--work", shape.work, "what is stored of a case")
      ->check(CLI::IsMember({"queue", "case"}));
  app.add_option("--cases", shape.cases, "how many to accept first");
  app.add_option("--jobs", shape.jobs, "how many to work; default: as many");
  app.add_option("--in-flight", shape.in_flight, "how many at once");
  app.add_option("--backlog", shape.backlog, "how many wait, where they were there before");
  app.add_option("--history", shape.history, "how many are done, where they were there before");
  CLI11_PARSE(app, argc, argv);
  if (file->empty() == server->empty()) {
    std::cerr << "give either --database or --connection\n";
    return 2;
  }
  return dm::testing::Run(shape);
}
