// The example of docs/operating/several-workers.md: four workers on one database, set up as it is
// written, killed at random while cases run. Each case ends once, each grant is paid once.
// DM_CRASH_CASES: how many households (120).
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/crash/checker.h"
#include "tests/crash/documented_setup.h"
#include "tests/crash/settings.h"
#include "worker/core/instant.h"

namespace dm::crash {
namespace {

using std::chrono::seconds;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kDatabase[] = "medarbetare";
constexpr int kHouseholdsAKill = 20;

class FourWorkersTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_TRUE(LoadSwedishTime().ok()); }

  void SetUp() override {
    if (!HavePostgres()) GTEST_SKIP() << "PostgreSQL 15 is not installed";
  }

  static std::int64_t Count(const PostgresNode& server, const std::string& sql) {
    return std::stoll(server.Sql("SELECT count(*) FROM " + sql, kDatabase));
  }

  // All application ids of the case files.
  static std::set<std::string> Applications(const e2e::Municipality& municipality) {
    std::set<std::string> ids;
    for (const std::string& file : municipality.case_files()) {
      ids.insert(nlohmann::json::parse(e2e::ReadFile(file))["application"]["id"]);
    }
    return ids;
  }
};

TEST_F(FourWorkersTest, KilledAtRandomTheyEndEachCaseOnceAndPayEachGrantOnce) {
  const auto households = static_cast<int>(SettingNumber("DM_CRASH_CASES", 120));
  const auto seed = static_cast<unsigned>(SettingNumber("DM_CRASH_SEED", 20261122));
  const auto server = DocumentedServer();
  e2e::Municipality municipality("four", households);
  UseDocumentedStore(municipality, *server);
  ASSERT_TRUE(municipality.TryStartWorker({}));
  const std::vector<std::string> names = {"second", "third", "fourth"};
  std::vector<e2e::Process> others;
  others.reserve(names.size());
  for (const std::string& name : names) others.push_back(municipality.StartAnother(name));

  std::mt19937 random(seed);
  int kills = 0;
  bool submitted = false;
  std::atomic<bool> all_sent = false;
  std::jthread caller([&] {
    submitted = municipality.SubmitAll();
    all_sent = true;
  });
  // The first takes the callers' calls; the others come and go while there is work.
  std::int64_t seen = 0;
  while (!all_sent) {
    const std::int64_t cases = Count(*server, "cases");
    if (cases < seen + kHouseholdsAKill / 2 + static_cast<int>(random() % kHouseholdsAKill))
      continue;
    seen = cases;
    const std::size_t victim = random() % others.size();
    others[victim].Kill();
    others[victim] = municipality.StartAnother(names[victim]);
    ++kills;
  }
  caller.join();
  ASSERT_TRUE(submitted);
  ASSERT_TRUE(municipality.WaitUntilWorked(seconds(240 + households / 10)));
  const std::int64_t workers =
      std::stoll(server->Sql("SELECT count(DISTINCT actor) FROM audit WHERE actor_kind = 'WORKER' "
                             "AND action = 'case_registered'",
                             kDatabase));
  for (e2e::Process& other : others) EXPECT_EQ(other.Stop(), 0);
  EXPECT_EQ(municipality.worker().Stop(), 0);

  const std::vector<Received> received = ReadReceived(municipality.folder() + "/casesystem.jsonl");
  const auto rows = ReadPostgres(server->Socket(kDatabase));
  EXPECT_THAT(Violations(*rows,
                         {.acknowledged = Applications(municipality), .received = received},
                         Moment::kFinished),
              IsEmpty());
  EXPECT_EQ(rows->All("SELECT case_id FROM cases WHERE parked_reason <> ''"), std::vector<Row>());
  EXPECT_THAT(PaymentsOf(received), Not(IsEmpty()));
  EXPECT_GE(kills, households / (3 * kHouseholdsAKill));
  EXPECT_GT(workers, 2);
  std::cout << Applications(municipality).size() << " cases, " << PaymentsOf(received).size()
            << " payments, " << kills << " kills, " << workers << " workers had cases\n";
}

}  // namespace
}  // namespace dm::crash
