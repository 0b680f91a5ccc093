// The audit chain of a worker that has decided cases: exported, checked by the program and by the
// verifier that shares no code with it, altered in many ways, and noted outside the store.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/municipality.h"
#include "worker/core/instant.h"

namespace dm::e2e {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

constexpr char kVerifier[] = DM_SOURCE_DIR "/deploy/audit-verify";

class AuditTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(LoadSwedishTime().ok());
    municipality_ = std::make_unique<Municipality>("Audit-" + std::to_string(getpid()), 40);
    std::ofstream(municipality_->config(), std::ios::app)
        << "audit: {checkpoints: checkpoints, checkpoint_records: 20}\n";
    municipality_->StartWorker();
    ASSERT_TRUE(municipality_->SubmitAll());
    ASSERT_TRUE(municipality_->WaitUntilWorked(seconds(60)));
  }

  void TearDown() override {
    const std::string folder = municipality_->folder();
    municipality_.reset();
    std::filesystem::remove_all(folder);
  }

  std::string Path(const std::string& name) const { return municipality_->folder() + "/" + name; }

  Finished Run(const std::vector<std::string>& arguments) const {
    return municipality_->Medarbetare(arguments);
  }

  std::unique_ptr<Municipality> municipality_;
};

TEST_F(AuditTest, IsExportedAndHoldsForTwoVerifiersAgainstWhatWasNoted) {
  const Finished exported = Run({"audit", "export", Path("audit.jsonl")});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  const std::string checkpoints = Path("checkpoints");
  EXPECT_THAT(ReadFile(checkpoints), HasSubstr("medarbetare-checkpoint-v1 0000-exempelkommun "));
  // The last checkpoint was noted at the stop, after the export.
  const Finished newer = RunCommand({kVerifier, Path("audit.jsonl"), "--checkpoints", checkpoints});
  EXPECT_EQ(newer.exit_code, 1);
  EXPECT_THAT(newer.err, HasSubstr("was noted"));

  municipality_->StartWorker();
  ASSERT_EQ(Run({"audit", "export", Path("audit.jsonl")}).exit_code, 0);
  const Finished theirs =
      RunCommand({kVerifier, Path("audit.jsonl"), "--checkpoints", checkpoints});
  EXPECT_EQ(theirs.exit_code, 0) << theirs.err;
  EXPECT_THAT(theirs.out, HasSubstr("hold; checkpoints that agree: "));
  const Finished ours = Run({"audit", "verify", Path("audit.jsonl"), "--checkpoints", checkpoints});
  EXPECT_EQ(ours.exit_code, 0) << ours.err;
  EXPECT_EQ(Run({"audit", "verify"}).exit_code, 0);
  // Two thousand alterations, each found by both.
  const Finished altered = RunCommand({DM_SOURCE_DIR "/tests/e2e/alter_audit.py",
                                       Path("audit.jsonl"),
                                       kVerifier,
                                       Municipality::Binary("medarbetare")});
  EXPECT_EQ(altered.exit_code, 0) << altered.out << altered.err;
}

TEST_F(AuditTest, ACopyTakenBesideTheWorkerCanBeRestoredAndSaysWhatCameAfterIt) {
  const auto local = [this](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), Municipality::Binary("medarbetare"));
    arguments.insert(arguments.end(), {"--config", municipality_->config()});
    return RunCommand(arguments);
  };
  const std::string copy = Path("copy.db");
  ASSERT_EQ(local({"backup", "--to", copy}).exit_code, 0);
  ASSERT_EQ(Run({"pause", "--actor", "drift-1", "--reason", "prov"}).exit_code, 0);
  EXPECT_EQ(municipality_->worker().Stop(), 0);  // notes the end, with the pause
  const Finished drill = local({"restore-drill", copy});
  EXPECT_EQ(drill.exit_code, 0) << drill.err;
  EXPECT_THAT(drill.out, HasSubstr("records noted after the copy: "));
  EXPECT_THAT(drill.out, HasSubstr("the copy can be restored"));
  EXPECT_FALSE(std::filesystem::exists(copy + ".rehearsal"));
  const Finished written = local({"backup", "--to", Path("none/copy.db")});
  EXPECT_EQ(written.exit_code, 4);
  EXPECT_THAT(written.err, HasSubstr("field:  to"));

  std::filesystem::resize_file(copy, std::filesystem::file_size(copy) / 2);
  const Finished cut = local({"restore-drill", copy});
  EXPECT_EQ(cut.exit_code, 1) << cut.out;
  EXPECT_THAT(cut.err, HasSubstr("STORE_CORRUPT"));
  EXPECT_THAT(cut.err, HasSubstr("medarbetare backup")) << "what to do about a copy";
  const Finished missing = local({"restore-drill", Path("none.db")});
  EXPECT_EQ(missing.exit_code, 4);
  EXPECT_THAT(missing.err, HasSubstr("none.db is no file")) << missing.err;
  EXPECT_FALSE(std::filesystem::exists(Path("none.db.rehearsal")));
}

TEST_F(AuditTest, SaysWhoHasReadWhatAndGathersWhatAReportOfAnIncidentNeeds) {
  const std::string case_id = "EKB-202612-000001";
  ASSERT_EQ(Run({"case", "show", case_id}).exit_code, 0);
  const std::vector<std::string> always = {"--from", "2020-01-01", "--to", "2199-12-31"};
  const auto with = [&always](std::vector<std::string> words) {
    words.insert(words.end(), always.begin(), always.end());
    return words;
  };
  const Finished of_case = Run(with({"audit", "reads", "--of", case_id}));
  EXPECT_EQ(of_case.exit_code, 0) << of_case.err;
  EXPECT_THAT(of_case.out, HasSubstr("case_read"));
  const Finished totals = Run(with({"audit", "reads", "--hours", "07-18"}));
  EXPECT_EQ(totals.exit_code, 0) << totals.err;
  EXPECT_THAT(totals.out, HasSubstr("OUTSIDE HOURS"));
  const Finished backwards = Run({"audit", "reads", "--from", "2026-12-02", "--to", "2026-12-01"});
  EXPECT_EQ(backwards.exit_code, 2);
  EXPECT_THAT(backwards.err, HasSubstr("the first not after the last"));

  const std::string folder = Path("incident");
  const Finished made = Run(with({"incident", folder}));
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("the audit chain holds"));
  EXPECT_THAT(ReadFile(folder + "/rapport-72h.md"), HasSubstr("| Kommun | 0000-exempelkommun |"));
  EXPECT_THAT(ReadFile(folder + "/cases.txt"), HasSubstr(case_id));
  EXPECT_THAT(ReadFile(folder + "/reads.csv"), HasSubstr(";case_read;" + case_id + ";"));
  EXPECT_THAT(ReadFile(folder + "/status.json"), HasSubstr("\"deciding\""));
  EXPECT_EQ(RunCommand({"/bin/sh", "-c", "cd " + folder + " && sha256sum --strict -c SHA256SUMS"})
                .exit_code,
            0);
  EXPECT_EQ(RunCommand({kVerifier, folder + "/audit.jsonl"}).exit_code, 0);
  EXPECT_EQ(RunCommand({"/usr/bin/find", folder, "-perm", "/077"}).out, "");
  const Finished again = Run(with({"incident", folder}));
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.err, HasSubstr("does not exist yet"));

  // From an export whose second record was altered: it is told, and the rest is there.
  std::string chain = ReadFile(folder + "/audit.jsonl");
  const std::size_t second = chain.find('\n') + 1;
  chain.replace(chain.find("\"detail\":\"", second), 10, "\"detail\":\"x");
  std::ofstream(Path("altered.jsonl")) << chain;
  const Finished altered =
      Run(with({"incident", Path("altered"), "--audit", Path("altered.jsonl")}));
  EXPECT_EQ(altered.exit_code, 0) << altered.err;
  EXPECT_THAT(altered.out, HasSubstr("DOES NOT HOLD"));
  EXPECT_THAT(ReadFile(Path("altered/rapport-24h.md")), HasSubstr("**bruten**"));
  EXPECT_THAT(ReadFile(Path("altered/cases.txt")), HasSubstr(case_id));
}

TEST_F(AuditTest, AnOlderStoreIsRefusedWhereTheEndWasNoted) {
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  const std::string database = Path("medarbetare.db");
  ASSERT_TRUE(std::filesystem::exists(database));
  std::filesystem::copy_file(database, Path("older.db"));
  municipality_->StartWorker();
  ASSERT_EQ(Run({"pause", "--actor", "drift-1", "--reason", "prov"}).exit_code, 0);
  EXPECT_EQ(municipality_->worker().Stop(), 0);
  std::filesystem::remove(database + "-wal");
  std::filesystem::remove(database + "-shm");
  std::filesystem::copy_file(
      Path("older.db"), database, std::filesystem::copy_options::overwrite_existing);

  const Finished refused = RunCommand(
      {Municipality::Binary("medarbetare"), "run-once", "--config", municipality_->config()});
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.err, HasSubstr("AUDIT_ROLLED_BACK"));

  std::filesystem::rename(Path("checkpoints"), Path("checkpoints.before-restore"));
  municipality_->StartWorker();
  EXPECT_EQ(Run({"audit", "verify"}).exit_code, 0);
}

}  // namespace
}  // namespace dm::e2e
