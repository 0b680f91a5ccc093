#include "worker/wiring/sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cases.h"
#include "tests/support/fake_clock.h"
#include "worker/policy/policy_loader.h"

namespace dm {
namespace {

using testing::FakeClock;
using ::testing::HasSubstr;
using testing::TestNow;

constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600'000;

TEST(DaysLeftTest, CountsWholeDaysAndGoesBelowZeroOnceItHasEnded) {
  const Instant end = TestNow();
  EXPECT_EQ(DaysLeft(end, end.PlusMs(-kDayMs)), 1);
  EXPECT_EQ(DaysLeft(end, end.PlusMs(-kDayMs + 1)), 0);
  EXPECT_EQ(DaysLeft(end, end), 0);
  EXPECT_EQ(DaysLeft(end, end.PlusMs(1)), -1);
  EXPECT_EQ(DaysLeft(end, end.PlusMs(kDayMs + 1)), -2);
}

class WiringSourcesTest : public ::testing::Test {
 protected:
  WiringSourcesTest() {
    const PolicyLoad load = LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun");
    for (const PolicyError& error : load.errors) ADD_FAILURE() << error.ToString();
    policy_ = load.set;
    config_.environment = Environment::kDevelopment;
    config_.ssbtek.url = "http://127.0.0.1:1/";
    config_.ssbtek.organisation_number = "162120000001";
    config_.ssbtek.organisation_name = "Exempelkommun";
    config_.ssbtek.aktorsid = "000-00";
    config_.ssbtek.lefi_groups_granted = {"FK:BOB"};
  }

  StatusOr<Connectors> Make() {
    return MakeConnectors(config_, *policy_, SwedishDate(TestNow()), clock_, {});
  }

  Config config_;
  std::shared_ptr<const PolicySet> policy_;
  FakeClock clock_{TestNow()};
};

TEST_F(WiringSourcesTest, HandsDownWhatTheOperatorHasSet) {
  config_.ssbtek.contract = "11";
  config_.ssbtek.tax_question.individual_income = true;
  config_.ssbtek.tax_question.years = 3;
  config_.ssbtek.flow.rate_per_minute = 90;
  config_.ssbtek.flow.breaker.failures = 2;
  config_.ssbtek.flow.windows = {"mon-fri 06:00-21:00"};
  config_.ssbtek.so_empty_list = "nothing";
  const ssbtek::Options options = SsbtekOptions(config_, *policy_, SwedishDate(TestNow()));
  EXPECT_EQ(options.contract_version, "11");
  EXPECT_TRUE(options.tax_question.individual_income);
  EXPECT_EQ(options.tax_question.years, 3);
  EXPECT_EQ(options.rate.per_minute, 90);
  EXPECT_EQ(options.breaker.failures_to_break, 2);
  EXPECT_EQ(options.windows.size(), 1U);
  EXPECT_EQ(options.empty_fund_list, ssbtek::EmptyFundList::kNothing);
  ASSERT_NE(options.codes, nullptr);
  EXPECT_FALSE(options.codes->empty());
}

TEST_F(WiringSourcesTest, ThePopulationRegisterIsAskedOnlyWhereItIsConfigured) {
  auto without = Make();
  ASSERT_TRUE(without.ok()) << MessageOf(without.status());
  EXPECT_EQ(without->All().size(), 1U);
  config_.folkbokforing.url = "http://127.0.0.1:1/v1/person";
  auto with = Make();
  ASSERT_TRUE(with.ok()) << MessageOf(with.status());
  ASSERT_EQ(with->All().size(), 2U);
  EXPECT_THAT(with->All()[1]->sources(), ::testing::ElementsAre(Source::kFolk));
}

TEST_F(WiringSourcesTest, AnErrorNamesTheKeyOfTheFile) {
  config_.ssbtek.flow.windows = {"always"};
  const Status windows = Make().status();
  EXPECT_EQ(DetailOf(windows).field, "ssbtek.windows[0]");
  EXPECT_THAT(MessageOf(windows), HasSubstr("ssbtek.windows[0]"));
  config_.ssbtek.flow.windows.clear();
  config_.ssbtek.tls.certificate = "/nonexistent/client.pem";
  config_.ssbtek.tls.key = "/nonexistent/client.key";
  const Status file = Make().status();
  EXPECT_EQ(DetailOf(file).reason, "CREDENTIAL_UNREADABLE");
  EXPECT_THAT(DetailOf(file).field, ::testing::StartsWith("ssbtek.tls."));
}

}  // namespace
}  // namespace dm
