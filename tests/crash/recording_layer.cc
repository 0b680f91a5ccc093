#include "tests/crash/recording_layer.h"

#include <algorithm>

namespace dm::crash {
namespace {

using sqlite::DiskAnswer;

void Put(std::string& content, std::int64_t at, const std::string& bytes) {
  const auto begin = static_cast<std::size_t>(at);
  if (content.size() < begin + bytes.size()) content.resize(begin + bytes.size(), '\0');
  content.replace(begin, bytes.size(), bytes);
}

bool Toss(std::mt19937_64& random) {
  return (random() & 1U) != 0;
}

// Each sector of the write by itself.
void PutSectors(std::string& content,
                const FileOp& op,
                std::int64_t size,
                std::mt19937_64& random) {
  const auto end = op.at + static_cast<std::int64_t>(op.bytes.size());
  for (std::int64_t at = op.at; at < end;) {
    const std::int64_t next = std::min(end, (at / size + 1) * size);
    if (Toss(random)) {
      Put(content,
          at,
          op.bytes.substr(static_cast<std::size_t>(at - op.at),
                          static_cast<std::size_t>(next - at)));
    }
    at = next;
  }
}

}  // namespace

DiskAnswer Recorder::Note(FileOp op, DiskAnswer answer) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (on_) ops_.push_back(std::move(op));
  return answer;
}

DiskAnswer Recorder::OnRead(const std::string& /*path*/) {
  return DiskAnswer::kCarryOut;
}

DiskAnswer Recorder::OnWrite(const std::string& path, const char* from, int size, std::int64_t at) {
  return Note({.kind = FileOp::Kind::kWrite,
               .path = path,
               .at = at,
               .bytes = std::string(from, static_cast<std::size_t>(size))},
              DiskAnswer::kCarryOut);
}

DiskAnswer Recorder::OnTruncate(const std::string& path, std::int64_t size) {
  return Note({.kind = FileOp::Kind::kTruncate, .path = path, .at = size, .bytes = ""},
              DiskAnswer::kCarryOut);
}

DiskAnswer Recorder::OnSync(const std::string& path) {
  return Note({.kind = FileOp::Kind::kSync, .path = path, .at = 0, .bytes = ""}, DiskAnswer::kDone);
}

DiskAnswer Recorder::OnDelete(const std::string& path) {
  return Note({.kind = FileOp::Kind::kDelete, .path = path, .at = 0, .bytes = ""},
              DiskAnswer::kCarryOut);
}

void Recorder::Record(bool on) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (on) ops_.clear();
  on_ = on;
}

std::size_t Recorder::count() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return ops_.size();
}

void Disk::AdvanceTo(std::size_t point) {
  for (; next_ < point; ++next_) {
    const FileOp& op = ops_[next_];
    File& file = files_[op.path];
    if (op.kind != FileOp::Kind::kSync) {
      file.pending.push_back(next_);
      continue;
    }
    // SQLite syncs the folder with the first sync of a new log or journal: what was deleted before
    // stays deleted.
    if (!file.exists) SyncFolder();
    file.exists = true;
    MakeDurable(file, file.pending.size());
  }
}

void Disk::SyncFolder() {
  for (auto& [path, file] : files_) {
    for (std::size_t i = file.pending.size(); i > 0; --i) {
      if (ops_[file.pending[i - 1]].kind != FileOp::Kind::kDelete) continue;
      MakeDurable(file, i);
      file.exists = false;
      break;
    }
  }
}

void Disk::MakeDurable(File& file, std::size_t count) {
  const auto end = file.pending.begin() + static_cast<std::ptrdiff_t>(count);
  for (auto index = file.pending.begin(); index != end; ++index) {
    const FileOp& op = ops_[*index];
    if (op.kind == FileOp::Kind::kWrite) Put(file.durable, op.at, op.bytes);
    if (op.kind == FileOp::Kind::kTruncate)
      file.durable.resize(static_cast<std::size_t>(op.at), '\0');
    if (op.kind == FileOp::Kind::kDelete) file.durable.clear();
  }
  file.pending.erase(file.pending.begin(), end);
}

std::map<std::string, std::string> Disk::Image(Loss loss, std::mt19937_64& random) const {
  std::map<std::string, std::string> image;
  for (const auto& [path, file] : files_) {
    if (path.empty()) continue;  // a temporary file: nobody finds it again
    std::string content = file.durable;
    bool exists = file.exists;
    for (const std::size_t index : file.pending) {
      const FileOp& op = ops_[index];
      if (loss == Loss::kAll || (loss == Loss::kSomeWrites && Toss(random))) continue;
      const bool torn = loss == Loss::kSectors512 || loss == Loss::kSectors4096;
      if (op.kind != FileOp::Kind::kWrite && torn && Toss(random)) continue;
      exists = op.kind != FileOp::Kind::kDelete;
      if (op.kind == FileOp::Kind::kDelete) content.clear();
      if (op.kind == FileOp::Kind::kTruncate) content.resize(static_cast<std::size_t>(op.at), '\0');
      if (op.kind != FileOp::Kind::kWrite) continue;
      if (torn)
        PutSectors(content, op, loss == Loss::kSectors512 ? 512 : 4'096, random);
      else
        Put(content, op.at, op.bytes);
    }
    if (exists) image[path] = std::move(content);
  }
  return image;
}

std::size_t Disk::unsynced() const {
  std::size_t count = 0;
  for (const auto& [path, file] : files_) count += file.pending.size();
  return count;
}

}  // namespace dm::crash
