// io-gate: runs a program and kills it, or fails its disk, at the n-th call. tests/crash/README.md.
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>

#include <CLI/CLI.hpp>
#include <sys/wait.h>

#include "tests/crash/io_gate.h"

namespace {

using dm::crash::Fault;
using dm::crash::GatePlan;
using dm::crash::GateResult;

void WriteResult(const std::string& path, const GateResult& result) {
  if (path.empty()) return;
  const std::string temporary = path + ".new";
  std::ofstream(temporary) << result.calls << ' ' << (result.fired ? "fired" : "passed") << '\n';
  static_cast<void>(std::rename(temporary.c_str(), path.c_str()));
}

}  // namespace

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  CLI::App app("Runs a program; kills it, or fails its disk, at its n-th call.");
  GatePlan plan;
  plan.syncs = false;
  std::string result_file;
  std::vector<std::string> calls{"sync"};
  std::vector<std::string> program;
  const std::map<std::string, Fault> faults = {{"none", Fault::kNone},
                                               {"kill", Fault::kKill},
                                               {"EIO", Fault::kIoError},
                                               {"ENOSPC", Fault::kNoSpace},
                                               {"short", Fault::kShort}};
  app.add_option("--calls", calls, "sync, write, read")->delimiter(',')->capture_default_str();
  app.add_option("--fault", plan.fault, "what happens")->transform(CLI::Transformer(faults));
  app.add_option("--at", plan.at, "number of the call, from 1");
  app.add_flag("--for-ever", plan.for_ever, "every call from there on");
  app.add_option("--only", plan.path_part, "files whose path holds this");
  app.add_option("--off-file", plan.off_file, "nothing fails while this file is there");
  app.add_option("--result", result_file, "file that gets the number of calls, at the end");
  app.add_option("program", program, "program and arguments, after --")->required();
  app.positionals_at_end();
  CLI11_PARSE(app, argc, argv);
  for (const std::string& call : calls) {
    if (call == "sync") plan.syncs = true;
    if (call == "write") plan.writes = true;
    if (call == "read") plan.reads = true;
  }
  const GateResult result = RunBehindGate(program, plan);
  if (result.calls < 0) {
    std::cerr << "io-gate: the kernel does not let this process watch another (seccomp)\n";
    return 126;
  }
  WriteResult(result_file, result);
  if (WIFSIGNALED(result.status)) return 128 + WTERMSIG(result.status);
  return WEXITSTATUS(result.status);
}
