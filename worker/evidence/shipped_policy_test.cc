// The policies that come with the program hold what step 2 reads, in the form it reads it.
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "worker/assessment/question_list.h"
#include "worker/evidence/retry.h"
#include "worker/evidence/wanted.h"
#include "worker/policy/policy_loader.h"

namespace dm::evidence {
namespace {

using dm::testing::Day;
using dm::testing::MonthOf;
using dm::testing::TestNow;

class ShippedPolicy : public ::testing::Test {
 protected:
  void SetUp() override {
    TestNow();
    loaded_ = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    ASSERT_NE(loaded_.set, nullptr)
        << (loaded_.errors.empty() ? std::string() : loaded_.errors[0].ToString());
  }

  PolicyLoad loaded_;
};

TEST_F(ShippedPolicy, SaysOnWhichGroundRegistersAreAsked) {
  for (const char* id : {"query.purpose", "query.legal_text", "query.identity"}) {
    const auto value = loaded_.set->Get(id, Day("2026-11-12"));
    ASSERT_TRUE(value.ok()) << MessageOf(value.status());
    EXPECT_FALSE(value->code().empty()) << id;
  }
  const auto age = loaded_.set->Get("sources.max_age_h", Day("2026-11-12"));
  ASSERT_TRUE(age.ok());
  EXPECT_GT(age->number(), 0);
}

TEST_F(ShippedPolicy, KnowsTheCutoffOfEachMonthOfTheYear) {
  for (Month month = MonthOf("2026-02"); month <= MonthOf("2026-12"); month = month.PlusMonths(1)) {
    const StatusOr<Instant> cutoff = CutoffStart(month, *loaded_.set);
    ASSERT_TRUE(cutoff.ok()) << month.ToString() << MessageOf(cutoff.status());
    EXPECT_EQ(Month::Of(SwedishDate(*cutoff)), month.PlusMonths(-1));
  }
}

TEST_F(ShippedPolicy, LetsASilentRegisterBeAskedAgain) {
  const auto next = NextAttempt({.attempts = 1, .now = TestNow(), .month = MonthOf("2026-12")},
                                *loaded_.set,
                                [] { return std::uint64_t{0}; });
  ASSERT_TRUE(next.ok()) << MessageOf(next.status());
  EXPECT_TRUE(next->has_value());
}

TEST_F(ShippedPolicy, ListsEveryQuestionThatATypfallDemands) {
  for (const ApplicationKind kind : {ApplicationKind::kFirst, ApplicationKind::kReapplication}) {
    for (const char* day : {"2025-07-01", "2026-12-31"}) {
      const QuestionList list(*loaded_.set, kind, Day(day));
      for (const TypfallPolicy& typfall : loaded_.set->typfall()) {
        for (const EvidenceNeed& need : typfall.evidence) {
          if (need.groups.empty()) {
            EXPECT_TRUE(list.Find(need.source, "").has_value())
                << typfall.code << " " << SourceCode(need.source);
          }
          for (const std::string& group : need.groups)
            EXPECT_TRUE(list.Find(need.source, group).has_value()) << typfall.code << " " << group;
        }
      }
    }
  }
}

TEST_F(ShippedPolicy, GivesEveryRowOfThePositiveListASourceAndOneWordACell) {
  const auto rows = loaded_.set->Rows(kRegisterQuestions, Day("2026-11-12"));
  ASSERT_FALSE(rows.empty());
  std::set<std::string> registers;
  for (const ParameterRowView& row : rows) {
    EXPECT_FALSE(row.value.sources.empty()) << row.value.row;
    for (const auto& [key, cell] : row.cells)
      EXPECT_EQ(cell.find_first_of(" [],{}"), std::string::npos) << row.value.row << " " << key;
    registers.insert(row.cells.at("register"));
    const bool lefi = row.cells.at("register") == "FK" || row.cells.at("register") == "PM";
    EXPECT_EQ(row.cells.at("group") != "-", lefi) << row.value.row;
  }
  for (int i = 0; i < kSourceCount; ++i)
    EXPECT_TRUE(registers.contains(SourceCode(static_cast<Source>(i)))) << i;
}

TEST_F(ShippedPolicy, WantsOnlyWhatMayBeAsked) {
  CaseRecord record = dm::testing::PlainCase(CaseState::kRegistered);
  record.application.persons.push_back(dm::testing::Child("p2", dm::testing::kChild));
  for (const ApplicationKind kind : {ApplicationKind::kFirst, ApplicationKind::kReapplication}) {
    record.application.kind = kind;
    const std::vector<Wanted> wanted = WantedFor(record, std::nullopt, *loaded_.set);
    EXPECT_TRUE(CheckMayAsk(record, wanted, *loaded_.set, Day("2026-11-12")).ok());
    std::set<std::pair<std::string, Source>> seen;
    for (const Wanted& want : wanted) {
      EXPECT_EQ(want.only_if_connected, want.question.source == Source::kFolk);
      EXPECT_TRUE(seen.emplace(want.person.value(), want.question.source).second);
    }
    EXPECT_TRUE(seen.contains({"p1", Source::kFk}));
    EXPECT_TRUE(seen.contains({"p2", Source::kFolk}));
    // A child is asked about only where a typfall that the case may be needs the child's own money.
    EXPECT_EQ(seen.contains({"p2", Source::kFk}), kind == ApplicationKind::kReapplication);
    EXPECT_FALSE(seen.contains({"p2", Source::kTns}));
    EXPECT_EQ(seen.contains({"p1", Source::kTns}), kind == ApplicationKind::kFirst);
  }
}

}  // namespace
}  // namespace dm::evidence
