#include "tests/integration/behaviours/rehearsal.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include <gtest/gtest.h>

#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/simulator.h"
#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"
#include "tests/support/cases.h"
#include "tests/support/silent_log.h"
#include "worker/adapters/codec/codec.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/check.h"
#include "worker/core/digest.h"
#include "worker/escalation/frame_service.h"
#include "worker/intake/intake_service.h"
#include "worker/policy/policy_loader.h"
#include "worker/runtime/clocks.h"
#include "worker/runtime/pipeline.h"
#include "worker/runtime/policy_holder.h"
#include "worker/runtime/worker_pool.h"

namespace dm::testing {
namespace {

constexpr char kMorning[] = "2026-11-24T08:00:00+01:00";
constexpr std::int64_t kHourMs = 3'600'000;
constexpr int kThreads = 24;  // most of them wait for a register that is silent
// An agency that has not answered within these is silent, in this rehearsal.
constexpr std::int64_t kTogetherTimeoutMs = 500;
constexpr std::int64_t kTotalTimeoutMs = 1'500;

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::uint64_t Draw() {
  thread_local std::mt19937_64 engine(7);
  return engine();
}

// From the machine's clock to the morning of the rehearsal.
std::int64_t OffsetToMorning() {
  TestNow();  // loads the zone
  return *Instant::Parse(kMorning) - MakeClock(0)->Now();
}

std::shared_ptr<const PolicySet> ShippedPolicies() {
  const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
  for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
  DM_CHECK(load.set != nullptr);
  return load.set;
}

std::unique_ptr<StepStore> OpenStore(const std::string& folder, Instant now) {
  auto store = OpenSqliteStore(folder + "/store.db", "0000-exempelkommun", {}, now);
  DM_CHECK(store.ok());
  return *std::move(store);
}

}  // namespace

sim::Person& Town::PersonOf(const CaseInput& input) {
  return scenario.persons.at(input.application.persons.front().personnummer.Reveal());
}

Town DrawTown(int households, const std::string& folder) {
  const std::string program = std::string(DM_BINARY_DIR) + "/bin/ssbtek-municipality";
  const std::string command = program + " --size " + std::to_string(households) +
                              " --seed 7 --only stable-benefit --month 2026-12 --out " + folder +
                              " >" + folder + ".log 2>&1";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet.
  const int drawn = std::system(command.c_str());
  EXPECT_EQ(drawn, 0) << ReadText(folder + ".log");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/cases")) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  Town town;
  for (const auto& file : files) {
    auto input = codec::CaseInputFromJson(ReadText(file));
    EXPECT_TRUE(input.ok()) << file << ": " << MessageOf(input.status());
    town.cases.push_back(*std::move(input));
  }
  auto scenario = sim::LoadScenarios({folder + "/scenario.yaml"});
  EXPECT_TRUE(scenario.ok()) << MessageOf(scenario.status());
  town.scenario = *std::move(scenario);
  return town;
}

struct Rehearsal::Parts {
  Parts(const std::string& folder, sim::Scenario scenario)
      : offset_ms(OffsetToMorning()),
        clock(MakeClock(offset_ms)),
        policy(ShippedPolicies()),
        policies(policy),
        store(OpenStore(folder, clock->Now())),
        intake(*store, *clock),
        frames(*store,
               *clock,
               {.policy = [this] { return policy; },
                .content_sha256 =
                    [](Frame frame) {
                      frame.version = 0;
                      frame.content_sha256.clear();
                      return Sha256Hex(codec::Encode(frame));
                    }}),
        simulator(*sim::Simulator::Start(std::move(scenario), {})) {}

  const std::int64_t offset_ms;
  const std::unique_ptr<Clock> clock;
  const std::shared_ptr<const PolicySet> policy;
  const PolicyHolder policies;
  const std::unique_ptr<StepStore> store;
  SilentLog log;
  intake::IntakeService intake;
  escalation::FrameService frames;
  const std::unique_ptr<sim::Simulator> simulator;
};

Rehearsal::Rehearsal(const std::string& folder, sim::Scenario scenario)
    : parts_(std::make_unique<Parts>(folder, std::move(scenario))) {}

Rehearsal::~Rehearsal() = default;

CaseId Rehearsal::Submit(const CaseInput& input, const std::string& tag) {
  if (input.frame.has_value()) {
    const auto signed_frame = parts_->frames.Sign(Call("frame-" + tag), *input.frame);
    EXPECT_TRUE(signed_frame.ok()) << MessageOf(signed_frame.status());
  }
  const auto accepted =
      parts_->intake.Submit(Call("submit-" + tag), input.application, input.history);
  EXPECT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  return accepted->case_id;
}

void Rehearsal::WorkUntilDrained(int hours) {
  const std::unique_ptr<Clock> clock = MakeClock(parts_->offset_ms + hours * kHourMs);
  ssbtek::Options options = ssbtek::test::MakeOptions();
  options.url = parts_->simulator->url();
  options.http.transport = http::Transport::kLoopbackInDevelopment;
  options.together_timeout_ms = kTogetherTimeoutMs;
  options.total_timeout_ms = kTotalTimeoutMs;
  // Each case is judged by how its own registers answered, not by what others met.
  options.breaker.failures_to_break = 100;
  const auto source = ssbtek::SsbtekSource::Create(options, *clock);
  ASSERT_TRUE(source.ok()) << MessageOf(source.status());
  Pipeline pipeline(*parts_->store,
                    *clock,
                    parts_->log,
                    parts_->policies,
                    {source->get()},
                    [](const CaseInput& input) { return codec::Encode(input); },
                    Draw,
                    {.worker = "worker-rehearsal"});
  WorkerPool pool(*parts_->store,
                  *clock,
                  parts_->log,
                  pipeline,
                  {.worker = "worker-rehearsal", .threads = kThreads, .poll_ms = 20});
  pool.Start();
  const Status drained = pool.WaitUntilDrained(std::stop_token());
  EXPECT_TRUE(drained.ok()) << MessageOf(drained);
  pool.Stop();
}

CaseRecord Rehearsal::Read(const CaseId& id) const {
  return *parts_->store->GetCase(id);
}

std::vector<StoredEffect> Rehearsal::EffectsOf(const CaseId& id) const {
  return parts_->store->ListEffects(std::nullopt, id, {100, ""})->items;
}

}  // namespace dm::testing
