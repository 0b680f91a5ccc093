#include "worker/adapters/sqlite/fault_file_layer.h"

#include <sqlite3.h>

#include <atomic>
#include <cstddef>
#include <cstring>

namespace dm::sqlite {
namespace {

constexpr char kName[] = "medarbetare-faults";

std::atomic<FileFault> fault{FileFault::kNone};
std::atomic<int> fail_from{0};
std::atomic<int> calls{0};

// SQLite gives room for both: this first, the real file behind it.
struct FaultFile {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_file* Real(sqlite3_file* file) {
  return reinterpret_cast<FaultFile*>(file)->real;
}

sqlite3_vfs* RealLayer(sqlite3_vfs* layer) {
  return static_cast<sqlite3_vfs*>(layer->pAppData);
}

bool FailsNow() {
  const int call = ++calls;
  return fault != FileFault::kNone && call >= fail_from;
}

int Close(sqlite3_file* file) {
  return Real(file)->pMethods->xClose(Real(file));
}

int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  return Real(file)->pMethods->xRead(Real(file), to, size, at);
}

int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  if (FailsNow()) {
    if (fault == FileFault::kDiskFull) return SQLITE_FULL;
    if (fault == FileFault::kWriteError) return SQLITE_IOERR_WRITE;
  }
  return Real(file)->pMethods->xWrite(Real(file), from, size, at);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  return Real(file)->pMethods->xTruncate(Real(file), size);
}

int Sync(sqlite3_file* file, int flags) {
  if (FailsNow() && fault == FileFault::kSyncError) return SQLITE_IOERR_FSYNC;
  return Real(file)->pMethods->xSync(Real(file), flags);
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}

int Lock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xLock(Real(file), level);
}

int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}

int CheckReservedLock(sqlite3_file* file, int* result) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), result);
}

int FileControl(sqlite3_file* file, int operation, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), operation, argument);
}

int SectorSize(sqlite3_file* file) {
  return Real(file)->pMethods->xSectorSize(Real(file));
}

int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}

int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  return Real(file)->pMethods->xShmMap(Real(file), region, size, extend, memory);
}

int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}

void ShmBarrier(sqlite3_file* file) {
  Real(file)->pMethods->xShmBarrier(Real(file));
}

int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

sqlite3_io_methods MakeMethods() {
  sqlite3_io_methods methods = {};
  methods.iVersion = 2;
  methods.xClose = Close;
  methods.xRead = Read;
  methods.xWrite = Write;
  methods.xTruncate = Truncate;
  methods.xSync = Sync;
  methods.xFileSize = FileSize;
  methods.xLock = Lock;
  methods.xUnlock = Unlock;
  methods.xCheckReservedLock = CheckReservedLock;
  methods.xFileControl = FileControl;
  methods.xSectorSize = SectorSize;
  methods.xDeviceCharacteristics = DeviceCharacteristics;
  methods.xShmMap = ShmMap;
  methods.xShmLock = ShmLock;
  methods.xShmBarrier = ShmBarrier;
  methods.xShmUnmap = ShmUnmap;
  return methods;
}

int Open(sqlite3_vfs* layer, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  static const sqlite3_io_methods methods = MakeMethods();
  auto* ours = reinterpret_cast<FaultFile*>(file);
  ours->base.pMethods = nullptr;
  ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
  const int code = RealLayer(layer)->xOpen(RealLayer(layer), name, ours->real, flags, flags_out);
  if (ours->real->pMethods != nullptr) ours->base.pMethods = &methods;
  return code;
}

sqlite3_vfs MakeLayer() {
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  sqlite3_vfs layer = *real;
  layer.zName = kName;
  layer.pAppData = real;
  layer.szOsFile = static_cast<int>(sizeof(FaultFile)) + real->szOsFile;
  layer.pNext = nullptr;
  layer.xOpen = Open;
  return layer;
}

}  // namespace

std::string FaultFileLayer() {
  static sqlite3_vfs layer = MakeLayer();
  sqlite3_vfs_register(&layer, 0);
  return kName;
}

void FailFilesFrom(FileFault kind, int call) {
  calls = 0;
  fail_from = call;
  fault = kind;
}

int FileCalls() {
  return calls;
}

}  // namespace dm::sqlite
