// The connector against the simulator: the round trip of every agency's data, and every fault that
// the simulator knows, one at a time. The oracle of a fault: each touched source ends unknown, the
// others as they were, inside the time limit.
#include "connectors/sim/simulator.h"

#include <chrono>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "connectors/sim/fault.h"
#include "connectors/sim/scenario_loader.h"
#include "connectors/ssbtek/ssbtek_source.h"
#include "connectors/ssbtek/test_reply.h"

namespace dm::ssbtek {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the verbs of these tests

using Answers = std::map<Source, SourceAnswer>;

// A person of whom every agency tells something.
constexpr char kPersonYaml[] = R"(
persons:
  "19900101-2385":
    af: {registered: true, since: 2025-11-18, extent: 100, activity_report: {code: "200", date: 2026-09-14}}
    fk:
      payments:
        - {benefit: bostadsbidrag, date: 2026-09-25, gross: "3400"}
        - benefit: aktivitetsstod
          date: 2026-09-18
          period: {from: 2026-08-01, to: 2026-08-31}
          gross: "5500.50"
          tax: "1100"
          deductions: [{type: INF, amount: "500"}]
        - {benefit: barnbidrag, date: 2026-10-20, gross: "1250", state: preliminary}
      cases:
        - {benefit: underhallsstod, started: 2026-09-02}
    pm: {payments: [{date: 2026-09-18, rows: [{benefit: bostadstillagg, amount: "1200"}]}]}
    csn:
      cases:
        - form: GRUND
          payments:
            - {date: 2026-09-25, weeks: [{from: 2026-W36, to: 2026-W39, amounts: [{type: GRUNDB, weekly: "900", total: "3600"}, {type: GRUNDL, weekly: "2100", total: "8400"}]}]}
    so:
      funds:
        - name: Testkassan A
          payments:
            - {date: 2026-09-25, net_after_tax: "1600", net_after_deductions: "1400.50", days: "4.5", from: 2026-09-01, to: 2026-09-07}
        - {name: Testkassan B}
    skv: {capital: [{year: 2025, income: "120", surplus: "20"}]}
    tns: {vehicles: [{registration: ABC001, make: Volvo, year: "2012", model: V70}]}
    miv: {permits: [{applied: 2024-09-12, case_type: UAT, decision_code: BEV, decision_type: TUT, decided: 2024-11-12, from: 2024-11-12, to: 2027-11-11, validity: TIDBEGRANSAT}]}
)";

class Exchange {
 public:
  explicit Exchange(const std::string& yaml, const std::string& version = "10") {
    auto scenario = sim::ParseScenario(yaml, "test.yaml");
    EXPECT_TRUE(scenario.ok()) << scenario.status();
    if (!scenario.ok()) return;
    auto simulator = sim::Simulator::Start(*std::move(scenario), {});
    EXPECT_TRUE(simulator.ok()) << simulator.status();
    if (simulator.ok()) simulator_ = *std::move(simulator);
    Options options = MakeOptions();
    options.url = simulator_->url();
    options.contract_version = version;
    options.tax_question.tax_information = true;
    auto source = SsbtekSource::Create(options, RealClock());
    EXPECT_TRUE(source.ok()) << source.status();
    if (source.ok()) source_ = *std::move(source);
  }

  Answers AskAll(const std::string& person = kPerson, std::int64_t timeout_ms = 20'000) {
    EvidenceQuestion question = MakeQuestion({Question(Source::kAf),
                                              Question(Source::kCsn),
                                              FkQuestion(),
                                              PmQuestion(),
                                              Question(Source::kSkv),
                                              Question(Source::kSo),
                                              Question(Source::kTns),
                                              Question(Source::kMiv)});
    question.personnummer = Personnummer::Parse(person).value();
    question.timeout_ms = timeout_ms;
    const auto answers = AskOne(*source_, question, Now());
    EXPECT_TRUE(answers.ok()) << answers.status();
    Answers found;
    if (answers.ok()) {
      for (const SourceAnswer& answer : *answers) found[answer.source] = answer;
    }
    EXPECT_EQ(found.size(), 8U);
    return found;
  }

  SsbtekSource& source() { return *source_; }

 private:
  std::unique_ptr<sim::Simulator> simulator_;
  std::unique_ptr<SsbtekSource> source_;
};

class SimulatorOfVersion : public testing::TestWithParam<std::string> {};

TEST_P(SimulatorOfVersion, ThePingLeavesTnsAndMivUntested) {
  Exchange exchange(kPersonYaml, GetParam());
  const auto agencies = exchange.source().Ping();
  ASSERT_TRUE(agencies.ok()) << agencies.status();
  EXPECT_EQ(agencies->size(), 7U);
  for (const AgencyReadiness& agency : *agencies) {
    const bool untested = agency.agency == "TNS" || agency.agency == "MIV";
    EXPECT_EQ(agency.readiness, untested ? Readiness::kNotTested : Readiness::kReady)
        << agency.agency;
  }
}

TEST_P(SimulatorOfVersion, EveryAgencysDataComesThrough) {
  Exchange exchange(kPersonYaml, GetParam());
  Answers answers = exchange.AskAll();
  for (const auto& [source, answer] : answers) {
    EXPECT_EQ(StateOf(answer), "DATA") << SourceCode(source);
    EXPECT_EQ(answer.schema_deviations, 0) << SourceCode(source);
    EXPECT_FALSE(answer.raw.empty()) << SourceCode(source);
  }
  EXPECT_TRUE(answers[Source::kAf].job_seeker->registered);
  const auto& fk = answers[Source::kFk];
  ASSERT_EQ(fk.payments.size(), 3U);
  EXPECT_EQ(fk.payments[0].net, Money::FromKronor(3'400));
  EXPECT_EQ(fk.payments[1].net, Money::FromOre(390'050));
  EXPECT_EQ(fk.payments[2].status, PaymentStatus::kPreliminary);
  EXPECT_EQ(fk.benefit_cases.size(), 1U);
  EXPECT_TRUE(fk.benefit_cases.at(0).pending);
  EXPECT_EQ(answers[Source::kPm].payments.at(0).family, "PM:BTI");
  EXPECT_EQ(answers[Source::kCsn].payments.at(0).rows.size(), 2U);
  EXPECT_EQ(answers[Source::kSo].payments.at(0).net, Money::FromOre(140'050));
  EXPECT_EQ(answers[Source::kSkv].capital.at(0).income, Money::FromKronor(120));
  EXPECT_EQ(answers[Source::kTns].vehicles.size(), 1U);
  EXPECT_EQ(answers[Source::kMiv].permits.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Version,
                         SimulatorOfVersion,
                         testing::Values("10", "11"),
                         [](const testing::TestParamInfo<std::string>& version) {
                           return version.param;
                         });

TEST(Simulator, APersonOfWhomNobodyKnowsIsVerifiedNothing) {
  Exchange exchange("defaults: {so_funds: [{name: Testkassan A}]}\n");
  for (const auto& [source, answer] : exchange.AskAll(kOtherPerson)) {
    EXPECT_EQ(StateOf(answer), "CONFIRMED_EMPTY") << SourceCode(source);
  }
}

TEST(Simulator, ASamordningsnummerIsReadByAllButCsn) {
  Exchange exchange("defaults: {so_funds: [{name: Testkassan A}]}\n");
  for (const auto& [source, answer] : exchange.AskAll("199001612382")) {
    // CSN's schema has no room for one: its silence about the person verifies nothing.
    EXPECT_EQ(StateOf(answer),
              source == Source::kCsn ? "ERROR CSN.SAMORDNINGSNUMMER" : "CONFIRMED_EMPTY")
        << SourceCode(source);
  }
}

TEST(Simulator, PeerLikeAnswersReadAlikeWithDeviationsCounted) {
  Exchange exchange("defaults: {peer_like: [AF, SO, CSN]}" + std::string(kPersonYaml));
  Answers answers = exchange.AskAll();
  for (const auto& [source, answer] : answers) {
    EXPECT_EQ(StateOf(answer), "DATA") << SourceCode(source);
  }
  EXPECT_GT(answers[Source::kAf].schema_deviations, 0);
  EXPECT_GT(answers[Source::kSo].schema_deviations, 0);
  EXPECT_GT(answers[Source::kCsn].schema_deviations, 0);
}

TEST(Simulator, AnAgencyThatComesBackIsReadAtTheNextQuestion) {
  Exchange exchange(
      std::string(kPersonYaml) +
      "    faults: [{do: error, agency: SO, source: SSBT, code: TIMEOUT, calls: {first: 1}}]\n");
  EXPECT_EQ(StateOf(exchange.AskAll()[Source::kSo]), "ERROR SSBT.TIMEOUT");
  EXPECT_EQ(StateOf(exchange.AskAll()[Source::kSo]), "DATA");
}

// ---- Faults ----

struct FaultCase {
  std::string fault;   // its YAML
  std::string agency;  // empty: the whole answer
};

std::string NameOf(const testing::TestParamInfo<FaultCase>& info) {
  std::string name = info.param.agency.empty() ? "All" : info.param.agency;
  const std::string kind = info.param.fault.substr(0, info.param.fault.find(','));
  return name + "_" + kind;
}

std::string KeysFor(const sim::FaultSpec& spec) {
  if (spec.kind == sim::FaultKind::kOversizeBody) return ", bytes: 10000000";
  if (spec.kind == sim::FaultKind::kSlowBody) return ", bytes: 100";
  return "";
}

// What an agency says in a form of its own, payloads that break the whole message among it:
// tests/integration/behaviours asks the worker about those.
bool HasFormsOfItsOwn(sim::FaultKind kind) {
  return sim::FaultKind::kUnknownRoot <= kind && kind <= sim::FaultKind::kExtraElement;
}

// Of AF, SO, TNS and MIV the data are a part of the message: spoilt, they spoil all of it.
bool SpoilsMessage(sim::FaultKind kind, std::string_view agency) {
  const bool payload = kind == sim::FaultKind::kGarbagePayload ||
                       kind == sim::FaultKind::kEmptyPayload ||
                       kind == sim::FaultKind::kTruncatedPayload;
  return payload && !sim::HasWord("CSN FK SKV", agency);
}

std::vector<FaultCase> AllFaults() {
  std::vector<FaultCase> all;
  for (const sim::FaultSpec& spec : sim::FaultSpecs()) {
    if (sim::IsReadable(spec.kind) || HasFormsOfItsOwn(spec.kind)) continue;
    const std::string fault = std::string(spec.name) + KeysFor(spec);
    if (spec.scope != sim::FaultScope::kAgency) all.push_back({.fault = fault, .agency = ""});
    if (spec.scope == sim::FaultScope::kAnswer) continue;
    for (const std::string_view agency : sim::kAgencyNames) {
      const bool fits = spec.agencies.empty() || sim::HasWord(spec.agencies, agency);
      // Of FK and TNS another person shows in the echoed question, which concerns every agency.
      const bool echoed =
          spec.kind == sim::FaultKind::kWrongPerson && (agency == "TNS" || agency == "FK");
      if (fits && !echoed && !SpoilsMessage(spec.kind, agency))
        all.push_back({.fault = fault, .agency = std::string(agency)});
    }
  }
  return all;
}

bool Touches(const FaultCase& fault, Source source) {
  const std::string agency = source == Source::kPm ? "FK" : SourceCode(source);
  if (!fault.agency.empty()) return fault.agency == agency;
  return !(fault.fault.starts_with("wrong_person") && source == Source::kTns);
}

class SimulatorFault : public testing::TestWithParam<FaultCase> {};

TEST_P(SimulatorFault, EndsUnknownForWhatItTouchesAndOnlyThere) {
  const FaultCase& fault = GetParam();
  const std::string agency = fault.agency.empty() ? "" : ", agency: " + fault.agency;
  Exchange exchange(std::string(kPersonYaml) + "    faults: [{do: " + fault.fault + agency +
                    "}]\n");
  const auto started = std::chrono::steady_clock::now();
  for (const auto& [source, answer] : exchange.AskAll(kPerson, 1'500)) {
    EXPECT_EQ(IsKnown(answer.state), !Touches(fault, source))
        << SourceCode(source) << " " << StateOf(answer);
    EXPECT_EQ(StateOf(answer).find(kPerson), std::string::npos);
    if (Touches(fault, source)) {
      EXPECT_TRUE(answer.payments.empty()) << SourceCode(source);
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
}

INSTANTIATE_TEST_SUITE_P(Every, SimulatorFault, testing::ValuesIn(AllFaults()), &NameOf);

TEST(Simulator, ChunksAndADelayedAgencyChangeNothing) {
  Exchange exchange(std::string(kPersonYaml) +
                    "    faults: [{do: chunked_body}, {do: delay, agency: MIV, delay_ms: 30}]\n");
  for (const auto& [source, answer] : exchange.AskAll()) {
    EXPECT_EQ(StateOf(answer), "DATA") << SourceCode(source);
  }
}

}  // namespace
}  // namespace dm::ssbtek
