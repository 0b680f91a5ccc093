#include "worker/adapters/sqlite/observed_file_layer.h"

#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <vector>

namespace dm::sqlite {
namespace {

struct Layer {
  std::string name;
  FileObserver* observer = nullptr;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs ours = {};
  std::mutex mutex;
};

// SQLite gives room for both: this first, the real file behind it.
struct ObservedFile {
  sqlite3_file base;
  sqlite3_file* real;
  Layer* layer;
  const char* path;  // SQLite keeps it as long as the file is open
};

ObservedFile* Ours(sqlite3_file* file) {
  return reinterpret_cast<ObservedFile*>(file);
}

sqlite3_file* Real(sqlite3_file* file) {
  return Ours(file)->real;
}

Layer* LayerOf(sqlite3_vfs* layer) {
  return static_cast<Layer*>(layer->pAppData);
}

std::string PathOf(const ObservedFile* file) {
  return file->path == nullptr ? "" : file->path;
}

// SQLITE_OK where the real disk is to carry it out; `done` where nobody is.
int Answer(DiskAnswer answer, int error, bool& done) {
  done = answer == DiskAnswer::kDone;
  if (answer == DiskAnswer::kError) return error;
  if (answer == DiskAnswer::kFull) return SQLITE_FULL;
  return SQLITE_OK;
}

int Close(sqlite3_file* file) {
  return Real(file)->pMethods->xClose(Real(file));
}

int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  ObservedFile* const ours = Ours(file);
  bool done = false;
  {
    const std::lock_guard<std::mutex> lock(ours->layer->mutex);
    const int code = Answer(ours->layer->observer->OnRead(PathOf(ours)), SQLITE_IOERR_READ, done);
    if (code != SQLITE_OK) return code;
  }
  return Real(file)->pMethods->xRead(Real(file), to, size, at);
}

int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  ObservedFile* const ours = Ours(file);
  const std::lock_guard<std::mutex> lock(ours->layer->mutex);
  bool done = false;
  const int code =
      Answer(ours->layer->observer->OnWrite(PathOf(ours), static_cast<const char*>(from), size, at),
             SQLITE_IOERR_WRITE,
             done);
  if (code != SQLITE_OK || done) return code;
  return Real(file)->pMethods->xWrite(Real(file), from, size, at);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  ObservedFile* const ours = Ours(file);
  const std::lock_guard<std::mutex> lock(ours->layer->mutex);
  bool done = false;
  const int code =
      Answer(ours->layer->observer->OnTruncate(PathOf(ours), size), SQLITE_IOERR_TRUNCATE, done);
  if (code != SQLITE_OK || done) return code;
  return Real(file)->pMethods->xTruncate(Real(file), size);
}

int Sync(sqlite3_file* file, int flags) {
  ObservedFile* const ours = Ours(file);
  const std::lock_guard<std::mutex> lock(ours->layer->mutex);
  bool done = false;
  const int code = Answer(ours->layer->observer->OnSync(PathOf(ours)), SQLITE_IOERR_FSYNC, done);
  if (code != SQLITE_OK || done) return code;
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

// Version 2: no memory-mapped reading past us.
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

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  static const sqlite3_io_methods methods = MakeMethods();
  Layer* const layer = LayerOf(vfs);
  ObservedFile* const ours = Ours(file);
  ours->base.pMethods = nullptr;
  ours->real = reinterpret_cast<sqlite3_file*>(ours + 1);
  ours->layer = layer;
  ours->path = name;
  const int code = layer->real->xOpen(layer->real, name, ours->real, flags, flags_out);
  if (ours->real->pMethods != nullptr) ours->base.pMethods = &methods;
  return code;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  Layer* const layer = LayerOf(vfs);
  const std::lock_guard<std::mutex> lock(layer->mutex);
  bool done = false;
  const int code = Answer(layer->observer->OnDelete(name), SQLITE_IOERR_DELETE, done);
  if (code != SQLITE_OK || done) return code;
  return layer->real->xDelete(layer->real, name, sync_directory);
}

}  // namespace

std::string ObservedFileLayer(const std::string& name, FileObserver& observer) {
  static std::mutex mutex;
  static std::vector<std::unique_ptr<Layer>> layers;
  const std::lock_guard<std::mutex> lock(mutex);
  for (const auto& known : layers) {
    if (known->name == name) return name;
  }
  layers.push_back(std::make_unique<Layer>());
  Layer& layer = *layers.back();
  layer.name = name;
  layer.observer = &observer;
  layer.real = sqlite3_vfs_find(nullptr);
  layer.ours = *layer.real;
  layer.ours.zName = layer.name.c_str();
  layer.ours.pAppData = &layer;
  layer.ours.szOsFile = static_cast<int>(sizeof(ObservedFile)) + layer.real->szOsFile;
  layer.ours.pNext = nullptr;
  layer.ours.xOpen = Open;
  layer.ours.xDelete = Delete;
  sqlite3_vfs_register(&layer.ours, 0);
  return name;
}

}  // namespace dm::sqlite
