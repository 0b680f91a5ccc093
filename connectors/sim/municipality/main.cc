// ssbtek-municipality: writes an invented municipality: one case file a household and one scenario
// file for ssbtek-sim.
#include <filesystem>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

#include "connectors/sim/municipality/household.h"

namespace {

bool Write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file) return true;
  std::cerr << "error: cannot write " << path.string()
            << "; check the folder and the space on the disk\n";
  return false;
}

}  // namespace

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  dm::municipality::Plan plan;
  std::string month;
  std::string folder;
  CLI::App app{
      "Writes an invented municipality: case files (docs/case-input.md) and a scenario for "
      "ssbtek-sim"};
  app.add_option("--size", plan.size, "re-applications, 1 to 10000")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_option("--seed", plan.seed, "the same seed gives the same municipality")
      ->capture_default_str();
  app.add_option("--month", month, "month applied for, YYYY-MM")->required();
  app.add_option("--out", folder, "folder to write to: cases/*.json and scenario.yaml")->required();
  app.add_option("--first", plan.first, "number of the first household")
      ->check(CLI::Range(1, 900000));
  app.add_option("--only", plan.only, "only households of this story, without the named scenarios")
      ->check(CLI::IsMember(dm::municipality::Stories()));
  bool plain = false;
  app.add_flag("--no-scenarios", plain, "leave the named scenarios out");
  CLI11_PARSE(app, argc, argv);
  const auto parsed = dm::Month::Parse(month);
  if (!parsed.ok()) {
    std::cerr << "error: --month is a month as YYYY-MM\n";
    return 2;
  }
  plan.month = *parsed;
  plan.scenarios = !plain && plan.only.empty();
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(folder) / "cases", failed);
  const auto households = dm::municipality::Draw(plan);
  for (const auto& household : households) {
    const std::string name = household.id + "-" + household.story + ".json";
    if (!Write(std::filesystem::path(folder) / "cases" / name,
               dm::municipality::CaseJson(household, plan.month)))
      return 1;
  }
  if (!Write(std::filesystem::path(folder) / "scenario.yaml",
             dm::municipality::ScenarioYaml(households, plan.month)))
    return 1;
  std::cout << households.size() << " households in " << folder << '\n';
  return 0;
}
