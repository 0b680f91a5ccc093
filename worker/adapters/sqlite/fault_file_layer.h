// A file layer for tests: SQLite's own, whose writes and syncs fail on demand. Not part of the
// program.
#pragma once

#include <string>

namespace dm::sqlite {

enum class FileFault {
  kNone,
  kWriteError,  // the disk does not take it: input/output error
  kDiskFull,    // no space left
  kSyncError,   // written, but never known to be durable
};

// Registers the layer, once, and gives the name to open a store with.
std::string FaultFileLayer();

// From the `call`-th write or sync on (1: the next), each one of the fault's kind fails; kNone ends
// it. Counting begins anew.
void FailFilesFrom(FileFault fault, int call);

// How many writes and syncs there were since the last FailFilesFrom.
int FileCalls();

}  // namespace dm::sqlite
