#include "worker/cli/reference.h"

#include <iostream>
#include <map>
#include <sstream>
#include <vector>

#include <CLI/CLI.hpp>

#include "worker/core/version.h"

namespace dm::cli {
namespace {

constexpr int kCommonFrom = 10;  // an option of as many commands is described once, for all

// A command that does something, by its words behind the program's name.
struct Command {
  std::string words;  // "case show"
  const CLI::App* app;
};

void Collect(const CLI::App& app, const std::string& words, std::vector<Command>& commands) {
  for (const CLI::App* one : app.get_subcommands(std::function<bool(const CLI::App*)>())) {
    const std::string path = words.empty() ? one->get_name() : words + " " + one->get_name();
    commands.push_back({path, one});
    Collect(*one, path, commands);
  }
}

std::vector<Command> CommandsOf(const CLI::App& app) {
  std::vector<Command> commands;
  Collect(app, "", commands);
  return commands;
}

bool DoesSomething(const Command& command) {
  return command.app->get_subcommands(std::function<bool(const CLI::App*)>()).empty();
}

std::vector<const CLI::Option*> OptionsOf(const CLI::App& app) {
  return app.get_options(
      [&app](const CLI::Option* option) { return option != app.get_help_ptr(); });
}

std::string Roff(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else
      escaped += c;
  }
  return !escaped.empty() && (escaped[0] == '.' || escaped[0] == '\'') ? "\\&" + escaped : escaped;
}

std::string NamesOf(const CLI::Option& option) {
  std::string names;
  for (const std::string& name : option.get_snames()) names += (names.empty() ? "-" : ", -") + name;
  for (const std::string& name : option.get_lnames())
    names += (names.empty() ? "--" : ", --") + name;
  return names;
}

// "--threads INT" is bold but for the value, with the default behind the text.
std::string Entry(const CLI::Option& option) {
  std::string entry = ".TP\n";
  if (option.get_positional())
    entry += "\\fI" + Roff(option.get_name(true)) + "\\fR";
  else
    entry += "\\fB" + Roff(NamesOf(option)) + "\\fR";
  if (!option.get_positional() && !option.get_type_name().empty())
    entry += " \\fI" + Roff(option.get_type_name()) + "\\fR";
  entry += "\n" + Roff(option.get_description());
  if (!option.get_default_str().empty()) entry += " (" + Roff(option.get_default_str()) + ")";
  return entry + "\n";
}

std::string Synopsis(const Command& command) {
  std::string line = "\\fB" + Roff(command.words) + "\\fR";
  for (const CLI::Option* option : OptionsOf(*command.app)) {
    if (!option->get_positional()) continue;
    const std::string name = "\\fI" + Roff(option->get_name(true)) + "\\fR";
    line += option->get_required() ? " " + name : " [" + name + "]";
    if (option->get_items_expected_max() > 1) line += "…";
  }
  return line;
}

std::map<std::string, int> CountOptions(const std::vector<Command>& commands) {
  std::map<std::string, int> counts;
  for (const Command& command : commands)
    for (const CLI::Option* option : OptionsOf(*command.app))
      if (!option->get_positional()) ++counts[Entry(*option)];
  return counts;
}

std::string Words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// The words that may stand behind `app`'s own: its commands, and its options.
std::string CommandWords(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* one : app.get_subcommands(std::function<bool(const CLI::App*)>()))
    words.push_back(one->get_name());
  return Words(words);
}

std::string OptionWords(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::Option* option : app.get_options({}))
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  return Words(words);
}

constexpr char kAboutFiles[] = R"(.SH ENVIRONMENT
.TP
\fBMEDARBETARE_TARGET\fR, \fBMEDARBETARE_CERT\fR, \fBMEDARBETARE_KEY\fR, \fBMEDARBETARE_CA\fR
Stand in for \fB\-\-target\fR, \fB\-\-cert\fR, \fB\-\-key\fR and \fB\-\-ca\fR.
.TP
\fBMEDARBETARE_CONFIG\fR
Stands in for \fB\-\-config\fR of \fBserve\fR, \fBrun\-once\fR and \fBcheck\-config\fR.
.SH EXIT STATUS
0 done, 1 refused, 2 bad input, 3 no connection, 4 bad configuration.
.SH FILES
.TP
\fI/etc/medarbetare/medarbetare.yaml\fR
The configuration: \fBmedarbetare.yaml\fR(5).
.TP
\fI/usr/share/medarbetare/policies\fR
The rules as they are delivered.
.TP
\fI/var/lib/medarbetare\fR
The database with the cases and the audit chain.
.SH SEE ALSO
\fBmedarbetare.yaml\fR(5), \fBmedarbetare\-desk\fR(8), \fI/usr/share/doc/medarbetare\fR
)";

constexpr char kComplete[] = R"(
_medarbetare() {
  local word path=. current=${COMP_WORDS[COMP_CWORD]}
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ " ${_medarbetare_commands[$path]-} " == *" $word "* ]] && path+=" $word"
  done
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${_medarbetare_options[$path]-}" -- "$current")
  elif [[ -n ${_medarbetare_commands[$path]-} ]]; then
    mapfile -t COMPREPLY < <(compgen -W "${_medarbetare_commands[$path]}" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -o filenames -F _medarbetare medarbetare
)";

}  // namespace

std::string ManualOf(const CLI::App& app) {
  const std::vector<Command> commands = CommandsOf(app);
  const std::map<std::string, int> counts = CountOptions(commands);
  std::ostringstream page;
  page << ".TH MEDARBETARE 1 \"\" \"medarbetare " << Version() << "\" \"Medarbetare\"\n"
       << ".SH NAME\nmedarbetare \\- a digital medarbetare for f\u00f6rs\u00f6rjningsst\u00f6d\n"
       << ".SH SYNOPSIS\n\\fBmedarbetare\\fR \\fIcommand\\fR [\\fIoptions\\fR]\n"
       << ".SH DESCRIPTION\n"
       << "\\fBserve\\fR and \\fBrun\\-once\\fR are the worker; the other commands call it over "
          "gRPC, or work on files.\n.SH COMMANDS\n";
  for (const Command& command : commands) {
    if (!DoesSomething(command)) {
      page << ".SS " << Roff(command.words) << "\n" << Roff(command.app->get_description()) << "\n";
      continue;
    }
    page << ".TP\n" << Synopsis(command) << "\n" << Roff(command.app->get_description()) << "\n";
    std::string own;
    for (const CLI::Option* option : OptionsOf(*command.app)) {
      const std::string entry = Entry(*option);
      const auto count = counts.find(entry);
      if (count == counts.end() || count->second < kCommonFrom) own += entry;
    }
    if (!own.empty()) page << ".RS\n" << own << ".RE\n";
  }
  page << ".SH OPTIONS OF MANY COMMANDS\n";
  for (const auto& [entry, count] : counts)
    if (count >= kCommonFrom) page << entry;
  page << kAboutFiles;
  return page.str();
}

std::string BashCompletionOf(const CLI::App& app) {
  std::ostringstream script;
  script << "# bash completion for medarbetare " << Version()
         << ": made by `medarbetare completion`\n"
         << "declare -gA _medarbetare_commands=([.]=\"" << CommandWords(app)
         << "\") _medarbetare_options=([.]=\"" << OptionWords(app) << "\")\n";
  for (const Command& command : CommandsOf(app)) {
    const std::string key = "'. " + command.words + "'";
    if (!DoesSomething(command))
      script << "_medarbetare_commands[" << key << "]=\"" << CommandWords(*command.app) << "\"\n";
    script << "_medarbetare_options[" << key << "]=\"" << OptionWords(*command.app) << "\"\n";
  }
  script << kComplete;
  return script.str();
}

void AddReference(CLI::App& app, Session& /*session*/) {
  app.add_subcommand("manual", "Print the manual page (roff), for man")->callback([&app] {
    std::cout << ManualOf(app);
  });
  app.add_subcommand("completion", "Print what completes the commands in bash")->callback([&app] {
    std::cout << BashCompletionOf(app);
  });
}

}  // namespace dm::cli
