#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/adapters/codec/codec.h"
#include "worker/backtest/generator.h"
#include "worker/cli/case_stream.h"
#include "worker/cli/policy_commands.h"

namespace dm::cli {
namespace {

// A national month is 150 000; this is a bound against a slip of the keyboard.
constexpr std::uint64_t kCountMax = 100'000'000;

struct Options {
  std::uint64_t count = 1000;
  std::uint64_t first = 0;
  std::uint64_t seed = 1;
  std::string month;
  std::string out;
  std::vector<std::string> shares;
};

Status Write(const backtest::GeneratorOptions& taken, const Options& options, std::ostream& out) {
  for (std::uint64_t i = 0; i < options.count && out; ++i) {
    DM_ASSIGN_OR_RETURN(const std::string json,
                        codec::ToJsonLine(backtest::GenerateHousehold(taken, options.first + i)));
    out << json << '\n';
  }
  out.flush();
  if (!out) return Unavailable("the file cannot be written; is the disk full?");
  return OkStatus();
}

void Run(Session& session, const Options& options) {
  const StatusOr<backtest::GeneratorOptions> taken =
      OptionsFrom(options.seed, options.month, options.shares);
  if (!taken.ok()) return session.Fail(kExitBadInput, MessageOf(taken.status()));
  Status written;
  if (options.out.empty() || options.out == "-") {
    written = Write(*taken, options, std::cout);
  } else {
    std::ofstream file(options.out, std::ios::binary | std::ios::trunc);
    if (!file) {
      return session.Fail(kExitBadInput, options.out + ": cannot be written; check the folder");
    }
    written = Write(*taken, options, file);
  }
  if (!written.ok()) session.Fail(kExitRefused, MessageOf(written));
}

std::string KnobHelp() {
  std::string help = "Shares in permille of households (--share NAME=PERMILLE):\n";
  const backtest::GeneratorOptions defaults;
  for (const backtest::Knob& knob : backtest::Knobs()) {
    help += "  " + std::string(knob.name) + "=" + std::to_string(defaults.*knob.share) + "  " +
            std::string(knob.meaning) + "\n";
  }
  return help;
}

}  // namespace

void AddPolicyGenerate(CLI::App& policy, Session& session) {
  CLI::App* command = policy.add_subcommand(
      "generate", "Invented households as JSON lines, each a case file (docs/case-input.md)");
  auto options = std::make_shared<Options>();
  command->add_option("--count", options->count, "how many households")
      ->check(CLI::Range(std::uint64_t{1}, kCountMax))
      ->capture_default_str();
  command->add_option("--first", options->first, "number of the first one in the seed's stream")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "the same seed gives the same households")
      ->capture_default_str();
  command->add_option("--month", options->month, "month applied for, YYYY-MM")->required();
  command->add_option("--out", options->out, "file to write; the terminal when left out");
  command->add_option("--share", options->shares, "a share of the mix, NAME=PERMILLE");
  command->footer(KnobHelp());
  command->callback([&session, options] { Run(session, *options); });
}

}  // namespace dm::cli
