// Changes that wait at the same time are carried out together (docs/adr/0025).
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

constexpr int kCases = 24;

std::string Nth(const char* what, int n) {
  return what + std::to_string(n);
}

}  // namespace

TEST_P(StoreTest, ClaimsSeveralAtOnceInTheOrderOfOneByOne) {
  std::vector<CaseId> sent;
  for (int i = 0; i < 5; ++i) {
    sent.push_back(Submit(Nth("APP-", i), Nth("HH-", i)));
    now_ = now_.PlusMs(1);
  }
  const StatusOr<std::vector<Claim>> first = store().ClaimDue("worker-1", now_, kMinuteMs, 3);
  ASSERT_TRUE(first.ok()) << MessageOf(first.status());
  ASSERT_EQ(first->size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ((*first)[i].case_id, sent[i]);
  Move((*first)[1], CaseState::kRegistered);
  EXPECT_EQ(store().ClaimDue("worker-2", now_, kMinuteMs, 200)->size(), 2U);
  EXPECT_TRUE(store().ClaimDue("worker-2", now_, kMinuteMs, 1)->empty());
  EXPECT_EQ(ReasonOf(store().ClaimDue("worker-2", now_, kMinuteMs, 0)), "CLAIM_INVALID");
}

// Every second change is refused after it has written its case: it leaves nothing, and the others
// that shared a commit with it stand.
TEST_P(StoreTest, AChangeThatIsRefusedLateLeavesTheOthersOfItsGroup) {
  for (int i = 0; i < kCases; ++i) Submit(Nth("APP-", i), Nth("HH-", i));
  const std::vector<Claim> claims = *store().ClaimDue("worker-1", now_, kMinuteMs, kCases);
  ASSERT_EQ(claims.size(), std::size_t{kCases});
  std::vector<std::string> reasons(kCases);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kCases);
    for (int i = 0; i < kCases; ++i) {
      threads.emplace_back([&, i] {
        const auto place = static_cast<std::size_t>(i);
        CaseChange change = ChangeOf(claims[place], CaseState::kRegistered);
        // An effect of another case is found out when the row of the case is written already.
        if (i % 2 == 1) change.effects = {EffectOf(claims[0].case_id, EffectKind::kLetter, 1)};
        reasons[place] = DetailOf(store().Apply(change, now_).status()).reason;
      });
    }
  }
  for (int i = 0; i < kCases; ++i) {
    const auto place = static_cast<std::size_t>(i);
    EXPECT_EQ(reasons[place], i % 2 == 1 ? "EFFECT_INVALID" : "") << i;
    EXPECT_EQ(Record(claims[place].case_id).version, i % 2 == 1 ? 1 : 2) << i;
  }
  // Accepted: one record each; moved: one for every second. ReadAudit checks the chain.
  EXPECT_EQ(store().ReadAudit(1, 1'000)->size(), std::size_t{kCases + kCases / 2});
}

// ---- Steps of one case that are stored together

TEST_P(StoreTest, StepsStoredTogetherAreEachAChangeWithItsRecord) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  std::vector<CaseChange> steps = {ChangeOf(claim, CaseState::kRegistered),
                                   ChangeOf(claim, CaseState::kFetched),
                                   ChangeOf(claim, CaseState::kEvaluated)};
  steps[0].audit.action = "case_registered";
  steps[0].add_processing_ms = 3;
  steps[1].audit.action = "evidence_fetched";
  steps[1].add_processing_ms = 4;
  steps[1].evidence.emplace().persons.emplace_back().person = PersonKey::FromTrusted("p1");
  steps[2].audit.action = "case_assessed";
  steps[2].assessment = PlainAssessment();
  steps[2].assessed_input = "input";
  const std::vector<AuditEvent> records = {By("worker-1", "one_more"), By("worker-1", "another")};
  const Status stored = store().ApplySteps(steps, records, now_);
  ASSERT_TRUE(stored.ok()) << MessageOf(stored);
  Reopen();
  const CaseRecord record = Record(claim.case_id);
  EXPECT_EQ(record.version, 4);
  EXPECT_EQ(record.state, CaseState::kEvaluated);
  EXPECT_EQ(record.processing_ms, 7);
  EXPECT_EQ(record.evidence.persons.size(), 1U);
  EXPECT_EQ(*store().AssessedInput(claim.case_id), "input");
  std::vector<std::string> actions;
  for (const AuditRecord& one : Audit()) actions.push_back(one.event.action);
  ASSERT_EQ(actions.size(), 6U);
  actions.erase(actions.begin());  // of the acceptance
  EXPECT_EQ(actions,
            (std::vector<std::string>{
                "case_registered", "evidence_fetched", "case_assessed", "one_more", "another"}));
}

TEST_P(StoreTest, StepsStoredTogetherAreAllOrNone) {
  Submit("APP-1");
  const Claim claim = TakeClaim();
  std::vector<CaseChange> steps = {ChangeOf(claim, CaseState::kRegistered),
                                   ChangeOf(claim, CaseState::kEvaluated)};  // not after REGISTERED
  EXPECT_EQ(ReasonOf(store().ApplySteps(steps, {}, now_)), "TRANSITION_REFUSED");
  steps[1].to = CaseState::kFetched;
  const std::vector<AuditEvent> nameless = {By("worker-1", "")};
  EXPECT_EQ(ReasonOf(store().ApplySteps(steps, nameless, now_)), "AUDIT_EVENT_INVALID");
  steps[0].release_claim = true;
  EXPECT_EQ(ReasonOf(store().ApplySteps(steps, {}, now_)), "CHANGE_INVALID");
  steps[0] = ChangeOf(claim, CaseState::kRegistered);
  ++steps[0].claim->token;
  EXPECT_EQ(ReasonOf(store().ApplySteps(steps, {}, now_)), "CHANGE_INVALID");
  steps[1].claim = steps[0].claim;
  EXPECT_EQ(ReasonOf(store().ApplySteps(steps, {}, now_)), "LEASE_LOST");
  EXPECT_EQ(Record(claim.case_id).version, 1);
  EXPECT_EQ(Audit().size(), 1U);
  steps[0].claim = steps[1].claim = claim;
  EXPECT_TRUE(store().ApplySteps(steps, {}, now_).ok());
  EXPECT_EQ(Record(claim.case_id).version, 3);
}

// Every third is refused at its last step, when its first ones are written already; one more is
// changed by two at once.
TEST_P(StoreTest, StepsOfManyCasesShareACommit) {
  for (int i = 0; i < kCases; ++i) Submit(Nth("APP-", i), Nth("HH-", i));
  const std::vector<Claim> claims = *store().ClaimDue("worker-1", now_, kMinuteMs, kCases);
  ASSERT_EQ(claims.size(), std::size_t{kCases});
  const auto steps_of = [&](int i) {
    const Claim& claim = claims[static_cast<std::size_t>(i)];
    std::vector<CaseChange> steps = {ChangeOf(claim, CaseState::kRegistered),
                                     ChangeOf(claim, CaseState::kFetched),
                                     ChangeOf(claim, CaseState::kEvaluated)};
    steps[2].assessment = PlainAssessment();
    if (i % 3 == 2) steps[2].effects = {EffectOf(claims[0].case_id, EffectKind::kLetter, 1)};
    return steps;
  };
  std::vector<std::string> reasons(kCases);
  std::string second;
  {
    std::vector<std::jthread> threads;
    threads.reserve(kCases);
    for (int i = 0; i < kCases; ++i) {
      threads.emplace_back([&, i] {
        reasons[static_cast<std::size_t>(i)] =
            DetailOf(store().ApplySteps(steps_of(i), {}, now_)).reason;
      });
    }
    second =
        DetailOf(store().Apply(ChangeOf(claims[0], CaseState::kReceived), now_).status()).reason;
  }
  for (int i = 1; i < kCases; ++i) {
    const auto place = static_cast<std::size_t>(i);
    EXPECT_EQ(reasons[place], i % 3 == 2 ? "EFFECT_INVALID" : "") << i;
    EXPECT_EQ(Record(claims[place].case_id).version, i % 3 == 2 ? 1 : 4) << i;
  }
  EXPECT_EQ(reasons[0], "");
  EXPECT_EQ(Record(claims[0].case_id).version, second.empty() ? 5 : 4);
  EXPECT_FALSE(Audit().empty());
}

TEST_P(StoreTest, RecordsThatStandAloneAreKeptAllOrNone) {
  const std::vector<AuditEvent> two = {By("worker-1", "a"), By("worker-1", "b")};
  ASSERT_TRUE(store().ApplySteps({}, two, now_).ok());
  const std::vector<AuditEvent> bad = {By("worker-1", "c"), By("worker-1", "")};
  EXPECT_EQ(ReasonOf(store().ApplySteps({}, bad, now_)), "AUDIT_EVENT_INVALID");
  ASSERT_TRUE(store().ApplySteps({}, {}, now_).ok());
  Reopen();
  ASSERT_EQ(Audit().size(), 2U);
  EXPECT_EQ(Audit()[0].event.action, "a");
  EXPECT_EQ(Audit()[1].event.action, "b");
}

// Of two changes of one case by the same claim, the second sees what the first made of it.
TEST_P(StoreTest, TwoChangesOfOneCaseAtOnceFollowEachOther) {
  std::vector<Claim> claims;
  for (int i = 0; i < kCases; ++i) Submit(Nth("APP-", i), Nth("HH-", i));
  claims = *store().ClaimDue("worker-1", now_, kMinuteMs, kCases);
  std::vector<std::set<std::int64_t>> versions(claims.size());
  for (std::size_t i = 0; i < claims.size(); ++i) {
    std::int64_t one = 0;
    std::int64_t other = 0;
    {
      const CaseChange change = ChangeOf(claims[i], CaseState::kReceived);
      const std::jthread first([&] { one = store().Apply(change, now_).value_or(0); });
      const std::jthread second([&] { other = store().Apply(change, now_).value_or(0); });
    }
    versions[i] = {one, other};
    EXPECT_EQ(versions[i], (std::set<std::int64_t>{2, 3}));
    EXPECT_EQ(Record(claims[i].case_id).version, 3);
  }
}

TEST_P(StoreTest, ClaimsAtOnceNeverGiveOneCaseTwice) {
  for (int i = 0; i < kCases; ++i) Submit(Nth("APP-", i), Nth("HH-", i));
  std::vector<std::vector<Claim>> got(kCases);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kCases);
    for (int i = 0; i < kCases; ++i) {
      threads.emplace_back([&, i] {
        // Two workers ask in turn, for one and for two.
        const std::string worker = Nth("worker-", i % 2);
        got[static_cast<std::size_t>(i)] =
            store().ClaimDue(worker, now_, kMinuteMs, 1 + i % 3 % 2).value_or(std::vector<Claim>());
      });
    }
  }
  std::set<std::string> ids;
  std::size_t count = 0;
  for (const std::vector<Claim>& claims : got) {
    for (const Claim& claim : claims) {
      ids.insert(claim.case_id.value());
      ++count;
      EXPECT_GT(claim.token, 0);
    }
  }
  EXPECT_EQ(count, ids.size());
  EXPECT_EQ(count, std::size_t{kCases});
}

}  // namespace dm::testing
