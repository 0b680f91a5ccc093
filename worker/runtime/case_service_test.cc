#include "worker/runtime/case_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/assessment/assess.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

using testing::Call;
using testing::FakeClock;
using testing::FakeStore;
using testing::PlainApplication;
using testing::PlainCase;
using testing::PutCase;
using testing::TestNow;

constexpr char kOtherMunicipality[] = "0001-provkommun";

class CaseServiceTest : public ::testing::Test {
 protected:
  CaseServiceTest() { context_.caller = "spiffe://exempelkommun/case-system"; }

  CaseId PutProtected(CaseState state = CaseState::kFetched) {
    CaseRecord record = PlainCase(state);
    SourceAnswer answer;
    answer.source = Source::kCsn;
    answer.protected_identity = true;
    record.evidence.persons = {{PersonKey::FromTrusted("p1"), {answer}}};
    return PutAnother(record);
  }

  CaseId PutAnother(CaseRecord record) {
    record.application.id = ApplicationId::FromTrusted("APP-" + std::to_string(++applications_));
    return PutCase(store_, record);
  }

  // Assessed under the set in force, with what it was made of.
  CaseId PutAssessed() {
    CaseId id = PutCase(store_, PlainCase(CaseState::kFetched));
    input_.application = PlainApplication();
    input_.assessed_on = SwedishDate(TestNow());
    input_.assessed_at = TestNow();
    CaseChange change;
    change.case_id = id;
    change.expected_version = store_.GetCase(id)->version;
    change.to = CaseState::kEvaluated;
    change.assessment = Assess(input_, *policies_.Get());
    change.assessed_input = "kept bytes";
    change.audit.action = "case_assessed";
    EXPECT_TRUE(store_.Apply(change, TestNow()).ok());
    return id;
  }

  FakeClock clock_{TestNow()};
  FakeStore store_;
  PolicyHolder policies_{LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun").set};
  CaseService cases_{store_, clock_, policies_, [this](const std::string& bytes) {
                       read_ = bytes;
                       return StatusOr<CaseInput>(input_);
                     }};
  CaseInput input_;
  std::string read_;
  int applications_ = 0;
  CallContext context_ = Call("request-1");
};

TEST_F(CaseServiceTest, RecordsWhoReadWhatBeforeItAnswers) {
  const CaseId id = PutCase(store_, PlainCase(CaseState::kFetched));
  ASSERT_TRUE(cases_.GetCase(context_, id).ok());
  const auto records = store_.ReadAudit(1, 100);
  ASSERT_TRUE(records.ok());
  EXPECT_EQ(records->back().event.action, "case_read");
  EXPECT_EQ(records->back().event.actor, context_.caller);
  EXPECT_EQ(records->back().event.subject, id.value());
}

TEST_F(CaseServiceTest, TellsWhoDidWhatWithACaseAndRecordsThatToo) {
  const CaseId id = PutCase(store_, PlainCase(CaseState::kFetched));
  const CaseId other = PutCase(store_, PlainCase(CaseState::kFetched));
  ASSERT_TRUE(cases_.GetCase(context_, id).ok());
  ASSERT_TRUE(cases_.GetCase(context_, other).ok());
  const auto events = cases_.ListEvents(context_, id, {});
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_GE(events->items.size(), 2U);
  EXPECT_EQ(events->items[0].event.action, "case_events_read");
  EXPECT_EQ(events->items[1].event.action, "case_read");
  for (const AuditRecord& one : events->items) EXPECT_EQ(one.event.subject, id.value());
  EXPECT_EQ(
      DetailOf(cases_.ListEvents(context_, CaseId::Parse("EKB-209912-000009").value(), {}).status())
          .reason,
      "CASE_NOT_FOUND");
}

TEST_F(CaseServiceTest, AnswersNothingWhenTheReadCannotBeRecorded) {
  const CaseId id = PutCase(store_, PlainCase(CaseState::kFetched));
  store_.FailNext(Unavailable("full"));
  EXPECT_FALSE(cases_.GetCase(context_, id).ok());
}

TEST_F(CaseServiceTest, ARestrictedCaseLooksLikeNoneToWhoIsNotCleared) {
  const CaseId id = PutProtected();
  context_.cleared = false;
  const Status hidden = cases_.GetCase(context_, id).status();
  const Status missing =
      cases_.GetCase(context_, CaseId::FromTrusted("EKB-209912-000001")).status();
  EXPECT_EQ(hidden.code(), StatusCode::kNotFound);
  EXPECT_EQ(missing.code(), hidden.code());
  EXPECT_EQ(MessageOf(missing), MessageOf(hidden));
  EXPECT_EQ(DetailOf(missing).reason, DetailOf(hidden).reason);
  context_.cleared = true;
  EXPECT_TRUE(cases_.GetCase(context_, id).ok());
}

TEST_F(CaseServiceTest, AProtectedCaseOnItsWayIsInNoListOfWhoIsNotCleared) {
  PutProtected();
  context_.cleared = false;
  EXPECT_TRUE(cases_.ListCases(context_, {}, {})->items.empty());
  context_.cleared = true;
  EXPECT_EQ(cases_.ListCases(context_, {}, {})->items.size(), 1U);
}

TEST_F(CaseServiceTest, AProtectedCaseThatHasEndedIsInNoListOfWhoIsNotCleared) {
  for (const CaseState state : {CaseState::kDecided, CaseState::kClosed, CaseState::kWrittenOff})
    PutProtected(state);
  context_.cleared = false;
  EXPECT_TRUE(cases_.ListCases(context_, {}, {})->items.empty());
  context_.cleared = true;
  EXPECT_EQ(cases_.ListCases(context_, {}, {})->items.size(), 3U);
}

// Who routes a protected item to a queue of others does not open it.
TEST_F(CaseServiceTest, ACaseAboveOpenAccessIsInNoListOfOthersWhateverItsQueue) {
  CaseRecord record = PlainCase(CaseState::kEscalated);
  record.escalation.emplace();
  record.escalation->routing.queue = "Q-20";
  record.escalation->routing.access = AccessClass::kNamedPersons;
  PutAnother(record);
  context_.cleared = false;
  EXPECT_TRUE(cases_.ListCases(context_, {}, {})->items.empty());
  context_.cleared = true;
  context_.person_access = PersonAccess{.restricted = true};
  EXPECT_TRUE(cases_.ListCases(context_, {}, {})->items.empty()) << "the person is not named";
  context_.person_access = PersonAccess{.restricted = true, .named_persons = true};
  EXPECT_EQ(cases_.ListCases(context_, {}, {})->items.size(), 1U);
}

// A page is as long, and is followed by another, as if the cases that are hidden did not exist; its
// token, which anyone can read, stands right after one that is shown.
TEST_F(CaseServiceTest, NothingOfAListTellsOfTheCasesThatAreHidden) {
  std::vector<std::string> open;
  std::vector<std::string> after_open;  // as the store in memory writes its cursors
  for (const int hidden_before : {1, 0, 3, 2}) {
    for (int i = 0; i < hidden_before; ++i) PutProtected();
    CaseRecord record = PlainCase(CaseState::kFetched);
    record.application.household = HouseholdId::FromTrusted("HH-open");
    open.push_back(PutAnother(std::move(record)).value());
    after_open.push_back(std::to_string(applications_));
  }
  PutProtected();
  context_.cleared = false;
  const auto first = cases_.ListCases(context_, {}, {.limit = 2, .after = ""});
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->items.size(), 2U);
  EXPECT_EQ(first->items[0].id.value(), open[0]);
  EXPECT_EQ(first->items[1].id.value(), open[1]);
  EXPECT_EQ(first->next, after_open[1]);
  const auto last = cases_.ListCases(context_, {}, {.limit = 2, .after = first->next});
  ASSERT_TRUE(last.ok()) << last.status();
  ASSERT_EQ(last->items.size(), 2U);
  EXPECT_EQ(last->items[0].id.value(), open[2]);
  EXPECT_EQ(last->items[1].id.value(), open[3]);
  EXPECT_EQ(last->next, "") << "nothing more that may be seen";
}

TEST_F(CaseServiceTest, GivesWhatAnAssessmentWasMadeOfOnlyToWhoMaySeeTheCase) {
  const CaseId id = PutProtected();
  context_.cleared = false;
  EXPECT_EQ(cases_.GetReplay(context_, id).status().code(), StatusCode::kNotFound);
  context_.cleared = true;
  EXPECT_EQ(DetailOf(cases_.GetReplay(context_, id).status()).reason, "NOT_ASSESSED");
}

TEST_F(CaseServiceTest, PreviewsUnderThePoliciesInForceAndKeepsNothing) {
  CaseInput input;
  input.application = PlainApplication();
  input.assessed_on = SwedishDate(TestNow());
  input.assessed_at = TestNow();
  const auto before = store_.ReadAudit(1, 100)->size();
  const StatusOr<Assessment> preview = cases_.Preview(context_, input);
  ASSERT_TRUE(preview.ok()) << preview.status();
  const Assessment assessed = Assess(input, *policies_.Get());
  EXPECT_EQ(preview->policy_sha256, policies_.Get()->sha256());
  EXPECT_EQ(preview->norm, assessed.norm);
  EXPECT_EQ(preview->grant, assessed.grant);
  EXPECT_EQ(preview->gates.size(), assessed.gates.size());
  EXPECT_EQ(store_.ReadAudit(1, 100)->size(), before);
  EXPECT_TRUE(store_.ListCases({}, {})->items.empty());
}

TEST_F(CaseServiceTest, ExplainsFromWhatWasKeptUnderTheSetOfTheAssessment) {
  const CaseId id = PutAssessed();
  const auto explained = cases_.Explain(context_, id, {.applicant_text = true});
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(read_, "kept bytes");
  EXPECT_EQ(explained->explanation.result.id, "grant");
  EXPECT_EQ(explained->explanation.policy_sha256, policies_.Get()->sha256());
  EXPECT_FALSE(explained->explanation.conclusion.has_value());
  EXPECT_THAT(explained->applicant_text, ::testing::HasSubstr("Så har vi räknat"));
  EXPECT_TRUE(explained->html.empty());
  const auto records = store_.ReadAudit(1, 100);
  EXPECT_EQ(records->back().event.action, "case_read");
}

TEST_F(CaseServiceTest, ExplainsUnderASetThatIsNoLongerInForce) {
  const CaseId id = PutAssessed();
  const auto before = policies_.Get();
  policies_.Replace({.set = LoadPolicies(DM_SOURCE_DIR "/policies", kOtherMunicipality).set,
                     .since = TestNow(),
                     .taken_by = "drift-1"});
  EXPECT_EQ(DetailOf(cases_.Explain(context_, id, {}).status()).reason, "POLICY_SET_NOT_KEPT");
  ASSERT_TRUE(
      store_.KeepPolicySet(before->sha256(), before->version(), before->content(), TestNow()).ok());
  const auto explained = cases_.Explain(context_, id, {});
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->explanation.policy_sha256, before->sha256());
}

TEST_F(CaseServiceTest, ExplainsNothingToWhoMayNotSeeTheCase) {
  const CaseId id = PutProtected();
  context_.cleared = false;
  EXPECT_EQ(cases_.Explain(context_, id, {}).status().code(), StatusCode::kNotFound);
  context_.cleared = true;
  EXPECT_EQ(DetailOf(cases_.Explain(context_, id, {}).status()).reason, "NOT_ASSESSED");
}

TEST_F(CaseServiceTest, ACaseWhoseInputWasNotKeptIsNotExplainedFromSomethingElse) {
  const CaseId id = PutCase(store_, PlainCase(CaseState::kEvaluated));
  EXPECT_EQ(DetailOf(cases_.Explain(context_, id, {}).status()).reason, "INPUT_NOT_KEPT");
}

TEST_F(CaseServiceTest, FindsACaseByItsApplication) {
  const CaseRecord record = PlainCase(CaseState::kFetched);
  PutCase(store_, record);
  EXPECT_TRUE(cases_.GetByApplication(context_, record.application.id).ok());
}

// Nobody learns from the answer that there is an application of somebody protected.
TEST_F(CaseServiceTest, AnApplicationThatIsHiddenIsAnsweredAsOneThatIsNotThere) {
  const StatusOr<CaseRecord> hidden = store_.GetCase(PutProtected());
  ASSERT_TRUE(hidden.ok());
  context_.cleared = false;
  const Status none =
      cases_.GetByApplication(context_, ApplicationId::FromTrusted("A-none")).status();
  EXPECT_EQ(none.code(), StatusCode::kNotFound);
  EXPECT_EQ(DetailOf(none).field, "application_id");
  EXPECT_EQ(cases_.GetByApplication(context_, hidden->application.id).status(), none);
}

}  // namespace
}  // namespace dm
