// Starts programs that refuse to run as root, such as PostgreSQL's.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace dm::testing {

// Gives `path` to the user that SpawnUnprivileged runs programs as; nothing to do where the test
// itself is nobody special.
bool GiveToUnprivileged(const std::string& path);

// Starts a program as an unprivileged user, with what it prints in `log`; it ends when the test
// does.
pid_t SpawnUnprivileged(const std::vector<std::string>& words, const std::string& log);

// The same, to its end: the exit code, -1 where it was killed.
int RunUnprivileged(const std::vector<std::string>& words, const std::string& log);

}  // namespace dm::testing
