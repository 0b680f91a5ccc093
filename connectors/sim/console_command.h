// `ssbtek-sim console`: what the console's page does, from a command line or a script.
#pragma once

#include <string>
#include <vector>

namespace dm::sim {

// `at` is a port or HOST:PORT, `words` what to do:
//   down AGENCY, up AGENCY, add KEY=VALUE…, remove ID, clear, reset, status, questions [LIMIT]
// Prints the console's JSON to stdout, a problem with its remedy to stderr. Returns the exit code:
// 0 done, 1 refused or not reached, 2 wrong words.
int RunConsoleCommand(const std::string& at, const std::vector<std::string>& words);

}  // namespace dm::sim
