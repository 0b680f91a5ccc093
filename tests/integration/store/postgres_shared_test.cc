// Several stores open on one database, as several processes have it; a server that dies around a
// commit.

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include <gmock/gmock.h>

#include "tests/integration/store/postgres_proxy.h"
#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "tests/support/postgres_server.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr auto kSoon = seconds(20);

// Waits for what another thread brings about; nothing else tells of it.
template <typename Condition>
bool Soon(const Condition& condition) {
  const auto until = steady_clock::now() + kSoon;
  while (!condition()) {
    if (steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

class PostgresSharedTest : public ::testing::Test {
 protected:
  PostgresServer& server() { return PostgresServer::Shared(); }

  std::unique_ptr<Store> Open(const std::string& host = "") {
    PostgresOptions options;
    options.connection = server().Connection(schema_);
    // The later keyword holds.
    if (!host.empty()) options.connection += " host=" + host;
    options.connections = 2;
    StatusOr<std::unique_ptr<Store>> store = OpenPostgresStore(options, "exempelkommun", now_);
    EXPECT_TRUE(store.ok()) << MessageOf(store.status());
    return store.ok() ? *std::move(store) : nullptr;
  }

  std::string Sql(const std::string& sql) {
    return server().Sql("SET search_path = " + schema_ + "; " + sql);
  }

  static CaseChange Registering(const Claim& claim) {
    CaseChange change;
    change.case_id = claim.case_id;
    change.claim = claim;
    change.to = CaseState::kRegistered;
    change.audit = By(claim.worker, "case_moved");
    return change;
  }

  const std::string schema_ = "shared_" + RandomHex(8);
  Instant now_ = TestNow();
};

TEST_F(PostgresSharedTest, ManyWhoClaimAtOnceNeverGetTheSameCase) {
  constexpr int kCases = 60;
  constexpr int kStores = 3;
  std::vector<std::unique_ptr<Store>> stores;
  stores.reserve(kStores);
  for (int i = 0; i < kStores; ++i) stores.push_back(Open());
  for (int i = 0; i < kCases; ++i) {
    ASSERT_TRUE(stores[0]
                    ->Accept(NewCaseOf("APP-" + std::to_string(i), "HH-" + std::to_string(i)), now_)
                    .ok());
  }
  std::mutex mutex;
  std::multiset<std::string> claimed;
  {
    std::vector<std::jthread> threads;
    threads.reserve(std::size_t{kStores} * 2);
    for (int i = 0; i < kStores * 2; ++i) {
      threads.emplace_back([&, i] {
        Store& store = *stores[static_cast<std::size_t>(i % kStores)];
        while (true) {
          const auto claim = store.ClaimNext("worker-" + std::to_string(i), now_, kMinuteMs);
          ASSERT_TRUE(claim.ok()) << MessageOf(claim.status());
          if (!claim->has_value()) return;
          EXPECT_TRUE(store.Apply(Registering(**claim), now_).ok());
          const std::lock_guard<std::mutex> lock(mutex);
          claimed.insert((*claim)->case_id.value());
        }
      });
    }
  }
  EXPECT_EQ(claimed.size(), static_cast<std::size_t>(kCases));
  EXPECT_EQ(std::set<std::string>(claimed.begin(), claimed.end()).size(), claimed.size());
  // The chain of what all of them did has one order and no gap.
  const auto records = stores[1]->ReadAudit(1, 1'000);
  ASSERT_TRUE(records.ok()) << MessageOf(records.status());
  EXPECT_EQ(records->size(), static_cast<std::size_t>(2 * kCases));
}

TEST_F(PostgresSharedTest, TheTokenIsCheckedInTheWriteItself) {
  const auto first = Open();
  const auto second = Open();
  ASSERT_TRUE(first->Accept(NewCaseOf("APP-1", "HH-1"), now_).ok());
  const Claim lost = **first->ClaimNext("worker-1", now_, kMinuteMs);
  Sql("UPDATE cases SET claimed_until_ms = 1");  // The lease has run out.
  const Claim taken = **second->ClaimNext("worker-2", now_, kMinuteMs);
  EXPECT_EQ(taken.case_id, lost.case_id);
  EXPECT_EQ(ReasonOf(first->Apply(Registering(lost), now_)), "LEASE_LOST");
  EXPECT_EQ(ReasonOf(first->RenewClaim(lost, now_, kMinuteMs)), "LEASE_LOST");
  EXPECT_TRUE(second->Apply(Registering(taken), now_).ok());
}

TEST_F(PostgresSharedTest, LeasesRunByTheDatabasesClock) {
  const auto store = Open();
  ASSERT_TRUE(store->Accept(NewCaseOf("APP-1", "HH-1"), now_).ok());
  ASSERT_TRUE(store->ClaimNext("worker-1", now_, kMinuteMs)->has_value());
  // A worker whose clock is ten years ahead takes nothing that another holds.
  const Instant ahead = now_.PlusMs(10LL * 365 * 24 * 60 * kMinuteMs);
  EXPECT_FALSE(store->ClaimNext("worker-2", ahead, kMinuteMs)->has_value());
  EXPECT_EQ(Sql("SELECT abs(claimed_until_ms - 60000 - extract(epoch FROM clock_timestamp()) * "
                "1000) < 30000 FROM cases"),
            "t");
}

TEST_F(PostgresSharedTest, ACommitThatNeverArrivedIsMadeOnce) {
  PostgresProxy proxy(server().folder());
  const auto store = Open(proxy.folder());
  ASSERT_TRUE(store->CheckHealth(now_).ok());
  proxy.CutAtNextCommit(CutAt::kBeforeCommit);
  const auto accepted = store->Accept(NewCaseOf("APP-1", "HH-1"), now_);
  ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  EXPECT_EQ(proxy.cuts(), 1);
  EXPECT_FALSE(accepted->repeated);
  EXPECT_EQ(Sql("SELECT count(*) FROM cases"), "1");
  EXPECT_EQ(Sql("SELECT count(*) FROM audit"), "1");
}

TEST_F(PostgresSharedTest, ACommitWhoseAnswerWasLostIsNotMadeAgain) {
  PostgresProxy proxy(server().folder());
  const auto store = Open(proxy.folder());
  ASSERT_TRUE(store->CheckHealth(now_).ok());
  proxy.CutAtNextCommit(CutAt::kAfterCommit);
  const auto accepted = store->Accept(NewCaseOf("APP-1", "HH-1"), now_);
  ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  EXPECT_EQ(proxy.cuts(), 1);
  // Carried out a second time it would have met itself.
  EXPECT_FALSE(accepted->repeated);
  EXPECT_EQ(accepted->case_id.value(), Sql("SELECT case_id FROM cases"));
  EXPECT_EQ(Sql("SELECT count(*) FROM audit"), "1");
}

TEST_F(PostgresSharedTest, ADecisionAroundALostCommitIsThereOnce) {
  for (const CutAt cut : {CutAt::kBeforeCommit, CutAt::kAfterCommit}) {
    PostgresProxy proxy(server().folder());
    const auto store = Open(proxy.folder());
    const std::string id = cut == CutAt::kBeforeCommit ? "1" : "2";
    ASSERT_TRUE(store->Accept(NewCaseOf("APP-" + id, "HH-" + id), now_).ok());
    const Claim claim = **store->ClaimNext("worker-1", now_, kMinuteMs);
    proxy.CutAtNextCommit(cut);
    const StatusOr<std::int64_t> version = store->Apply(Registering(claim), now_);
    ASSERT_TRUE(version.ok()) << MessageOf(version.status());
    EXPECT_EQ(*version, claim.version + 1);
    EXPECT_EQ(Sql("SELECT version FROM cases WHERE case_id = '" + claim.case_id.value() + "'"),
              std::to_string(*version));
  }
}

TEST_F(PostgresSharedTest, AServerThatCrashesUnderLoadLosesNothingThatWasAnswered) {
  PostgresServer own;
  PostgresOptions options;
  options.connection = own.Connection("crash");
  StatusOr<std::unique_ptr<Store>> opened = OpenPostgresStore(options, "exempelkommun", now_);
  ASSERT_TRUE(opened.ok()) << MessageOf(opened.status());
  Store& store = **opened;
  constexpr int kThreads = 4;
  constexpr int kCrashes = 3;
  std::atomic<bool> stop = false;
  std::atomic<int> accepted = 0;
  std::atomic<int> next = 0;
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        while (!stop) {
          const std::string id = std::to_string(next++);
          const NewCase one = NewCaseOf("APP-" + id, "HH-" + id);
          // Who is refused asks again with the same request id, as every caller does.
          while (!stop) {
            if (!store.Accept(one, now_).ok()) continue;
            ++accepted;
            break;
          }
        }
      });
    }
    for (int i = 0; i < kCrashes; ++i) {
      const int before = accepted;
      EXPECT_TRUE(Soon([&] { return accepted > before + 20; }));
      own.Crash();
      own.Start();
    }
    const int before = accepted;
    EXPECT_TRUE(Soon([&] { return accepted > before; }));
    stop = true;
  }
  const int stored = std::stoi(own.Sql("SELECT count(*) FROM crash.cases"));
  EXPECT_GE(stored, accepted);
  EXPECT_LE(stored, accepted + kThreads);  // Those whose last answer nobody waited for.
  EXPECT_EQ(own.Sql("SELECT count(*) FROM crash.audit"), std::to_string(stored));
}

// A server that is stopped while commits wait for its standby shows them afterwards: the standby
// that is promoted next may lack them.
TEST_F(PostgresSharedTest, ACommitThatNoStandbyHasIsNotAnsweredForLookingCommitted) {
  PostgresServer own;
  PostgresOptions options;
  options.connection = own.Connection("standby");
  options.statement_timeout_ms = 1'000;
  options.reconnect_timeout_ms = 100;
  const auto store = OpenPostgresStore(options, "exempelkommun", now_);
  ASSERT_TRUE(store.ok()) << MessageOf(store.status());
  ASSERT_TRUE((*store)->CheckHealth(now_).ok());
  const auto wait_for = [&own](const std::string& standbys) {
    own.Sql("ALTER SYSTEM SET synchronous_standby_names = '" + standbys + "'");
    own.Sql("SELECT pg_reload_conf()");
    EXPECT_TRUE(Soon([&] { return own.Sql("SHOW synchronous_standby_names") == standbys; }));
  };
  wait_for("nobody");
  const NewCase one = NewCaseOf("APP-1", "HH-1");
  {
    const std::string waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    std::jthread stop([&] {
      EXPECT_TRUE(Soon([&] { return own.Sql("SELECT count(*) " + waiting) == "1"; }));
      own.Sql("SELECT pg_terminate_backend(pid) " + waiting);
    });
    EXPECT_EQ(ReasonOf((*store)->Accept(one, now_)), "STORE_OUTCOME_UNKNOWN");
  }
  EXPECT_EQ(own.Sql("SELECT count(*) FROM standby.cases"), "1");
  wait_for("");
  const auto again = (*store)->Accept(one, now_);
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_TRUE(again->repeated);
}

TEST_F(PostgresSharedTest, AConflictIsTriedAgain) {
  const auto store = Open();
  ASSERT_TRUE(store->Accept(NewCaseOf("APP-1", "HH-1"), now_).ok());
  // The next two inserts into the chain fail as a serialization failure does.
  Sql("CREATE SEQUENCE conflicts; CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS "
      "$$BEGIN IF nextval('" +
      schema_ +
      ".conflicts') <= 2 THEN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END IF; RETURN NEW; "
      "END$$; CREATE TRIGGER conflict BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION "
      "conflict()");
  const auto accepted = store->Accept(NewCaseOf("APP-2", "HH-2"), now_);
  ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  EXPECT_EQ(Sql("SELECT last_value FROM conflicts"), "3");
  EXPECT_EQ(Sql("SELECT count(*) FROM audit"), "2");
}

TEST_F(PostgresSharedTest, AConflictThatDoesNotEndIsTold) {
  const auto store = Open();
  Sql("CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION "
      "'again' USING ERRCODE = '40P01'; END$$; CREATE TRIGGER conflict BEFORE INSERT ON audit FOR "
      "EACH ROW EXECUTE FUNCTION conflict()");
  EXPECT_EQ(ReasonOf(store->Accept(NewCaseOf("APP-1", "HH-1"), now_)), "STORE_CONFLICT");
  EXPECT_EQ(Sql("SELECT count(*) FROM cases"), "0");
}

TEST_F(PostgresSharedTest, OnlyOneHoldsTheDutiesAndAnotherFollows) {
  auto first = Open();
  ASSERT_TRUE(Soon([&] { return first->HoldsDuties(); }));
  const auto second = Open();
  ASSERT_TRUE(second->CheckHealth(now_).ok());
  EXPECT_FALSE(second->HoldsDuties());
  first.reset();
  EXPECT_TRUE(Soon([&] { return second->HoldsDuties(); }));
}

TEST_F(PostgresSharedTest, AHolderWhoseConnectionEndsHoldsNothing) {
  const auto store = Open();
  ASSERT_TRUE(Soon([&] { return store->HoldsDuties(); }));
  const std::string holder =
      "SELECT string_agg(pid::text, ',') FROM pg_locks WHERE locktype = 'advisory' AND classid = "
      "1298490466 AND granted";
  const std::string before = Sql(holder);
  ASSERT_NE(before, "");
  Sql("SELECT pg_terminate_backend(" + before + ")");
  // It holds the lock again on a connection of its own, not on the memory of the first.
  EXPECT_TRUE(Soon([&] {
    const std::string now = Sql(holder);
    return !now.empty() && now != before && store->HoldsDuties();
  }));
}

TEST_F(PostgresSharedTest, ANewCaseWakesWhoWaitsInAnotherProcess) {
  const auto first = Open();
  const auto second = Open();
  std::atomic<int> woken = 0;
  second->OnWork([&woken] { ++woken; });
  // A hint may be lost while the listener connects: then the next one arrives.
  int number = 0;
  EXPECT_TRUE(Soon([&] {
    const std::string id = std::to_string(number++);
    EXPECT_TRUE(first->Accept(NewCaseOf("APP-" + id, "HH-" + id), now_).ok());
    return woken > 0;
  }));
  second->OnWork(nullptr);
}

TEST_F(PostgresSharedTest, WhoHeardNothingFindsTheCaseByLooking) {
  const auto first = Open();
  const auto second = Open();
  // Its listening connection is cut: no hint arrives.
  Sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE '%LISTEN%' "
      "AND pid <> pg_backend_pid()");
  ASSERT_TRUE(first->Accept(NewCaseOf("APP-1", "HH-1"), now_).ok());
  EXPECT_TRUE(second->ClaimNext("worker-2", now_, kMinuteMs)->has_value());
}

TEST_F(PostgresSharedTest, AnItemThatIsTakenIsToldAtTheOtherDesk) {
  const auto first = Open();
  const auto second = Open();
  std::atomic<bool> told = false;
  second->OnHint([&told](const EscalationHint& hint) {
    EXPECT_EQ(hint.queue, "Q-20");
    if (hint.kind == HintKind::kOpened) told = true;
  });
  int number = 0;
  EXPECT_TRUE(Soon([&] {
    const std::string id = std::to_string(number++);
    EXPECT_TRUE(first->Accept(NewCaseOf("APP-" + id, "HH-" + id), now_).ok());
    const Claim claim = **first->ClaimNext("worker-1", now_, kMinuteMs);
    CaseChange change = Registering(claim);
    change.to = CaseState::kEscalated;
    change.escalation = EscalationOf(claim.case_id, 1);
    EXPECT_TRUE(first->Apply(change, now_).ok());
    return told.load();
  }));
  second->OnHint(nullptr);
}

TEST_F(PostgresSharedTest, ASameRequestInTwoProcessesIsOneCase) {
  const auto first = Open();
  const auto second = Open();
  std::atomic<int> fresh = 0;
  {
    std::vector<std::jthread> threads;
    for (Store* store : {first.get(), second.get(), first.get(), second.get()}) {
      threads.emplace_back([&fresh, store, this] {
        const auto accepted = store->Accept(NewCaseOf("APP-1", "HH-1"), now_);
        ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
        if (!accepted->repeated) ++fresh;
      });
    }
  }
  EXPECT_EQ(fresh, 1);
}

}  // namespace
}  // namespace dm::testing
