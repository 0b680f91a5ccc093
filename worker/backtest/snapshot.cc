#include "worker/backtest/snapshot.h"

#include <algorithm>
#include <array>
#include <utility>

#include "worker/backtest/snapshot_fields.h"

namespace dm::backtest {

namespace {

constexpr std::string_view kMagic = "DMCASES\n";
constexpr std::uint64_t kFormat = 3;
constexpr std::size_t kHeadBytes = 32;
constexpr std::size_t kCountAt = 24;
// As large as a case file may be (docs/case-input.md).
constexpr std::uint32_t kCaseBytesMax = 8U * 1024 * 1024;
constexpr std::uint64_t kUnfinished = ~0ULL;

std::uint64_t Shape() {
  SnapshotShape shape;
  StoredCase one;
  Fields(shape, one);
  return shape.value();
}

void PutNumber(std::uint64_t number, int bytes, std::string* out) {
  for (int i = 0; i < bytes; ++i, number >>= 8U) out->push_back(static_cast<char>(number & 0xFFU));
}

std::uint64_t NumberAt(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = size; i > 0; --i) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return number;
}

void AppendCase(StoredCase& now, StoredCase& before, std::string* out) {
  SnapshotWriter(out).Write(now, before);
}

// Turns the case into the one that the bytes tell.
bool TakeCase(std::string_view bytes, StoredCase* value) {
  SnapshotReader reader(bytes);
  reader.Read(*value);
  return reader.ok() && reader.at_end();
}

}  // namespace

StatusOr<SnapshotFileWriter> SnapshotFileWriter::Create(const std::string& path) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  std::string head(kMagic);
  PutNumber(kFormat, 8, &head);
  PutNumber(Shape(), 8, &head);
  PutNumber(kUnfinished, 8, &head);
  file << head;
  if (!file) return NotFound(path + ": cannot be written; check the folder and the disk");
  return SnapshotFileWriter(std::move(file));
}

Status SnapshotFileWriter::Add(const CaseInput& input, const std::optional<Ruling>& stored) {
  bytes_.assign(4, '\0');
  StoredCase now{.input = input, .stored = stored};
  AppendCase(now, last_, &bytes_);
  const std::size_t size = bytes_.size() - 4;
  if (size > kCaseBytesMax) return InvalidArgument("the case is larger than 8 MiB");
  for (std::size_t i = 0; i < 4; ++i) bytes_[i] = static_cast<char>((size >> (8 * i)) & 0xFFU);
  file_.write(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
  last_ = std::move(now);
  ++count_;
  if (!file_) return Unavailable("the snapshot cannot be written; is the disk full?");
  return OkStatus();
}

Status SnapshotFileWriter::Finish() {
  std::string count;
  PutNumber(count_, 8, &count);
  file_.seekp(kCountAt);
  file_ << count;
  file_.close();
  if (!file_) return Unavailable("the snapshot cannot be written; is the disk full?");
  return OkStatus();
}

Status SnapshotFileReader::Refuse(const std::string& why) const {
  return InvalidArgument(path_ + ": " + why);
}

StatusOr<SnapshotFileReader> SnapshotFileReader::Open(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotFound(path + ": cannot be read; check the path and its permissions");
  std::array<char, kHeadBytes> bytes{};
  file.read(bytes.data(), kHeadBytes);
  const std::string_view head(bytes.data(), kHeadBytes);
  SnapshotFileReader reader(path, std::move(file));
  if (!reader.file_ || head.substr(0, kMagic.size()) != kMagic) {
    return reader.Refuse("is no snapshot");
  }
  if (NumberAt(head, 8, 8) != kFormat || NumberAt(head, 16, 8) != Shape()) {
    return reader.Refuse("was written by another version of the program; take it anew");
  }
  reader.count_ = NumberAt(head, kCountAt, 8);
  if (reader.count_ == kUnfinished) return reader.Refuse("was not finished; take it anew");
  return reader;
}

const char* SnapshotFileReader::Take(std::size_t size) {
  constexpr std::size_t kBlockBytes = std::size_t{256} * 1024;
  if (end_ - at_ < size) {
    std::copy(block_.begin() + static_cast<std::ptrdiff_t>(at_),
              block_.begin() + static_cast<std::ptrdiff_t>(end_),
              block_.begin());
    end_ -= std::exchange(at_, 0);
    if (block_.size() < std::max(kBlockBytes, size)) block_.resize(std::max(kBlockBytes, size));
    file_.read(block_.data() + end_, static_cast<std::streamsize>(block_.size() - end_));
    end_ += static_cast<std::size_t>(file_.gcount());
    if (end_ < size) return nullptr;
  }
  return block_.data() + std::exchange(at_, at_ + size);
}

StatusOr<StoredCase*> SnapshotFileReader::Next() {
  if (given_ == count_) {
    if (Take(1) != nullptr) return Refuse("goes on after its last case; take it anew");
    return nullptr;
  }
  const auto number = [this] { return "case " + std::to_string(given_ + 1); };
  constexpr std::size_t kSizeBytes = 4;
  const char* size_bytes = Take(kSizeBytes);
  if (size_bytes == nullptr) return Refuse("ends before " + number() + "; take it anew");
  const std::uint64_t size = NumberAt({size_bytes, kSizeBytes}, 0, kSizeBytes);
  if (size > kCaseBytesMax) return Refuse(number() + " is larger than 8 MiB");
  const char* bytes = Take(size);
  if (bytes == nullptr) return Refuse("ends within " + number() + "; take it anew");
  if (!TakeCase({bytes, size}, &case_)) return Refuse(number() + " is damaged");
  ++given_;
  return &case_;
}

bool IsSnapshot(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string begin(kMagic.size(), '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file && begin == kMagic;
}

std::string SnapshotBytes(const CaseInput& input, const std::optional<Ruling>& stored) {
  std::string bytes;
  StoredCase now{.input = input, .stored = stored};
  StoredCase nothing;
  AppendCase(now, nothing, &bytes);
  return bytes;
}

bool ReadSnapshotBytes(std::string_view bytes, StoredCase* value) {
  *value = StoredCase();
  return TakeCase(bytes, value);
}

}  // namespace dm::backtest
