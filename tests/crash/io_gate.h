// A gate at the system calls of one program: every sync, write or read of its store's files is
// counted, and the n-th one kills the program or fails. The kernel asks us at each call (seccomp's
// user notification): no ptrace, no preloaded library, no change of the program. strace cannot
// serve: its `when=` counts for each thread by itself, and the store's commits come from many.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace dm::crash {

enum class Fault {
  kNone,     // counts only
  kKill,     // SIGKILL to the whole program before the call is carried out
  kIoError,  // the call is not carried out and gives EIO
  kNoSpace,  // … ENOSPC
  kShort,    // half of the bytes are transferred, for writes and reads
};

struct GatePlan {
  bool syncs = true;  // fsync, fdatasync
  bool writes = false;
  bool reads = false;
  Fault fault = Fault::kNone;
  std::int64_t at = 0;    // the number of the call, from 1
  bool for_ever = false;  // from `at` on, every one
  std::string path_part;  // only files whose path holds this; empty: every file
  std::string off_file;   // while this file is there nothing fails (the disk has space again)
};

struct GateResult {
  std::int64_t calls = 0;  // that the plan counts
  bool fired = false;
  int status = 0;  // of waitpid
};

// False where the kernel does not let this process watch a child in that way.
bool CanWatch();

// Runs the program to its end. SIGTERM, SIGINT and SIGHUP that come meanwhile go to the program;
// when this process dies, it does, too. One at a time: a launcher's whole life.
GateResult RunBehindGate(const std::vector<std::string>& program, const GatePlan& plan);

}  // namespace dm::crash
