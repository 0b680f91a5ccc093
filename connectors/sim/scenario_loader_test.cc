#include "connectors/sim/scenario_loader.h"

#include <fstream>
#include <ostream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "connectors/sim/behaviour.h"

namespace dm::sim {
namespace {

std::string ProblemOf(const std::string& yaml) {
  const auto scenario = ParseScenario(yaml, "s.yaml");
  return scenario.ok() ? "" : MessageOf(scenario.status());
}

// One person whose state is `yaml`, indented below the number.
std::string PersonWith(const std::string& yaml) {
  return "persons:\n  \"19900101-2385\":\n    " + yaml + "\n";
}

TEST(ScenarioLoader, ReadsAShorthandToItsCodes) {
  const auto scenario = ParseScenario(
      PersonWith(
          "fk: {payments: [{benefit: bostadsbidrag, date: 2026-09-25, gross: \"1500.50\"}]}"),
      "s");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  const FkPayment& payment = scenario->persons.at("199001012385").fk->payments.at(0);
  EXPECT_EQ(payment.group, "FK:BOB");
  EXPECT_EQ(payment.family.id, "BOB");
  EXPECT_EQ(payment.rows.at(0).amount_type.id, "BB");
  EXPECT_EQ(payment.net, Money::FromOre(150050));
  EXPECT_EQ(payment.period.from, "2026-09");
}

TEST(ScenarioLoader, CountsTaxAndDeductionsIntoTheNet) {
  const auto scenario = ParseScenario(
      PersonWith(
          "fk: {payments: [{benefit: aktivitetsstod, date: 2026-09-18, gross: 5500, tax: 1100, "
          "deductions: [{type: INF, amount: 500}]}]}"),
      "s");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  const FkPayment& payment = scenario->persons.at("199001012385").fk->payments.at(0);
  EXPECT_EQ(payment.deductions, Money::FromKronor(1600));
  EXPECT_EQ(payment.net, Money::FromKronor(3900));
  EXPECT_EQ(payment.rows.size(), 3U);
}

TEST(ScenarioLoader, SumsRowsThatTheWriterGives) {
  const auto scenario = ParseScenario(
      PersonWith("fk: {payments: [{benefit: sjukpenning, date: 2026-09-18, rows: [{amount: 900}, "
                 "{amount: 100, amount_type: PS}, {amount: 50, amount_type: KVI}]}]}"),
      "s");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  const FkPayment& payment = scenario->persons.at("199001012385").fk->payments.at(0);
  EXPECT_EQ(payment.gross, Money::FromKronor(900));
  EXPECT_EQ(payment.tax, Money::FromKronor(100));
  EXPECT_EQ(payment.net, Money::FromKronor(750));
}

TEST(ScenarioLoader, NamesFileLineAndPathOfAnUnknownKey) {
  EXPECT_EQ(ProblemOf(PersonWith("af: {registrerad: true}")),
            "s.yaml:3: persons[0].af.registrerad: unknown key");
  EXPECT_EQ(ProblemOf("person: {}\n"), "s.yaml:1: person: unknown key");
}

struct BadScenario {
  const char* state;
  const char* problem;
};

// The test's name: without it the library shows the bytes of the pointers.
void PrintTo(const BadScenario& value, std::ostream* out) {
  *out << value.state;
}

class BadScenarios : public testing::TestWithParam<BadScenario> {};

TEST_P(BadScenarios, AreRefusedWithPathAndRemedy) {
  EXPECT_EQ(ProblemOf(PersonWith(GetParam().state)),
            std::string("s.yaml:3: persons[0].") + GetParam().problem);
}

INSTANTIATE_TEST_SUITE_P(
    ScenarioLoader,
    BadScenarios,
    testing::Values(
        BadScenario{"af: {since: 2026-02-30}", "af.since: expected a date as YYYY-MM-DD"},
        BadScenario{"af: {extent: 101}", "af.extent: expected a whole number from 0 to 100"},
        BadScenario{"af: {registered: ja}", "af.registered: expected true or false"},
        BadScenario{"af: {activity_report: {code: 200}}",
                    "af.activity_report.date: is missing: code 200 always comes with a date"},
        BadScenario{"af: [1]", "af: expected keys with values"},
        BadScenario{
            "fk: {payments: [{benefit: bostadsbidrag, date: 2026-09-25, gross: 1.2345}]}",
            "fk.payments[0].gross: expected an amount in kronor such as \"1500\" or \"1500.50\""},
        BadScenario{
            "fk: {payments: [{benefit: x, family: BOB, group: FK:BOB, date: 2026-09-25, gross: "
            "1}]}",
            "fk.payments[0].benefit: is no short name; see the table in connectors/sim/README.md"},
        BadScenario{"fk: {payments: [{family: BOB, date: 2026-09-25, gross: 1}]}",
                    "fk.payments[0].group: is missing or no FK group of LEFI"},
        BadScenario{"fk: {payments: [{benefit: barnbidrag, date: 2026-09-25, gross: 5, net: 4}]}",
                    "fk.payments[0].net: is not gross less tax and deductions; correct it or set "
                    "contradictory: true"},
        BadScenario{"fk: {raw: {programjobdagar: []}}",
                    "fk.raw: holds a key that payments, cases or programme_days write"},
        BadScenario{
            "pm: {payments: [{date: 2026-09-18, rows: [{benefit: garantipension, amount: 1.50}]}]}",
            "pm.payments[0].rows[0].amount: this agency sends whole kronor; leave out the "
            "decimals"},
        BadScenario{"so: {funds: [{status: OK}]}", "so.funds[0].name: is missing"},
        BadScenario{"csn: {sekretess: ABC}", "csn.sekretess: holds at most two characters"},
        BadScenario{"skv: {message_code: 1}",
                    "skv.message_code: expected a whole number from 9071000 to 9071999"},
        BadScenario{"miv: {permits: [{validity: ALLTID}]}",
                    "miv.permits[0].validity: expected one of: PERMANENT TIDBEGRANSAT"},
        BadScenario{"faults: [{do: explode}]",
                    "faults[0].do: is no fault or behaviour; ssbtek-sim --list-faults and "
                    "--list-behaviours show them"},
        BadScenario{"faults: [{do: omit}]", "faults[0].do: this fault needs an agency"},
        BadScenario{"faults: [{do: unreadable_date, agency: TNS}]",
                    "faults[0].agency: this fault fits only: AF CSN FK SO MIV"},
        BadScenario{"faults: [{do: error_bt}]", "faults[0].do: this behaviour needs an agency"},
        BadScenario{"faults: [{do: omit, agency: AF, rate: 3}]",
                    "faults[0].rate: expected a share from 0 to 1, such as 0.03"},
        BadScenario{"faults: [{do: garbage_base64, agency: AF}]",
                    "faults[0].agency: this fault fits only: CSN FK"},
        BadScenario{"faults: [{do: omit, agency: AF, code: X}]", "faults[0].code: unknown key"}));

TEST(ScenarioLoader, NeverShowsAPersonsNumber) {
  const std::string problem = ProblemOf("persons:\n  \"19900101-2386\": {}\n");
  EXPECT_TRUE(problem.starts_with("s.yaml:2: persons[0]: ")) << problem;
  EXPECT_EQ(problem.find("2386"), std::string::npos);
}

TEST(ScenarioLoader, RefusesAPersonOrAKeyTwice) {
  EXPECT_EQ(ProblemOf("persons:\n  \"19900101-2385\": {}\n  \"199001012385\": {}\n"),
            "s.yaml:3: persons[1]: the person stands twice");
  EXPECT_EQ(ProblemOf("scenario: a\nscenario: b\n"),
            "s.yaml:2: : the key \"scenario\" stands twice");
}

TEST(ScenarioLoader, ReportsAllProblemsAtOnce) {
  EXPECT_EQ(ProblemOf("a: 1\nb: 2\n"), "s.yaml:1: a: unknown key\ns.yaml:2: b: unknown key");
}

TEST(ScenarioLoader, ReportsTextThatIsNoYaml) {
  EXPECT_NE(ProblemOf("persons: [").find("is no well-formed YAML"), std::string::npos);
}

// The complete example of the README, so that it cannot fall behind.
TEST(ScenarioLoader, ReadsTheExampleOfTheReadme) {
  std::ifstream stream(std::string(DM_SOURCE_DIR) + "/connectors/sim/README.md");
  std::stringstream text;
  text << stream.rdbuf();
  const std::string readme = text.str();
  const std::string fence = "```yaml\n";
  const std::size_t start = readme.find(fence);
  ASSERT_NE(start, std::string::npos);
  const std::size_t end = readme.find("```", start + fence.size());
  const auto scenario =
      ParseScenario(readme.substr(start + fence.size(), end - start - fence.size()), "README.md");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->persons.size(), 1U);
  EXPECT_EQ(scenario->latency[Agency::kFk].a, 120);
}

// The further examples in the README are scenario files too.
TEST(ScenarioLoader, ReadsEveryExampleInTheReadme) {
  std::ifstream stream(std::string(DM_SOURCE_DIR) + "/connectors/sim/README.md");
  std::stringstream text;
  text << stream.rdbuf();
  const std::string readme = text.str();
  const std::string fence = "```yaml\n";
  int examples = 0;
  for (std::size_t at = readme.find(fence); at != std::string::npos; at = readme.find(fence, at)) {
    at += fence.size();
    const std::string yaml = readme.substr(at, readme.find("```", at) - at);
    EXPECT_EQ(MessageOf(ParseScenario(yaml, "README.md").status()), "") << yaml;
    ++examples;
  }
  EXPECT_GE(examples, 3);
}

// Every fault of the table is explained where writers look for it.
TEST(ScenarioLoader, ExplainsEveryFaultInTheReadme) {
  std::ifstream stream(std::string(DM_SOURCE_DIR) + "/connectors/sim/README.md");
  std::stringstream text;
  text << stream.rdbuf();
  for (const FaultSpec& spec : FaultSpecs()) {
    EXPECT_NE(text.str().find("`" + std::string(spec.name) + "`"), std::string::npos) << spec.name;
  }
  for (const Behaviour& one : Behaviours()) {
    EXPECT_NE(text.str().find("`" + std::string(one.name) + "`"), std::string::npos) << one.name;
  }
}

TEST(ScenarioLoader, ReportsAFileThatIsNotThere) {
  EXPECT_EQ(LoadScenarios({"no/such.yaml"}).status().code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace dm::sim
