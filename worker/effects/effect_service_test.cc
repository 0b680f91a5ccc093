#include "worker/effects/effect_service.h"

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "worker/effects/make_effects.h"

namespace dm::effects {
namespace {

using dm::testing::Call;
using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::TestNow;

class EffectServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    CaseRecord record = PlainCase(CaseState::kEvaluated);
    id_ = PutCase(store_, record);
    CaseChange change;
    change.case_id = id_;
    change.expected_version = record.version;
    change.to = CaseState::kDecided;
    change.effects = *EffectsOfDecision(record, PlainDecision(), FakePolicy());
    effect_ = change.effects[2].id;
    ASSERT_TRUE(store_.Apply(change, TestNow()).ok());
  }

  Status Acknowledge(const std::string& request,
                     bool accepted,
                     const std::string& reference,
                     const std::string& code) {
    return service_.Acknowledge(Call(request), effect_, accepted, reference, code).status();
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  EffectService service_{store_, clock_};
  CaseId id_;
  EffectId effect_;
};

TEST_F(EffectServiceTest, RecordsTheReadBeforeItAnswers) {
  const auto page = service_.List(Call(""), EffectState::kPending, id_, {});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->items.size(), 5U);
  EXPECT_EQ(store_.Actions().back(), "effects_read");
}

TEST_F(EffectServiceTest, AnswersNothingWhenTheReadCannotBeRecorded) {
  store_.FailNext(Unavailable("disk"));
  EXPECT_EQ(service_.List(Call(""), {}, {}, {}).status().code(), StatusCode::kUnavailable);
}

TEST_F(EffectServiceTest, AnAcceptedEffectIsDelivered) {
  ASSERT_TRUE(Acknowledge("request-1", true, "PAY-77", "").ok());
  EXPECT_EQ(store_.GetEffect(effect_)->state, EffectState::kDelivered);
  EXPECT_EQ(store_.GetEffect(effect_)->receiver_reference, "PAY-77");
}

TEST_F(EffectServiceTest, SayingItAgainIsFine) {
  ASSERT_TRUE(Acknowledge("request-1", true, "PAY-77", "").ok());
  EXPECT_TRUE(Acknowledge("request-1", true, "PAY-77", "").ok());
  EXPECT_TRUE(Acknowledge("request-2", true, "PAY-77", "").ok());
}

TEST_F(EffectServiceTest, SayingTheOppositeIsRefused) {
  ASSERT_TRUE(Acknowledge("request-1", true, "PAY-77", "").ok());
  const Status status = Acknowledge("request-2", false, "", "PAYEE_UNKNOWN");
  EXPECT_EQ(status.code(), StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "EFFECT_SETTLED");
}

TEST_F(EffectServiceTest, ARefusalNeedsACode) {
  EXPECT_EQ(DetailOf(Acknowledge("request-1", false, "", "")).field, "error_code");
  EXPECT_EQ(DetailOf(Acknowledge("request-1", false, "", "free text")).field, "error_code");
  EXPECT_EQ(DetailOf(Acknowledge("request-1", true, "", "CODE")).reason, "CONTRADICTION");
  EXPECT_EQ(DetailOf(Acknowledge("request-1", true, "two words", "")).field, "reference");
  ASSERT_TRUE(Acknowledge("request-1", false, "", "PAYEE_UNKNOWN").ok());
  EXPECT_EQ(store_.GetEffect(effect_)->state, EffectState::kRefused);
  EXPECT_EQ(store_.GetEffect(effect_)->last_error, "PAYEE_UNKNOWN");
}

TEST_F(EffectServiceTest, ARequestIdIsForOneRequest) {
  ASSERT_TRUE(Acknowledge("request-1", true, "PAY-77", "").ok());
  CallContext other = Call("request-1");
  other.content_sha256 = "other";
  EXPECT_EQ(DetailOf(service_.Acknowledge(other, effect_, true, "", "").status()).reason,
            "REQUEST_ID_REUSED");
  EXPECT_EQ(DetailOf(Acknowledge("", true, "", "")).field, "request_id");
}

}  // namespace
}  // namespace dm::effects
