// Process: a real program under test, started in a folder of its own, killed or stopped at will.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <sys/types.h>

namespace dm::e2e {

struct Finished {
  int exit_code = -1;  // 128 + signal where it was killed
  std::string out;
  std::string err;
};

// Runs to its end; for the short commands.
Finished RunCommand(const std::vector<std::string>& arguments);

// The whole file, empty where it is missing.
std::string ReadFile(const std::string& path);

// Waits until the file has content, at most `timeout`; the content, or empty.
std::string WaitForFile(const std::string& path, std::chrono::milliseconds timeout);

class Process {
 public:
  Process() = default;
  // Starts it; its error output goes to `log`.
  Process(const std::vector<std::string>& arguments, const std::string& log);
  // Kills and reaps what still runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;

  bool running() const;

  pid_t pid() const { return pid_; }

  void Signal(int signal) const;
  void Kill();        // SIGKILL, reaped
  int Stop();         // SIGTERM; the exit code
  int WaitForExit();  // the exit code

 private:
  pid_t pid_ = -1;
};

}  // namespace dm::e2e
