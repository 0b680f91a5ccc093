// The connector against the simulator, over loopback.
#include "connectors/folkbokforing/sim/simulator.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "connectors/folkbokforing/folkbokforing_source.h"
#include "tests/support/fake_clock.h"

namespace dm::folk::sim {
namespace {

constexpr char kPerson[] = "199001012385";

Instant SystemNow() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::FromUnixMs(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

EvidenceQuestion Question() {
  EvidenceQuestion question;
  question.case_id = CaseId::FromTrusted("EKB-1");
  question.person = PersonKey::FromTrusted("p1");
  question.personnummer = *Personnummer::Parse(kPerson);
  question.correlation_id = "corr-1";
  question.purpose = "utredning";
  question.legal_text = "provlag";
  question.identity = "medarbetare";
  question.sources = {{.source = Source::kFolk,
                       .period = {*Date::Parse("2026-08-01"), *Date::Parse("2026-10-31")},
                       .groups = {}}};
  return question;
}

std::unique_ptr<FolkSource> SourceAt(const std::string& url, const Clock& clock) {
  Options options;
  options.url = url;
  options.http.transport = http::Transport::kLoopbackInDevelopment;
  options.organisation_number = "162120000142";
  options.total_timeout_ms = 2'000;
  auto source = FolkSource::Create(options, clock);
  EXPECT_TRUE(source.ok()) << source.status();
  return *std::move(source);
}

std::string StateWith(const std::vector<Fault>& faults) {
  Scenario scenario;
  scenario.persons[kPerson].faults = faults;
  const auto simulator = Simulator::Start(std::move(scenario), {});
  EXPECT_TRUE(simulator.ok()) << simulator.status();
  const testing::FakeClock clock(SystemNow());
  const auto source = SourceAt((*simulator)->url(), clock);
  const auto answers = AskOne(*source, Question(), clock.Now());
  EXPECT_TRUE(answers.ok()) << answers.status();
  EXPECT_EQ((*simulator)->question_count(), 1);
  const SourceAnswer& answer = answers->at(0);
  return std::string(AnswerStateCode(answer.state)) + " " + answer.code;
}

TEST(FolkSimulator, AnswersTheConnector) {
  EXPECT_EQ(StateWith({}), "DATA ");
}

TEST(FolkSimulator, DeliversAsTold) {
  EXPECT_EQ(StateWith({{.kind = FaultKind::kStatus}}), "ERROR HTTP.503");
  EXPECT_EQ(StateWith({{.kind = FaultKind::kStatus, .status = 403}}), "ERROR HTTP.403");
  EXPECT_EQ(StateWith({{.kind = FaultKind::kReset}}), "ERROR HTTP.RESET");
  EXPECT_EQ(StateWith({{.kind = FaultKind::kTruncated}}), "ERROR HTTP.RESET");
  EXPECT_EQ(StateWith({{.kind = FaultKind::kOversize}}), "ERROR HTTP.OVERSIZE");
  EXPECT_EQ(StateWith({{.kind = FaultKind::kNotJson}}), "ERROR HTTP.NOT_JSON");
  EXPECT_EQ(StateWith({{.kind = FaultKind::kWrongPerson}}), "ERROR ECHO.PERSON");
  EXPECT_EQ(StateWith({{.kind = FaultKind::kDelay, .delay_ms = 60'000}}), "TIMEOUT HTTP.TIMEOUT");
}

// The platform answers: it is there, and says no. Asking the same again is no help, asking about
// others may be.
TEST(FolkSimulator, ARefusedQuestionIsLastingAndBreaksNothing) {
  for (const int status : {400, 403}) {
    Scenario scenario;
    scenario.faults = {{.kind = FaultKind::kStatus, .status = status}};
    const auto simulator = Simulator::Start(std::move(scenario), {});
    ASSERT_TRUE(simulator.ok()) << simulator.status();
    const testing::FakeClock clock(SystemNow());
    const auto source = SourceAt((*simulator)->url(), clock);
    for (int i = 0; i < 10; ++i) {
      const auto answers = AskOne(*source, Question(), clock.Now());
      ASSERT_TRUE(answers.ok()) << answers.status();
      EXPECT_EQ(answers->at(0).state, AnswerState::kError);
      EXPECT_TRUE(answers->at(0).lasting);
    }
    EXPECT_EQ((*simulator)->question_count(), 10);
    EXPECT_EQ(source->Conditions().at(0).gate, SourceGate::kOpen);
  }
}

TEST(FolkSimulator, RefusesAForeignAddressWithoutTls) {
  const auto simulator = Simulator::Start({}, {.listen = {.host = "0.0.0.0"}});
  EXPECT_EQ(simulator.status().code(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace dm::folk::sim
