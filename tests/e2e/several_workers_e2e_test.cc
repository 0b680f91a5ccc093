// Real workers on one PostgreSQL database: what they decide together is what one decides alone,
// also when they are killed at random.

#include <chrono>
#include <random>
#include <set>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/e2e/municipality.h"
#include "tests/support/postgres_server.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::PostgresServer;

class SeveralWorkersTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  void SetUp() override {
    if (PostgresServer::Binaries().empty()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
  }

  static std::string Name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  static std::set<std::string> PaymentOrders(const Municipality& municipality) {
    std::set<std::string> ids;
    for (const auto& [id, kind] : municipality.Deliveries()) {
      if (kind == "EFFECT_KIND_PAYMENT_ORDER") ids.insert(id);
    }
    return ids;
  }

  static std::size_t DecidedByWorker(const std::map<std::string, Fate>& fates) {
    std::size_t count = 0;
    for (const auto& [application, fate] : fates)
      if (fate.decided_by == "DECISION_KIND_AUTOMATIC") ++count;
    return count;
  }
};

TEST_F(SeveralWorkersTest, TwoWorkersEndInTheTableOfOneHoweverOftenTheyAreKilled) {
  constexpr int kHouseholds = 60;
  Municipality alone(Name() + "-alone", kHouseholds);
  alone.StartWorker();
  ASSERT_TRUE(alone.SubmitAll());
  ASSERT_TRUE(alone.WaitUntilWorked(seconds(60)));
  const auto expected = alone.Fates();
  ASSERT_GT(DecidedByWorker(expected), 0U);

  PostgresServer& server = PostgresServer::Shared();
  Municipality together(Name() + "-together", kHouseholds);
  together.UseDatabase(server.Connection("together"));
  together.StartWorker();
  Process second = together.StartAnother("second");
  ASSERT_TRUE(together.SubmitAll());
  // The one that callers do not speak with is killed and comes back; its leases must end first.
  std::mt19937 random(20261124);
  for (int kills = 0; kills < 5; ++kills) {
    std::this_thread::sleep_for(milliseconds(50 + static_cast<int>(random() % 200)));
    second.Kill();
    second = together.StartAnother("second");
  }
  // What a killed worker held comes up again when its lease ends: here at once.
  second.Kill();
  server.Sql("UPDATE together.cases SET claimed_until_ms = 1 WHERE claimed_until_ms > 0");
  second = together.StartAnother("second");
  ASSERT_TRUE(together.WaitUntilWorked(seconds(120)));
  EXPECT_EQ(together.Fates(), expected);
  EXPECT_EQ(PaymentOrders(together).size(), DecidedByWorker(expected));
  // One delivers at a time: nothing reached the case system twice but what a kill left unheard.
  EXPECT_EQ(server.Sql("SELECT count(*) FROM (SELECT household_id, month FROM together.decisions "
                       "WHERE kind = 'AUTOMATIC' GROUP BY 1, 2 HAVING count(*) > 1) AS twice"),
            "0");
  EXPECT_NE(server.Sql("SELECT count(DISTINCT actor) FROM together.audit WHERE actor_kind = "
                       "'WORKER'"),
            "1");
}

TEST_F(SeveralWorkersTest, AnotherDeliversWhenTheOneWithTheDutiesIsGone) {
  PostgresServer& server = PostgresServer::Shared();
  Municipality municipality(Name(), 5, "stable-benefit");
  municipality.UseDatabase(server.Connection("duties"));
  municipality.StartWorker();
  const Process second = municipality.StartAnother("second");
  municipality.worker().Kill();
  municipality.StartWorker();
  ASSERT_TRUE(municipality.SubmitAll());
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(60)));
  EXPECT_EQ(PaymentOrders(municipality).size(), DecidedByWorker(municipality.Fates()));
}

}  // namespace
}  // namespace dm::e2e
