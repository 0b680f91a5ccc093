// Retention (I24, S21): the files of 1 000 persons, whose last entry is over five years old, are
// erased by the real program. Nothing of them is left in any file of the store, nothing is erased
// early, on hold, or that research keeps, and the audit chain holds. What an older backup brings
// back is erased again.
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/retention_files.h"

namespace dm::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RetentionTest : public RetentionFiles, public ::testing::WithParamInterface<Storage> {
 protected:
  void SetUp() override { Begin(GetParam()); }

  void Hold(const CaseId& id) const {
    const Finished hold = municipality_->Medarbetare(
        {"retention", "hold", id.value(), "--actor", "bo.exempel", "--reason", "Överklagat."});
    ASSERT_EQ(hold.exit_code, 0) << hold.err;
  }

  Finished Restore(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {Municipality::Binary("medarbetare"), "restore"};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--actor", "drift.exempel", "--config", municipality_->config()});
    return RunCommand(all);
  }
};

TEST_P(RetentionTest, AThousandPersonsLeaveNoTraceAndNothingElseGoes) {
  const Files files;
  Fill(files);
  if (GetParam() == Storage::kPlain) {
    ASSERT_GT(Traces(), 6 * files.gone) << "the canaries are found where they are";
  }
  municipality_->StartWorker();
  for (const CaseId& id : held_) Hold(id);
  EXPECT_THAT(municipality_->Medarbetare({"retention", "holds"}).out, HasSubstr("Överklagat."));

  const nlohmann::json due = Due();
  EXPECT_EQ(due.value("due", 0), files.gone);
  EXPECT_EQ(due.value("held", 0), files.held);
  EXPECT_EQ(due.value("research", 0), files.research);
  EXPECT_EQ(due.value("open", 0), files.open);
  EXPECT_EQ(due.value("finish_by", ""), "2027-12-31");

  // Killed in the midst of it, and run again: what was erased stays erased, the rest is whole.
  for (int kills = 0; kills < 2; ++kills) {
    std::thread running([&] { static_cast<void>(RunRetention()); });
    std::this_thread::sleep_for(std::chrono::milliseconds(150 + 250 * kills));
    municipality_->worker().Kill();
    running.join();
    municipality_->StartWorker();
  }
  const Finished last = RunRetention();
  ASSERT_EQ(last.exit_code, 0) << last.err;
  EXPECT_EQ(Due().value("due", 0), 0);
  EXPECT_EQ(Traces(), 0) << "while the worker runs";

  const Finished report =
      municipality_->Medarbetare({"retention", "report", "--csv", Path("proof.csv")});
  EXPECT_THAT(report.out, HasSubstr("erased files: " + std::to_string(files.gone)));
  EXPECT_THAT(ReadFile(Path("proof.csv")), Not(HasSubstr("CANARY")));
  const Finished shown = municipality_->Medarbetare({"case", "show", gone_.back().value()});
  EXPECT_EQ(shown.exit_code, 1);
  EXPECT_THAT(shown.err, HasSubstr("CASE_ERASED"));
  for (const auto& kept : {held_, kept_})
    for (const CaseId& id : kept)
      EXPECT_EQ(municipality_->Medarbetare({"case", "show", id.value()}).exit_code, 0);

  const std::string chain = VerifiedChain();
  for (const std::string& canary : canaries_)
    ASSERT_EQ(chain.find(canary), std::string::npos) << canary;

  // Held files go when the hold is released.
  const std::string held = nlohmann::json::parse(
      municipality_->Medarbetare({"retention", "holds", "--json"}).out)["holds"][0]["hold_id"];
  ASSERT_EQ(
      municipality_->Medarbetare({"retention", "release", held, "--actor", "bo.exempel"}).exit_code,
      0);
  EXPECT_EQ(Counts(RunRetention()).value("due", 0), 1);
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  EXPECT_EQ(Traces(), 0) << "when the worker has ended";
}

// What was erased after the backup comes back with it, and with the dates that made it due. A hold
// that the backup lacks is placed again before the restore is ended.
TEST_P(RetentionTest, WhatAnOlderBackupBringsBackIsErasedAgain) {
  const Files files{.gone = 12, .held = 2, .research = 2, .young = 2, .open = 1};
  Fill(files);
  municipality_->StartWorker();
  Hold(held_[0]);
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  std::filesystem::copy_file(Path("medarbetare.db"), Path("older.db"));
  municipality_->StartWorker();
  Hold(held_[1]);
  EXPECT_EQ(Counts(RunRetention()).value("due", 0), files.gone);
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  EXPECT_EQ(Traces(), 0);

  for (const char* const log : {"medarbetare.db-wal", "medarbetare.db-shm"})
    std::filesystem::remove(Path(log));
  std::filesystem::copy_file(
      Path("older.db"), Path("medarbetare.db"), std::filesystem::copy_options::overwrite_existing);
  std::filesystem::rename(Path("older.db"), Path("kept-elsewhere.db"));
  const Finished declared = Restore({"declare", "--reason", "disken byttes"});
  ASSERT_EQ(declared.exit_code, 0) << declared.err;
  municipality_->StartWorker();
  EXPECT_EQ(municipality_->Medarbetare({"case", "show", gone_[0].value()}).exit_code, 0)
      << "it has come back";
  const nlohmann::json back = Due();
  EXPECT_EQ(back.value("due", 0), files.gone + 1) << "with one whose hold the backup lacks";
  EXPECT_EQ(back.value("held", 0), 1);
  const Finished refused = RunRetention();
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, HasSubstr("RESTORE_UNDER_WAY"));
  Hold(held_[1]);
  const Finished ended =
      municipality_->Medarbetare({"restore", "end", "--actor", "drift.exempel", "--running"});
  ASSERT_EQ(ended.exit_code, 0) << ended.err;

  EXPECT_EQ(Counts(RunRetention()).value("due", 0), files.gone);
  const nlohmann::json left = Due();
  EXPECT_EQ(left.value("due", 0), 0);
  EXPECT_EQ(left.value("held", 0), files.held);
  EXPECT_EQ(left.value("research", 0), files.research);
  EXPECT_THAT(municipality_->Medarbetare({"retention", "report"}).out,
              HasSubstr("erased files: " + std::to_string(files.gone)));
  for (const auto& kept : {held_, kept_})
    for (const CaseId& id : kept)
      EXPECT_EQ(municipality_->Medarbetare({"case", "show", id.value()}).exit_code, 0);
  VerifiedChain();
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  EXPECT_EQ(Traces(), 0);
}

INSTANTIATE_TEST_SUITE_P(Stores,
                         RetentionTest,
                         ::testing::Values(Storage::kPlain, Storage::kEncrypted),
                         [](const auto& test) {
                           return std::string(test.param == Storage::kPlain ? "plain"
                                                                            : "encrypted");
                         });

}  // namespace
}  // namespace dm::e2e
