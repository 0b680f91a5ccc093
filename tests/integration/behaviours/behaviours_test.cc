// The ways in which an answer goes wrong, at each of the seven agencies (reliability T8): each
// alone, in a case that would be granted automatically if all registers answered soundly. None may
// end in an automatic decision, and none may be lost: the case waits, or a person has it with the
// reason; and once waiting is of no use, a person has every one of them.
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "connectors/sim/behaviour.h"
#include "tests/integration/behaviours/rehearsal.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

// The day after: past the time that silent registers are asked again, before the payment.
constexpr int kNextAfternoonHours = 30;

// One household whose registers behave as told.
struct Trial {
  std::string name;  // "omit at CSN"
  CaseId id;
};

bool IsWithAPerson(const CaseRecord& record) {
  return record.state == CaseState::kEscalated || record.state == CaseState::kProposed;
}

bool IsDecidedByItself(const CaseRecord& record) {
  return !record.decisions.empty() && record.decisions.front().kind == DecisionKind::kAutomatic;
}

// Two behaviours are answers, and say more than that a register is unknown: a marker of secrecy,
// and a residence case without a decision.
const std::map<std::string, std::string>& OwnReasons() {
  static const std::map<std::string, std::string> reasons = {
      {"withheld at AF", "GATE.G05.FAIL.PROTECTED"}, {"empty_payload at MIV", "TRIG.X21"}};
  return reasons;
}

// True when a reason says what the behaviour did: a register's answer is not known.
bool SaysWhy(const Trial& trial, const CaseRecord& record) {
  const auto own = OwnReasons().find(trial.name);
  const std::string wanted = own == OwnReasons().end() ? "GATE.G06.UNKNOWN." : own->second;
  return std::ranges::any_of(
      record.escalation->routing.reasons,
      [&](const std::string& code) { return code.starts_with(wanted); },
      &Reason::code);
}

std::string CodesOf(const CaseRecord& record) {
  std::string codes;
  for (const Reason& reason : record.escalation->routing.reasons) codes += " " + reason.code;
  return codes;
}

class BehavioursTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "behaviours-" + RandomHex(8);
    std::filesystem::create_directories(folder_);
  }

  void TearDown() override {
    rehearsal_.reset();
    std::filesystem::remove_all(folder_);
  }

  // A household for each behaviour and agency that it fits, and one whose registers are sound.
  void Stage(std::span<const sim::Behaviour> behaviours) {
    std::vector<std::pair<const sim::Behaviour*, sim::Agency>> parts;
    for (const sim::Behaviour& behaviour : behaviours) {
      for (const sim::Agency agency : sim::kAgencies) {
        if (sim::Fits(behaviour, agency)) parts.emplace_back(&behaviour, agency);
      }
    }
    Town town = DrawTown(static_cast<int>(parts.size()) + 1, folder_ + "/town");
    ASSERT_EQ(town.cases.size(), parts.size() + 1);
    std::vector<std::string> names = {"sound"};
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto& [behaviour, agency] = parts[i];
      town.PersonOf(town.cases[i + 1]).faults.push_back(sim::FaultOf(*behaviour, agency));
      names.push_back(std::string(behaviour->name) + " at " + std::string(sim::Name(agency)));
    }
    rehearsal_ = std::make_unique<Rehearsal>(folder_, std::move(town.scenario));
    for (std::size_t i = 0; i < names.size(); ++i) {
      trials_.push_back({.name = names[i],
                         .id = rehearsal_->Submit(town.cases[i], "trial-" + std::to_string(i))});
    }
  }

  void ExpectNoneDecides(std::span<const sim::Behaviour> behaviours) {
    Stage(behaviours);
    rehearsal_->WorkUntilDrained(0);
    EXPECT_TRUE(IsDecidedByItself(rehearsal_->Read(trials_.front().id)))
        << "without a sound case that decides, the others prove nothing";
    trials_.erase(trials_.begin());
    for (const Trial& trial : trials_) {
      const CaseRecord record = rehearsal_->Read(trial.id);
      EXPECT_TRUE(record.decisions.empty()) << trial.name;
      EXPECT_TRUE(record.state == CaseState::kWaitingSource || IsWithAPerson(record))
          << trial.name << ": " << CaseStateCode(record.state);
      for (const StoredEffect& effect : rehearsal_->EffectsOf(trial.id)) {
        EXPECT_NE(effect.effect.kind, EffectKind::kPaymentOrder) << trial.name;
      }
    }
    rehearsal_->WorkUntilDrained(kNextAfternoonHours);
    for (const Trial& trial : trials_) {
      const CaseRecord record = rehearsal_->Read(trial.id);
      EXPECT_TRUE(record.decisions.empty()) << trial.name;
      ASSERT_TRUE(IsWithAPerson(record)) << trial.name << ": " << CaseStateCode(record.state);
      EXPECT_TRUE(SaysWhy(trial, record)) << trial.name << CodesOf(record);
    }
  }

  std::string folder_;
  std::unique_ptr<Rehearsal> rehearsal_;
  std::vector<Trial> trials_;
};

TEST_F(BehavioursTest, FortyAtEachOfSevenAgenciesNeverDecide) {
  ASSERT_EQ(sim::HarmfulBehaviours().size(), 40U);
  ExpectNoneDecides(sim::HarmfulBehaviours());
  EXPECT_EQ(trials_.size(), 280U);
}

TEST_F(BehavioursTest, FurtherOnesNeverDecideEither) {
  std::vector<sim::Behaviour> further;
  for (const sim::Behaviour& behaviour : sim::Behaviours()) {
    if (behaviour.effect == sim::Effect::kFurther) further.push_back(behaviour);
  }
  ASSERT_FALSE(further.empty());
  ExpectNoneDecides(further);
}

TEST_F(BehavioursTest, HarmlessOnesAreReadAsIfTheyWereNot) {
  std::vector<sim::Behaviour> harmless;
  for (const sim::Behaviour& behaviour : sim::Behaviours()) {
    if (behaviour.effect == sim::Effect::kHarmless) harmless.push_back(behaviour);
  }
  ASSERT_FALSE(harmless.empty());
  Stage(harmless);
  rehearsal_->WorkUntilDrained(0);
  for (const Trial& trial : trials_) {
    EXPECT_TRUE(IsDecidedByItself(rehearsal_->Read(trial.id))) << trial.name;
  }
}

}  // namespace
}  // namespace dm::testing
