#include "worker/effects/write_files.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"
#include "worker/effects/after_restore.h"
#include "worker/effects/file_marks.h"
#include "worker/effects/make_effects.h"
#include "worker/effects/routed_receiver.h"

namespace dm::effects {
namespace {

using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::RecordingLog;
using dm::testing::TestNow;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Files in memory, and a receiver that replies as told.
class FilesInMemory final : public EffectFiles {
 public:
  Status Finish() override { return finish; }

  bool Carries(EffectKind kind) const override { return carried.contains(kind); }

  bool AwaitsReply(EffectKind kind) const override { return awaited.contains(kind); }

  bool Has(FileAccess access) const override {
    return access == FileAccess::kOpen || has_restricted;
  }

  StatusOr<std::optional<FiledState>> Find(const EffectId& id) override {
    const auto found = states.find(id);
    return found == states.end() ? std::nullopt : std::optional<FiledState>(found->second);
  }

  StatusOr<std::vector<AnsweredFile>> NewReplies() override { return std::exchange(answered, {}); }

  void Settled(const std::string& file) override { settled.push_back(file); }

  std::vector<std::string> UnreadableReplies() const override { return {}; }

  std::int64_t LastSequence(FileRegister which, FileAccess access) const override {
    const auto found = last.find({which, access});
    return found == last.end() ? 0 : found->second;
  }

  Status Write(const EffectFile& file, FileAccess access) override {
    if (!write.ok()) return write;
    last[{file.which, access}] = file.sequence;
    written.push_back(file);
    if (access == FileAccess::kRestricted) ++written_restricted;
    for (const FiledEffect& one : file.effects)
      states[one.id] = {.file = FileNameOf(file.which, file.sequence),
                        .written_at = file.written_at,
                        .amount = one.amount};
    return OkStatus();
  }

  void Reply(const EffectId& id, DeliveryOutcome outcome, const std::string& code = "") {
    FiledState& state = states.at(id);
    state.answered = true;
    state.reply.outcome = outcome;
    state.reply.error_code = code;
    answered.push_back({state.file, {id}});
  }

  std::set<EffectKind> carried = {EffectKind::kPaymentOrder, EffectKind::kDecision};
  std::set<EffectKind> awaited;
  bool has_restricted = false;
  Status finish;
  Status write;
  std::map<EffectId, FiledState> states;
  std::map<std::pair<FileRegister, FileAccess>, std::int64_t> last;
  std::vector<EffectFile> written;
  int written_restricted = 0;
  std::vector<AnsweredFile> answered;
  std::vector<std::string> settled;
};

class WriteFilesTest : public ::testing::Test {
 protected:
  void SetUp() override { id_ = Decided(PlainCase(CaseState::kEvaluated)); }

  CaseId Decided(CaseRecord record) {
    CaseId id = PutCase(store_, record);
    record.id = id;
    CaseChange change;
    change.case_id = id;
    change.expected_version = record.version;
    change.to = CaseState::kDecided;
    change.effects = *EffectsOfDecision(record, PlainDecision(), policy_);
    EXPECT_TRUE(store_.Apply(change, TestNow()).ok());
    return id;
  }

  FileTools Tools() {
    return {.store = store_,
            .files = files_,
            .clock = clock_,
            .log = log_,
            .stop = nullptr,
            .worker = "worker-1",
            .hand_over =
                [this](const StoredEffect& effect, const Delivery& delivery) {
                  handed_over_.push_back(std::string(EffectKindCode(effect.effect.kind)) + " " +
                                         delivery.error_code);
                  return OkStatus();
                },
            .store_is_older =
                [this](const StoredEffect&) {
                  ++older_;
                  return OkStatus();
                }};
  }

  Status Pass() {
    FileSettings settings;
    settings.municipality = "0000-exempelkommun";
    return WriteDueFiles(Tools(), settings).status();
  }

  // The letter goes another way: it is what stands between the decision and the order.
  void DeliverLetter() { Mark(EffectKind::kLetter, EffectState::kDelivered); }

  void Mark(EffectKind kind, EffectState state) {
    ASSERT_TRUE(
        store_.MarkEffect(Stored(kind).effect.id, state, "", "", clock_.Now(), "", {}, clock_.Now())
            .ok());
  }

  StoredEffect Stored(EffectKind kind) {
    const std::vector<StoredEffect> all = store_.ListEffects({}, id_, {})->items;
    return *std::ranges::find(all, kind, [](const StoredEffect& one) { return one.effect.kind; });
  }

  void WriteAll() {
    ASSERT_TRUE(Pass().ok());
    DeliverLetter();
    ASSERT_TRUE(Pass().ok());
  }

  FakeClock clock_{TestNow()};
  FakePolicy policy_;
  FakeStore store_;
  RecordingLog log_;
  FilesInMemory files_;
  CaseId id_;
  std::vector<std::string> handed_over_;
  int older_ = 0;
};

TEST_F(WriteFilesTest, WritesEachRegisterInItsTurn) {
  ASSERT_TRUE(Pass().ok());
  ASSERT_EQ(files_.written.size(), 1U) << "the order waits for the letter";
  EXPECT_EQ(files_.written[0].which, FileRegister::kDecisions);
  ASSERT_TRUE(files_.written[0].effects[0].decision.has_value());
  EXPECT_EQ(files_.written[0].effects[0].amount, PlainDecision().granted);
  DeliverLetter();
  ASSERT_TRUE(Pass().ok());
  ASSERT_EQ(files_.written.size(), 2U);
  const EffectFile& orders = files_.written[1];
  EXPECT_EQ(orders.which, FileRegister::kPaymentOrders);
  EXPECT_EQ(orders.sequence, 1);
  EXPECT_EQ(orders.municipality, "0000-exempelkommun");
  EXPECT_EQ(orders.effects[0].pay_date, PlainDecision().pay_date);
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).state, EffectState::kDelivered);
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).receiver_reference, "payment-orders-00000001");
  ASSERT_TRUE(Pass().ok());
  EXPECT_EQ(files_.written.size(), 2U);
}

TEST_F(WriteFilesTest, EffectsOfManyCasesShareAFile) {
  for (const char* const id : {"A-2", "A-3", "A-4"}) {
    CaseRecord record = PlainCase(CaseState::kEvaluated);
    record.application.id = ApplicationId::FromTrusted(id);
    record.application.household = HouseholdId::FromTrusted(std::string("HH-") + id);
    Decided(record);
  }
  ASSERT_TRUE(Pass().ok());
  ASSERT_EQ(files_.written.size(), 1U);
  EXPECT_EQ(files_.written[0].effects.size(), 4U);
}

TEST_F(WriteFilesTest, LeavesAloneWhatFilesDoNotCarry) {
  files_.carried = {EffectKind::kPaymentOrder};
  ASSERT_TRUE(Pass().ok());
  EXPECT_THAT(files_.written, IsEmpty());
  EXPECT_EQ(Stored(EffectKind::kDecision).state, EffectState::kPending);
}

// The number is kept in the store before the file has it.
TEST_F(WriteFilesTest, AFileThatCouldNotBeWrittenIsWrittenLaterUnderItsNumber) {
  files_.write = Unavailable("no space");
  EXPECT_FALSE(Pass().ok());
  EXPECT_EQ(Stored(EffectKind::kDecision).state, EffectState::kSent);
  files_.write = OkStatus();
  clock_.Advance(60'000);
  ASSERT_TRUE(Pass().ok());
  ASSERT_EQ(files_.written.size(), 1U);
  EXPECT_EQ(files_.written[0].sequence, 1);
  EXPECT_EQ(Stored(EffectKind::kDecision).state, EffectState::kDelivered);
}

// It fell between the file and the store.
TEST_F(WriteFilesTest, WhatStandsInAFileIsNotWrittenAgain) {
  Mark(EffectKind::kDecision, EffectState::kSent);
  FiledState state;
  state.file = "decisions-00000004";
  state.written_at = TestNow();
  state.amount = PlainDecision().granted;
  files_.states[Stored(EffectKind::kDecision).effect.id] = state;
  ASSERT_TRUE(Pass().ok());
  EXPECT_THAT(files_.written, IsEmpty());
  EXPECT_EQ(Stored(EffectKind::kDecision).state, EffectState::kDelivered);
  EXPECT_EQ(Stored(EffectKind::kDecision).receiver_reference, "decisions-00000004");
}

TEST_F(WriteFilesTest, AnOrderWithAnotherAmountInTheFileGoesToAPerson) {
  ASSERT_TRUE(Pass().ok());
  DeliverLetter();
  Mark(EffectKind::kPaymentOrder, EffectState::kSent);
  files_.states[Stored(EffectKind::kPaymentOrder).effect.id] = {
      .file = "payment-orders-00000004", .written_at = TestNow(), .amount = Money::FromKronor(1)};
  ASSERT_TRUE(Pass().ok());
  EXPECT_THAT(handed_over_, ElementsAre("PAYMENT_ORDER AMOUNT_DIFFERS"));
}

TEST_F(WriteFilesTest, AwaitsTheReceiversReply) {
  files_.awaited = {EffectKind::kPaymentOrder};
  WriteAll();
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).state, EffectState::kSent);
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).last_error, "REPLY_AWAITED");
  files_.Reply(Stored(EffectKind::kPaymentOrder).effect.id, DeliveryOutcome::kOk);
  ASSERT_TRUE(TakeReplies(Tools()).ok());
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).state, EffectState::kDelivered);
  EXPECT_THAT(files_.settled, ElementsAre("payment-orders-00000001"));
  EXPECT_THAT(handed_over_, IsEmpty());
}

TEST_F(WriteFilesTest, ARefusalGoesToAPersonAndIsWrittenAgainWhenTheyHaveMendedIt) {
  files_.awaited = {EffectKind::kPaymentOrder};
  WriteAll();
  const EffectId order = Stored(EffectKind::kPaymentOrder).effect.id;
  files_.Reply(order, DeliveryOutcome::kRefused, "PAYEE_UNKNOWN");
  ASSERT_TRUE(TakeReplies(Tools()).ok());
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).state, EffectState::kRefused);
  EXPECT_THAT(handed_over_, ElementsAre("PAYMENT_ORDER PAYEE_UNKNOWN"));
  ASSERT_TRUE(Pass().ok());
  EXPECT_EQ(files_.written.size(), 2U) << "nothing is written without a person";
  Mark(EffectKind::kPaymentOrder, EffectState::kPending);  // as ResolveEffect does
  ASSERT_TRUE(Pass().ok());
  ASSERT_EQ(files_.written.size(), 3U);
  EXPECT_EQ(files_.written[2].sequence, 2);
}

TEST_F(WriteFilesTest, AReplyThatDoesNotComeIsLookedForByAPerson) {
  files_.awaited = {EffectKind::kPaymentOrder};
  WriteAll();
  clock_.Advance(std::int64_t{71} * 60 * 60'000);
  ASSERT_TRUE(Pass().ok());
  EXPECT_THAT(handed_over_, IsEmpty());
  clock_.Advance(std::int64_t{2} * 60 * 60'000);
  ASSERT_TRUE(Pass().ok());
  EXPECT_THAT(handed_over_, ElementsAre("PAYMENT_ORDER REPLY_AWAITED"));
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).state, EffectState::kSent);
}

// Nobody who may read the common folder learns that there is such a case.
TEST_F(WriteFilesTest, ACaseAboveOpenAccessStandsInItsOwnFolderOrInNone) {
  CaseRecord record = *store_.GetCase(id_);
  record.application.persons.front().protected_identity = Answer::kYes;
  store_.Overwrite(record);
  ASSERT_TRUE(Pass().ok());
  EXPECT_THAT(files_.written, IsEmpty());
  EXPECT_THAT(handed_over_, ElementsAre("DECISION NO_RESTRICTED_FOLDER"));

  files_.has_restricted = true;
  Mark(EffectKind::kDecision, EffectState::kPending);
  ASSERT_TRUE(Pass().ok());
  EXPECT_EQ(files_.written.size(), 1U);
  EXPECT_EQ(files_.written_restricted, 1);
}

// An order in the files that this store never marked: the store is older than they are.
TEST_F(WriteFilesTest, NoticesThatTheStoreIsOlderThanTheFiles) {
  ASSERT_TRUE(Pass().ok());
  DeliverLetter();
  files_.states[Stored(EffectKind::kPaymentOrder).effect.id] = {
      .file = "payment-orders-00000004",
      .written_at = TestNow(),
      .amount = Stored(EffectKind::kPaymentOrder).effect.payment_order->amount};
  ASSERT_TRUE(Pass().ok());
  EXPECT_EQ(older_, 1);
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).state, EffectState::kPending);
}

TEST_F(WriteFilesTest, StopsWhereTheFolderIsNotAsItWasLeft) {
  files_.finish = DataLoss("another file");
  EXPECT_EQ(Pass().code(), StatusCode::kDataLoss);
  EXPECT_THAT(files_.written, IsEmpty());
}

TEST_F(WriteFilesTest, StoreAndFolderTellWhichOfThemWasPutBack) {
  WriteAll();
  EXPECT_EQ(CompareAllFiles(store_, files_).value(), FileAge::kAgree);
  FakeStore older;
  EXPECT_EQ(CompareAllFiles(older, files_).value(), FileAge::kStoreOlder);
  files_.last[{FileRegister::kPaymentOrders, FileAccess::kOpen}] = 0;
  EXPECT_EQ(CompareAllFiles(store_, files_).value(), FileAge::kAgree) << "it fell before the file";
  for (int i = 1; i <= 3; ++i) {
    files_.last[{FileRegister::kPaymentOrders, FileAccess::kOpen}] = i;
    EXPECT_EQ(TakeNextNumber(store_, files_, {}, {}, TestNow()).value(), i + 1);
  }
  files_.last[{FileRegister::kPaymentOrders, FileAccess::kOpen}] = 2;
  EXPECT_EQ(CompareAllFiles(store_, files_).value(), FileAge::kFolderOlder);
}

// A person has said that the lost folder is lost: no number is given twice.
TEST_F(WriteFilesTest, AnAcceptedFolderGoesOnBehindWhatWasMarked) {
  const auto set_last = [this](std::int64_t last) {
    files_.last[{FileRegister::kPaymentOrders, FileAccess::kOpen}] = last;
  };
  set_last(16);
  ASSERT_EQ(TakeNextNumber(store_, files_, {}, {}, TestNow()).value(), 17);
  set_last(0);
  ASSERT_TRUE(AcceptFolders(store_, files_, {}, TestNow()).ok());
  EXPECT_EQ(CompareAllFiles(store_, files_).value(), FileAge::kAgree);
  EXPECT_EQ(TakeNextNumber(store_, files_, {}, {}, TestNow()).value(), 18);
  EXPECT_EQ(CompareAllFiles(store_, files_).value(), FileAge::kAgree) << "it fell before the file";
  set_last(18);
  EXPECT_EQ(CompareAllFiles(store_, files_).value(), FileAge::kAgree);
  EXPECT_EQ(TakeNextNumber(store_, files_, {}, {}, TestNow()).value(), 19);
}

TEST_F(WriteFilesTest, AfterARestoreWhatStandsInAFileIsDelivered) {
  RoutedReceiver receiver(nullptr, &files_);
  files_.states[Stored(EffectKind::kDecision).effect.id] = {
      .file = "decisions-00000004",
      .written_at = TestNow(),
      .amount = Stored(EffectKind::kDecision).effect.decision->granted};
  const RestoreTools tools{.store = store_,
                           .receiver = receiver,
                           .clock = clock_,
                           .log = log_,
                           .stop = nullptr,
                           .worker = "worker-1"};
  ASSERT_TRUE(store_.DeclareRestore({TestNow(), "anna.exempel", "x"}, {}, TestNow()).ok());
  const RestorePass pass = *AskAfterRestore(tools);
  EXPECT_EQ(pass.has, 1);
  EXPECT_EQ(pass.never_seen, 1) << "the order";
  EXPECT_EQ(pass.cannot_say, 3) << "what is fetched by pull";
  EXPECT_EQ(Stored(EffectKind::kDecision).state, EffectState::kDelivered);
  EXPECT_EQ(Stored(EffectKind::kPaymentOrder).last_error, kRestoreAsked);
  EXPECT_EQ(store_.CountUnasked().value(), 3);
}

}  // namespace
}  // namespace dm::effects
