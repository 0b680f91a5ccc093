#include "worker/backtest/generator.h"

#include <algorithm>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "worker/adapters/codec/codec.h"

namespace dm::backtest {
namespace {

constexpr int kHouseholds = 3000;

GeneratorOptions December() {
  GeneratorOptions options;
  options.seed = 7;
  options.month = *Month::Make(2026, 12);
  return options;
}

int Adults(const CaseInput& input) {
  const auto& persons = input.application.persons;
  return static_cast<int>(std::count_if(persons.begin(), persons.end(), [](const Person& person) {
    return IsAdultInCase(person.role);
  }));
}

bool HasProtected(const CaseInput& input) {
  return HasProtectedPerson(input.application, input.evidence);
}

// Of a thousand households, how many `has` holds for.
template <typename Has>
int Permille(const GeneratorOptions& options, Has has) {
  int count = 0;
  for (int i = 0; i < kHouseholds; ++i) {
    if (has(GenerateHousehold(options, static_cast<std::uint64_t>(i)))) ++count;
  }
  return count * 1000 / kHouseholds;
}

TEST(GeneratorTest, TheSameSeedAndNumberGiveTheSameBytes) {
  for (std::uint64_t i = 0; i < 200; ++i) {
    EXPECT_EQ(codec::Encode(GenerateHousehold(December(), i)),
              codec::Encode(GenerateHousehold(December(), i)));
  }
}

TEST(GeneratorTest, AnotherSeedGivesOthers) {
  GeneratorOptions other = December();
  other.seed = 8;
  EXPECT_NE(codec::Encode(GenerateHousehold(December(), 0)),
            codec::Encode(GenerateHousehold(other, 0)));
}

TEST(GeneratorTest, EveryHouseholdIsACaseFile) {
  for (std::uint64_t i = 0; i < 500; ++i) {
    const CaseInput input = GenerateHousehold(December(), i);
    const StatusOr<std::string> json = codec::ToJsonLine(input);
    ASSERT_TRUE(json.ok());
    EXPECT_EQ(json->find('\n'), std::string::npos);
    const StatusOr<CaseInput> read = codec::CaseInputFromJson(*json);
    ASSERT_TRUE(read.ok()) << i << ": " << MessageOf(read.status()) << " "
                           << DetailOf(read.status()).field;
    EXPECT_EQ(codec::Encode(*read), codec::Encode(input)) << i;
  }
}

TEST(GeneratorTest, NobodyHasANumberOutsideTheSeriesForTests) {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    std::set<Personnummer> seen;
    for (const Person& person : GenerateHousehold(December(), i).application.persons) {
      if (person.personnummer.empty()) continue;
      const std::string serial = person.personnummer.Reveal().substr(8, 3);
      EXPECT_TRUE(serial == "238" || serial == "239");
      EXPECT_TRUE(seen.insert(person.personnummer).second) << "twice in household " << i;
    }
  }
}

TEST(GeneratorTest, TheMixIsThatOfTheProfile) {
  const GeneratorOptions options = December();
  const auto near = [](int found, int wanted) { return std::abs(found - wanted) <= 30; };
  EXPECT_TRUE(near(Permille(options,
                            [](const CaseInput& input) {
                              return Adults(input) == 1 && HasChildren(input.application.persons);
                            }),
                   options.single_parent + options.single * options.visits / 1000));
  EXPECT_TRUE(
      near(Permille(options, [](const CaseInput& input) { return Adults(input) == 2; }), 250));
  EXPECT_TRUE(near(Permille(options, HasProtected), options.protected_identity));
  EXPECT_TRUE(near(Permille(options, [](const CaseInput& input) { return !input.frame; }),
                   options.first_application));
}

TEST(GeneratorTest, AKnobTurnsWhatItIsNamedFor) {
  GeneratorOptions options = December();
  ASSERT_TRUE(SetKnob("protected_identity", 1000, &options).ok());
  EXPECT_EQ(Permille(options, HasProtected), 1000);
  ASSERT_TRUE(SetKnob("single", 0, &options).ok());
  ASSERT_TRUE(SetKnob("single_parent", 0, &options).ok());
  EXPECT_EQ(Permille(options, [](const CaseInput& input) { return Adults(input) == 2; }), 1000);
}

TEST(GeneratorTest, RefusesAKnobThatThereIsNotAndAShareThatIsNone) {
  GeneratorOptions options = December();
  EXPECT_FALSE(SetKnob("luck", 10, &options).ok());
  EXPECT_FALSE(SetKnob("surplus", 1001, &options).ok());
  options.single = 900;
  EXPECT_FALSE(CheckOptions(options).ok());
}

}  // namespace
}  // namespace dm::backtest
