#include "worker/effects/effect_service.h"

#include <algorithm>
#include <map>

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
    return service_
        .Acknowledge(
            Call(request),
            {.id = effect_, .accepted = accepted, .reference = reference, .error_code = code})
        .status();
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
  EXPECT_EQ(DetailOf(Acknowledge("request-1", false, "", "PNR_199001012384")).field, "error_code");
  EXPECT_EQ(DetailOf(Acknowledge("request-1", true, "", "CODE")).reason, "CONTRADICTION");
  EXPECT_EQ(DetailOf(Acknowledge("request-1", true, "two words", "")).field, "reference");
  ASSERT_TRUE(Acknowledge("request-1", false, "", "PAYEE_UNKNOWN").ok());
  EXPECT_EQ(store_.GetEffect(effect_)->state, EffectState::kRefused);
  EXPECT_EQ(store_.GetEffect(effect_)->last_error, "PAYEE_UNKNOWN");
}

// After a restore a person may have decided another amount under the id that was paid before.
TEST_F(EffectServiceTest, AnotherAmountThanWasOrderedIsRefusedAndAPersonsToSeeTo) {
  std::string told;
  EffectService service(
      store_, clock_, {.hand_over = [&told](const StoredEffect&, const Delivery& delivery) {
        told = delivery.error_code;
        return OkStatus();
      }});
  const Money ordered = store_.GetEffect(effect_)->effect.payment_order->amount;
  for (int i = 0; i < 2; ++i) {
    const auto said = service.Acknowledge(
        Call("request-1"),
        {.id = effect_, .reference = "PAY-77", .amount = ordered + Money::FromOre(1)});
    ASSERT_TRUE(said.ok()) << MessageOf(said.status());
    EXPECT_EQ(said->state, EffectState::kRefused);
    EXPECT_EQ(said->last_error, "AMOUNT_DIFFERS");
    EXPECT_EQ(said->receiver_reference, "PAY-77");
  }
  EXPECT_EQ(told, "AMOUNT_DIFFERS");
}

TEST_F(EffectServiceTest, TheOrderedAmountIsDelivered) {
  const Money ordered = store_.GetEffect(effect_)->effect.payment_order->amount;
  ASSERT_TRUE(
      service_.Acknowledge(Call("request-1"), {.id = effect_, .amount = ordered}).status().ok());
  EXPECT_EQ(store_.GetEffect(effect_)->state, EffectState::kDelivered);
}

TEST_F(EffectServiceTest, AnAmountGoesWithAnAcceptedPaymentOrderOnly) {
  const Money amount = Money::FromKronor(100);
  Acknowledgement refused{
      .id = effect_, .accepted = false, .error_code = "PAYEE_UNKNOWN", .amount = amount};
  EXPECT_EQ(DetailOf(service_.Acknowledge(Call("request-1"), refused).status()).field, "amount");
  const Page<StoredEffect> page = *service_.List(Call(""), EffectState::kPending, id_, {});
  for (const StoredEffect& one : page.items) {
    if (one.effect.payment_order) continue;
    const Acknowledgement other{.id = one.effect.id, .amount = amount};
    EXPECT_EQ(DetailOf(service_.Acknowledge(Call("request-2"), other).status()).field, "amount");
  }
}

TEST_F(EffectServiceTest, ARequestIdIsForOneRequest) {
  ASSERT_TRUE(Acknowledge("request-1", true, "PAY-77", "").ok());
  CallContext other = Call("request-1");
  other.content_sha256 = "other";
  EXPECT_EQ(DetailOf(service_.Acknowledge(other, {.id = effect_}).status()).reason,
            "REQUEST_ID_REUSED");
  EXPECT_EQ(DetailOf(Acknowledge("", true, "", "")).field, "request_id");
}

// A case system that pulls carries out what it is given.
TEST_F(EffectServiceTest, WhatFilesCarryIsNotForACaseSystemThatPulls) {
  const EffectKind kind = store_.GetEffect(effect_)->effect.kind;
  EffectService service(store_, clock_, {.in_files = [kind] { return EffectKinds{kind}; }});
  const auto lists = [&](const CallContext& context) {
    const Page<StoredEffect> page = *service.List(context, EffectState::kPending, {}, {});
    return std::ranges::any_of(page.items,
                               [this](const auto& one) { return one.effect.id == effect_; });
  };
  CallContext pulls = Call("");
  pulls.operations = false;
  EXPECT_FALSE(lists(pulls));
  EXPECT_TRUE(lists(Call("")));
  EXPECT_EQ(DetailOf(service.Acknowledge(Call("request-1"), {.id = effect_}).status()).reason,
            "EFFECT_IN_FILES");
}

TEST_F(EffectServiceTest, NothingIsGivenOutWhileARestoreIsUnderWay) {
  ASSERT_TRUE(store_.DeclareRestore({TestNow(), "anna.exempel", "x"}, {}, TestNow()).ok());
  CallContext pulls = Call("");
  pulls.operations = false;
  for (const std::optional<EffectState> state :
       {std::optional<EffectState>(), std::optional(EffectState::kPending)})
    EXPECT_EQ(DetailOf(service_.List(pulls, state, {}, {}).status()).reason, "RESTORE_UNDER_WAY");
  EXPECT_TRUE(service_.List(pulls, EffectState::kDelivered, {}, {}).ok());
  EXPECT_TRUE(service_.List(Call(""), EffectState::kPending, {}, {}).ok());
}

// A receiver that knows what it is told to know.
class KnowingReceiver final : public CaseSystem {
 public:
  Delivery Deliver(const Effect&) override { return {}; }

  StatusOr<std::optional<Delivery>> Find(const EffectId& id) override {
    if (away) return Unavailable("away");
    const auto found = known.find(id);
    return found == known.end() ? std::optional<Delivery>() : found->second;
  }

  std::map<EffectId, Delivery> known;
  bool away = false;
};

class ResolveTest : public EffectServiceTest {
 protected:
  void SetUp() override {
    EffectServiceTest::SetUp();
    CaseRecord record = *store_.GetCase(id_);
    record.decisions = {PlainDecision()};
    store_.Overwrite(record);
  }

  static CallContext Caseworker(const std::string& request) {
    CallContext context = Call(request);
    context.operations = false;
    return context;
  }

  StatusOr<StoredEffect> Resolve(EffectResolution resolution,
                                 const std::string& reference,
                                 const std::string& request = "resolve-0001") {
    return parts_service_.Resolve(Caseworker(request),
                                  {.id = effect_,
                                   .resolution = resolution,
                                   .actor = "handlaggare-1",
                                   .reference = reference});
  }

  void Refuse() {
    ASSERT_TRUE(parts_service_
                    .Acknowledge(Call("refuse-0001"),
                                 {.id = effect_, .accepted = false, .error_code = "PAYEE_UNKNOWN"})
                    .ok());
  }

  StatusOr<Page<CaseMonthPayments>> Reconcile(AskReceiver ask) {
    return parts_service_.Reconcile(
        Call(""), store_.GetCase(id_)->application.month, ask, PageRequest{});
  }

  std::vector<std::string> handed_over_;
  int woken_ = 0;
  KnowingReceiver receiver_;
  std::shared_ptr<const StaffDirectory> staff_ = std::make_shared<const StaffDirectory>();
  EffectService parts_service_{store_,
                               clock_,
                               {.hand_over =
                                    [this](const StoredEffect&, const Delivery& delivery) {
                                      handed_over_.push_back(delivery.error_code);
                                      return OkStatus();
                                    },
                                .wake = [this] { ++woken_; },
                                .receiver = [this] { return &receiver_; },
                                .staff = [this] { return staff_; }}};
};

TEST_F(ResolveTest, ARefusalByPullGoesToAPerson) {
  Refuse();
  EXPECT_EQ(handed_over_, std::vector<std::string>{"PAYEE_UNKNOWN"});
}

TEST_F(ResolveTest, WhatWasRefusedIsSentAgain) {
  Refuse();
  const StatusOr<StoredEffect> again = Resolve(EffectResolution::kSendAgain, "");
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->state, EffectState::kPending);
  EXPECT_EQ(woken_, 1);
  EXPECT_EQ(store_.Actions().back(), "effect_resolved");
}

TEST_F(ResolveTest, ARepeatIsAnsweredAsTheFirstTime) {
  Refuse();
  ASSERT_TRUE(Resolve(EffectResolution::kSendAgain, "").ok());
  const std::size_t records = store_.Actions().size();
  EXPECT_TRUE(Resolve(EffectResolution::kSendAgain, "").ok());
  EXPECT_EQ(store_.Actions().size(), records);
}

TEST_F(ResolveTest, WhatWasDoneOtherwiseIsDelivered) {
  Refuse();
  const StatusOr<StoredEffect> done = Resolve(EffectResolution::kDoneOtherwise, "AKT-17");
  ASSERT_TRUE(done.ok()) << MessageOf(done.status());
  EXPECT_EQ(done->state, EffectState::kDelivered);
  EXPECT_EQ(done->receiver_reference, "AKT-17");
  EXPECT_EQ(DetailOf(Resolve(EffectResolution::kSendAgain, "", "resolve-0002").status()).reason,
            "EFFECT_SETTLED");
}

TEST_F(ResolveTest, WhatIsNotKnownStaysNotKnownUntilItIsAskedFor) {
  AuditEvent audit;
  audit.action = "effect_sent";
  ASSERT_TRUE(store_
                  .MarkEffect(effect_,
                              EffectState::kSent,
                              "",
                              "RECEIVER_TIMEOUT",
                              clock_.Now(),
                              "",
                              audit,
                              clock_.Now())
                  .ok());
  EXPECT_EQ(Resolve(EffectResolution::kSendAgain, "")->state, EffectState::kSent);
}

TEST_F(ResolveTest, TheAnswerTellsNothingOfWhatTheEffectHolds) {
  Refuse();
  for (int i = 0; i < 2; ++i) {  // a repeat neither
    const StatusOr<StoredEffect> again = Resolve(EffectResolution::kSendAgain, "");
    ASSERT_TRUE(again.ok()) << MessageOf(again.status());
    EXPECT_EQ(again->effect.kind, EffectKind::kPaymentOrder);
    EXPECT_FALSE(again->effect.payment_order.has_value());
  }
  EXPECT_TRUE(store_.GetEffect(effect_)->effect.payment_order.has_value());
}

TEST_F(ResolveTest, ACaseworkerSeesNoEffectOfACaseThatIsNotForThem) {
  Refuse();
  CaseRecord record = *store_.GetCase(id_);
  record.application.persons[0].protected_identity = Answer::kYes;
  store_.Overwrite(record);
  const Status hidden = Resolve(EffectResolution::kSendAgain, "").status();
  EXPECT_EQ(DetailOf(hidden).reason, "EFFECT_NOT_FOUND");
  const CallContext operations = Call("resolve-0002");
  ResolveEffectCall call;
  call.id = effect_;
  call.actor = "drift-1";
  EXPECT_TRUE(parts_service_.Resolve(operations, call).ok());
}

TEST_F(ResolveTest, WhoHasLookedIsSomebodyInServiceAndNamedByAnId) {
  Refuse();
  StaffMember anna;
  anna.user_id = "anna";
  staff_ = std::make_shared<const StaffDirectory>(std::vector<StaffMember>{anna});
  EXPECT_EQ(DetailOf(Resolve(EffectResolution::kSendAgain, "").status()).field, "actor");
  const auto as = [this](const std::string& actor) {
    ResolveEffectCall call;
    call.id = effect_;
    call.actor = actor;
    return DetailOf(parts_service_.Resolve(Caseworker("resolve-0003"), call).status());
  };
  EXPECT_EQ(as("anna\nx").reason, "FIELD_INVALID");
  EXPECT_EQ(as("anna").reason, "");
}

TEST_F(ResolveTest, NoReferenceHoldsAPersonalNumber) {
  Refuse();
  const std::string number = store_.GetCase(id_)->application.persons[0].personnummer.Reveal();
  EXPECT_EQ(DetailOf(Resolve(EffectResolution::kDoneOtherwise, "K-" + number).status()).field,
            "reference");
  EXPECT_EQ(DetailOf(Acknowledge("ack-00001", true, number, "")).field, "reference");
}

TEST_F(ResolveTest, RefusesWhatDoesNotHold) {
  EXPECT_EQ(DetailOf(Resolve(EffectResolution::kSendAgain, "").status()).reason,
            "EFFECT_UNDER_WAY");
  Refuse();
  EXPECT_EQ(DetailOf(Resolve(EffectResolution::kDoneOtherwise, "").status()).field, "reference");
  EXPECT_EQ(DetailOf(Resolve(EffectResolution::kSendAgain, "AKT-17").status()).field, "reference");
}

TEST_F(ResolveTest, ReconcilesWithTheReceiver) {
  const StatusOr<Page<CaseMonthPayments>> page = Reconcile(AskReceiver::kYes);
  ASSERT_TRUE(page.ok()) << MessageOf(page.status());
  ASSERT_EQ(page->items.size(), 1U);
  EXPECT_EQ(page->items[0].decided, PlainDecision().granted);
  EXPECT_EQ(page->items[0].pending, PlainDecision().granted);
  EXPECT_EQ(page->items[0].lines[0].receiver, ReceiverSays::kNeverSeen);
  Delivery taken;
  taken.outcome = DeliveryOutcome::kOk;
  taken.amount = Money::FromKronor(1);
  receiver_.known[effect_] = taken;
  const std::vector<std::string> found = Reconcile(AskReceiver::kYes)->items[0].lines[0].findings;
  EXPECT_EQ(found, (std::vector<std::string>{"RECEIVER_HAS_IT", "AMOUNT_DIFFERS"}));
  receiver_.away = true;
  EXPECT_EQ(Reconcile(AskReceiver::kYes)->items[0].lines[0].receiver, ReceiverSays::kCannotSay);
}

TEST_F(ResolveTest, ReconcilesWithoutAReceiverOnlyWhatItKnowsItself) {
  const Month month = store_.GetCase(id_)->application.month;
  EXPECT_EQ(DetailOf(service_.Reconcile(Call(""), month, AskReceiver::kYes, {}).status()).reason,
            "NO_RECEIVER");
  EXPECT_EQ(Reconcile(AskReceiver::kNo)->items[0].lines[0].receiver, ReceiverSays::kNotAsked);
}

}  // namespace
}  // namespace dm::effects
