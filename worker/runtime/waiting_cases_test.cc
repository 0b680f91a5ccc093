#include "worker/runtime/waiting_cases.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_store.h"

namespace dm {
namespace {

using testing::Call;
using ::testing::ElementsAre;
using testing::FakeStore;
using ::testing::IsEmpty;
using testing::PlainCase;
using testing::PutCase;
using testing::TestNow;

SourceAnswer Silent(Source source) {
  SourceAnswer answer;
  answer.source = source;
  answer.state = AnswerState::kTimeout;
  answer.code = "HTTP.TIMEOUT";
  answer.fetched_at = TestNow();
  return answer;
}

class WaitingCasesTest : public ::testing::Test {
 protected:
  CaseId PutWaiting(const std::string& name, bool is_protected = false) {
    CaseRecord record = PlainCase(CaseState::kWaitingSource);
    record.application.id = ApplicationId::FromTrusted("APP-" + name);
    record.application.household = HouseholdId::FromTrusted("H-" + name);
    if (is_protected) record.application.persons[0].protected_identity = Answer::kYes;
    PersonEvidence evidence;
    evidence.person = record.application.persons[0].key;
    evidence.answers = {Silent(Source::kAf)};
    record.evidence.persons = {evidence};
    record.due_at = TestNow().PlusMs(kHourMs);
    return PutCase(store_, record);
  }

  StatusOr<RetriedCases> Retry(std::optional<CaseId> case_id,
                               const std::string& request = "request-1") {
    return RetryWaiting(
        store_, Call(request), {.case_id = std::move(case_id), .actor = "HL000001"}, Later());
  }

  static Instant Later() { return TestNow().PlusMs(kHourMs / 2); }

  std::vector<StuckCase> Stuck(Instant now) {
    std::vector<StuckCase> all;
    PageRequest page{.limit = 50, .after = ""};
    do {
      const auto found = FindStuck(store_, Call(""), page, now);
      EXPECT_TRUE(found.ok());
      all.insert(all.end(), found->items.begin(), found->items.end());
      page.after = found->next;
    } while (!page.after.empty());
    return all;
  }

  int Retries() {
    const auto audit = store_.ReadAudit(1, 100);
    return static_cast<int>(std::ranges::count_if(
        *audit, [](const AuditRecord& one) { return one.event.action == "retry_requested"; }));
  }

  static constexpr std::int64_t kHourMs = 3'600'000;
  FakeStore store_;
};

TEST_F(WaitingCasesTest, OneCaseIsDueNowAndNamedInTheAudit) {
  const CaseId id = PutWaiting("1");
  const CaseId other = PutWaiting("2");
  const auto retried = Retry(id);
  ASSERT_TRUE(retried.ok());
  EXPECT_THAT(retried->cases, ElementsAre(id));
  EXPECT_EQ(store_.GetCase(id)->due_at, Later());
  EXPECT_EQ(store_.GetCase(id)->state, CaseState::kWaitingSource);
  EXPECT_GT(store_.GetCase(other)->due_at, Later());
  EXPECT_EQ(Retries(), 1);
}

TEST_F(WaitingCasesTest, AllThatWaitAreDueNow) {
  const CaseId first = PutWaiting("1");
  const CaseId second = PutWaiting("2");
  const auto retried = Retry(std::nullopt);
  ASSERT_TRUE(retried.ok());
  EXPECT_THAT(retried->cases, ::testing::UnorderedElementsAre(first, second));
  EXPECT_FALSE(retried->more);
  EXPECT_EQ(Retries(), 2);
}

TEST_F(WaitingCasesTest, ARepeatAnswersAsTheFirstTimeAndMovesNothing) {
  const CaseId id = PutWaiting("1");
  ASSERT_TRUE(Retry(id).ok());
  const std::int64_t version = store_.GetCase(id)->version;
  EXPECT_THAT(Retry(id)->cases, ElementsAre(id));
  ASSERT_TRUE(Retry(std::nullopt, "request-2").ok());
  EXPECT_THAT(Retry(std::nullopt, "request-2")->cases, ElementsAre(id));
  EXPECT_EQ(store_.GetCase(id)->version, version + 1);
}

TEST_F(WaitingCasesTest, ACaseThatDoesNotWaitIsRefused) {
  CaseRecord record = PlainCase(CaseState::kEscalated);
  const CaseId id = PutCase(store_, record);
  EXPECT_EQ(DetailOf(Retry(id).status()).reason, "CASE_NOT_WAITING");
  EXPECT_EQ(DetailOf(Retry(CaseId::FromTrusted("EKB-202612-999999")).status()).reason,
            "CASE_NOT_FOUND");
}

TEST_F(WaitingCasesTest, AProtectedCaseLooksNonExistentToWhoIsNotCleared) {
  const CaseId id = PutWaiting("1", true);
  EXPECT_EQ(DetailOf(Retry(id).status()).reason, "CASE_NOT_FOUND");
  EXPECT_THAT(Retry(std::nullopt)->cases, IsEmpty());
  EXPECT_THAT(Stuck(TestNow().PlusMs(100 * kHourMs)), IsEmpty());
  CallContext cleared = Call("request-3");
  cleared.cleared = true;
  EXPECT_TRUE(RetryWaiting(store_, cleared, {.case_id = id, .actor = "HL000001"}, Later()).ok());
}

TEST_F(WaitingCasesTest, ASilentRegisterIsStuckAfterAnHourAndNamed) {
  const CaseId id = PutWaiting("1");
  EXPECT_THAT(Stuck(TestNow().PlusMs(kHourMs - 60'000)), IsEmpty());
  const std::vector<StuckCase> stuck = Stuck(TestNow().PlusMs(kHourMs + 60'000));
  ASSERT_EQ(stuck.size(), 1U);
  EXPECT_EQ(stuck[0].summary.id, id);
  EXPECT_EQ(stuck[0].reason, "SOURCE_SILENT");
  EXPECT_THAT(stuck[0].sources, ElementsAre(Source::kAf));
}

TEST_F(WaitingCasesTest, ADueCaseThatNobodyWorksIsDelayed) {
  PutWaiting("1");
  const std::vector<StuckCase> stuck = Stuck(TestNow().PlusMs(2 * kHourMs));
  ASSERT_EQ(stuck.size(), 1U);
  EXPECT_EQ(stuck[0].reason, "WORK_DELAYED");
}

TEST_F(WaitingCasesTest, ATokenOfAnotherListIsRefused) {
  for (const char* token : {"x", "9|", "|1", "22|"}) {
    const auto found = FindStuck(store_, Call(""), {.limit = 50, .after = token}, TestNow());
    EXPECT_EQ(DetailOf(found.status()).reason, "PAGE_TOKEN_INVALID") << token;
  }
}

}  // namespace
}  // namespace dm
