// ReportService over a server: the very service, over invented years in memory and the shipped
// policies.
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <google/protobuf/util/json_util.h>

#include "medarbetare/v1/report_service.grpc.pb.h"
#include "tests/integration/grpc/harness.h"
#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_store.h"
#include "worker/adapters/codec/report.h"
#include "worker/adapters/grpc/error.h"
#include "worker/policy/policy_loader.h"
#include "worker/quality/quality_service.h"
#include "worker/report/report_service.h"

namespace dm::grpc_adapter {
namespace {

namespace v1 = medarbetare::v1;

constexpr char kSample[] = DM_SOURCE_DIR "/tests/data/report/year.json";
constexpr std::int64_t kHourMs = 3'600'000;

// Numbers that are the same in every run, on every machine.
class Dice {
 public:
  int Throw(int sides) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<int>((state_ >> 33U) % static_cast<std::uint64_t>(sides));
  }

 private:
  std::uint64_t state_ = 2026;
};

class ReportCallsTest : public ServerTest {
 protected:
  void SetUp() override {
    policy_ = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun").set;
    Api api = MakeApi();
    api.reports = &reports_;
    auto server = GrpcServer::Start({.listen = "127.0.0.1:0", .development = true}, api);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    channel_ = grpc::CreateChannel(Target(), grpc::InsecureChannelCredentials());
    stub_ = v1::ReportService::NewStub(channel_);
  }

  void SetHousehold(int household, CaseRecord& record) {
    Application& application = record.application;
    application.household = HouseholdId::FromTrusted("HH-" + std::to_string(household));
    if (household % 4 == 0) {
      application.persons.push_back(
          testing::Adult("p2", testing::kOtherAdult, PersonRole::kCoApplicant));
    }
    if (household % 3 == 0) application.persons.push_back(testing::Child("p3", testing::kChild));
    application.home.persons_in_home = static_cast<int>(application.persons.size());
    application.home.tenure = household % 5 == 0 ? Tenure::kAndrahand : Tenure::kHyresratt;
  }

  // Later months come in more often over the e-service, and are decided more often by the worker.
  void PutCase(Month month, int since, int household) {
    CaseRecord record = testing::PlainCase(CaseState::kClosed);
    Application& application = record.application;
    const std::string name = month.ToString() + "-" + std::to_string(household);
    application.id = ApplicationId::FromTrusted("APP-" + name);
    application.month = month;
    SetHousehold(household, record);
    application.channel = dice_.Throw(36) < since + 6 ? Channel::kEApplication : Channel::kPaper;
    application.kind =
        dice_.Throw(20) == 0 ? ApplicationKind::kFirst : ApplicationKind::kReapplication;
    record.assessment = testing::PlainAssessment();
    record.assessment->checks = {
        {.check = "RC-01", .state = CheckState::kSkipped, .reason = "NOT_DRAWN"},
        {.check = "RC-02",
         .state = dice_.Throw(15) == 0 ? CheckState::kMissing : CheckState::kDone}};
    GateResult& gate = record.assessment->gates.emplace_back();
    gate.gate = "G-07";
    gate.verdict = dice_.Throw(8) == 0 ? Verdict::kFail : Verdict::kPass;
    Decision decision = testing::PlainDecision();
    decision.typfall = household % 2 == 0 ? "TF-02" : "TF-01";
    Decide(since, record, decision);
    record.decisions = {decision};
    record.processing_ms = 400 + dice_.Throw(3'000);
    testing::PutCase(store_, record);
  }

  void Decide(int since, CaseRecord& record, Decision& decision) {
    const std::int64_t kronor = 6'500 + dice_.Throw(30) * 100 + since * 10;
    decision.granted = Money::FromKronor(kronor);
    record.assessment->grant = decision.granted;
    decision.decided_at = record.application.received_at.PlusMs((2 + dice_.Throw(20)) * kHourMs);
    const int way = dice_.Throw(40);
    if (way < since) return;
    decision.kind = DecisionKind::kHuman;
    decision.decided_at = record.application.received_at.PlusMs((20 + dice_.Throw(160)) * kHourMs);
    Escalation escalation;
    escalation.routing = testing::PlainEscalate().routing;
    escalation.routing.queue = way % 3 == 0 ? "Q-07" : "Q-20";
    if (way % 2 == 0) {
      escalation.mode = Mode::kPropose;
      escalation.suggested = decision;
    }
    record.escalation = escalation;
    if (way % 5 == 0) decision.granted = Money::FromKronor(kronor - 400);
    if (way % 7 == 0) decision.outcome = Outcome::kDelavslag;
    if (way % 4 == 0) {
      CompletionRound round;
      round.number = 1;
      round.state = CompletionState::kAnswered;
      round.ended_at = record.application.received_at.PlusMs(10 * kHourMs);
      round.items = {{.item = {.code = "proof.boende", .text = "", .person = std::nullopt},
                      .why = "",
                      .how = "",
                      .answered_by = std::nullopt}};
      record.contact.completions = {round};
    }
  }

  void PutYears() {
    const Month first = *Month::Make(2024, 1);
    for (int since = 0; since < 36; ++since) {
      const int households = 30 + since / 4 + (since % 12 < 3 ? 6 : 0);
      for (int household = 0; household < households; ++household)
        PutCase(first.PlusMonths(since), since, household);
    }
  }

  static v1::StartReportRequest Request(const std::string& from, const std::string& to) {
    v1::StartReportRequest request;
    request.set_request_id("00000000-0000-4000-8000-000000000001");
    request.set_actor("HL000001");
    request.set_from_month(from);
    request.set_to_month(to);
    return request;
  }

  v1::ReportRun MakeReport(const std::string& from, const std::string& to) {
    v1::StartReportResponse started;
    const grpc::Status status =
        Call(*stub_, &v1::ReportService::Stub::StartReport, Request(from, to), started);
    EXPECT_TRUE(status.ok()) << status.error_message();
    v1::ReportRun run = started.run();
    while (run.state() == v1::REPORT_STATE_WAITING || run.state() == v1::REPORT_STATE_RUNNING) {
      v1::GetReportRequest request;
      request.set_report_id(run.id());
      v1::GetReportResponse response;
      if (!Call(*stub_, &v1::ReportService::Stub::GetReport, request, response).ok()) break;
      run = response.run();
    }
    return run;
  }

  static std::string ReasonOf(const grpc::Status& status) {
    return DetailOf(dm::FromGrpcStatus(status)).reason;
  }

  Dice dice_;
  testing::FakeClock clock_{testing::TestNow()};
  testing::FakeStore store_;
  std::shared_ptr<const PolicySet> policy_;
  quality::QualityService quality_{store_, clock_, {.policy = [this] { return policy_; }}};
  report::ReportService reports_{store_,
                                 clock_,
                                 {.municipality = "0000-exempelkommun",
                                  .policy = [this] { return policy_; },
                                  .quality = &quality_}};
  std::unique_ptr<v1::ReportService::Stub> stub_;
};

// With DM_WRITE_REPORT it is also written as the sample that the page is looked at with.
TEST_F(ReportCallsTest, MakeAReportOfAYearOutOfThree) {
  PutYears();
  const v1::ReportRun run = MakeReport("2026-01", "2026-12");
  ASSERT_EQ(run.state(), v1::REPORT_STATE_DONE) << run.failure();
  int available = 0;
  for (const v1::ReportMeasure& measure : run.report().measures()) {
    available += measure.available() ? 1 : 0;
    if (measure.available()) continue;
    EXPECT_GT(measure.missing_size(), 0) << measure.code();
  }
  // All but barriers and load, which nobody has put, and the two that no data exist of.
  EXPECT_EQ(available, 16);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no thread of this program writes the environment.
  if (std::getenv("DM_WRITE_REPORT") == nullptr) return;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(run.report(), &text, options).ok());
  std::ofstream(kSample) << text;
}

// What somebody kept of a report is shown by a later program as it was.
TEST(ReportSample, IsReadByThisProgram) {
  std::ifstream file(kSample);
  std::stringstream text;
  text << file.rdbuf();
  v1::ReportRun run;
  run.set_state(v1::REPORT_STATE_DONE);
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(text.str(), run.mutable_report()).ok());
  codec::FieldReader reader(codec::Origin::kStore);
  const ReportRun read = codec::FromProto(reader, run);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(read.report.measures.size(), 20U);
}

TEST_F(ReportCallsTest, RefuseAPeriodThatIsNone) {
  v1::StartReportResponse response;
  const grpc::Status backwards =
      Call(*stub_, &v1::ReportService::Stub::StartReport, Request("2026-12", "2026-01"), response);
  EXPECT_EQ(ReasonOf(backwards), "PERIOD_TOO_LONG");
  const grpc::Status words =
      Call(*stub_, &v1::ReportService::Stub::StartReport, Request("december", "2026-12"), response);
  EXPECT_EQ(words.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ReportCallsTest, RefuseTheSameIdForAnotherPeriod) {
  MakeReport("2026-11", "2026-11");
  v1::StartReportResponse response;
  const grpc::Status other =
      Call(*stub_, &v1::ReportService::Stub::StartReport, Request("2026-12", "2026-12"), response);
  EXPECT_EQ(ReasonOf(other), "REQUEST_ID_REUSED");
}

TEST_F(ReportCallsTest, KnowNoReportThatNobodyMade) {
  v1::GetReportRequest request;
  request.set_report_id("R-none");
  v1::GetReportResponse response;
  const grpc::Status status = Call(*stub_, &v1::ReportService::Stub::GetReport, request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonOf(status), "REPORT_NOT_FOUND");
}

}  // namespace
}  // namespace dm::grpc_adapter
