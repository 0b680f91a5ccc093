#include "tests/support/unprivileged.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <csignal>

#include <sys/prctl.h>
#include <sys/wait.h>

namespace dm::testing {
namespace {

// The user of Debian's package of PostgreSQL, or nobody.
const passwd* Unprivileged() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");  // NOLINT(concurrency-mt-unsafe): before any thread
  return user != nullptr ? user : getpwnam("nobody");  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace

bool GiveToUnprivileged(const std::string& path) {
  const passwd* const user = Unprivileged();
  return user == nullptr || chown(path.c_str(), user->pw_uid, user->pw_gid) == 0;
}

pid_t SpawnUnprivileged(const std::vector<std::string>& words, const std::string& log) {
  const passwd* const user = Unprivileged();
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t test = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (user != nullptr && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != test) _exit(125);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

int RunUnprivileged(const std::vector<std::string>& words, const std::string& log) {
  const pid_t child = SpawnUnprivileged(words, log);
  int status = -1;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

}  // namespace dm::testing
