// Scenarios of casework in which several cases, or several steps, take part: the worker from intake
// to decision on the shipped policies, with registers that answer as the test says.
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/one_by_one_source.h"
#include "tests/support/silent_log.h"
#include "worker/assessment/assess.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/pipeline.h"
#include "worker/sweep/sweep.h"

namespace dm {
namespace {

using golden::Kr;
using golden::ShippedPolicies;
using golden::StableBenefitCase;
using testing::FakeStore;

// The registers of the household of StableBenefitCase.
class Registers final : public testing::OneByOneSource {
 public:
  std::vector<Source> sources() const override {
    return {Source::kAf,
            Source::kCsn,
            Source::kFk,
            Source::kPm,
            Source::kSkv,
            Source::kSo,
            Source::kTns,
            Source::kMiv};
  }

  EvidenceAnswers AskOne(const EvidenceQuestion& question, Instant now) override {
    const CaseInput known = StableBenefitCase();
    std::vector<SourceAnswer> answers;
    for (const SourceQuestion& one : question.sources) {
      SourceAnswer answer = *known.evidence.Find(golden::Key("p1"), one.source);
      answer.fetched_at = now;
      answer.asked = one.period;
      answers.push_back(std::move(answer));
    }
    if (on_ask_) on_ask_();
    return answers;
  }

  std::function<void()> on_ask_;
};

class ScenariosTest : public ::testing::Test {
 protected:
  ScenariosTest()
      : policies_(ShippedPolicies()),
        clock_(MakeClock(StableBenefitCase().assessed_at - MakeClock(0)->Now())) {}

  // Household number `n`, alike but for its ids.
  static CaseInput Household(int n) {
    CaseInput input = StableBenefitCase();
    input.application.id = ApplicationId::FromTrusted("A-" + std::to_string(n));
    input.application.household = HouseholdId::FromTrusted("H-" + std::to_string(n));
    input.frame->household = input.application.household;
    input.frame->id = FrameId::FromTrusted("F-" + std::to_string(n));
    return input;
  }

  CaseId Deliver(const CaseInput& input, const std::string& request) {
    NewCase new_case;
    new_case.application = input.application;
    new_case.history = input.history;
    new_case.request_id = request;
    new_case.content_sha256 = std::string(64, 'a');
    const StatusOr<Accepted> accepted = store_.Accept(new_case, clock_->Now());
    EXPECT_TRUE(accepted.ok()) << accepted.status();
    return accepted.ok() ? accepted->case_id : CaseId();
  }

  CaseId Submit(int n) {
    const CaseInput input = Household(n);
    const StatusOr<Frame> frame =
        store_.SignFrame(*input.frame, "frame-" + std::to_string(n), AuditEvent{}, clock_->Now());
    EXPECT_TRUE(frame.ok()) << frame.status();
    return Deliver(input, "request-" + std::to_string(n));
  }

  // Takes the next due case and runs it; false when nothing is due at `later_ms` from now.
  bool RunNext(std::int64_t later_ms = 0) {
    Pipeline pipeline(
        store_,
        *clock_,
        log_,
        policies_,
        {&registers_},
        [this](const CaseInput&) {
          if (on_assess_) on_assess_();
          return std::string("input");
        },
        [] { return std::uint64_t{7}; },
        {.worker = "worker-1", .case_time_limit_ms = 5'000});
    const auto claim = store_.ClaimNext("worker-1", clock_->Now().PlusMs(later_ms), 60'000);
    EXPECT_TRUE(claim.ok());
    if (!claim.ok() || !claim->has_value()) return false;
    pipeline.Run(**claim, std::stop_token());
    return true;
  }

  std::map<EffectKind, int> EffectsOf(const CaseId& id) {
    std::map<EffectKind, int> kinds;
    const auto page = store_.ListEffects(std::nullopt, id, PageRequest{});
    EXPECT_TRUE(page.ok());
    if (page.ok()) {
      for (const StoredEffect& effect : page->items) ++kinds[effect.effect.kind];
    }
    return kinds;
  }

  void SetMode(Mode mode) {
    ModeOverride change;
    change.typfall = "TF-02";
    change.mode = mode;
    change.actor = "drift-1";
    change.reason = "prov";
    change.set_at = clock_->Now();
    ASSERT_TRUE(store_.SetMode(change, "mode", AuditEvent{}, clock_->Now()).ok());
  }

  FakeStore store_;
  testing::SilentLog log_;
  std::function<void()> on_assess_;
  Registers registers_;
  PolicyHolder policies_;
  std::unique_ptr<Clock> clock_;
};

TEST_F(ScenariosTest, Scenario09SwitchingATypfallDownInTheMiddleOfABatchHoldsFromTheNextCase) {
  std::vector<CaseId> batch;
  for (int n = 1; n <= 6; ++n) batch.push_back(Submit(n));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(RunNext());
  SetMode(Mode::kPropose);
  while (RunNext()) continue;
  int decided = 0;
  int proposed = 0;
  for (const CaseId& id : batch) {
    const CaseRecord record = *store_.GetCase(id);
    if (!record.decisions.empty()) {
      ++decided;
      EXPECT_EQ(record.decisions.back().granted, Kr(3040));
      EXPECT_EQ(EffectsOf(id)[EffectKind::kPaymentOrder], 1);
    } else {
      ++proposed;
      EXPECT_EQ(record.state, CaseState::kProposed);
      ASSERT_TRUE(record.escalation.has_value());
      EXPECT_EQ(record.escalation->mode, Mode::kPropose);
      for (const EffectKind kind :
           {EffectKind::kDecision, EffectKind::kPaymentOrder, EffectKind::kLetter}) {
        EXPECT_EQ(EffectsOf(id)[kind], 0) << EffectKindCode(kind);
      }
    }
  }
  EXPECT_EQ(decided, 3);
  EXPECT_EQ(proposed, 3);
}

TEST_F(ScenariosTest, Scenario11OneApplicationThreeTimesDuringACrashIsDecidedPaidAndToldOnce) {
  const CaseId id = Submit(1);
  // The connection broke: the case system sends it again, before the worker has begun, …
  EXPECT_EQ(Deliver(Household(1), "request-1b"), id);
  // … the store fails under one step after the other, and the lease runs out each time, …
  int crashes = 0;
  const auto crash = [&] {
    ++crashes;
    store_.FailNext(Status(StatusCode::kUnavailable, "down"));
  };
  crash();
  ASSERT_TRUE(RunNext());
  registers_.on_ask_ = crash;
  ASSERT_TRUE(RunNext(120'000));
  EXPECT_EQ(Deliver(Household(1), "request-1c"), id);
  registers_.on_ask_ = nullptr;
  on_assess_ = crash;
  ASSERT_TRUE(RunNext(240'000));
  on_assess_ = nullptr;
  EXPECT_EQ(crashes, 3);
  EXPECT_TRUE((*store_.GetCase(id)).decisions.empty());
  // … and it comes again when the decision is made.
  for (int i = 0; i < 5 && RunNext(360'000 + 120'000 * i); ++i) continue;
  EXPECT_EQ(Deliver(Household(1), "request-1d"), id);
  for (int i = 0; i < 5 && RunNext(86'400'000 + 120'000 * i); ++i) continue;
  const CaseRecord record = *store_.GetCase(id);
  ASSERT_EQ(record.decisions.size(), 1U);
  EXPECT_EQ(record.decisions[0].granted, Kr(3040));
  const std::map<EffectKind, int> effects = EffectsOf(id);
  EXPECT_EQ(effects.at(EffectKind::kPaymentOrder), 1);
  EXPECT_EQ(effects.at(EffectKind::kNotice), 1);
  EXPECT_EQ(effects.at(EffectKind::kLetter), 1);
}

// A case decided under `policy`, with the rent `rent`.
sweep::DecidedCase DecidedUnder(const PolicySet& policy,
                                int n,
                                Money rent,
                                const std::string& sha) {
  sweep::DecidedCase decided;
  decided.id = CaseId::FromTrusted("C-" + std::to_string(n));
  decided.input = StableBenefitCase();
  decided.input.application.id = ApplicationId::FromTrusted("A-" + std::to_string(n));
  decided.input.application.costs[0] = golden::ProvenCost(CostType::kBoende, rent);
  golden::AlignFrameAndHistory(&decided.input, Kr(3040));
  decided.assessment = Assess(decided.input, policy);
  decided.assessment.policy_sha256 = sha;
  decided.decision.version = 1;
  decided.decision.outcome = decided.assessment.outcome;
  decided.decision.granted = decided.assessment.grant;
  decided.decision.typfall = "TF-02";
  decided.decision.policy_sha256 = sha;
  return decided;
}

sweep::SweepResult Swept(const std::vector<sweep::DecidedCase>& cases,
                         const sweep::WrongRule& wrong,
                         const PolicySet& mended) {
  sweep::Sweep sweep(wrong, mended);
  for (const sweep::DecidedCase& decided : cases) sweep.Add(decided);
  return sweep.Take();
}

TEST_F(ScenariosTest, Scenario12AWrongRuleListsExactlyItsDecisionsUnderPaymentsFirst) {
  const std::string wrong_set(64, 'b');
  const std::string sound_set(64, 'c');
  // The household's electricity level was entered as 200 kr instead of 500, and the rent's as 9 000
  // instead of 7 600: some got too little, some too much, some what they should.
  const golden::OverriddenPolicy wrong = golden::OverriddenPolicy(ShippedPolicies())
                                             .With("cap.electricity", Kr(200).ore())
                                             .With("cap.housing", Kr(9000).ore());
  std::vector<sweep::DecidedCase> cases;
  std::set<std::string> expected;
  for (int n = 0; n < 400; ++n) {
    const Money rent = n % 4 == 0 ? Kr(8000 + n) : Kr(6500);
    cases.push_back(DecidedUnder(wrong, n, rent, wrong_set));
    expected.insert("C-" + std::to_string(n));
  }
  for (int n = 400; n < 460; ++n)
    cases.push_back(DecidedUnder(*ShippedPolicies(), n, Kr(6500), sound_set));

  const sweep::SweepResult result = Swept(
      cases, {.policy_sha256 = {wrong_set}, .rule = "", .typfall = "TF-02"}, *ShippedPolicies());
  std::set<std::string> listed;
  for (const sweep::SweepRow& row : result.rows) listed.insert(row.case_id.value());
  EXPECT_EQ(listed, expected);
  EXPECT_EQ(result.rows.size(), 400U);
  EXPECT_EQ(result.underpaid, 300);
  EXPECT_EQ(result.overpaid, 100);
  EXPECT_EQ(result.underpaid_sum, Kr(30'000));
  bool below = false;
  for (const sweep::SweepRow& row : result.rows) {
    ASSERT_TRUE(row.underpaid().has_value()) << row.case_id.value();
    const bool under = *row.underpaid() > Money();
    EXPECT_FALSE(under && below) << "an under-payment stands behind another row";
    below = below || !under;
    if (under) {
      EXPECT_EQ(*row.underpaid(), Kr(100));
    }
  }
  // By the rule's own row: only those whose calculation rests on it.
  const auto by_rule = Swept(cases,
                             {.policy_sha256 = {}, .rule = "cap.housing/BO26-1", .typfall = ""},
                             *ShippedPolicies());
  EXPECT_EQ(by_rule.rows.size(), 60U);
}

TEST_F(ScenariosTest, Scenario12WhatCannotBeRecomputedIsForAPersonAndNeverZero) {
  const std::string wrong_set(64, 'b');
  std::vector<sweep::DecidedCase> cases = {
      DecidedUnder(*ShippedPolicies(), 1, Kr(6500), wrong_set)};
  const golden::OverriddenPolicy without =
      golden::OverriddenPolicy(ShippedPolicies()).Without("riksnorm.common");
  const auto result =
      Swept(cases, {.policy_sha256 = {wrong_set}, .rule = "", .typfall = ""}, without);
  ASSERT_EQ(result.rows.size(), 1U);
  EXPECT_EQ(result.not_computable, 1);
  EXPECT_FALSE(result.rows[0].recomputed.has_value());
  EXPECT_EQ(result.underpaid + result.overpaid + result.unchanged, 0);
}

}  // namespace
}  // namespace dm
