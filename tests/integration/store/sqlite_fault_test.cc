// A store on SQLite while its disk fails: nothing acknowledged is lost, nothing is half done.

#include <thread>

#include "gtest/gtest.h"
#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"
#include "worker/adapters/sqlite/fault_file_layer.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/case/audit_chain.h"

namespace dm::testing {
namespace {

using sqlite::FailFilesFrom;
using sqlite::FileFault;

class SqliteFaultTest : public ::testing::Test {
 protected:
  void TearDown() override { FailFilesFrom(FileFault::kNone, 0); }

  void Open() {
    store_.reset();
    SqliteOptions options;
    options.vfs = sqlite::FaultFileLayer();
    options.max_pages = max_pages_;
    StatusOr<std::unique_ptr<Store>> opened =
        OpenSqliteStore(directory_.path() + "/store.db", "exempelkommun", options, TestNow());
    ASSERT_TRUE(opened.ok()) << MessageOf(opened.status());
    store_ = *std::move(opened);
  }

  Status Accept(int number) {
    const std::string text = std::to_string(number);
    return store_->Accept(NewCaseOf("APP-" + text, "HH-" + text), TestNow()).status();
  }

  bool IsThere(int number) {
    const auto id = store_->FindCase(ApplicationId::FromTrusted("APP-" + std::to_string(number)));
    return id.ok() && id->has_value();
  }

  // Every case has its audit record and none has more.
  void ExpectWhole(int cases_at_least) {
    const auto records = store_->ReadAudit(1, 1'000);
    ASSERT_TRUE(records.ok()) << MessageOf(records.status());
    EXPECT_TRUE(VerifyAuditChain(*records).ok());
    const auto page = store_->ListCases({}, {.limit = 200, .after = ""});
    ASSERT_TRUE(page.ok());
    int cases = 0;
    const std::vector<StateCount> states = *store_->CountStates();
    for (const StateCount& count : states) cases += count.count;
    EXPECT_EQ(cases, static_cast<int>(records->size()));
    EXPECT_GE(cases, cases_at_least);
    for (const CaseSummary& item : page->items) EXPECT_TRUE(store_->GetCase(item.id).ok());
  }

  TemporaryDirectory directory_;
  std::unique_ptr<Store> store_;
  std::int64_t max_pages_ = 0;
};

TEST_F(SqliteFaultTest, AFullDiskRefusesAndRecoversWhenThereIsSpace) {
  Open();
  ASSERT_TRUE(Accept(1).ok());
  FailFilesFrom(FileFault::kDiskFull, 1);
  const Status refused = Accept(2);
  EXPECT_EQ(refused.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), "STORE_FULL");
  EXPECT_NE(DetailOf(refused).remedy, "");
  EXPECT_EQ(ReasonOf(store_->CheckHealth(TestNow())), "STORE_FULL");
  EXPECT_FALSE(IsThere(2));
  FailFilesFrom(FileFault::kNone, 0);
  EXPECT_TRUE(Accept(2).ok());
  ExpectWhole(2);
}

TEST_F(SqliteFaultTest, AFullFileRefusesAndKeepsWhatItHas) {
  max_pages_ = 120;
  Open();
  int accepted = 0;
  Status status;
  while ((status = Accept(accepted)).ok()) ASSERT_LT(++accepted, 10'000);
  EXPECT_EQ(ReasonOf(status), "STORE_FULL");
  EXPECT_GT(accepted, 0);
  EXPECT_FALSE(IsThere(accepted));
  ExpectWhole(accepted);
  max_pages_ = 0;
  Open();
  EXPECT_TRUE(Accept(accepted).ok());
  ExpectWhole(accepted + 1);
}

TEST_F(SqliteFaultTest, AFailedSyncEndsAllWritingUntilTheStoreIsOpenedAgain) {
  Open();
  ASSERT_TRUE(Accept(1).ok());
  FailFilesFrom(FileFault::kSyncError, 1);
  const Status unknown = Accept(2);
  EXPECT_EQ(unknown.code(), StatusCode::kDataLoss);
  EXPECT_EQ(ReasonOf(unknown), "STORE_BROKEN");
  FailFilesFrom(FileFault::kNone, 0);
  EXPECT_EQ(ReasonOf(Accept(3)), "STORE_BROKEN");
  EXPECT_EQ(ReasonOf(store_->CheckHealth(TestNow())), "STORE_BROKEN");
  EXPECT_TRUE(IsThere(1));
  Open();
  EXPECT_FALSE(IsThere(3));
  EXPECT_TRUE(Accept(2).ok());
  EXPECT_TRUE(Accept(3).ok());
  ExpectWhole(3);
}

// Fails at the first call, the second, and so on, until the whole run passes without meeting the
// fault.
void RunWithEveryCallFailing(FileFault fault, const std::function<int(int)>& run_and_check) {
  int call = 1;
  int calls_made = 0;
  do {
    SCOPED_TRACE("call " + std::to_string(call));
    calls_made = run_and_check(call);
    FailFilesFrom(FileFault::kNone, 0);
    ++call;
  } while (calls_made >= call - 1 && !::testing::Test::HasFailure());
  EXPECT_GT(call, 5) << "the fault was never met";
  EXPECT_NE(fault, FileFault::kNone);
}

TEST_F(SqliteFaultTest, WhicheverCallFailsWhatWasAcknowledgedIsThere) {
  int round = 0;
  for (const FileFault fault :
       {FileFault::kWriteError, FileFault::kDiskFull, FileFault::kSyncError}) {
    RunWithEveryCallFailing(fault, [&](int call) {
      Open();
      const int first = 3 * round++;
      FailFilesFrom(fault, call);
      std::vector<int> acknowledged;
      for (int number = first; number < first + 3; ++number) {
        if (Accept(number).ok()) acknowledged.push_back(number);
      }
      const int calls = sqlite::FileCalls();
      FailFilesFrom(FileFault::kNone, 0);
      Open();
      for (const int number : acknowledged) EXPECT_TRUE(IsThere(number)) << number;
      return calls;
    });
  }
}

TEST_F(SqliteFaultTest, ManyWritersAtOnceLoseNothingAndShareNothing) {
  Open();
  constexpr int kWriters = 8;
  constexpr int kEach = 20;
  std::vector<std::thread> writers;
  writers.reserve(kWriters);
  std::vector<int> failed(kWriters, 0);
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([this, writer, &failed] {
      for (int i = 0; i < kEach; ++i) {
        // Half of them are refused, in the middle of others' commits.
        const int number = writer * kEach + i;
        if (!Accept(number).ok()) ++failed[static_cast<std::size_t>(writer)];
        NewCase changed = NewCaseOf("APP-" + std::to_string(number), "HH-0", "changed");
        changed.request_id += "-changed";
        if (store_->Accept(changed, TestNow()).ok()) ++failed[static_cast<std::size_t>(writer)];
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(failed, std::vector<int>(kWriters, 0));
  ExpectWhole(kWriters * kEach);
}

}  // namespace
}  // namespace dm::testing
