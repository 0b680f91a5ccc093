#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/fuzz/input.h"
#include "tests/fuzz/invariants.h"
#include "tests/oracle/compare.h"
#include "tests/oracle/oracle.h"
#include "tests/oracle/runs.h"
#include "worker/assessment/assess.h"
#include "worker/backtest/generator.h"
#include "worker/core/instant.h"
#include "worker/golden/overridden_policy.h"
#include "worker/policy/policy_loader.h"

namespace {

using dm::fuzz::Input;
using dm::fuzz::Must;

constexpr int kChangesMax = 24;

struct Run {
  dm::oracle::Setting setting;
  std::unique_ptr<dm::golden::OverriddenPolicy> policy;
};

// Every run of tests/oracle: a municipality, its months and its choices.
const std::vector<Run>& Runs() {
  static const std::vector<Run> kRuns = [] {
    Must(dm::LoadSwedishTime().ok(), "the time zone is there");
    std::map<std::string, std::shared_ptr<const dm::PolicySet>> sets;
    std::vector<Run> runs;
    for (dm::oracle::Setting& setting : dm::oracle::AllRuns()) {
      auto& set = sets[setting.municipality];
      if (set == nullptr)
        set = dm::LoadPolicies(DM_SOURCE_DIR "/policies", setting.municipality).set;
      Must(set != nullptr, "the shipped policies hold");
      auto policy = std::make_unique<dm::golden::OverriddenPolicy>(set);
      for (const auto& [id, value] : setting.overrides) policy->With(id, value);
      runs.push_back({std::move(setting), std::move(policy)});
    }
    return runs;
  }();
  return kRuns;
}

// An amount in öre up to 16.7 million kronor, often a small or a whole one.
dm::Money Amount(Input& input) {
  const auto number = static_cast<std::int64_t>(input.Number(3));
  return dm::Money::FromOre(number % 2 == 0 ? number / 2 : number / 2 * 100);
}

template <typename T>
T* Pick(Input& input, std::vector<T>& from) {
  const std::size_t at = input.Choice(from.size());
  return from.empty() ? nullptr : &from[at];
}

// A day of the month before or of the month applied for.
dm::Date Day(Input& input, dm::Month month) {
  return month.PlusMonths(-1).first_day().PlusDays(static_cast<std::int32_t>(input.Choice(61)));
}

void ChangeMoney(Input& input, dm::CaseInput& found) {
  dm::Application& application = found.application;
  switch (input.Choice(8)) {
    case 0:
      if (auto* cost = Pick(input, application.costs)) cost->applied = Amount(input);
      break;
    case 1:
      if (auto* cost = Pick(input, application.costs)) cost->proven = Amount(input);
      break;
    case 2:
      if (auto* cost = Pick(input, application.costs)) cost->proven.reset();
      break;
    case 3:
      if (auto* income = Pick(input, application.incomes)) income->net = Amount(input);
      break;
    case 4:
      if (auto* income = Pick(input, application.incomes))
        income->pay_date = Day(input, application.month);
      break;
    case 5:
      if (auto* asset = Pick(input, application.assets)) asset->value = Amount(input);
      break;
    case 6:
      if (auto* work = Pick(input, application.youth_work)) work->gross = Amount(input);
      break;
    default:
      if (auto* month = Pick(input, found.history)) month->granted = Amount(input);
      break;
  }
}

void ChangePeople(Input& input, dm::CaseInput& found) {
  dm::Application& application = found.application;
  dm::Person* person = Pick(input, application.persons);
  if (person == nullptr) return;
  constexpr std::array<dm::Answer, 3> kAnswers = {
      dm::Answer::kUnknown, dm::Answer::kYes, dm::Answer::kNo};
  switch (input.Choice(5)) {
    case 0:
      person->presence.days = static_cast<int>(input.Choice(32));
      break;
    case 1:
      if (person->role == dm::PersonRole::kChild)
        person->presence.kind =
            input.Choice(2) == 0 ? dm::PresenceKind::kVaxelvis : dm::PresenceKind::kUmgange;
      break;
    case 2:
      person->free_lunch = kAnswers.at(input.Choice(3));
      break;
    case 3:
      person->lunch_home_days = static_cast<int>(input.Choice(32));
      break;
    default:
      application.home.persons_in_home = static_cast<int>(input.Choice(16));
      break;
  }
}

void ChangeRegisters(Input& input, dm::CaseInput& found) {
  auto* person = Pick(input, found.evidence.persons);
  if (person == nullptr) return;
  auto* answer = Pick(input, person->answers);
  if (answer == nullptr) return;
  auto* payment = Pick(input, answer->payments);
  if (payment == nullptr) return;
  if (input.Choice(2) == 0) {
    payment->pay_date = Day(input, found.application.month);
  } else {
    payment->net = Amount(input);
  }
}

}  // namespace

// Before the first input, which has only seconds.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  Runs();
  return 0;
}

// A household of a run of tests/oracle whose mix, amounts and days the input changes: the product
// and the second computation agree on each row and the result.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const Run& run = Runs()[input.Choice(Runs().size())];
  dm::backtest::GeneratorOptions mix = run.setting.mix;
  mix.seed = input.Number(2);
  const auto months = static_cast<std::size_t>(run.setting.to - run.setting.from + 1);
  mix.month = run.setting.from.PlusMonths(static_cast<int>(input.Choice(months)));
  const std::uint64_t household = input.Number(3);
  dm::CaseInput found = dm::backtest::GenerateHousehold(mix, household);
  for (int i = 0; i < kChangesMax && !input.at_end(); ++i) {
    switch (input.Choice(3)) {
      case 0:
        ChangeMoney(input, found);
        break;
      case 1:
        ChangePeople(input, found);
        break;
      default:
        ChangeRegisters(input, found);
        break;
    }
  }
  const dm::oracle::Result expected = dm::oracle::Compute(found, run.setting.choices);
  const auto differences = dm::oracle::Differences(expected, dm::Assess(found, *run.policy));
  for (const std::string& line : differences)
    std::fprintf(stderr, "%s: %s\n", run.setting.name.c_str(), line.c_str());
  Must(differences.empty(), "the product computes what the rules say");
  return 0;
}
