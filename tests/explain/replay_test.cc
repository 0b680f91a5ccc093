// A case decided by the real pipeline, and computed again from what it kept.
#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/golden/case_builder.h"
#include "tests/golden/overridden_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/one_by_one_source.h"
#include "tests/support/silent_log.h"
#include "worker/adapters/codec/codec.h"
#include "worker/assessment/assess.h"
#include "worker/cli/replayed.h"
#include "worker/core/digest.h"
#include "worker/core/version.h"
#include "worker/policy/policy_loader.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/pipeline.h"

namespace dm::cli {
namespace {

// The registers answer what the case holds, now.
class CaseRegisters final : public testing::OneByOneSource {
 public:
  explicit CaseRegisters(EvidenceSet evidence) : evidence_(std::move(evidence)) {}

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
    std::vector<SourceAnswer> answers;
    for (const SourceQuestion& one : question.sources) {
      SourceAnswer answer;
      const SourceAnswer* found = evidence_.Find(golden::Key("p1"), one.source);
      if (found != nullptr) answer = *found;
      answer.source = one.source;
      if (found == nullptr) answer.state = AnswerState::kConfirmedEmpty;
      answer.fetched_at = now;
      answer.asked = one.period;
      answer.raw = "bytes of the register";
      answers.push_back(std::move(answer));
    }
    return answers;
  }

 private:
  EvidenceSet evidence_;
};

class ReplayTest : public ::testing::Test {
 protected:
  ReplayTest() {
    const CaseInput input = golden::StableBenefitCase();
    const auto set = golden::ShippedPolicies();
    EXPECT_TRUE(
        store_.KeepPolicySet(set->sha256(), set->version(), set->content(), input.assessed_at)
            .ok());
    EXPECT_TRUE(store_.SignFrame(*input.frame, "frame-request", {}, input.assessed_at).ok());
    NewCase new_case;
    new_case.application = input.application;
    new_case.history = input.history;
    new_case.request_id = "request-1";
    new_case.content_sha256 = std::string(64, 'a');
    id_ = store_.Accept(new_case, input.assessed_at)->case_id;
    const auto clock = MakeClock(input.assessed_at - MakeClock(0)->Now());
    CaseRegisters registers(input.evidence);
    testing::SilentLog log;
    const PolicyHolder policies(set);
    Pipeline pipeline(
        store_,
        *clock,
        log,
        policies,
        {&registers},
        [](const CaseInput& one) { return codec::Encode(one); },
        [] { return std::uint64_t{7}; },
        {.worker = "worker-1", .case_time_limit_ms = 60'000});
    const auto claim = store_.ClaimNext("worker-1", clock->Now(), 600'000);
    EXPECT_TRUE(claim.ok() && claim->has_value());
    pipeline.Run(**claim, std::stop_token());
    record_ = *store_.GetCase(id_);
  }

  // The set as it was kept, loaded again.
  std::shared_ptr<const PolicySet> KeptSet() {
    const auto content = store_.FindPolicySet(record_.assessment->policy_sha256);
    EXPECT_TRUE(content.ok());
    return LoadPolicyContent(content->content).set;
  }

  testing::FakeStore store_;
  CaseId id_;
  CaseRecord record_;
};

TEST_F(ReplayTest, OfADecidedCaseGivesTheSameBytes) {
  ASSERT_EQ(record_.state, CaseState::kDecided);
  ASSERT_EQ(record_.decisions.size(), 1U);
  const auto input = store_.AssessedInput(id_);
  ASSERT_TRUE(input.ok()) << input.status();
  EXPECT_EQ(Sha256Hex(*input), record_.assessment->facts_sha256);
  EXPECT_EQ(input->find("bytes of the register"), std::string::npos);
  const auto replayed = ReplayAssessment(*input, *record_.assessment, *KeptSet());
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_TRUE(replayed->same) << replayed->differences.front();
  EXPECT_EQ(replayed->other_engine, "");
  EXPECT_TRUE(replayed->differences.empty());
}

TEST_F(ReplayTest, UnderAChangedRowNamesTheRowThatDiffers) {
  golden::OverriddenPolicy changed(golden::ShippedPolicies());
  changed.With("riksnorm.common", FactValue(std::int64_t{138'000}));
  const auto replayed = ReplayAssessment(*store_.AssessedInput(id_), *record_.assessment, changed);
  ASSERT_TRUE(replayed.ok());
  EXPECT_FALSE(replayed->same);
  EXPECT_TRUE(std::any_of(
      replayed->differences.begin(), replayed->differences.end(), [](const std::string& line) {
        return line.starts_with("rad norm.common: ");
      }));
  EXPECT_TRUE(replayed->differences.front().starts_with("belopp: "))
      << replayed->differences.front();
}

TEST_F(ReplayTest, SeesAnInputThatIsNotTheOneAssessed) {
  auto input = codec::DecodeCaseInput(*store_.AssessedInput(id_));
  ASSERT_TRUE(input.ok());
  input->application.language = "en";
  const auto replayed = ReplayAssessment(codec::Encode(*input), *record_.assessment, *KeptSet());
  ASSERT_TRUE(replayed.ok());
  EXPECT_FALSE(replayed->same);
  EXPECT_TRUE(replayed->differences.front().starts_with("underlagets kontrollsumma"));
}

TEST_F(ReplayTest, SaysWhenAnotherProgramDecided) {
  Assessment stored = *record_.assessment;
  stored.engine_version = "0.0.1";
  const auto replayed = ReplayAssessment(*store_.AssessedInput(id_), stored, *KeptSet());
  ASSERT_TRUE(replayed.ok());
  EXPECT_TRUE(replayed->same);
  EXPECT_EQ(replayed->other_engine, "0.0.1");  // the version that is needed for the same bytes
}

// Every kept set, as bytes: loaded anew by each of several threads, it gives what it gave.
TEST(Replay, OfAnyKeptSetGivesTheSameBytesOverReloadsAndThreads) {
  const CaseInput input = golden::StableBenefitCase();
  const std::string bytes = codec::Encode(input);
  for (const char* municipality : {"0000-exempelkommun", "0001-provkommun"}) {
    const auto set = LoadPolicies(std::string(DM_SOURCE_DIR) + "/policies", municipality).set;
    ASSERT_NE(set, nullptr) << municipality;
    Assessment stored = Assess(input, *set);
    stored.facts_sha256 = Sha256Hex(bytes);
    EXPECT_EQ(stored.engine_version, Version());
    std::atomic<int> same = 0;
    {
      std::vector<std::jthread> threads;
      threads.reserve(3);
      for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
          const auto kept = LoadPolicyContent(set->content()).set;
          if (kept == nullptr || kept->sha256() != set->sha256()) return;
          for (int again = 0; again < 5; ++again) {
            const auto replayed = ReplayAssessment(bytes, stored, *kept);
            if (replayed.ok() && replayed->same) ++same;
          }
        });
      }
    }
    EXPECT_EQ(same, 15) << municipality;
  }
}

TEST_F(ReplayTest, RefusesBytesThatAreNoInput) {
  EXPECT_EQ(ReplayAssessment("\xff\xff", *record_.assessment, *KeptSet()).status().code(),
            StatusCode::kDataLoss);
}

}  // namespace
}  // namespace dm::cli
