#include "worker/backtest/snapshot.h"

#include <array>
#include <utility>

#include "worker/backtest/snapshot_fields.h"

namespace dm::backtest {

namespace {

constexpr std::string_view kMagic = "DMCASES\n";
constexpr std::uint64_t kFormat = 2;
constexpr std::size_t kHeadBytes = 32;
constexpr std::size_t kCountAt = 24;
// As large as a case file may be (docs/case-input.md).
constexpr std::uint32_t kCaseBytesMax = 8U * 1024 * 1024;
constexpr std::uint64_t kUnfinished = ~0ULL;

std::uint64_t Shape() {
  SnapshotShape shape;
  CaseInput input;
  std::optional<Ruling> stored;
  shape(Named("input", input), Named("stored", stored));
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

// The writer changes nothing; the list of fields serves the reader too and is not const.
void AppendCase(const CaseInput& input, const std::optional<Ruling>& stored, std::string* out) {
  SnapshotWriter writer(out);
  writer(Named("input", const_cast<CaseInput&>(input)),
         Named("stored", const_cast<std::optional<Ruling>&>(stored)));
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
  AppendCase(input, stored, &bytes_);
  const std::size_t size = bytes_.size() - 4;
  if (size > kCaseBytesMax) return InvalidArgument("the case is larger than 8 MiB");
  for (std::size_t i = 0; i < 4; ++i) bytes_[i] = static_cast<char>((size >> (8 * i)) & 0xFFU);
  file_.write(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
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

StatusOr<bool> SnapshotFileReader::Next(StoredCase* next) {
  if (given_ == count_) {
    if (file_.peek() != std::ifstream::traits_type::eof()) {
      return Refuse("goes on after its last case; take it anew");
    }
    return false;
  }
  std::array<char, 4> size_bytes{};
  file_.read(size_bytes.data(), 4);
  const std::uint64_t size = NumberAt({size_bytes.data(), 4}, 0, 4);
  const std::string number = std::to_string(given_ + 1);
  if (!file_) return Refuse("ends before case " + number + "; take it anew");
  if (size > kCaseBytesMax) return Refuse("case " + number + " is larger than 8 MiB");
  bytes_.resize(size);
  file_.read(bytes_.data(), static_cast<std::streamsize>(size));
  if (!file_) return Refuse("ends within case " + number + "; take it anew");
  if (!ReadSnapshotBytes(bytes_, next)) return Refuse("case " + number + " is damaged");
  ++given_;
  return true;
}

bool IsSnapshot(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string begin(kMagic.size(), '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file && begin == kMagic;
}

std::string SnapshotBytes(const CaseInput& input, const std::optional<Ruling>& stored) {
  std::string bytes;
  AppendCase(input, stored, &bytes);
  return bytes;
}

bool ReadSnapshotBytes(std::string_view bytes, StoredCase* value) {
  SnapshotReader reader(bytes);
  reader(Named("input", value->input), Named("stored", value->stored));
  return reader.ok() && reader.at_end();
}

}  // namespace dm::backtest
