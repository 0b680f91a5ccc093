// The process ends at every step of writing files, in the folder and in the store: nothing stands
// in two files, nothing is lost (F1).
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "connectors/effectfiles/effect_files.h"
#include "tests/sim/forwarding_store.h"
#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_policy.h"
#include "tests/support/fake_store.h"
#include "tests/support/recording_log.h"
#include "tests/support/temporary_directory.h"
#include "worker/effects/make_effects.h"
#include "worker/effects/write_files.h"

namespace dm::effects {
namespace {

using dm::testing::FakeClock;
using dm::testing::FakePolicy;
using dm::testing::FakeStore;
using dm::testing::PlainCase;
using dm::testing::PlainDecision;
using dm::testing::RecordingLog;
using dm::testing::TestNow;

struct Killed {};

// Counts steps, and ends the process at one of them.
class Steps {
 public:
  explicit Steps(int kill_at) : kill_at_(kill_at) {}

  void Take() {
    if (++taken_ == kill_at_) throw Killed();
  }

  int taken() const { return taken_; }

 private:
  int kill_at_;
  int taken_ = 0;
};

// A step before each change, and one after it: the process may end on either side of a commit.
class SteppingStore final : public sim::ForwardingStore {
 public:
  SteppingStore(WholeStore& below, Steps& steps) : ForwardingStore(below), steps_(steps) {}

  Status MarkEffect(const EffectId& id,
                    EffectState state,
                    const std::string& reference,
                    const std::string& code,
                    Instant next,
                    const std::string& request_id,
                    const AuditEvent& audit,
                    Instant now) override {
    steps_.Take();
    Status marked =
        ForwardingStore::MarkEffect(id, state, reference, code, next, request_id, audit, now);
    steps_.Take();
    return marked;
  }

  Status SetMark(const std::string& name,
                 const std::string& value,
                 const AuditEvent& audit,
                 Instant now) override {
    steps_.Take();
    Status set = ForwardingStore::SetMark(name, value, audit, now);
    steps_.Take();
    return set;
  }

 private:
  Steps& steps_;
};

class KillPointsTest : public ::testing::Test {
 protected:
  // Three decided cases whose decisions and orders are written.
  static void Decide(FakeStore& store) {
    const FakePolicy policy;
    for (const char* const id : {"A-1", "A-2", "A-3"}) {
      CaseRecord record = PlainCase(CaseState::kEvaluated);
      record.application.id = ApplicationId::FromTrusted(id);
      record.application.household = HouseholdId::FromTrusted(std::string("HH-") + id);
      record.id = PutCase(store, record);
      CaseChange change;
      change.case_id = record.id;
      change.expected_version = record.version;
      change.to = CaseState::kDecided;
      change.effects = *EffectsOfDecision(record, PlainDecision(), policy);
      ASSERT_TRUE(store.Apply(change, TestNow()).ok());
    }
  }

  // One life: passes until nothing is left, or the end at a step.
  static bool Live(FakeStore& store, const std::string& folder, FakeClock& clock, Steps& steps) {
    SteppingStore stepping(store, steps);
    RecordingLog log;
    try {
      const auto files =
          effectfiles::Open({.folder = folder,
                             .restricted_folder = "",
                             .municipality = "0000-exempelkommun",
                             .carries = {FileRegister::kDecisions, FileRegister::kPaymentOrders},
                             .replies_to = {},
                             .step = [&steps](const char*) { steps.Take(); }});
      EXPECT_TRUE(files.ok()) << MessageOf(files.status());
      const FileTools tools{.store = stepping,
                            .files = **files,
                            .clock = clock,
                            .log = log,
                            .stop = nullptr,
                            .worker = "worker-1"};
      FileSettings settings;
      settings.municipality = "0000-exempelkommun";
      for (int i = 0; i < 20; ++i) {
        const auto pass = WriteDueFiles(tools, settings);
        EXPECT_TRUE(pass.ok()) << MessageOf(pass.status());
        DeliverTheRest(store, clock.Now());
        clock.Advance(60'000);
      }
    } catch (const Killed&) {
      return false;
    }
    return true;
  }

  // What goes another way.
  static void DeliverTheRest(FakeStore& store, Instant now) {
    const Page<StoredEffect> page = *store.ListEffects({}, {}, {.limit = 200, .after = ""});
    for (const StoredEffect& one : page.items) {
      const bool in_files = one.effect.decision || one.effect.payment_order;
      if (in_files || one.state == EffectState::kDelivered) continue;
      ASSERT_TRUE(
          store.MarkEffect(one.effect.id, EffectState::kDelivered, "", "", now, "", {}, now).ok());
    }
  }

  // Effect id → how often it stands in a file that is out.
  static std::map<std::string, int> Written(const std::string& folder) {
    std::map<std::string, int> times;
    std::map<std::string, int> last;
    for (const auto& entry : std::filesystem::directory_iterator(folder + "/out")) {
      if (entry.path().filename().string().starts_with(".")) continue;
      std::ifstream file(entry.path());
      std::string line;
      std::getline(file, line);
      const auto header = nlohmann::json::parse(line);
      last[header.at("register")] += 1;
      while (std::getline(file, line))
        ++times[nlohmann::json::parse(line).at("effect_id").get<std::string>()];
    }
    for (const auto& [which, count] : last)
      for (int i = 1; i <= count; ++i) {
        const std::string name = (which == "DECISIONS" ? "decisions-" : "payment-orders-") +
                                 std::string("0000000") + std::to_string(i) + ".jsonl";
        EXPECT_TRUE(std::filesystem::exists(folder + "/out/" + name)) << "a gap before " << name;
      }
    return times;
  }
};

TEST_F(KillPointsTest, KilledAtAnyStepEachEffectStandsInOneFile) {
  int kill_at = 1;
  for (bool was_killed = true; was_killed; ++kill_at) {
    SCOPED_TRACE("killed at step " + std::to_string(kill_at));
    dm::testing::TemporaryDirectory place;
    std::filesystem::permissions(place.path(), std::filesystem::perms(0750));
    FakeClock clock(TestNow());
    FakeStore store;
    Decide(store);
    Steps steps(kill_at);
    was_killed = !Live(store, place.path(), clock, steps);
    clock.Advance(60'000);
    Steps calm(0);
    ASSERT_TRUE(Live(store, place.path(), clock, calm));
    const std::map<std::string, int> written = Written(place.path());
    EXPECT_EQ(written.size(), 6U);
    for (const auto& [id, times] : written) EXPECT_EQ(times, 1) << id;
    const Page<StoredEffect> page = *store.ListEffects({}, {}, {.limit = 200, .after = ""});
    for (const StoredEffect& one : page.items)
      EXPECT_EQ(one.state, EffectState::kDelivered) << one.effect.id.value();
    if (HasFailure()) return;
  }
  EXPECT_GT(kill_at, 40);
}

}  // namespace
}  // namespace dm::effects
