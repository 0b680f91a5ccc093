// Cases on their way past the draw, over the shipped policies and a store in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "tests/support/quality_note.h"
#include "worker/policy/policy_loader.h"
#include "worker/quality/case_hooks.h"
#include "worker/quality/keeper.h"

namespace dm::quality {

// Thursday 12 November 2026. December is paid on Friday 27 November; decided until Wednesday 25
// November it is paid that day.
inline constexpr char kLastDay[] = "2026-11-25";
inline constexpr std::int64_t kDayMs = 86'400'000;
inline constexpr char kSeed[] = "00112233445566778899aabbccddeeff";

class HooksFixture : public ::testing::Test {
 protected:
  explicit HooksFixture(const std::string& root)
      : policy_(LoadPolicies(root + "/policies", "0000-exempelkommun").set) {}

  CaseRecord Evaluated(const std::string& name) {
    CaseRecord record = testing::PlainCase(CaseState::kEvaluated);
    record.application.id = ApplicationId::FromTrusted("app-" + name);
    record.application.household = HouseholdId::FromTrusted("HH-" + name);
    TypfallMatch match;
    match.typfall = "TF-02";
    match.verdict = Verdict::kPass;
    match.matched = true;
    record.assessment->typfall = {match};
    const CaseId id = testing::PutCase(store_, record);
    return *store_.GetCase(id);
  }

  StatusOr<BeforeDecision> Before(const CaseRecord& record) {
    return hooks_.Before(record, *store_.GetControl(), *policy_, clock_.Now());
  }

  // The step is stored with what it leaves; the case lies where `to` says.
  void Store(const CaseId& id, const std::optional<QualityNote>& note, CaseState to) {
    testing::StoreNote(store_, id, note, to, clock_.Now());
  }

  // Until a name is drawn, or drawn before payment; names are numbers.
  CaseRecord Drawn(SamplePart part) {
    for (int i = 0; i < 400; ++i) {
      CaseRecord record = Evaluated(std::to_string(i));
      const auto before = Before(record);
      EXPECT_TRUE(before.ok());
      if (before->note->sample_case->part == part) return record;
    }
    ADD_FAILURE() << "none of 400 cases was drawn";
    return {};
  }

  void GoTo(const std::string& day) {
    const Date wanted = testing::Day(day);
    while (SwedishDate(clock_.Now()) < wanted) clock_.Advance(kDayMs / 24);
  }

  testing::FakeClock clock_{testing::TestNow()};
  testing::FakeStore store_;
  std::shared_ptr<const PolicySet> policy_;
  CaseHooks hooks_{store_, {.seed = [] { return std::string(kSeed); }, .worker = "worker-1"}};
  Keeper keeper_{store_, clock_, {[this] { return policy_; }, "worker-1"}};
};

}  // namespace dm::quality
