// A restore of an older backup: what was decided and paid after it is not decided or paid again
// (reliability I25). The receiver remembers; the worker asks it before it sends anything.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

class RestoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(LoadSwedishTime().ok());
    municipality_ = std::make_unique<Municipality>("Restore-" + std::to_string(getpid()), 80);
    std::ofstream(municipality_->config(), std::ios::app)
        << "audit: {checkpoints: checkpoints, checkpoint_records: 20}\n";
  }

  void TearDown() override {
    const std::string folder = municipality_->folder();
    municipality_.reset();
    std::filesystem::remove_all(folder);
  }

  std::string Path(const std::string& name) const { return municipality_->folder() + "/" + name; }

  void BackUp() {
    EXPECT_EQ(municipality_->worker().Stop(), 0);
    std::filesystem::copy_file(Path("medarbetare.db"), Path("older.db"));
    municipality_->StartWorker();
  }

  void PutBack() {
    EXPECT_EQ(municipality_->worker().Stop(), 0);
    std::filesystem::remove(Path("medarbetare.db-wal"));
    std::filesystem::remove(Path("medarbetare.db-shm"));
    std::filesystem::copy_file(Path("older.db"),
                               Path("medarbetare.db"),
                               std::filesystem::copy_options::overwrite_existing);
  }

  std::vector<std::string> PaymentOrders() const {
    std::vector<std::string> ids;
    for (const auto& [id, kind] : municipality_->Deliveries())
      if (kind == "EFFECT_KIND_PAYMENT_ORDER") ids.push_back(id);
    std::ranges::sort(ids);
    return ids;
  }

  Finished Reconcile() const {
    return municipality_->Medarbetare({"effect", "reconcile", "--month", "2026-12", "--ask"});
  }

  std::unique_ptr<Municipality> municipality_;
};

TEST_F(RestoreTest, NothingIsDecidedOrPaidTwice) {
  municipality_->StartWorker();
  std::vector<std::string> first = municipality_->case_files();
  ASSERT_GT(first.size(), 40U);
  first.resize(first.size() / 2);
  first.insert(first.begin(), "submit");
  ASSERT_EQ(municipality_->Medarbetare(first).exit_code, 0);
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
  BackUp();
  const std::size_t before = PaymentOrders().size();
  ASSERT_TRUE(municipality_->SubmitAll());
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));
  const std::vector<std::string> paid = PaymentOrders();
  ASSERT_GT(paid.size(), before) << "nothing was paid after the backup";
  const std::set<std::string> decided = municipality_->Decided();

  PutBack();
  const Finished refused = RunCommand(
      {Municipality::Binary("medarbetare"), "run-once", "--config", municipality_->config()});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("AUDIT_ROLLED_BACK"));
  EXPECT_EQ(PaymentOrders(), paid);

  // Who restores says so by moving the checkpoints away; what came after the backup comes in again,
  // the last first.
  std::filesystem::rename(Path("checkpoints"), Path("checkpoints.before-restore"));
  municipality_->StartWorker();
  std::vector<std::string> again = municipality_->case_files();
  std::ranges::reverse(again);
  again.insert(again.begin(), "submit");
  ASSERT_EQ(municipality_->Medarbetare(again).exit_code, 0);
  ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(120)));

  EXPECT_EQ(PaymentOrders(), paid);
  EXPECT_EQ(std::set<std::string>(paid.begin(), paid.end()).size(), paid.size());
  EXPECT_EQ(municipality_->Decided().size(), decided.size());
  const Finished reconciled = Reconcile();
  EXPECT_EQ(reconciled.exit_code, 0) << reconciled.out << reconciled.err;
  EXPECT_THAT(reconciled.out, HasSubstr("all agree"));
}

}  // namespace
}  // namespace dm::e2e
