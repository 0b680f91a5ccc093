#include <map>
#include <set>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {

TEST_P(StoreTest, PagesThroughCasesWithoutGapOrRepeat) {
  std::set<std::string> expected;
  for (int i = 0; i < 7; ++i) {
    expected.insert(Submit("APP-" + std::to_string(i), "HH-" + std::to_string(i)).value());
    now_ = now_.PlusMs(1);
  }
  std::vector<std::string> seen;
  PageRequest page{.limit = 3, .after = ""};
  do {
    const auto part = store().ListCases({}, page);
    ASSERT_TRUE(part.ok()) << MessageOf(part.status());
    EXPECT_LE(part->items.size(), 3U);
    for (const CaseSummary& item : part->items) seen.push_back(item.id.value());
    page.after = part->next;
    // A case that comes in while somebody pages does not disturb the pages.
    if (seen.size() == 3) Submit("APP-late", "HH-late");
  } while (!page.after.empty());
  EXPECT_EQ(seen.size(), 8U);
  const std::set<std::string> distinct(seen.begin(), seen.end());
  EXPECT_EQ(distinct.size(), 8U);
}

TEST_P(StoreTest, ThePageThatEndsTheListSaysSo) {
  Submit("APP-1");
  Submit("APP-2", "HH-2");
  EXPECT_EQ(store().ListCases({}, {.limit = 2, .after = ""})->next, "");
  EXPECT_NE(store().ListCases({}, {.limit = 1, .after = ""})->next, "");
}

TEST_P(StoreTest, FiltersCases) {
  const Claim claim = Evaluated("APP-1", "HH-1");
  Submit("APP-2", "HH-2");
  const auto count = [&](const CaseFilter& filter) {
    return store().ListCases(filter, {})->items.size();
  };
  CaseFilter filter;
  EXPECT_EQ(count(filter), 2U);
  filter.state = CaseState::kEvaluated;
  EXPECT_EQ(count(filter), 1U);
  filter.month = MonthOf("2026-12");
  filter.household = HouseholdId::FromTrusted("HH-1");
  filter.application = ApplicationId::FromTrusted("APP-1");
  EXPECT_EQ(count(filter), 1U);
  filter.household = HouseholdId::FromTrusted("HH-2");
  EXPECT_EQ(count(filter), 0U);
  filter = {};
  filter.month = MonthOf("2027-01");
  EXPECT_EQ(count(filter), 0U);
}

TEST_P(StoreTest, SummarisesACaseWithoutItsPersons) {
  const Claim claim = Evaluated();
  ASSERT_TRUE(store().Apply(Deciding(claim), now_).ok());
  const CaseSummary summary = store().ListCases({}, {})->items.at(0);
  EXPECT_EQ(summary.id, claim.case_id);
  EXPECT_EQ(summary.application.value(), "APP-1");
  EXPECT_EQ(summary.household.value(), "HH-1");
  EXPECT_EQ(summary.month, MonthOf("2026-12"));
  EXPECT_EQ(summary.state, CaseState::kDecided);
  EXPECT_EQ(summary.typfall, "TF-02");
  EXPECT_EQ(summary.queue, "");
  EXPECT_EQ(summary.outcome, Outcome::kBifall);
  EXPECT_EQ(summary.decided_by, DecisionKind::kAutomatic);
  EXPECT_EQ(summary.version, 5);
}

TEST_P(StoreTest, RefusesPageTokensOfItsOwnMakingOnly) {
  Submit("APP-1");
  Submit("APP-2", "HH-2");
  OnDesk("APP-3");
  OnDesk("APP-4");
  const std::string token = store().ListCases({}, {.limit = 1, .after = ""})->next;
  ASSERT_NE(token, "");
  std::string altered = token;
  altered.back() = altered.back() == '0' ? '1' : '0';
  for (const std::string& garbage : {std::string("x"), std::string("123"), altered, token + "0"}) {
    const auto refused = store().ListCases({}, {.limit = 1, .after = garbage});
    EXPECT_EQ(refused.status().code(), StatusCode::kInvalidArgument) << garbage;
    EXPECT_EQ(DetailOf(refused.status()).field, "page_token");
  }
  const PageRequest elsewhere{.limit = 1, .after = token};
  EXPECT_FALSE(store().ListEscalations({}, elsewhere).ok());
  EXPECT_FALSE(store().ListEffects(std::nullopt, std::nullopt, elsewhere).ok());
  EXPECT_FALSE(store().ListFrames(HouseholdId::FromTrusted("HH-1"), elsewhere).ok());
  CaseFilter received;
  received.state = CaseState::kReceived;
  EXPECT_FALSE(store().ListCases(received, elsewhere).ok());
}

TEST_P(StoreTest, APageHoldsOneToTwoHundred) {
  for (const int limit : {1, 200}) {
    EXPECT_TRUE(store().ListCases({}, {.limit = limit, .after = ""}).ok());
  }
  for (const int limit : {-1, 0, 201}) {
    const auto refused = store().ListCases({}, {.limit = limit, .after = ""});
    EXPECT_EQ(DetailOf(refused.status()).field, "page_size") << limit;
  }
}

TEST_P(StoreTest, CountsStates) {
  Evaluated("APP-1", "HH-1");
  Submit("APP-2", "HH-2");
  Submit("APP-3", "HH-3");
  std::map<CaseState, int> counts;
  const std::vector<StateCount> states = *store().CountStates();
  for (const StateCount& count : states) counts[count.state] = count.count;
  EXPECT_EQ(counts[CaseState::kReceived], 2);
  EXPECT_EQ(counts[CaseState::kEvaluated], 1);
  EXPECT_EQ(counts[CaseState::kDecided], 0);
}

}  // namespace dm::testing
