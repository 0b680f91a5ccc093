#include <set>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {

TEST_P(StoreTest, KeepsAnAcceptedApplicationAsItWasSent) {
  NewCase sent = NewCaseOf("APP-1", "HH-1");
  HistoryMonth last;
  last.month = MonthOf("2026-11");
  last.outcome = Outcome::kBifall;
  last.granted = Money::FromKronor(8000);
  sent.history = {last};
  const StatusOr<Accepted> accepted = store().Accept(sent, now_);
  ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  EXPECT_FALSE(accepted->repeated);
  Reopen();
  const CaseRecord record = Record(accepted->case_id);
  EXPECT_EQ(record.state, CaseState::kReceived);
  EXPECT_EQ(record.version, 1);
  EXPECT_EQ(record.municipality, "exempelkommun");
  EXPECT_EQ(record.content_sha256, sent.content_sha256);
  EXPECT_EQ(record.application.id, sent.application.id);
  EXPECT_EQ(record.application.persons[0].personnummer, sent.application.persons[0].personnummer);
  EXPECT_EQ(record.application.costs[0].applied, Money::FromKronor(6000));
  ASSERT_EQ(record.supplied_history.size(), 1U);
  EXPECT_EQ(record.supplied_history[0].granted, Money::FromKronor(8000));
  EXPECT_EQ(record.due_at, now_);
}

TEST_P(StoreTest, GivesShortUniqueCaseIdsThatTellTheMonthOnly) {
  std::set<CaseId> ids;
  for (int i = 0; i < 20; ++i) {
    const CaseId id = Submit("APP-" + std::to_string(i), "HH-" + std::to_string(i));
    EXPECT_LE(id.value().size(), 31U);  // arendeidentitet of SSBTEK
    EXPECT_TRUE(id.value().starts_with("EKB-202612-")) << id.value();
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 20U);
}

TEST_P(StoreTest, AnswersARepeatedRequestAsTheFirstTime) {
  const NewCase sent = NewCaseOf("APP-1", "HH-1");
  const CaseId first = store().Accept(sent, now_)->case_id;
  Reopen();
  const StatusOr<Accepted> again = store().Accept(sent, now_.PlusMs(kMinuteMs));
  ASSERT_TRUE(again.ok()) << MessageOf(again.status());
  EXPECT_EQ(again->case_id, first);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(Audit().size(), 1U);
}

TEST_P(StoreTest, KnowsAnApplicationThatComesUnderAnotherRequestId) {
  const CaseId first = Submit("APP-1");
  NewCase again = NewCaseOf("APP-1", "HH-1");
  again.request_id = "another-request";
  for (int i = 0; i < 2; ++i) {
    const StatusOr<Accepted> accepted = store().Accept(again, now_);
    ASSERT_TRUE(accepted.ok()) << MessageOf(accepted.status());
    EXPECT_EQ(accepted->case_id, first);
    EXPECT_TRUE(accepted->repeated);
  }
}

TEST_P(StoreTest, RefusesAnApplicationThatComesAgainChanged) {
  const CaseId id = Submit("APP-1");
  NewCase changed = NewCaseOf("APP-1", "HH-1", "changed");
  changed.request_id = "another-request";
  const StatusOr<Accepted> refused = store().Accept(changed, now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(refused), "APPLICATION_CHANGED");
  EXPECT_EQ(Record(id).version, 1);
}

TEST_P(StoreTest, RefusesARequestIdUsedForAnotherApplication) {
  Submit("APP-1");
  NewCase other = NewCaseOf("APP-2", "HH-2");
  other.request_id = "request-APP-1";
  EXPECT_EQ(ReasonOf(store().Accept(other, now_)), "REQUEST_ID_REUSED");
  EXPECT_FALSE(store().FindCase(other.application.id)->has_value());
}

TEST_P(StoreTest, RefusesARequestIdUsedForAnotherCall) {
  AuditEvent paused = By("drift-1", "paused");
  ASSERT_TRUE(store().SetPause(true, "test", "request-APP-1", paused, now_).ok());
  EXPECT_EQ(ReasonOf(store().Accept(NewCaseOf("APP-1", "HH-1"), now_)), "REQUEST_ID_REUSED");
}

TEST_P(StoreTest, RefusesAnApplicationWithoutIds) {
  NewCase nameless = NewCaseOf("APP-1", "HH-1");
  nameless.application.household = HouseholdId();
  const StatusOr<Accepted> refused = store().Accept(nameless, now_);
  EXPECT_EQ(refused.status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(refused.status()).field, "application.household");
}

TEST_P(StoreTest, FindsACaseByItsApplication) {
  const CaseId id = Submit("APP-1");
  EXPECT_EQ(store().FindCase(ApplicationId::FromTrusted("APP-1"))->value(), id);
  EXPECT_FALSE(store().FindCase(ApplicationId::FromTrusted("APP-2"))->has_value());
  EXPECT_EQ(store().GetCase(CaseId::FromTrusted("EKB-1")).status().code(), StatusCode::kNotFound);
}

TEST_P(StoreTest, CountsOtherCasesOfTheHouseholdAndMonth) {
  const CaseId first = Submit("APP-1", "HH-1");
  const CaseId second = Submit("APP-2", "HH-1");
  Submit("APP-3", "HH-2");
  const HouseholdId household = HouseholdId::FromTrusted("HH-1");
  EXPECT_EQ(store().CountOthers(household, MonthOf("2026-12"), first).value(), 1);
  EXPECT_EQ(store().CountOthers(household, MonthOf("2027-01"), first).value(), 0);
  const Claim claim = TakeClaim();
  ASSERT_EQ(claim.case_id, first);
  Move(claim, CaseState::kEscalated);
  CaseChange written_off = PersonsChange(first, CaseState::kWrittenOff);
  ASSERT_TRUE(store().Apply(written_off, now_).ok());
  EXPECT_EQ(store().CountOthers(household, MonthOf("2026-12"), second).value(), 0);
}

TEST_P(StoreTest, RemembersWhatARequestDid) {
  const CaseId id = Submit("APP-1");
  const auto request = store().FindRequest("request-APP-1");
  ASSERT_TRUE(request.ok() && request->has_value());
  EXPECT_EQ((*request)->method, "application_accepted");
  EXPECT_EQ((*request)->content_sha256, NewCaseOf("APP-1", "HH-1").content_sha256);
  EXPECT_EQ((*request)->result_id, id.value());
  EXPECT_FALSE(store().FindRequest("request-APP-2")->has_value());
}

}  // namespace dm::testing
