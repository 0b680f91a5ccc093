// The day that the demonstration, the rehearsal and the desk's own town play on: no application
// comes after it, and no case is late when it comes.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "connectors/sim/municipality/town.h"
#include "tests/golden/golden_case.h"
#include "tests/golden/overridden_policy.h"
#include "worker/core/instant.h"
#include "worker/decision/decide.h"

namespace dm::golden {
namespace {

struct Played {
  Instant from;
  Month month;
};

// As FILE of the repository says: today=…, month=… or TODAY = "…", MONTH = "…".
std::optional<Played> PlayedBy(const std::string& file) {
  std::ifstream in(std::filesystem::path(ShippedFolder()).parent_path() / file);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  std::smatch today;
  std::smatch month;
  if (!std::regex_search(text, today, std::regex("(?:today=|TODAY = \")([0-9T:+-]+)")) ||
      !std::regex_search(text, month, std::regex("(?:month=|MONTH = \")([0-9-]+)")))
    return std::nullopt;
  const StatusOr<Instant> from = Instant::Parse(today[1].str());
  const StatusOr<Month> of = Month::Parse(month[1].str());
  if (!from.ok() || !of.ok()) return std::nullopt;
  return Played{*from, *of};
}

TEST(DemoDay, LiesAfterTheApplicationsAndNotAfterTheDayByWhichTheyAreHandled) {
  ASSERT_TRUE(LoadSwedishTime().ok());
  const auto policy = ShippedPolicies("0000-exempelkommun");
  for (const char* file :
       {"deploy/demo", "deploy/rehearse", "connectors/desk/page/test/support/town.mjs"}) {
    const std::optional<Played> played = PlayedBy(file);
    ASSERT_TRUE(played) << file;
    const StatusOr<Date> act_by = MustSeeDateFor(played->month, *policy);
    ASSERT_TRUE(act_by.ok()) << MessageOf(act_by.status());
    EXPECT_LE(SwedishDate(played->from), *act_by) << file;
    municipality::Plan plan;
    plan.month = played->month;
    municipality::Town town(plan);
    int applications = 0;
    while (const auto household = town.Next()) {
      const auto application =
          nlohmann::json::parse(municipality::CaseJson(*household, played->month))["application"];
      const auto came = Instant::Parse(application["received_at"].get<std::string>());
      ASSERT_TRUE(came.ok()) << household->id;
      EXPECT_LE(*came, played->from) << file << ", " << household->id;
      ++applications;
    }
    EXPECT_GE(applications, plan.size) << file;
  }
}

}  // namespace
}  // namespace dm::golden
