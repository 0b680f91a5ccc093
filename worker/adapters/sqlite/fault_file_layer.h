// A file layer for tests: SQLite's own, whose calls fail on demand. Not part of the program.
#pragma once

#include <string>

namespace dm::sqlite {

enum class FileFault {
  kNone,
  kWriteError,  // the disk does not take it: input/output error
  kDiskFull,    // no space left
  kSyncError,   // written, but never known to be durable
  kReadError,   // the disk does not give it back
};

enum class FaultLasts { kForEver, kOnce };

// Registers the layer, once, and gives the name to open a store with.
std::string FaultFileLayer();

// The `call`-th call of the fault's kind (1: the next) fails, and each after it, or it alone; kNone
// ends it. Writes and syncs are counted together, reads by themselves. Counting begins anew.
void FailFilesFrom(FileFault fault, int call, FaultLasts lasts = FaultLasts::kForEver);

// True: syncs that do not fail are not carried out either, where only faults are looked at and no
// power goes.
void SkipSyncs(bool skip);

// How many calls were counted since the last FailFilesFrom.
int FileCalls();

// How many of them failed.
int FileFaults();

}  // namespace dm::sqlite
