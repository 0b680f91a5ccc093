// Decisions and payment orders as files, on the real worker: killed at any time, replied to, and
// restored. What the files say is read with nothing of the program's.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality_test.h"
#include "worker/core/digest.h"

namespace dm::e2e {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

// NOLINTNEXTLINE(bugprone-exception-escape): the library's own move, which does not throw.
struct ReadFileLines {
  Json header;
  std::vector<Json> records;
  std::string sha256;
};

class EffectFilesTest : public MunicipalityTest {
 protected:
  EffectFilesTest() : MunicipalityTest(60) {}

  void UseFiles(const std::string& more = "") const {
    for (const char* const folder : {"files", "restricted"}) {
      std::filesystem::create_directories(Path(folder));
      std::filesystem::permissions(Path(folder), std::filesystem::perms(0750));
    }
    std::ofstream(municipality_->config(), std::ios::app)
        << "effects: {files: {folder: files, restricted_folder: restricted, every_ms: 1000" << more
        << "}}\n";
  }

  // The files of a register in their order; checks what the first line of each says of it.
  std::vector<ReadFileLines> Files(const std::string& name, const char* amount) const {
    std::vector<std::string> paths;
    for (const char* const folder : {"files/out", "restricted/out"})
      if (std::filesystem::exists(Path(folder)))
        for (const auto& entry : std::filesystem::directory_iterator(Path(folder)))
          if (entry.path().filename().string().starts_with(name))
            paths.push_back(entry.path().string());
    std::ranges::sort(paths);
    std::vector<ReadFileLines> files;
    std::map<std::string, int> numbers;
    for (const std::string& path : paths) {
      const std::string bytes = ReadFile(path);
      ReadFileLines& file = files.emplace_back();
      std::istringstream lines(bytes);
      std::string line;
      std::int64_t sum = 0;
      while (std::getline(lines, line)) {
        Json json = Json::parse(line);
        if (file.header.is_null()) {
          file.header = std::move(json);
          continue;
        }
        sum += json.at(amount).get<std::int64_t>();
        file.records.push_back(std::move(json));
      }
      file.sha256 = Sha256Hex(std::string_view(bytes).substr(bytes.find('\n') + 1));
      EXPECT_EQ(file.header.at("records_sha256"), file.sha256) << path;
      EXPECT_EQ(file.header.at("count"), file.records.size()) << path;
      EXPECT_EQ(file.header.at("sum_ore"), sum) << path;
      const std::string folder = std::filesystem::path(path).parent_path().string();
      EXPECT_EQ(file.header.at("sequence"), ++numbers[folder]) << path << ": a number is missing";
    }
    return files;
  }

  // Ids of orders, each as often as it stands in a file.
  std::vector<std::string> Orders() const {
    std::vector<std::string> ids;
    for (const ReadFileLines& file : Files("payment-orders-", "amount_ore"))
      for (const Json& one : file.records) ids.push_back(one.at("effect_id"));
    std::ranges::sort(ids);
    return ids;
  }

  std::size_t DecidedByWorker() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        municipality_->Fates(),
        [](const auto& entry) { return entry.second.decided_by == "DECISION_KIND_AUTOMATIC"; }));
  }
};

TEST_F(EffectFilesTest, EachStandsInOneFileHoweverOftenTheWorkerIsKilled) {
  UseFiles();
  municipality_->StartWorker();
  std::mt19937 random(20261124);
  std::atomic<bool> storm = true;
  std::thread submitter([&] {
    while (storm) static_cast<void>(municipality_->SubmitAll());
  });
  for (int kills = 0; kills < 12; ++kills) {
    std::this_thread::sleep_for(milliseconds(10 + static_cast<int>(random() % 400)));
    municipality_->worker().Kill();
    municipality_->StartWorker();
  }
  storm = false;
  submitter.join();
  ASSERT_TRUE(municipality_->SubmitAll());
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));

  const std::vector<std::string> orders = Orders();
  EXPECT_EQ(std::set<std::string>(orders.begin(), orders.end()).size(), orders.size());
  EXPECT_EQ(orders.size(), DecidedByWorker());
  ASSERT_GT(orders.size(), 0U);
  std::set<std::string> decisions;
  for (const ReadFileLines& file : Files("decisions-", "granted_ore"))
    for (const Json& one : file.records)
      EXPECT_TRUE(decisions.insert(one.at("effect_id")).second) << "a decision twice";
  EXPECT_EQ(decisions.size(), orders.size());
  // Nothing that files carry was pushed, and the rest was.
  std::set<std::string> pushed;
  for (const auto& [id, kind] : municipality_->Deliveries()) pushed.insert(kind);
  EXPECT_THAT(pushed, Not(::testing::Contains("EFFECT_KIND_PAYMENT_ORDER")));
  EXPECT_THAT(pushed, Not(::testing::Contains("EFFECT_KIND_DECISION")));
  EXPECT_THAT(pushed, ::testing::Contains("EFFECT_KIND_LETTER"));

  const Finished reconciled = Reconcile();
  EXPECT_EQ(reconciled.exit_code, 0) << reconciled.out << reconciled.err;
  EXPECT_THAT(reconciled.out, HasSubstr("all agree"));
  const Finished shown =
      RunCommand({Municipality::Binary("medarbetare"), "effect", "files", Path("files")});
  EXPECT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("payment-orders-00000001"));
}

TEST_F(EffectFilesTest, TakesTheReceiversReply) {
  UseFiles(", replies_to: [payment_orders]");
  municipality_->StartWorker();
  ASSERT_TRUE(municipality_->SubmitAll());
  // The receiver: answers each file once it is there, and refuses the first order of the first.
  std::set<std::string> answered;
  std::string refused;
  const auto answer = [&] {
    for (const ReadFileLines& file : Files("payment-orders-", "amount_ore")) {
      std::ostringstream name;
      name << "payment-orders-" << std::setw(8) << std::setfill('0')
           << file.header.at("sequence").get<int>();
      if (!answered.insert(name.str()).second) continue;
      std::string reply = Json{{"format", "medarbetare-effects-reply"},
                               {"version", 1},
                               {"file", name.str()},
                               {"records_sha256", file.sha256},
                               {"count", file.records.size()}}
                              .dump() +
                          "\n";
      for (const Json& one : file.records) {
        const std::string id = one.at("effect_id");
        const bool says_no = refused.empty();
        if (says_no) refused = id;
        reply +=
            (says_no
                 ? Json{{"effect_id", id}, {"outcome", "REFUSED"}, {"error_code", "PAYEE_UNKNOWN"}}
                 : Json{{"effect_id", id}, {"outcome", "OK"}, {"reference", "LB-1"}})
                .dump() +
            "\n";
      }
      std::ofstream(Path("files/replies/.new")) << reply;
      std::filesystem::rename(Path("files/replies/.new"),
                              Path("files/replies/" + name.str() + ".reply.jsonl"));
    }
  };
  const auto listed = [&](const char* state) {
    const Finished list =
        municipality_->Medarbetare({"effect", "list", "--state", state, "--json"});
    return list.exit_code == 0 ? list.out : std::string();
  };
  const auto until = std::chrono::steady_clock::now() + seconds(120);
  bool done = false;
  while (!done && std::chrono::steady_clock::now() < until) {
    answer();
    done = !refused.empty() && listed("REFUSED").find(refused) != std::string::npos &&
           listed("SENT").find("PAYMENT_ORDER") == std::string::npos &&
           listed("PENDING").find("EFFECT_KIND_PAYMENT_ORDER\"") == std::string::npos;
    std::this_thread::sleep_for(milliseconds(50));
  }
  ASSERT_TRUE(done) << ReadFile(Path("medarbetare.log"));
  EXPECT_THAT(listed("DELIVERED"), HasSubstr("LB-1"));
  const Finished queue = municipality_->Medarbetare({"queue", "items", "--json"});
  EXPECT_THAT(queue.out, HasSubstr("EFFECT.REFUSED.PAYMENT_ORDER")) << queue.err;

  // It is mended, and stands in a later file.
  const std::size_t before = Orders().size();
  const Finished resolved = municipality_->Medarbetare(
      {"effect", "resolve", refused, "--actor", "anna.exempel", "--send-again"});
  ASSERT_EQ(resolved.exit_code, 0) << resolved.err;
  const auto later = std::chrono::steady_clock::now() + seconds(60);
  while (Orders().size() == before && std::chrono::steady_clock::now() < later)
    std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(std::ranges::count(Orders(), refused), 2);
}

// The folder is ahead of a database that was put back: nothing starts before somebody has said so,
// and then no order stands in two files.
TEST_F(EffectFilesTest, AnOlderDatabaseIsNoticed) {
  UseFiles();
  municipality_->StartWorker();
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  std::filesystem::copy_file(Path("medarbetare.db"), Path("older.db"));
  municipality_->StartWorker();
  ASSERT_TRUE(municipality_->SubmitAll());
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
  const std::vector<std::string> orders = Orders();
  ASSERT_FALSE(orders.empty());
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  std::filesystem::copy_file(
      Path("older.db"), Path("medarbetare.db"), std::filesystem::copy_options::overwrite_existing);
  const Finished refused = Run({"run-once"});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("STORE_OLDER_THAN_FILES"));

  const Finished declared =
      Run({"restore", "declare", "--actor", "drift.exempel", "--reason", "disken byttes"});
  ASSERT_EQ(declared.exit_code, 0) << declared.err;
  municipality_->StartWorker();
  ASSERT_TRUE(municipality_->SubmitAll());
  const auto until = std::chrono::steady_clock::now() + seconds(120);
  Finished ended;
  do {
    std::this_thread::sleep_for(milliseconds(100));
    ended = municipality_->Medarbetare({"restore", "end", "--actor", "drift.exempel", "--running"});
  } while (ended.exit_code != 0 && std::chrono::steady_clock::now() < until);
  ASSERT_EQ(ended.exit_code, 0) << ended.err;
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
  EXPECT_EQ(Orders(), orders);
  const Finished reconciled = Reconcile();
  EXPECT_EQ(reconciled.exit_code, 0) << reconciled.out << reconciled.err;
}

}  // namespace
}  // namespace dm::e2e
