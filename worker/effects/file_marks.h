// How far the files of a register have come, as the store remembers it: beside what the folder
// holds it tells which of the two was put back from a copy (reliability I25).
#pragma once

#include <cstdint>

#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/effect_files.h"
#include "worker/ports/store.h"

namespace dm::effects {

enum class FileAge { kAgree, kStoreOlder, kFolderOlder };

struct FilePlace {
  FileRegister which = FileRegister::kPaymentOrders;
  FileAccess access = FileAccess::kOpen;
};

// A number is marked before its file is written: the last file has it, or the one before.
StatusOr<FileAge> CompareFiles(Store& store, const EffectFiles& files, FilePlace place);

// All that the files carry: the worst of it. DataLoss-like refusals are left to the caller.
StatusOr<FileAge> CompareAllFiles(Store& store, const EffectFiles& files);

// The number of the next file, marked. After a folder that is older than the store its numbers go
// on behind what was marked: none is given twice.
StatusOr<std::int64_t> TakeNextNumber(
    Store& store, const EffectFiles& files, FilePlace place, const AuditEvent& audit, Instant now);

// A person has declared the restore: a folder that is older than the store is the one to go on
// with.
Status AcceptFolders(Store& store, const EffectFiles& files, const AuditEvent& audit, Instant now);

}  // namespace dm::effects
