#include "tests/sim/runs.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sstream>
#include <utility>

#include <sys/wait.h>

#include "worker/core/instant.h"

namespace dm::sim {
namespace {

// Histories `part`, `part` + jobs, … of the run.
StatusOr<RunResult> RunPart(const RunOptions& options, int part, const Shipped& shipped) {
  DM_ASSIGN_OR_RETURN(const std::unique_ptr<SimDatabase> database, SimDatabase::Make());
  RunResult result;
  for (int i = part; i < options.histories; i += options.jobs) {
    HistoryOptions history = options.history;
    history.seed = options.seed + static_cast<std::uint64_t>(i);
    HistoryResult once = RunHistory(history, shipped, *database);
    ++result.histories;
    result.bites += once.bites;
    result.reach.Add(once.reach);
    if (i % kTwiceEvery == 0) {
      ++result.run_twice;
      HistoryOptions silent = history;
      silent.print = false;
      if (RunHistory(silent, shipped, *database).trace != once.trace)
        result.unsteady.push_back(history.seed);
    }
    if (once.violations.empty()) continue;
    result.failed.push_back({history.seed, std::move(once.violations)});
    if (static_cast<int>(result.failed.size()) >= options.failures_max) break;
  }
  return result;
}

// How a part tells the whole: a line each.
std::string Told(const RunResult& result) {
  std::ostringstream text;
  text << "counts " << result.histories << ' ' << result.run_twice << ' ' << result.bites << '\n';
  for (const std::uint64_t seed : result.unsteady) text << "unsteady " << seed << '\n';
  for (const FailedHistory& failed : result.failed)
    for (const Violation& violation : failed.violations)
      text << "failed " << failed.seed << ' ' << violation.invariant << ' ' << violation.what
           << '\n';
  text << "reach " << result.reach.Line() << '\n';
  return text.str();
}

bool Take(const std::string& told, RunResult& whole) {
  std::istringstream lines(told);
  std::string line;
  bool counted = false;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "counts") {
      int histories = 0;
      int twice = 0;
      int bites = 0;
      words >> histories >> twice >> bites;
      whole.histories += histories;
      whole.run_twice += twice;
      whole.bites += bites;
      counted = true;
    } else if (kind == "unsteady") {
      std::uint64_t seed = 0;
      words >> seed;
      whole.unsteady.push_back(seed);
    } else if (kind == "failed") {
      FailedHistory failed;
      Violation violation;
      words >> failed.seed >> violation.invariant;
      std::getline(words >> std::ws, violation.what);
      if (whole.failed.empty() || whole.failed.back().seed != failed.seed)
        whole.failed.push_back(failed);
      whole.failed.back().violations.push_back(violation);
    } else if (kind == "reach") {
      if (!whole.reach.Read(line.substr(kind.size() + 1))) return false;
    }
  }
  return counted;
}

std::string ReadAll(int from) {
  std::string text;
  char buffer[4096];
  for (ssize_t got = read(from, buffer, sizeof buffer); got > 0;
       got = read(from, buffer, sizeof buffer))
    text.append(buffer, static_cast<std::size_t>(got));
  return text;
}

void WriteAll(int to, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t wrote = write(to, text.data() + at, text.size() - at);
    if (wrote <= 0) _exit(1);
    at += static_cast<std::size_t>(wrote);
  }
}

}  // namespace

StatusOr<RunResult> RunHistories(const RunOptions& options) {
  DM_RETURN_IF_ERROR(LoadSwedishTime());
  DM_ASSIGN_OR_RETURN(const Shipped shipped, LoadShipped(options.policies));
  if (options.jobs <= 1) return RunPart(options, 0, shipped);
  std::vector<std::pair<pid_t, int>> parts;
  std::fflush(stdout);
  for (int part = 0; part < options.jobs; ++part) {
    int ends[2] = {-1, -1};
    if (pipe(ends) != 0) return Unavailable("no pipe");
    const pid_t child = fork();
    if (child < 0) return Unavailable("no process");
    if (child == 0) {
      close(ends[0]);
      const StatusOr<RunResult> result = RunPart(options, part, shipped);
      if (!result.ok()) _exit(1);
      WriteAll(ends[1], Told(*result));
      _exit(0);
    }
    close(ends[1]);
    parts.emplace_back(child, ends[0]);
  }
  RunResult whole;
  bool all = true;
  for (const auto& [child, end] : parts) {
    const std::string told = ReadAll(end);
    close(end);
    int ended = 0;
    waitpid(child, &ended, 0);
    all = Take(told, whole) && ended == 0 && all;
  }
  std::sort(whole.failed.begin(), whole.failed.end(), [](const auto& a, const auto& b) {
    return a.seed < b.seed;
  });
  if (!all) return Internal("a part of the run died: see what it wrote above");
  return whole;
}

}  // namespace dm::sim
