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
      EXPECT_EQ(claim.token, 1);
    }
  }
  EXPECT_EQ(count, ids.size());
  EXPECT_EQ(count, std::size_t{kCases});
}

}  // namespace dm::testing
