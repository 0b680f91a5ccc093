// The console over its port: what it shows, what it switches, and whom it refuses.
#include <httplib.h>

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "connectors/sim/scenario_loader.h"
#include "connectors/sim/simulator.h"
#include "connectors/sim/test_questions.h"

namespace dm::sim {
namespace {

using nlohmann::json;
using test::QuestionText;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kXml = "text/xml; charset=utf-8";
constexpr const char* kJson = "application/json";

class ConsoleTest : public testing::Test {
 protected:
  void SetUp() override {
    auto simulator = Simulator::Start(Scenario(), {.console = ConsoleOptions{}});
    ASSERT_TRUE(simulator.ok()) << simulator.status();
    simulator_ = *std::move(simulator);
  }

  httplib::Client Caller() const {
    return httplib::Client("127.0.0.1", simulator_->console()->port());
  }

  httplib::Result Post(const std::string& path, const std::string& body) const {
    return Caller().Post(path, body, kJson);
  }

  json Get(const std::string& path) const {
    const auto answer = Caller().Get(path);
    return answer ? json::parse(answer->body) : json();
  }

  std::string Ask() const {
    httplib::Client client("127.0.0.1", simulator_->port());
    const auto answer = client.Post("/", QuestionText().Xml(), kXml);
    return answer ? answer->body : "";
  }

  std::unique_ptr<Simulator> simulator_;
};

TEST_F(ConsoleTest, TakesAnAgencyDownForEveryoneAndBack) {
  ASSERT_EQ(Post("/faults", R"({"do":"error_ssbt","agency":"AF"})")->status, 200);
  EXPECT_THAT(Ask(), HasSubstr("<ssbt:AF><ssbt:error><ssbt:kalla>SSBT<"));
  EXPECT_EQ(Get("/status")["faults"][0]["label"], "AF.error_ssbt");
  ASSERT_EQ(Caller().Delete("/faults?agency=AF")->status, 200);
  EXPECT_THAT(Ask(), HasSubstr("<ssbt:AF><ssbt:data>"));
  EXPECT_EQ(Get("/status")["faults"].size(), 0U);
}

TEST_F(ConsoleTest, SwitchesOneFaultOffByItsId) {
  const json first = json::parse(Post("/faults", R"({"do":"omit","agency":"SO"})")->body);
  ASSERT_EQ(Post("/faults", R"({"do":"omit","agency":"TNS"})")->status, 200);
  ASSERT_EQ(Caller().Delete("/faults/" + first["id"].dump())->status, 200);
  const std::string answer = Ask();
  EXPECT_THAT(answer, HasSubstr("<ssbt:SO>"));
  EXPECT_THAT(answer, Not(HasSubstr("<ssbt:TNS>")));
  EXPECT_EQ(Caller().Delete("/faults/" + first["id"].dump())->status, 404);
}

TEST_F(ConsoleTest, StrikesOnePersonsFirstCallsUntilTheyAreCountedAgain) {
  ASSERT_EQ(
      Post("/faults", R"({"do":"omit","agency":"SO","person":"19900101-2385","calls":{"first":1}})")
          ->status,
      200);
  EXPECT_THAT(Ask(), Not(HasSubstr("<ssbt:SO>")));
  EXPECT_THAT(Ask(), HasSubstr("<ssbt:SO>"));
  ASSERT_EQ(Post("/calls/reset", "")->status, 200);
  EXPECT_THAT(Ask(), Not(HasSubstr("<ssbt:SO>")));
  EXPECT_EQ(Get("/status")["faults"][0]["person"], "1990********");
}

TEST_F(ConsoleTest, ShowsWhatWasAskedWithoutThePerson) {
  Ask();
  Ask();
  const auto answer = Caller().Get("/questions?limit=1");
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->body, Not(HasSubstr("199001012385")));
  const json questions = json::parse(answer->body);
  ASSERT_EQ(questions.size(), 1U);
  EXPECT_EQ(questions[0]["number"], 2);
  EXPECT_EQ(questions[0]["lefi"]["beslut"][0], "PM:AP");
  EXPECT_EQ(Get("/status")["agencies"]["AF"]["asked"], 2);
}

TEST_F(ConsoleTest, NamesWhatIsWrongWithAFaultAndNeverAValue) {
  const auto problem = [this](const std::string& body) {
    const auto answer = Post("/faults", body);
    EXPECT_EQ(answer->status, 400) << body;
    return answer->body;
  };
  EXPECT_THAT(problem(R"({"do":"explode"})"), HasSubstr("is no fault or behaviour"));
  EXPECT_THAT(problem(R"({"do":"omit"})"), HasSubstr("this fault needs an agency"));
  EXPECT_THAT(problem(R"({"do":"omit","agency":"AF","hello":1})"), HasSubstr("unknown key"));
  EXPECT_THAT(problem(R"({"do":"reset","person":"199001012380"})"),
              testing::AllOf(HasSubstr("person"), Not(HasSubstr("199001012380"))));
  EXPECT_THAT(problem("do: reset"), HasSubstr("expected one JSON object"));
  EXPECT_THAT(problem(std::string(100, '[')), HasSubstr("expected one JSON object"));
  EXPECT_THAT(problem(""), HasSubstr("expected one JSON object"));
}

TEST_F(ConsoleTest, RefusesLongBodies) {
  const auto answer = Post("/faults", "{\"do\":\"" + std::string(5000, 'x') + "\"}");
  EXPECT_TRUE(!answer || answer->status == 413);
  EXPECT_EQ(Get("/status")["faults"].size(), 0U);
}

// A page of another site that a rehearsal leader happens to read must not switch anything.
TEST_F(ConsoleTest, RefusesOtherPages) {
  const std::string body = R"({"do":"reset"})";
  const auto status = [&](const httplib::Headers& headers, const char* type) {
    return Caller().Post("/faults", headers, body, type)->status;
  };
  EXPECT_EQ(status({{"Origin", "https://example.com"}}, kJson), 403);
  EXPECT_EQ(status({{"Host", "example.com:80"}}, kJson), 403);
  EXPECT_EQ(status({{"Sec-Fetch-Site", "cross-site"}}, kJson), 403);
  EXPECT_EQ(status({}, "text/plain"), 403);
  EXPECT_EQ(Get("/status")["faults"].size(), 0U);
  const std::string own = "127.0.0.1:" + std::to_string(simulator_->console()->port());
  EXPECT_EQ(status({{"Host", own}, {"Origin", "http://" + own}}, kJson), 200);
}

TEST_F(ConsoleTest, ServesAPageWithoutInlineScript) {
  const auto page = Caller().Get("/");
  ASSERT_TRUE(page);
  EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("script-src 'self'"));
  EXPECT_THAT(page->body, HasSubstr("<script src=\"/console.js\" defer></script>"));
  EXPECT_THAT(Caller().Get("/console.js")->body, Not(HasSubstr("innerHTML")));
  EXPECT_EQ(Get("/behaviours").size() > 40U, true);
}

TEST(ConsoleStart, RefusesAnAddressThatOthersReach) {
  const auto simulator =
      Simulator::Start(Scenario(), {.console = ConsoleOptions{.host = "0.0.0.0"}});
  EXPECT_THAT(MessageOf(simulator.status()), HasSubstr("only a loopback address"));
}

}  // namespace
}  // namespace dm::sim
