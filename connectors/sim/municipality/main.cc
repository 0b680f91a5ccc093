// ssbtek-municipality: writes an invented municipality: the applications of a month and one
// scenario file for ssbtek-sim. Streams, so that a nation fits in any machine.
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

#include "connectors/sim/municipality/household.h"
#include "connectors/sim/municipality/profile.h"
#include "connectors/sim/municipality/town.h"

namespace {

using dm::municipality::Household;
using dm::municipality::Plan;
using dm::municipality::Profile;
namespace fs = std::filesystem;

constexpr int kSizeMax = 200'000;
constexpr int kFilesMax = 10'000;  // above, one file with a line each

int Fail(const std::string& what) {
  std::cerr << "error: " << what << '\n';
  return 1;
}

struct Arguments {
  Plan plan;
  std::string size = "200";
  std::string month;
  std::string folder;
  std::string profile;
  std::string cases;
  bool plain = false;
};

// A name means a month as casework has it, a number the plain mix, unless --profile says.
std::string ReadSize(Arguments& arguments) {
  Plan& plan = arguments.plan;
  if (const auto named = dm::municipality::SizeNamed(arguments.size)) {
    plan.size = *named;
    plan.profile = Profile::kCasework;
  } else {
    const char* end = arguments.size.data() + arguments.size.size();
    const auto [at, error] = std::from_chars(arguments.size.data(), end, plan.size);
    if (error != std::errc() || at != end || plan.size < 1 || plan.size > kSizeMax) {
      return "--size: expected a whole number from 1 to 200000, or one of " +
             std::string(dm::municipality::kSizeNames);
    }
  }
  if (arguments.profile == "plain") plan.profile = Profile::kPlain;
  if (arguments.profile == "casework") plan.profile = Profile::kCasework;
  return {};
}

// The three outputs of a town.
class Writer {
 public:
  Writer(const fs::path& folder, const Plan& plan, const std::string& cases)
      : folder_(folder), plan_(plan), as_files_(cases == "files"), as_lines_(cases == "lines") {
    std::error_code failed;
    fs::create_directories(as_files_ ? folder / "cases" : folder, failed);
    scenario_.open(folder / "scenario.yaml", std::ios::binary);
    arrivals_.open(folder / "arrivals.csv", std::ios::binary);
    if (as_lines_) lines_.open(folder / "cases.jsonl", std::ios::binary);
    dm::municipality::WriteScenarioHead(plan, scenario_);
    arrivals_ << "household,story,received_at,document_late_days\n";
  }

  bool Write(const Household& household) {
    using dm::municipality::CaseJson;
    using dm::municipality::Layout;
    WriteScenarioPersons(household, plan_.month, scenario_);
    arrivals_ << household.id << ',' << household.story << ',' << household.received_at << ','
              << household.document_late_days << '\n';
    if (as_lines_) lines_ << CaseJson(household, plan_.month, Layout::kLine);
    if (!as_files_) return true;
    std::ofstream file(folder_ / "cases" / (household.id + "-" + household.story + ".json"),
                       std::ios::binary);
    file << CaseJson(household, plan_.month);
    file.close();
    return !file.fail();
  }

  bool Close() {
    scenario_.close();
    arrivals_.close();
    if (as_lines_) lines_.close();
    return !scenario_.fail() && !arrivals_.fail() && !lines_.fail();
  }

 private:
  const fs::path folder_;
  const Plan& plan_;
  const bool as_files_;
  const bool as_lines_;
  std::ofstream scenario_;
  std::ofstream arrivals_;
  std::ofstream lines_;
};

int Run(Arguments& arguments) {
  if (const std::string problem = ReadSize(arguments); !problem.empty()) {
    return Fail(problem), 2;
  }
  Plan& plan = arguments.plan;
  const auto month = dm::Month::Parse(arguments.month);
  if (!month.ok()) return Fail("--month is a month as YYYY-MM"), 2;
  plan.month = *month;
  plan.scenarios = !arguments.plain && plan.only.empty();
  if (arguments.cases.empty()) arguments.cases = plan.size > kFilesMax ? "lines" : "files";
  const std::string full =
      "cannot write to " + arguments.folder + "; check the folder and the space on the disk";
  Writer writer(arguments.folder, plan, arguments.cases);
  dm::municipality::Town town(plan);
  int households = 0;
  while (const auto household = town.Next()) {
    ++households;
    if (!writer.Write(*household)) return Fail(full);
  }
  if (!writer.Close()) return Fail(full);
  std::cout << households << " households in " << arguments.folder << '\n';
  return 0;
}

}  // namespace

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app{
      "Writes an invented municipality: case files (docs/case-input.md) and a scenario for "
      "ssbtek-sim. connectors/sim/README.md tells of sizes, profiles and numbers"};
  app.add_option("--size", arguments.size, "re-applications, or XS S M L XL nation")
      ->capture_default_str();
  app.add_option("--seed", arguments.plan.seed, "the same seed gives the same municipality")
      ->capture_default_str();
  app.add_option("--month", arguments.month, "month applied for, YYYY-MM")->required();
  app.add_option("--out",
                 arguments.folder,
                 "folder to write to: cases/*.json or cases.jsonl, scenario.yaml, arrivals.csv")
      ->required();
  app.add_option("--first", arguments.plan.first, "number of the first household")
      ->check(CLI::Range(1, 900000));
  app.add_option("--only",
                 arguments.plan.only,
                 "only households of this story, without the named scenarios")
      ->check(CLI::IsMember(dm::municipality::Stories()));
  app.add_option("--profile",
                 arguments.profile,
                 "plain, or casework: errors, protected persons, late documents, arrival days and "
                 "failing registers in the shares of a real month; casework for a named size")
      ->check(CLI::IsMember({"plain", "casework"}));
  app.add_option("--cases",
                 arguments.cases,
                 "files (up to 10000 households), lines in one cases.jsonl (above), or none")
      ->check(CLI::IsMember({"files", "lines", "none"}));
  app.add_flag("--no-scenarios", arguments.plain, "leave the named scenarios out");
  CLI11_PARSE(app, argc, argv);
  return Run(arguments);
}
