#include "connectors/effectfiles/folder.h"

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "connectors/effectfiles/format.h"
#include "tests/support/temporary_directory.h"

namespace dm::effectfiles {
namespace {

struct Stopped {};  // the process ends here

EffectFile Orders(std::int64_t sequence, const std::vector<std::string>& ids) {
  EffectFile file;
  file.municipality = "0000-exempelkommun";
  file.sequence = sequence;
  file.written_at = Instant::FromUnixMs(1'796'000'000'000);
  for (const std::string& id : ids) {
    FiledEffect one;
    one.id = EffectId::FromTrusted("PAYMENT_ORDER-" + id);
    one.case_id = CaseId::FromTrusted("EKB-202612-000001");
    one.application = ApplicationId::FromTrusted("A-" + id);
    one.month = Month::Parse("2026-12").value();
    one.decision_version = 1;
    one.amount = Money::FromKronor(100);
    one.pay_date = Date::Parse("2026-11-27").value();
    file.effects.push_back(one);
  }
  return file;
}

class FolderTest : public ::testing::Test {
 protected:
  FolderTest() { std::filesystem::permissions(path(), std::filesystem::perms(0750)); }

  std::string path() const { return directory_.path(); }

  std::unique_ptr<Folder> Opened() const {
    auto folder = std::make_unique<Folder>(path(), "0000-exempelkommun", Disk());
    const Status opened = folder->Open();
    EXPECT_TRUE(opened.ok()) << MessageOf(opened);
    return folder;
  }

  std::string ReasonToOpen(const std::string& municipality = "0000-exempelkommun") const {
    Folder folder(path(), municipality, Disk());
    return DetailOf(folder.Open()).reason;
  }

  std::string File(const std::string& name) const {
    std::ifstream file(path() + "/" + name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

  void Put(const std::string& name, const std::string& text) const {
    std::ofstream(path() + "/" + name, std::ios::binary) << text;
  }

  unsigned Mode(const std::string& name) const {
    struct stat found = {};
    EXPECT_EQ(::stat((path() + "/" + name).c_str(), &found), 0) << name;
    return found.st_mode & 0777U;
  }

  static EffectId Id(const std::string& id) { return EffectId::FromTrusted("PAYMENT_ORDER-" + id); }

  testing::TemporaryDirectory directory_;
};

TEST_F(FolderTest, AFileIsThereForTheReceiverAndForUs) {
  const auto folder = Opened();
  ASSERT_TRUE(folder->Write(Orders(1, {"aa", "bb"})).ok());
  EXPECT_EQ(File("out/payment-orders-00000001.jsonl"), Render(Orders(1, {"aa", "bb"})));
  EXPECT_EQ(File("kept/payment-orders-00000001.jsonl"), Render(Orders(1, {"aa", "bb"})));
  EXPECT_EQ(Mode("out"), 0750U);
  EXPECT_EQ(Mode("out/payment-orders-00000001.jsonl"), 0640U);
  EXPECT_EQ(Mode("kept"), 0700U);
  EXPECT_EQ(Mode("kept/payment-orders-00000001.jsonl"), 0600U);
  EXPECT_EQ(Mode("replies"), 0770U);
  const auto found = folder->Find(Id("bb"), false);
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_EQ((*found)->file, "payment-orders-00000001");
  EXPECT_EQ((*found)->amount, Money::FromKronor(100));
  EXPECT_FALSE((*found)->answered);
  EXPECT_FALSE((*folder->Find(Id("cc"), false)).has_value());
}

// The receiver takes files away; ours stay, and say what was written.
TEST_F(FolderTest, RemembersWhatTheReceiverHasTaken) {
  ASSERT_TRUE(Opened()->Write(Orders(1, {"aa"})).ok());
  std::filesystem::remove(path() + "/out/payment-orders-00000001.jsonl");
  const auto folder = Opened();
  EXPECT_EQ(folder->LastSequence(FileRegister::kPaymentOrders), 1);
  EXPECT_EQ(folder->LastSequence(FileRegister::kDecisions), 0);
  EXPECT_TRUE((*folder->Find(Id("aa"), false)).has_value());
  EXPECT_EQ(DetailOf(folder->Write(Orders(1, {"bb"}))).reason, "EFFECT_NUMBER_TAKEN");
}

// A worker that stands still at any step of its file keeps the others from writing one of the same
// number; and where it had not begun, it finds the number taken when it wakes.
TEST_F(FolderTest, OfTwoWorkersOneWrites) {
  const auto other = Opened();
  std::vector<std::string> said;
  Folder one(path(), "0000-exempelkommun", Disk([&](const char* step) {
               if (std::string_view(step) == "mkdir") return;
               for (const Status& status : {other->Write(Orders(1, {"bb"})), other->Finish()})
                 said.push_back(DetailOf(status).reason);
             }));
  ASSERT_TRUE(one.Open().ok());
  ASSERT_TRUE(one.Write(Orders(1, {"aa"})).ok());
  EXPECT_THAT(said, ::testing::SizeIs(::testing::Gt(10U)));
  EXPECT_THAT(said, ::testing::Each("EFFECT_FOLDER_IN_USE"));
  EXPECT_EQ(File("out/payment-orders-00000001.jsonl"), Render(Orders(1, {"aa"})));
  ASSERT_TRUE(other->Write(Orders(2, {"bb"})).ok());
  EXPECT_EQ(DetailOf(one.Write(Orders(2, {"cc"}))).reason, "EFFECT_NUMBER_TAKEN");
  EXPECT_TRUE((*one.Find(Id("bb"), false)).has_value());
  EXPECT_TRUE(one.Write(Orders(3, {"cc"})).ok());
}

TEST_F(FolderTest, ReadsWhatAnotherWorkerHasWrittenSince) {
  const auto one = Opened();
  const auto other = Opened();
  ASSERT_TRUE(one->Write(Orders(1, {"aa"})).ok());
  ASSERT_TRUE(other->Finish().ok());
  EXPECT_TRUE((*other->Find(Id("aa"), false)).has_value());
  EXPECT_EQ(other->LastSequence(FileRegister::kPaymentOrders), 1);
}

// It was half done when this worker read it, and its neighbour went on.
TEST_F(FolderTest, AFileThatAnotherWorkerHasFinishedIsDone) {
  static_cast<void>(Opened());
  Put("kept/payment-orders-00000001.jsonl.due", Render(Orders(1, {"aa"})));
  const auto one = Opened();
  ASSERT_TRUE(Opened()->Finish().ok());
  ASSERT_TRUE(one->Finish().ok());
  EXPECT_TRUE((*one->Find(Id("aa"), false)).has_value());
}

TEST_F(FolderTest, OldFilesMayBeRemovedAndTheNumbersGoOn) {
  for (int i = 1; i <= 3; ++i)
    ASSERT_TRUE(Opened()->Write(Orders(i, {"a" + std::to_string(i)})).ok());
  std::filesystem::remove(path() + "/kept/payment-orders-00000001.jsonl");
  std::filesystem::remove(path() + "/out/payment-orders-00000001.jsonl");
  EXPECT_EQ(Opened()->LastSequence(FileRegister::kPaymentOrders), 3);
}

// The process ends at any step: nothing is lost, and no order stands in two files.
TEST_F(FolderTest, StoppedAtAnyStepAFileIsThereOnceOrNotAtAll) {
  int steps = 0;
  for (int stop_at = 1; steps < stop_at * 2; ++stop_at) {
    testing::TemporaryDirectory place;
    std::filesystem::permissions(place.path(), std::filesystem::perms(0750));
    int seen = 0;
    {
      Folder folder(place.path(), "0000-exempelkommun", Disk([&](const char*) {
                      if (++seen == stop_at) throw Stopped();
                    }));
      try {
        ASSERT_TRUE(folder.Open().ok());
        ASSERT_TRUE(folder.Write(Orders(1, {"aa"})).ok());
      } catch (const Stopped&) {
      }
    }
    steps = seen;
    Folder folder(place.path(), "0000-exempelkommun", Disk());
    ASSERT_TRUE(folder.Open().ok()) << stop_at;
    ASSERT_TRUE(folder.Finish().ok()) << stop_at;
    const auto found = folder.Find(Id("aa"), false);
    ASSERT_TRUE(found.ok()) << stop_at;
    // Not formed before the stop: the outbox still has it, and it is written now.
    if (!found->has_value()) {
      ASSERT_TRUE(folder.Write(Orders(1, {"aa"})).ok()) << stop_at;
    }
    int out = 0;
    for (const auto& entry : std::filesystem::directory_iterator(place.path() + "/out"))
      out += entry.path().extension() == ".jsonl" ? 1 : 0;
    EXPECT_EQ(out, 1) << stop_at;
    EXPECT_EQ(folder.LastSequence(FileRegister::kPaymentOrders), 1) << stop_at;
    if (seen < stop_at) break;  // a life without a stop: all were tried
  }
  EXPECT_GT(steps, 10);
}

TEST_F(FolderTest, AnotherFileInItsPlaceIsAFaultThatStops) {
  const auto folder = Opened();
  Put("out/payment-orders-00000001.jsonl", "somebody else's\n");
  EXPECT_EQ(DetailOf(folder->Write(Orders(1, {"aa"}))).reason, "EFFECT_FILE_DIFFERS");
  EXPECT_EQ(File("out/payment-orders-00000001.jsonl"), "somebody else's\n");
}

TEST_F(FolderTest, AfterACrashTheSameFileIsTakenAndAnotherIsNot) {
  const std::string bytes = Render(Orders(1, {"aa"}));
  static_cast<void>(Opened());
  Put("kept/payment-orders-00000001.jsonl.due", bytes);
  Put("out/payment-orders-00000001.jsonl", bytes);
  EXPECT_TRUE(Opened()->Finish().ok());
  EXPECT_EQ(File("kept/payment-orders-00000001.jsonl"), bytes);

  Put("kept/payment-orders-00000002.jsonl.due", Render(Orders(2, {"bb"})));
  Put("out/payment-orders-00000002.jsonl", Render(Orders(2, {"cc"})));
  const auto folder = Opened();
  EXPECT_EQ(DetailOf(folder->Finish()).reason, "EFFECT_FILE_DIFFERS");
  EXPECT_FALSE(folder->Find(Id("bb"), false).ok()) << "nobody can say that it is out";
}

TEST_F(FolderTest, RefusesADamagedMemory) {
  ASSERT_TRUE(Opened()->Write(Orders(1, {"aa"})).ok());
  std::string bytes = File("kept/payment-orders-00000001.jsonl");
  bytes[bytes.find("10000")] = '9';
  Put("kept/payment-orders-00000001.jsonl", bytes);
  EXPECT_EQ(ReasonToOpen(), "EFFECT_FILE_DAMAGED");
}

// kept/ was put back from a copy, out/ is as it was: a number would be given twice.
TEST_F(FolderTest, RefusesAMemoryThatIsOlderThanWhatIsOut) {
  ASSERT_TRUE(Opened()->Write(Orders(1, {"aa"})).ok());
  ASSERT_TRUE(Opened()->Write(Orders(2, {"bb"})).ok());
  std::filesystem::remove(path() + "/kept/payment-orders-00000002.jsonl");
  EXPECT_EQ(ReasonToOpen(), "EFFECT_FILES_BEHIND");
}

TEST_F(FolderTest, IsOfOneMunicipality) {
  ASSERT_TRUE(Opened()->Write(Orders(1, {"aa"})).ok());
  EXPECT_EQ(ReasonToOpen("0001-annan"), "EFFECT_FOLDER_REFUSED");
}

TEST_F(FolderTest, IsCheckedAtTheStart) {
  std::filesystem::permissions(path(), std::filesystem::perms(0755));
  EXPECT_EQ(ReasonToOpen(), "EFFECT_FOLDER_REFUSED");
  Folder missing(path() + "/missing", "0000-exempelkommun", Disk());
  EXPECT_EQ(DetailOf(missing.Open()).reason, "EFFECT_FOLDER_REFUSED");
}

TEST_F(FolderTest, ReadsAReplyWhenItHolds) {
  const auto folder = Opened();
  ASSERT_TRUE(folder->Write(Orders(1, {"aa", "bb"})).ok());
  EXPECT_FALSE((*folder->Find(Id("aa"), true))->answered);
  const std::string sha256 = RecordsSha256(File("kept/payment-orders-00000001.jsonl"));
  const std::string header =
      R"({"format":"medarbetare-effects-reply","version":1,"file":"payment-orders-00000001","records_sha256":")" +
      sha256 + R"(","count":2})" + "\n";
  Put("replies/payment-orders-00000001.reply.jsonl", header);
  EXPECT_TRUE((*folder->Find(Id("aa"), true))->unreadable);
  EXPECT_FALSE((*folder->Find(Id("aa"), true))->answered);
  EXPECT_FALSE((*folder->List()).front().reply_fault.empty());
  Put("replies/payment-orders-00000001.reply.jsonl",
      header + R"({"effect_id":"PAYMENT_ORDER-aa","outcome":"OK","reference":"L-1"})" + "\n" +
          R"({"effect_id":"PAYMENT_ORDER-bb","outcome":"REFUSED","error_code":"CLOSED"})" + "\n");
  const FiledState accepted = **folder->Find(Id("aa"), true);
  EXPECT_TRUE(accepted.answered && !accepted.unreadable);
  EXPECT_EQ(accepted.reply.outcome, DeliveryOutcome::kOk);
  EXPECT_EQ(accepted.reply.reference, "L-1");
  const FiledState refused = **Opened()->Find(Id("bb"), true);
  EXPECT_EQ(refused.reply.outcome, DeliveryOutcome::kRefused);
  EXPECT_EQ(refused.reply.error_code, "CLOSED");
  EXPECT_EQ((*folder->List()).front().refused, 1);
}

TEST_F(FolderTest, AReplyMayComeInParts) {
  const auto folder = Opened();
  ASSERT_TRUE(folder->Write(Orders(1, {"aa", "bb"})).ok());
  const std::string sha256 = RecordsSha256(File("kept/payment-orders-00000001.jsonl"));
  const std::string first =
      R"({"format":"medarbetare-effects-reply","version":1,"file":"payment-orders-00000001","records_sha256":")" +
      sha256 + R"(","count":2})" + "\n" +
      R"({"effect_id":"PAYMENT_ORDER-aa","outcome":"OK","reference":"L-1"})" + "\n";
  Put("replies/payment-orders-00000001.reply.jsonl", first);
  EXPECT_TRUE((*folder->Find(Id("aa"), true))->answered);
  const FiledState waits = **folder->Find(Id("bb"), true);
  EXPECT_FALSE(waits.answered || waits.unreadable);
  ASSERT_EQ(folder->NewReplies()->size(), 1U);
  folder->Settled("payment-orders-00000001");
  EXPECT_TRUE(folder->NewReplies()->empty()) << "what is settled is told of once";
  EXPECT_FALSE((*folder->List()).front().answered);

  const std::string rest =
      R"({"effect_id":"PAYMENT_ORDER-bb","outcome":"REFUSED","error_code":"CLOSED"})"
      "\n";
  Put("replies/payment-orders-00000001.reply.jsonl", first + rest);
  const auto answered = folder->NewReplies();
  ASSERT_EQ(answered->size(), 1U);
  EXPECT_EQ(answered->front().effects.size(), 2U);
  EXPECT_TRUE((*folder->Find(Id("bb"), true))->answered);
  EXPECT_TRUE((*folder->List()).front().answered);
}

TEST_F(FolderTest, WhatAReplyHasSaidOnceStands) {
  const auto folder = Opened();
  ASSERT_TRUE(folder->Write(Orders(1, {"aa", "bb"})).ok());
  const std::string sha256 = RecordsSha256(File("kept/payment-orders-00000001.jsonl"));
  const std::string header =
      R"({"format":"medarbetare-effects-reply","version":1,"file":"payment-orders-00000001","records_sha256":")" +
      sha256 + R"(","count":2})" + "\n";
  Put("replies/payment-orders-00000001.reply.jsonl",
      header + R"({"effect_id":"PAYMENT_ORDER-aa","outcome":"OK"})" + "\n");
  ASSERT_TRUE((*folder->Find(Id("aa"), true))->answered);
  Put("replies/payment-orders-00000001.reply.jsonl",
      header + R"({"effect_id":"PAYMENT_ORDER-aa","outcome":"REFUSED","error_code":"LATE"})" +
          "\n");
  const FiledState still = **folder->Find(Id("aa"), true);
  EXPECT_EQ(still.reply.outcome, DeliveryOutcome::kOk);
  EXPECT_EQ(folder->UnreadableReplies().size(), 1U);
}

}  // namespace
}  // namespace dm::effectfiles
