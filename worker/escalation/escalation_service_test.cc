#include "worker/escalation/escalation_service.h"

#include <gtest/gtest.h>

#include "tests/support/escalation_fixture.h"

namespace dm::escalation {
namespace {

using dm::testing::Call;
using dm::testing::PlainEscalate;

constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;

Escalate Restricted() {
  Escalate escalate = PlainEscalate();
  escalate.mode = Mode::kOff;
  escalate.suggested.reset();
  escalate.routing.queue = "Q-05";
  escalate.routing.access = AccessClass::kRestricted;
  return escalate;
}

CallContext Cleared(const std::string& request) {
  CallContext context = Call(request);
  context.cleared = true;
  return context;
}

class EscalationServiceTest : public dm::testing::EscalationFixture {
 protected:
  std::size_t CountListed(const CallContext& context, const EscalationFilter& filter) {
    return service_.List(context, filter, {})->items.size();
  }
};

TEST_F(EscalationServiceTest, ListsTheQueuesOfThePolicyWithTheirCounts) {
  Put(PlainEscalate());
  const auto queues = service_.ListQueues(Call(""));
  ASSERT_TRUE(queues.ok());
  ASSERT_EQ(queues->size(), 2U);  // Q-05 is not seen
  EXPECT_EQ(queues->at(1).queue, "Q-20");
  EXPECT_EQ(queues->at(1).open, 1);
  EXPECT_TRUE(queues->at(1).oldest.has_value());
  EXPECT_EQ(service_.ListQueues(Cleared(""))->size(), 3U);
  // The caller sees it and the person, who is cleared for something else, does not.
  CallContext narrow = Cleared("");
  narrow.person_access = PersonAccess{.named_persons = true};
  EXPECT_EQ(service_.ListQueues(narrow)->size(), 2U);
}

TEST_F(EscalationServiceTest, AClaimHoldsTheCaseForAnHour) {
  const EscalationId id = Put(PlainEscalate());
  const StatusOr<Escalation> claimed = Claim(id, "handlaggare-1", "request-1");
  ASSERT_TRUE(claimed.ok()) << MessageOf(claimed.status());
  EXPECT_EQ(claimed->state, EscalationState::kClaimed);
  EXPECT_EQ(claimed->claimed_until, clock_.Now().PlusMs(kHourMs));
  EXPECT_EQ(claimed->version, 2);
  EXPECT_EQ(DetailOf(Claim(id, "handlaggare-2", "request-2").status()).reason, "CLAIMED_BY_OTHER");
}

TEST_F(EscalationServiceTest, TheHolderRenewsAndAnotherTakesOverWhenItLapses) {
  const EscalationId id = Put(PlainEscalate());
  ASSERT_TRUE(Claim(id, "handlaggare-1", "request-1").ok());
  clock_.Advance(kHourMs / 2);
  ASSERT_TRUE(Claim(id, "handlaggare-1", "request-2").ok());
  clock_.Advance(kHourMs);
  EXPECT_TRUE(Claim(id, "handlaggare-2", "request-3").ok());
}

TEST_F(EscalationServiceTest, ARepeatedClaimIsAnsweredAsTheFirstTime) {
  const EscalationId id = Put(PlainEscalate());
  ASSERT_TRUE(service_.Claim(Call("request-1"), id, "handlaggare-1", 1).ok());
  const StatusOr<Escalation> again = service_.Claim(Call("request-1"), id, "handlaggare-1", 1);
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->version, 2);
}

TEST_F(EscalationServiceTest, TheSameIdForAnotherVerbIsRefused) {
  const EscalationId id = Put(PlainEscalate());
  ASSERT_TRUE(service_.Claim(Call("request-1"), id, "handlaggare-1", 1).ok());
  EXPECT_EQ(DetailOf(service_.Release(Call("request-1"), id, "handlaggare-1", 2).status()).reason,
            "REQUEST_ID_REUSED");
}

TEST_F(EscalationServiceTest, RefusesAStaleVersion) {
  const EscalationId id = Put(PlainEscalate());
  const Status status = service_.Claim(Call("request-1"), id, "handlaggare-1", 7).status();
  EXPECT_EQ(status.code(), StatusCode::kAborted);
  EXPECT_EQ(DetailOf(status).reason, "STALE_VERSION");
}

TEST_F(EscalationServiceTest, OnlyTheHolderReleases) {
  const EscalationId id = Put(PlainEscalate());
  ASSERT_TRUE(Claim(id, "handlaggare-1", "request-1").ok());
  EXPECT_EQ(DetailOf(service_.Release(Call("request-2"), id, "handlaggare-2", 2).status()).reason,
            "NOT_CLAIMED");
  const StatusOr<Escalation> released = service_.Release(Call("request-3"), id, "handlaggare-1", 2);
  ASSERT_TRUE(released.ok());
  EXPECT_EQ(released->state, EscalationState::kOpen);
  EXPECT_EQ(released->handler, "");
  EXPECT_TRUE(service_.Release(Call("request-3"), id, "handlaggare-1", 2).ok());
}

TEST_F(EscalationServiceTest, RefusesAHandlerThatIsNoId) {
  const EscalationId id = Put(PlainEscalate());
  EXPECT_EQ(DetailOf(service_.Claim(Call("request-1"), id, "", 1).status()).field, "handler");
}

TEST_F(EscalationServiceTest, ShowsALapsedClaimAsOpen) {
  const EscalationId id = Put(PlainEscalate());
  ASSERT_TRUE(Claim(id, "handlaggare-1", "request-1").ok());
  EscalationFilter open;
  open.states = {EscalationState::kOpen};
  EXPECT_EQ(CountListed(Call(""), open), 0U);
  clock_.Advance(kHourMs);
  EXPECT_EQ(CountListed(Call(""), open), 1U);
  EXPECT_EQ(service_.List(Call(""), {}, {})->items[0].handler, "");
}

TEST_F(EscalationServiceTest, ARestrictedCaseDoesNotExistForWhoIsNotCleared) {
  const EscalationId id = Put(Restricted());
  EscalationFilter all;
  all.include_restricted = true;
  EXPECT_EQ(CountListed(Call(""), all), 0U);
  EXPECT_EQ(CountListed(Cleared(""), all), 1U);
  const Status seen = service_.Get(Call(""), id).status();
  const Status none = service_.Get(Call(""), EscalationId::FromTrusted("no-such.1")).status();
  EXPECT_EQ(seen, none);
  EXPECT_EQ(Claim(id, "handlaggare-1", "request-1").status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(service_.Get(Cleared(""), id).ok());
}

TEST_F(EscalationServiceTest, AMarkThatComesLaterHidesTheEarlierEscalation) {
  const EscalationId id = Put(PlainEscalate());
  ASSERT_TRUE(service_.Get(Call(""), id).ok());
  CaseRecord record = *store_.GetCase(case_id_);
  SourceAnswer answer;
  answer.source = Source::kCsn;
  answer.protected_identity = true;
  record.evidence.persons = {{PersonKey::FromTrusted("p1"), {answer}}};
  store_.Overwrite(record);
  EXPECT_EQ(service_.Get(Call(""), id).status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(service_.Get(Cleared(""), id).ok());
}

TEST_F(EscalationServiceTest, ShowsTheSuggestionOnlyWhereItIsProposed) {
  const EscalationId proposed = Put(PlainEscalate(), "1");
  Escalate shadow = PlainEscalate();
  shadow.mode = Mode::kShadow;
  const EscalationId hidden = Put(shadow, "2");
  EXPECT_TRUE(service_.Get(Call(""), proposed)->escalation.suggested.has_value());
  const StatusOr<HandledCase> handled = service_.Get(Call(""), hidden);
  EXPECT_FALSE(handled->escalation.suggested.has_value());
  EXPECT_FALSE(handled->record.escalation->suggested.has_value());
  EXPECT_TRUE(handled->record.assessment.has_value());  // the calculation is shown all the same
}

TEST_F(EscalationServiceTest, RecordsEachReadBeforeItIsAnswered) {
  const EscalationId id = Put(PlainEscalate());
  ASSERT_TRUE(service_.Get(Call(""), id).ok());
  EXPECT_EQ(store_.Actions().back(), "case_read");
  ASSERT_TRUE(service_.List(Call(""), {}, {}).ok());
  EXPECT_EQ(store_.Actions().back(), "escalations_listed");
  store_.FailNext(Unavailable("disk"));
  EXPECT_EQ(service_.Get(Call(""), id).status().code(), StatusCode::kUnavailable);
  store_.FailNext(Unavailable("disk"));
  EXPECT_EQ(service_.List(Call(""), {}, {}).status().code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace dm::escalation
