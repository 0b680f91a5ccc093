#include "worker/runtime/restore_service.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/escalation_fixture.h"
#include "tests/support/recording_log.h"

namespace dm {
namespace {

using dm::testing::Call;
using dm::testing::PlainCase;
using dm::testing::TestNow;

class RestoreServiceTest : public dm::testing::EscalationFixture {
 protected:
  void SetUp() override {
    case_id_ = PutCase(store_, PlainCase(CaseState::kDecided));
    CaseChange change;
    change.case_id = case_id_;
    change.expected_version = store_.GetCase(case_id_)->version;
    change.to = CaseState::kDecided;
    for (const char* id : {"JOURNAL_NOTE-1", "JOURNAL_NOTE-2", "JOURNAL_NOTE-3"}) {
      Effect note;
      note.id = EffectId::FromTrusted(id);
      note.kind = EffectKind::kJournalNote;
      note.case_id = case_id_;
      note.journal_note = "En anteckning";
      change.effects.push_back(note);
    }
    ASSERT_TRUE(store_.Apply(change, TestNow()).ok());
  }

  EffectState StateOf(const char* id) { return store_.GetEffect(EffectId::FromTrusted(id))->state; }

  dm::testing::RecordingLog log_;
  RestoreService service_{store_, clock_, log_, "worker-1"};
};

TEST_F(RestoreServiceTest, IsDeclaredReconciledAndEnded) {
  EXPECT_FALSE(service_.Get(Call("get-00001"))->restore.has_value());
  const auto declared = service_.Declare(Call("declare-1"), "anna.exempel", "disken brann");
  ASSERT_TRUE(declared.ok()) << MessageOf(declared.status());
  EXPECT_EQ(declared->restore->declared_by, "anna.exempel");
  EXPECT_EQ(declared->unasked, 3);
  EXPECT_EQ(DetailOf(service_.End(Call("end-00001"), "anna.exempel").status()).reason,
            "RESTORE_NOT_RECONCILED");

  std::map<EffectId, Delivery> returned;
  returned[EffectId::FromTrusted("JOURNAL_NOTE-1")].outcome = DeliveryOutcome::kOk;
  Delivery& refused = returned[EffectId::FromTrusted("JOURNAL_NOTE-2")];
  refused.outcome = DeliveryOutcome::kRefused;
  refused.error_code = "RETURNED_LIST";
  const auto pass = service_.Reconcile(Call("list-0001"), "anna.exempel", returned);
  ASSERT_TRUE(pass.ok()) << MessageOf(pass.status());
  EXPECT_EQ(pass->has, 1);
  EXPECT_EQ(pass->refused, 1);
  EXPECT_EQ(pass->never_seen, 1) << "what the list does not name";
  EXPECT_EQ(StateOf("JOURNAL_NOTE-1"), EffectState::kDelivered);
  EXPECT_EQ(StateOf("JOURNAL_NOTE-2"), EffectState::kRefused);
  EXPECT_EQ(StateOf("JOURNAL_NOTE-3"), EffectState::kPending);

  const auto ended = service_.End(Call("end-00002"), "anna.exempel");
  ASSERT_TRUE(ended.ok()) << MessageOf(ended.status());
  EXPECT_FALSE(ended->restore.has_value());
  EXPECT_TRUE(service_.End(Call("end-00002"), "anna.exempel").ok()) << "a repeat";
}

// A list that lacked something is mended by the whole one: what it names is not sent again.
TEST_F(RestoreServiceTest, ALaterListHoldsForWhatAnEarlierOneDidNotName) {
  ASSERT_TRUE(service_.Declare(Call("declare-1"), "anna.exempel", "disken brann").ok());
  std::map<EffectId, Delivery> returned;
  returned[EffectId::FromTrusted("JOURNAL_NOTE-1")].outcome = DeliveryOutcome::kOk;
  ASSERT_EQ(service_.Reconcile(Call("list-0001"), "anna.exempel", returned)->never_seen, 2);

  returned[EffectId::FromTrusted("JOURNAL_NOTE-2")].outcome = DeliveryOutcome::kOk;
  const auto whole = service_.Reconcile(Call("list-0002"), "anna.exempel", returned);
  ASSERT_TRUE(whole.ok()) << MessageOf(whole.status());
  EXPECT_EQ(whole->has, 1);
  EXPECT_EQ(whole->never_seen, 1);
  EXPECT_EQ(StateOf("JOURNAL_NOTE-2"), EffectState::kDelivered);
  EXPECT_EQ(StateOf("JOURNAL_NOTE-3"), EffectState::kPending);

  const auto again = service_.Reconcile(Call("list-0003"), "anna.exempel", returned);
  EXPECT_EQ(again->has, 0);
  EXPECT_EQ(again->never_seen, 1) << "told each time";
}

TEST_F(RestoreServiceTest, RefusesWhatItCannotUse) {
  EXPECT_EQ(DetailOf(service_.Reconcile(Call("list-0001"), "anna.exempel", {}).status()).reason,
            "NO_RESTORE");
  EXPECT_EQ(DetailOf(service_.End(Call("end-00001"), "anna.exempel").status()).reason,
            "NO_RESTORE");
  EXPECT_EQ(DetailOf(service_.Declare(Call("declare-1"), "anna exempel", "x").status()).field,
            "actor");
  EXPECT_EQ(DetailOf(service_.Declare(Call("declare-1"), "anna.exempel", "").status()).field,
            "reason");
  EXPECT_EQ(
      DetailOf(service_.Declare(Call("declare-1"), "anna.exempel", std::string(301, 'x')).status())
          .field,
      "reason");
  EXPECT_TRUE(service_.Declare(Call("declare-1"), "anna.exempel", std::string(300, 'x')).ok());
}

}  // namespace
}  // namespace dm
