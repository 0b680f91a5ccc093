// A restore of an older backup: what was decided and paid after it is not decided or paid again
// (reliability I25). The receiver remembers; the worker asks it before it sends anything.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality_test.h"

namespace dm::e2e {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

class RestoreTest : public MunicipalityTest {
 protected:
  RestoreTest() : MunicipalityTest(40) {}

  void NoteCheckpoints() const {
    std::ofstream(municipality_->config(), std::ios::app)
        << "audit: {checkpoints: checkpoints, checkpoint_records: 20}\n";
  }

  void BackUp(const std::string& name) {
    EXPECT_EQ(municipality_->worker().Stop(), 0);
    std::filesystem::copy_file(Path("medarbetare.db"), Path(name));
    municipality_->StartWorker();
  }

  void PutBack(const std::string& name) {
    EXPECT_EQ(municipality_->worker().Stop(), 0);
    std::filesystem::remove(Path("medarbetare.db-wal"));
    std::filesystem::remove(Path("medarbetare.db-shm"));
    std::filesystem::copy_file(
        Path(name), Path("medarbetare.db"), std::filesystem::copy_options::overwrite_existing);
  }

  // The cases from the `part`-th third on, the last first.
  bool Submit(std::size_t part, std::size_t parts = 1) const {
    return BringIn(part, parts) && municipality_->WaitUntilWorked(seconds(120));
  }

  bool BringIn(std::size_t part, std::size_t parts) const {
    std::vector<std::string> files = municipality_->case_files();
    const std::size_t third = files.size() / 3;
    std::vector<std::string> words = {"submit"};
    const auto begin = files.begin() + static_cast<std::ptrdiff_t>(part * third);
    const auto end =
        part + parts >= 3 ? files.end() : begin + static_cast<std::ptrdiff_t>(parts * third);
    words.insert(words.end(), begin, end);
    std::reverse(words.begin() + 1, words.end());
    return municipality_->Medarbetare(words).exit_code == 0;
  }

  std::vector<std::string> PaymentOrders() const {
    std::vector<std::string> ids;
    for (const auto& [id, kind] : municipality_->Deliveries())
      if (kind == "EFFECT_KIND_PAYMENT_ORDER") ids.push_back(id);
    std::ranges::sort(ids);
    return ids;
  }

  // No step of any case is the worker's, whatever waits to be delivered, or to be approved when the
  // restore is over.
  bool AllWorked() const {
    const Finished status = municipality_->Medarbetare({"status", "--json"});
    if (status.exit_code != 0) return false;
    int left = 0;
    const nlohmann::json parsed = nlohmann::json::parse(status.out);
    for (const nlohmann::json& one : parsed.value("states", nlohmann::json::array())) {
      const std::string state = one.value("state", "");
      for (const char* const step : {"RECEIVED", "REGISTERED", "FETCHED"})
        if (state == std::string("CASE_STATE_") + step) left += one.value("count", 0);
    }
    return left == 0;
  }

  Finished Declare() const {
    return Run({"restore", "declare", "--actor", "drift.exempel", "--reason", "disken byttes"});
  }

  Finished End() const { return Run({"restore", "end", "--actor", "drift.exempel"}); }

  // Through the running worker, again while the receiver was not asked about everything.
  bool EndsRunning() const {
    const auto until = std::chrono::steady_clock::now() + seconds(120);
    while (std::chrono::steady_clock::now() < until) {
      if (AllWorked()) {
        const Finished end =
            municipality_->Medarbetare({"restore", "end", "--actor", "drift.exempel", "--running"});
        if (end.exit_code == 0) return true;
        EXPECT_THAT(end.err, HasSubstr("RESTORE_NOT_RECONCILED"));
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return false;
  }
};

TEST_F(RestoreTest, NothingIsDecidedOrPaidTwiceWhateverTheAgeOfTheBackup) {
  NoteCheckpoints();
  municipality_->StartWorker();
  const std::vector<std::string> ages = {"age-0.db", "age-1.db", "age-2.db"};
  for (std::size_t part = 0; part < ages.size(); ++part) {
    BackUp(ages[part]);
    ASSERT_TRUE(Submit(part));
  }
  const std::vector<std::string> paid = PaymentOrders();
  ASSERT_FALSE(paid.empty());
  const std::set<std::string> decided = municipality_->Decided();

  for (const std::string& age : ages) {
    SCOPED_TRACE(age);
    PutBack(age);
    const Finished refused = Run({"run-once"});
    EXPECT_EQ(refused.exit_code, 4);
    EXPECT_THAT(refused.err, HasSubstr("AUDIT_ROLLED_BACK"));
    EXPECT_THAT(refused.err, HasSubstr("restore declare"));
    const Finished declared = Declare();
    ASSERT_EQ(declared.exit_code, 0) << declared.err;
    EXPECT_THAT(declared.out, HasSubstr("checkpoints.before-restore-"));
    municipality_->StartWorker();
    ASSERT_TRUE(BringIn(0, 3));
    const Finished status = municipality_->Medarbetare({"status"});
    EXPECT_THAT(status.out, HasSubstr("RESTORE_UNDER_WAY"));
    EXPECT_THAT(status.out, HasSubstr("disken byttes"));
    EXPECT_EQ(PaymentOrders(), paid);
    ASSERT_TRUE(EndsRunning());
    ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
    EXPECT_EQ(PaymentOrders(), paid);
    EXPECT_EQ(std::set<std::string>(paid.begin(), paid.end()).size(), paid.size());
    EXPECT_EQ(municipality_->Decided().size(), decided.size());
    const Finished reconciled = Reconcile();
    EXPECT_EQ(reconciled.exit_code, 0) << reconciled.out << reconciled.err;
    EXPECT_THAT(reconciled.out, HasSubstr("all agree"));
  }
}

// While it is declared nothing new goes out; when it is ended, it does.
TEST_F(RestoreTest, NothingIsSentBeforeItIsEnded) {
  municipality_->StartWorker();
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  ASSERT_EQ(Declare().exit_code, 0);
  municipality_->StartWorker();
  ASSERT_TRUE(municipality_->SubmitAll());
  // The worker has asked about everything that it has decided; a case that waits for a register may
  // add to it, so that the end may be refused and is asked for again.
  const auto until = std::chrono::steady_clock::now() + seconds(120);
  bool ended = false;
  while (!ended && std::chrono::steady_clock::now() < until) {
    const std::string pending =
        municipality_->Medarbetare({"effect", "list", "--state", "PENDING"}).out;
    if (AllWorked() && pending.find("RESTORE_ASKED") != std::string::npos) {
      EXPECT_TRUE(municipality_->Deliveries().empty());
      EXPECT_EQ(municipality_->worker().Stop(), 0);
      const Finished end = End();
      const Finished status = Run({"restore", "status"});
      EXPECT_EQ(status.exit_code, end.exit_code) << status.out;
      ended = end.exit_code == 0;
      EXPECT_TRUE(ended || end.err.find("RESTORE_NOT_RECONCILED") != std::string::npos) << end.err;
      municipality_->StartWorker();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ASSERT_TRUE(ended);
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
  EXPECT_FALSE(PaymentOrders().empty());
}

// Nobody has said so, and nothing was noted: the receiver's word tells it.
TEST_F(RestoreTest, AWorkerWhoseReceiverIsAheadDeclaresItItself) {
  municipality_->StartWorker();
  BackUp("older.db");
  ASSERT_TRUE(Submit(0, 3));
  const std::vector<std::string> paid = PaymentOrders();
  ASSERT_FALSE(paid.empty());
  PutBack("older.db");
  municipality_->StartWorker();
  ASSERT_TRUE(BringIn(0, 3));
  const auto until = std::chrono::steady_clock::now() + seconds(120);
  const auto suspected = [this] {
    return ReadFile(Path("medarbetare.log")).find("restore_suspected") != std::string::npos;
  };
  while (!suspected() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  ASSERT_TRUE(suspected());
  const Finished status = municipality_->Medarbetare({"restore", "status", "--running"});
  EXPECT_THAT(status.out, HasSubstr("RECEIVER_AHEAD"));
  ASSERT_TRUE(EndsRunning());
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
  EXPECT_EQ(PaymentOrders(), paid);
}

TEST_F(RestoreTest, AnotherKeyOfTheEffectsIsRefused) {
  std::ofstream(Path("effects.key")) << std::string(64, 'a') << '\n';
  std::ofstream(Path("other.key")) << std::string(64, 'b') << '\n';
  for (const char* const key : {"effects.key", "other.key"})
    std::filesystem::permissions(Path(key), std::filesystem::perms(0400));
  std::ofstream(municipality_->config(), std::ios::app) << "effects: {id_key_file: effects.key}\n";
  ASSERT_EQ(Run({"run-once"}).exit_code, 0);
  municipality_->Configure("effects.key", "other.key");
  const Finished refused = Run({"run-once"});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("EFFECT_KEY_CHANGED"));
  municipality_->Configure("other.key", "effects.key");
  EXPECT_EQ(Run({"run-once"}).exit_code, 0);
}

}  // namespace
}  // namespace dm::e2e
