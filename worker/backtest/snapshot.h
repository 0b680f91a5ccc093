// Snapshot: a month of cases in one file, with what was decided, in a compact form that is read
// fast. Written by this program and read by the same version of its structs only: the head says of
// which shape they were. Nothing in it is trusted: a file that is cut short, altered or foreign is
// refused.
//
//   8 bytes  "DMCASES\n"
//   8 bytes  format version, little-endian
//   8 bytes  shape of the structs
//   8 bytes  number of cases
//   then for each case 4 bytes length and that many bytes, which say what differs from the case
//   before
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "worker/backtest/ruling.h"
#include "worker/case/case_record.h"
#include "worker/core/status.h"

namespace dm::backtest {

struct StoredCase {
  CaseInput input;
  std::optional<Ruling> stored;  // as it was decided, where the source says
};

// Personal data as they stand in the case: the file belongs where the store belongs.
class SnapshotFileWriter {
 public:
  static StatusOr<SnapshotFileWriter> Create(const std::string& path);

  Status Add(const CaseInput& input, const std::optional<Ruling>& stored);
  // Writes the number of cases: a file that was not finished cannot be read.
  Status Finish();

 private:
  explicit SnapshotFileWriter(std::ofstream file) : file_(std::move(file)) {}

  std::ofstream file_;
  StoredCase last_;
  std::string bytes_;
  std::uint64_t count_ = 0;
};

class SnapshotFileReader {
 public:
  static StatusOr<SnapshotFileReader> Open(const std::string& path);

  std::uint64_t count() const { return count_; }

  // Null at the end. The case stands in the reader until the next call, which goes on from it: it
  // may be lent, and comes back as it was.
  StatusOr<StoredCase*> Next();

 private:
  SnapshotFileReader(std::string path, std::ifstream file)
      : path_(std::move(path)), file_(std::move(file)) {}

  Status Refuse(const std::string& why) const;

  // The next `size` bytes of the file, until the next call; null where it ends before.
  const char* Take(std::size_t size);

  std::string path_;
  std::ifstream file_;
  std::vector<char> block_;  // of the file; from at_ to end_ not taken yet
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  StoredCase case_;
  std::uint64_t count_ = 0;
  std::uint64_t given_ = 0;
};

// True when the file begins as a snapshot does.
bool IsSnapshot(const std::string& path);

// One case as bytes that hang on no other, for tests and for those that keep them elsewhere.
std::string SnapshotBytes(const CaseInput& input, const std::optional<Ruling>& stored);
// False for bytes that are no such case; `value` is then of no use.
bool ReadSnapshotBytes(std::string_view bytes, StoredCase* value);

}  // namespace dm::backtest
