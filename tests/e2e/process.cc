#include "tests/e2e/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

#include <sys/wait.h>

namespace dm::e2e {
namespace {

int ExitCode(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Only async-signal-safe calls stand between fork and exec.
pid_t Spawn(const std::vector<std::string>& arguments,
            const std::string& out,
            const std::string& err) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid != 0) return pid;
  const int null = open("/dev/null", O_RDONLY);
  const int out_file = open(out.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int err_file = open(err.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(null, STDIN_FILENO);
  dup2(out_file, STDOUT_FILENO);
  dup2(err_file, STDERR_FILENO);
  execv(argv[0], argv.data());
  _exit(127);
}

std::string TemporaryFile() {
  std::string path = "/tmp/dm-e2e-XXXXXX";
  const int file = mkstemp(path.data());
  close(file);
  return path;
}

}  // namespace

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string WaitForFile(const std::string& path, std::chrono::milliseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  std::string text;
  while (text.empty() && std::chrono::steady_clock::now() < until) {
    text = ReadFile(path);
    if (text.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return text;
}

Finished RunCommand(const std::vector<std::string>& arguments) {
  const std::string out = TemporaryFile();
  const std::string err = TemporaryFile();
  const pid_t pid = Spawn(arguments, out, err);
  int status = 0;
  waitpid(pid, &status, 0);
  Finished finished{.exit_code = ExitCode(status), .out = ReadFile(out), .err = ReadFile(err)};
  unlink(out.c_str());
  unlink(err.c_str());
  return finished;
}

Process::Process(const std::vector<std::string>& arguments, const std::string& log)
    : pid_(Spawn(arguments, log + ".out", log)) {}

Process::~Process() {
  Kill();
}

Process::Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this != &other) {
    Kill();
    pid_ = std::exchange(other.pid_, -1);
  }
  return *this;
}

bool Process::running() const {
  siginfo_t ended{};  // WNOWAIT: the exit code stays for WaitForExit
  return pid_ > 0 &&
         waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         ended.si_pid == 0;
}

void Process::Signal(int signal) const {
  if (pid_ > 0) kill(pid_, signal);
}

void Process::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  WaitForExit();
}

int Process::Stop() {
  if (pid_ <= 0) return -1;
  kill(pid_, SIGTERM);
  return WaitForExit();
}

int Process::WaitForExit() {
  if (pid_ <= 0) return -1;
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return ExitCode(status);
}

}  // namespace dm::e2e
