#include "worker/cli/mistyped.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "fmt/format.h"

namespace dm::cli {
namespace {

// The number of letters to put in, take out or change (Levenshtein).
std::size_t Distance(const std::string& one, const std::string& other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t k = 1; k <= other.size(); ++k) {
      const std::size_t changed = diagonal + (one[i - 1] == other[k - 1] ? 0U : 1U);
      diagonal = row[k];
      row[k] = std::min({changed, row[k] + 1, row[k - 1] + 1});
    }
  }
  return row.back();
}

// A third of the word may be wrong; further away is a guess.
std::string Nearest(const std::string& word, const std::vector<std::string>& known) {
  std::string nearest;
  std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = Distance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string Told(const std::string& command,
                 const char* kind,
                 const std::string& word,
                 const std::vector<std::string>& known) {
  const std::string nearest = Nearest(word, known);
  return fmt::format("{} has no {} {}; {}{} --help lists them",
                     command,
                     kind,
                     word,
                     nearest.empty() ? "" : "did you mean " + nearest + "? ",
                     command);
}

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> OptionsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string Mistyped(const CLI::App& program, const std::vector<std::string>& words) {
  const CLI::App* app = &program;
  std::string command = "medarbetare";
  for (const std::string& word : words) {
    if (word == "--") break;  // what follows are no options
    const std::vector<std::string> commands = CommandsOf(*app);
    if (word.rfind("--", 0) == 0) {
      const std::string option = word.substr(0, word.find('='));
      const std::vector<std::string> options = OptionsOf(*app);
      if (!Has(options, option)) return Told(command, "option", option, options);
    } else if (!commands.empty() && word.rfind('-', 0) != 0) {
      if (!Has(commands, word)) return Told(command, "command", word, commands);
      app = app->get_subcommand(word);
      command += " " + word;
    }
  }
  return "";
}

}  // namespace dm::cli
