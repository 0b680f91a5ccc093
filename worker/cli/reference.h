// What the commands are, for the manual page and the shell: made from the commands themselves.
#pragma once

#include <string>

#include "worker/cli/session.h"

namespace dm::cli {

// medarbetare(1) in roff, for man; and a bash script that completes commands, options and files.
std::string ManualOf(const CLI::App& app);
std::string BashCompletionOf(const CLI::App& app);

// `medarbetare manual` and `medarbetare completion` print the two.
void AddReference(CLI::App& app, Session& session);

}  // namespace dm::cli
