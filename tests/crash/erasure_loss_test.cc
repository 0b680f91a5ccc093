// The power goes while files are erased (I24): whatever the disk holds then, each file is there
// whole or erased with its proof, what was said to be erased is, and the next run does the rest.
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/crash/recording_layer.h"
#include "tests/crash/rows.h"
#include "tests/support/cases.h"
#include "tests/support/temporary_directory.h"
#include "worker/adapters/sqlite/sqlite_store.h"

namespace dm::crash {
namespace {

constexpr int kFiles = 3;

AuditEvent By(const std::string& action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kWorker;
  audit.actor = "worker-1";
  audit.action = action;
  return audit;
}

HouseholdId HouseholdOf(int file) {
  return HouseholdId::FromTrusted("CANARY-" + std::to_string(file));
}

class ErasureLossTest : public ::testing::Test {
 protected:
  static Recorder& TheRecorder() {
    static Recorder recorder;
    return recorder;
  }

  static StatusOr<std::unique_ptr<WholeStore>> Open(const std::string& path) {
    SqliteOptions options;
    options.vfs = sqlite::ObservedFileLayer("medarbetare-erasure-recorder", TheRecorder());
    options.readers = 1;
    return OpenSqliteStore(path, "exempelkommun", options, testing::TestNow());
  }

  static void Apply(WholeStore& store, const CaseChange& change) {
    const auto applied = store.Apply(change, testing::TestNow());
    ASSERT_TRUE(applied.ok()) << MessageOf(applied.status());
  }

  static CaseId MakeFile(WholeStore& store, int file) {
    NewCase made;
    made.request_id = "request-" + std::to_string(file);
    made.content_sha256 = "content";
    made.application = testing::PlainApplication();
    made.application.id = ApplicationId::FromTrusted("APP-" + std::to_string(file));
    made.application.household = HouseholdOf(file);
    made.audit = By("application_accepted");
    CaseId id = store.Accept(made, testing::TestNow())->case_id;
    CaseChange change;
    change.case_id = id;
    change.expected_version = 1;
    change.to = CaseState::kEscalated;
    change.escalation.emplace();
    change.escalation->id = EscalationId::FromTrusted(id.value() + ".1");
    change.escalation->case_id = id;
    change.escalation->routing = testing::PlainEscalate().routing;
    change.audit = By("case_escalated");
    Apply(store, change);
    change.expected_version = 2;
    change.to = CaseState::kWrittenOff;
    change.escalation->state = EscalationState::kDecided;
    change.escalation->version = 2;
    Apply(store, change);
    return id;
  }

  static StatusOr<Erasure> Erase(WholeStore& store, int file) {
    FileErasure erasure;
    DM_ASSIGN_OR_RETURN(erasure.file, store.ReadFile(HouseholdOf(file)));
    erasure.entry_before = testing::TestNow().PlusMs(1);
    erasure.years = 5;
    erasure.research = "days_5_15_25";
    erasure.actor = "worker-1";
    return store.EraseFile(erasure, testing::TestNow());
  }

  // Erases all files with a recorded disk.
  void Live() {
    TheRecorder().Record(true);
    {
      auto store = Open(directory_.path() + "/store.db");
      ASSERT_TRUE(store.ok()) << MessageOf(store.status());
      for (int i = 0; i < kFiles; ++i) ids_.push_back(MakeFile(**store, i));
      begun_ = TheRecorder().count();
      for (int i = 0; i < kFiles; ++i) {
        const auto erased = Erase(**store, i);
        ASSERT_TRUE(erased.ok()) << MessageOf(erased.status());
        erased_at_.push_back(TheRecorder().count());
      }
      ASSERT_EQ((*store)->ForgetRequests(testing::TestNow().PlusMs(1), 10).value_or(0), kFiles);
      ASSERT_TRUE((*store)->CutLog().ok());
      cut_at_ = TheRecorder().count();
    }
    TheRecorder().Record(false);
  }

  // "" where all holds. Ends with every file erased.
  std::string WhatIsWrong(const std::map<std::string, std::string>& image,
                          std::size_t point) const {
    const testing::TemporaryDirectory place;
    for (const auto& [path, content] : image) {
      const std::string name = std::filesystem::path(path).filename().string();
      std::ofstream(place.path() + "/" + name, std::ios::binary) << content;
    }
    const std::string path = place.path() + "/store.db";
    auto store = Open(path);
    if (!store.ok()) return "does not open: " + MessageOf(store.status());
    int erased = 0;
    for (int i = 0; i < kFiles; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const auto record = (*store)->GetCase(ids_[at]);
      const bool gone = !record.ok() && DetailOf(record.status()).reason == "CASE_ERASED";
      if (!record.ok() && !gone) return "is half there: " + MessageOf(record.status());
      if (!gone && erased_at_[at] <= point) return "has again what was said to be erased";
      if (gone) ++erased;
    }
    const auto proofs = (*store)->ListErasures(
        Instant::FromUnixMs(0), testing::TestNow().PlusMs(1), {.limit = 10, .after = ""});
    if (!proofs.ok() || std::ssize(proofs->items) != erased) return "has another count of proofs";
    if (!(*store)->ReadAudit(1, 1'000).ok()) return "has a chain that does not hold";
    for (int i = erased; i < kFiles; ++i) {
      const auto again = Erase(**store, i);
      if (!again.ok()) return "does not go on: " + MessageOf(again.status());
    }
    store->reset();
    const auto rows = ReadSqliteInPlace(path);
    if (!rows->All("SELECT * FROM case_parts").empty()) return "keeps content";
    return rows->All("PRAGMA integrity_check") == std::vector<Row>{{"ok"}} ? "" : "is damaged";
  }

  testing::TemporaryDirectory directory_;
  std::vector<CaseId> ids_;
  std::size_t begun_ = 0;
  std::vector<std::size_t> erased_at_;
  std::size_t cut_at_ = 0;
};

TEST_F(ErasureLossTest, EachFileIsWholeOrErasedAtEveryPoint) {
  ASSERT_NO_FATAL_FAILURE(Live());
  const std::vector<FileOp>& ops = TheRecorder().ops();
  std::mt19937_64 random(20261123);
  Disk disk(ops);
  int images = 0;
  for (std::size_t point = begun_; point <= ops.size(); ++point) {
    disk.AdvanceTo(point);
    for (const Loss loss : {Loss::kNone, Loss::kAll, Loss::kSectors512}) {
      const std::string wrong = WhatIsWrong(disk.Image(loss, random), point);
      ASSERT_EQ(wrong, "") << "point " << point << " of " << ops.size();
      ++images;
    }
  }
  RecordProperty("images", images);
  EXPECT_GT(images, 50);
  for (const auto& [path, content] : disk.Image(Loss::kNone, random))
    EXPECT_EQ(content.find("CANARY-"), std::string::npos) << path;
}

}  // namespace
}  // namespace dm::crash
