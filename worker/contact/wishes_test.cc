#include "tests/support/contact_fixture.h"

namespace dm::contact {
namespace {

using testing::Call;

class WishesTest : public ContactFixture {
 protected:
  CaseRecord PutCouple(CaseState state) {
    CaseRecord record = Put(state);
    record.application.persons.push_back(
        testing::Adult("p2", testing::kOtherAdult, PersonRole::kCoApplicant));
    store_.Overwrite(record);
    return record;
  }

  WithdrawalCall Signing(const CaseRecord& record, const std::string& person) {
    WithdrawalCall call;
    call.case_id = record.id;
    call.signature.person = PersonKey::FromTrusted(person);
    call.signature.level = AssuranceLevel::kSubstantial;
    call.signature.signed_at = clock_.Now();
    call.signature.text_sha256 = std::string(64, 'a');
    call.pressure = Answer::kNo;
    return call;
  }

  PersonWish Wish(const CaseRecord& record) {
    return {.case_id = record.id,
            .person = PersonKey::FromTrusted("p1"),
            .channel = Channel::kOral,
            .registered_by = "reception-1"};
  }
};

TEST_F(WishesTest, TheWishForAPersonStopsTheStepUnderWay) {
  const CaseRecord record = Put(CaseState::kEvaluated);
  const auto claim = store_.ClaimNext("worker-1", clock_.Now(), 60'000);
  ASSERT_TRUE(claim.ok() && claim->has_value());
  const auto wished = service_.RequestPerson(Call("request-1"), Wish(record));
  ASSERT_TRUE(wished.ok()) << MessageOf(wished.status());
  EXPECT_EQ(wished->state, CaseState::kRegistered);
  EXPECT_EQ(wished->contact.wish->registered_by, "reception-1");
  CaseChange decision;
  decision.case_id = record.id;
  decision.claim = **claim;
  decision.to = CaseState::kEvaluated;
  EXPECT_EQ(DetailOf(store_.Apply(decision, clock_.Now()).status()).reason, "LEASE_LOST");
  const auto again = service_.RequestPerson(Call("request-1"), Wish(record));
  EXPECT_EQ(again->version, wished->version);
}

TEST_F(WishesTest, ACaseThatWaitsForARegisterIsLookedAtAtOnce) {
  CaseRecord record = Put(CaseState::kWaitingSource);
  record.due_at = clock_.Now().PlusMs(3'600'000);
  store_.Overwrite(record);
  ASSERT_TRUE(service_.RequestPerson(Call("request-1"), Wish(record)).ok());
  EXPECT_EQ(Now(record.id).due_at, clock_.Now());
}

TEST_F(WishesTest, WithACaseworkerItStaysThereWithTheReason) {
  const CaseRecord record = Put(CaseState::kEscalated);
  const auto wished = service_.RequestPerson(Call("request-1"), Wish(record));
  EXPECT_EQ(wished->state, CaseState::kEscalated);
  EXPECT_EQ(wished->escalation->handler, "handler-1");
  EXPECT_EQ(wished->escalation->routing.reasons.back().code, "CONTACT.PERSON");
}

TEST_F(WishesTest, AfterTheDecisionItBecomesAMessage) {
  const CaseRecord record = Put(CaseState::kClosed);
  ASSERT_TRUE(service_.RequestPerson(Call("request-1"), Wish(record)).ok());
  EXPECT_EQ(*store_.CountUnread(record.application.household), 1);
}

TEST_F(WishesTest, EveryAdultSignsAWithdrawal) {
  const CaseRecord record = PutCouple(CaseState::kEvaluated);
  const auto one = service_.Withdraw(Call("request-1"), Signing(record, "p1"));
  ASSERT_TRUE(one.ok()) << MessageOf(one.status());
  EXPECT_EQ(one->missing, std::vector{PersonKey::FromTrusted("p2")});
  EXPECT_EQ(one->record.state, CaseState::kRegistered);
  const auto both = service_.Withdraw(Call("request-2"), Signing(record, "p2"));
  ASSERT_TRUE(both.ok());
  EXPECT_TRUE(both->missing.empty());
  EXPECT_EQ(both->record.contact.withdrawal->signatures.size(), 2U);
  const auto again = service_.Withdraw(Call("request-3"), Signing(record, "p2"));
  EXPECT_EQ(again->record.contact.withdrawal->signatures.size(), 2U);
}

TEST_F(WishesTest, ASignOfPressureStays) {
  const CaseRecord record = PutCouple(CaseState::kEvaluated);
  WithdrawalCall call = Signing(record, "p1");
  call.pressure = Answer::kYes;
  ASSERT_TRUE(service_.Withdraw(Call("request-1"), call).ok());
  const auto both = service_.Withdraw(Call("request-2"), Signing(record, "p2"));
  EXPECT_EQ(both->record.contact.withdrawal->pressure, Answer::kYes);
}

TEST_F(WishesTest, TheSecondSignatureTakesTheCaseBackToBePrepared) {
  CaseRecord record = PutCouple(CaseState::kEscalated);
  const auto signed_now = service_.Withdraw(Call("request-1"), Signing(record, "p2"));
  ASSERT_TRUE(signed_now.ok());
  EXPECT_EQ(signed_now->record.state, CaseState::kRegistered);
  EXPECT_EQ(signed_now->record.escalation->state, EscalationState::kWithdrawn);
  EXPECT_EQ(signed_now->record.contact.return_to, "handler-1");
}

TEST_F(WishesTest, RefusesASignatureThatDoesNotHold) {
  const CaseRecord record = PutCouple(CaseState::kEvaluated);
  const auto refuse = [&](auto change, const std::string& reason) {
    WithdrawalCall call = Signing(record, "p1");
    change(call);
    const auto answer = service_.Withdraw(Call("request-" + reason), call);
    EXPECT_EQ(DetailOfAnswer(answer).reason, reason);
    EXPECT_FALSE(DetailOfAnswer(answer).remedy.empty());
  };
  refuse([](WithdrawalCall& c) { c.signature.person = PersonKey::FromTrusted("p9"); },
         "PERSON_UNKNOWN");
  refuse([](WithdrawalCall& c) { c.signature.level = AssuranceLevel::kLow; }, "SIGNATURE_TOO_WEAK");
  refuse([](WithdrawalCall& c) { c.signature.text_sha256.clear(); }, "FIELD_REQUIRED");
  refuse([](WithdrawalCall& c) { c.signature.signed_at = Instant::FromUnixMs(0); },
         "FIELD_OUT_OF_RANGE");
  EXPECT_EQ(Now(record.id).version, record.version);
  const CaseRecord decided = Put(CaseState::kDecided);
  EXPECT_EQ(DetailOfAnswer(service_.Withdraw(Call("request-9"), Signing(decided, "p1"))).reason,
            "CASE_DECIDED");
}

// Taken whoever brings them; how the case stands is told to who may see it alone.
TEST_F(WishesTest, WhoMayNotSeeTheCaseIsToldNothingOfIt) {
  CaseRecord record = PutCouple(CaseState::kEscalated);
  record.application.persons[0].protected_identity = Answer::kYes;
  store_.Overwrite(record);
  for (int i = 0; i < 2; ++i) {  // a repeat neither
    const auto wished = service_.RequestPerson(Call("request-1"), Wish(record));
    ASSERT_TRUE(wished.ok()) << MessageOf(wished.status());
    EXPECT_TRUE(wished->id.empty());
    EXPECT_TRUE(wished->application.persons.empty());
    const auto withdrawn = service_.Withdraw(Call("request-2"), Signing(record, "p1"));
    ASSERT_TRUE(withdrawn.ok()) << MessageOf(withdrawn.status());
    EXPECT_TRUE(withdrawn->record.id.empty());
    EXPECT_TRUE(withdrawn->missing.empty());
  }
  EXPECT_TRUE(Now(record.id).contact.wish.has_value());
  EXPECT_TRUE(Now(record.id).contact.withdrawal.has_value());
}

}  // namespace
}  // namespace dm::contact
