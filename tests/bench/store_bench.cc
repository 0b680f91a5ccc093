// store_bench: cases a second through a store's queue: accepted, claimed, and moved on with the
// change durable before it counts, with a given number of cases in flight. Prints one JSON line.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/cases.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

struct Shape {
  std::string database;    // SQLite's file, or
  std::string connection;  // to an empty schema of PostgreSQL
  int connections = 16;
  int cases = 2'000;
  int in_flight = 64;
};

constexpr std::int64_t kLeaseMs = 600'000;

double Seconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
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

// Runs `work(n)` for n from 0 on, on so many threads at once, until it has been done `count` times
// or one of them fails.
template <typename Work>
double Rate(int threads, int count, const Work& work) {
  std::atomic<int> next = 0;
  std::atomic<bool> failed = false;
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> pool;
    for (int i = 0; i < threads; ++i) {
      pool.emplace_back([&] {
        for (int n = next++; n < count && !failed; n = next++) {
          const Status status = work(n);
          if (status.ok()) continue;
          failed = true;
          std::cerr << DetailOf(status).reason << ": " << MessageOf(status) << "\n";
        }
      });
    }
  }
  return failed ? 0 : count / Seconds(begin);
}

Status ClaimAndComplete(Store& store, Instant now) {
  DM_ASSIGN_OR_RETURN(const std::optional<Claim> claim, store.ClaimNext("worker-1", now, kLeaseMs));
  if (!claim) return Internal("no case is due");
  CaseChange change;
  change.case_id = claim->case_id;
  change.claim = claim;
  change.to = CaseState::kRegistered;
  change.release_claim = true;
  change.due_at = now.PlusMs(kLeaseMs);
  change.audit = Event("case_moved");
  return store.Apply(change, now).status();
}

StatusOr<std::unique_ptr<Store>> Open(const Shape& shape, Instant now) {
  if (shape.connection.empty()) return OpenSqliteStore(shape.database, "exempelkommun", {}, now);
  PostgresOptions options;
  options.connection = shape.connection;
  options.connections = shape.connections;
  return OpenPostgresStore(options, "exempelkommun", now);
}

int Run(const Shape& shape) {
  const Instant now = TestNow();
  StatusOr<std::unique_ptr<Store>> opened = Open(shape, now);
  if (!opened.ok()) {
    std::cerr << MessageOf(opened.status()) << "\n";
    return 1;
  }
  Store& store = **opened;
  const double accepted =
      Rate(shape.in_flight, shape.cases, [&](int n) { return store.Accept(Nth(n), now).status(); });
  const double completed =
      Rate(shape.in_flight, shape.cases, [&](int /*n*/) { return ClaimAndComplete(store, now); });
  const double read = Rate(1, shape.cases, [&](int n) {
    DM_ASSIGN_OR_RETURN(const auto id,
                        store.FindCase(ApplicationId::FromTrusted("APP-" + std::to_string(n))));
    return store.GetCase(*id).status();
  });
  std::cout << nlohmann::json{{"cases", shape.cases},
                              {"in_flight", shape.in_flight},
                              {"accepted_per_s", accepted},
                              {"completed_per_s", completed},
                              {"read_per_s", read}}
            << "\n";
  return accepted > 0 && completed > 0 && read > 0 ? 0 : 1;
}

}  // namespace
}  // namespace dm::testing

int main(int argc, char** argv) {
  CLI::App app("Cases a second through a store's queue.");
  dm::testing::Shape shape;
  const auto* file =
      app.add_option("--database", shape.database, "SQLite: file of the store; must not exist");
  const auto* server = app.add_option(
      "--connection", shape.connection, "PostgreSQL: connection string to an empty schema");
  app.add_option("--connections", shape.connections, "PostgreSQL: that read and claim");
  app.add_option("--cases", shape.cases, "how many cases");
  app.add_option("--in-flight", shape.in_flight, "how many at once");
  CLI11_PARSE(app, argc, argv);
  if (file->empty() == server->empty()) {
    std::cerr << "give either --database or --connection\n";
    return 2;
  }
  return dm::testing::Run(shape);
}
