#include "worker/backtest/snapshot.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/field_reader.h"
#include "worker/adapters/codec/from_proto.h"
#include "worker/adapters/codec/message_filler.h"
#include "worker/backtest/generator.h"

namespace dm::backtest {
namespace {

CaseInput Household(std::uint64_t number) {
  GeneratorOptions options;
  options.month = *Month::Make(2026, 12);
  return GenerateHousehold(options, number);
}

Ruling SomeRuling() {
  Ruling ruling;
  ruling.policy_sha256 = std::string(64, 'a');
  ruling.route = Route::kProposed;
  ruling.typfall = "TF-02";
  ruling.queue = "Q-20";
  ruling.outcome = Outcome::kDelavslag;
  ruling.grant = Money::FromOre(123'400);
  ruling.rows = {{.code = "a", .person = "p1", .rule = "r", .amount = Money::FromOre(-5)}};
  ruling.reasons = {"X", "Y"};
  return ruling;
}

// Every field of a case with a value of its own.
CaseInput Filled(std::uint32_t seed) {
  codec::pb::CaseInput message;
  codec::MessageFiller(seed).Fill(message);
  codec::FieldReader reader(codec::Origin::kStore);
  CaseInput input = codec::FromProto(reader, message);
  EXPECT_TRUE(reader.ok()) << reader.status();
  for (PersonEvidence& person : input.evidence.persons) {
    for (SourceAnswer& answer : person.answers) answer.raw.clear();
  }
  return input;
}

class File {
 public:
  explicit File(const std::string& name) : path_(testing::TempDir() + name) {}

  ~File() { std::remove(path_.c_str()); }

  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;

  const std::string& path() const { return path_; }

  std::string Bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  void Put(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
  }

  void WriteCases(std::uint64_t count) const {
    auto writer = SnapshotFileWriter::Create(path_);
    ASSERT_TRUE(writer.ok());
    for (std::uint64_t i = 0; i < count; ++i) {
      ASSERT_TRUE(writer->Add(Household(i), SomeRuling()).ok());
    }
    ASSERT_TRUE(writer->Finish().ok());
  }

  // The status at which reading ends: OK after the last case.
  Status ReadAll() const {
    auto reader = SnapshotFileReader::Open(path_);
    if (!reader.ok()) return reader.status();
    for (;;) {
      const StatusOr<StoredCase*> next = reader->Next();
      if (!next.ok()) return next.status();
      if (*next == nullptr) return OkStatus();
    }
  }

 private:
  std::string path_;
};

TEST(SnapshotTest, KeepsEveryFieldOfACase) {
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    const CaseInput input = Filled(seed);
    StoredCase read;
    ASSERT_TRUE(ReadSnapshotBytes(SnapshotBytes(input, {}), &read));
    EXPECT_EQ(codec::Encode(read.input), codec::Encode(input)) << seed;
    EXPECT_FALSE(read.stored);
  }
}

TEST(SnapshotTest, MemoryThatIsUsedAgainHoldsNothingOfTheCaseBefore) {
  StoredCase read;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const CaseInput input = Household(i);
    ASSERT_TRUE(ReadSnapshotBytes(SnapshotBytes(input, SomeRuling()), &read));
    EXPECT_EQ(codec::Encode(read.input), codec::Encode(input)) << i;
    EXPECT_EQ(read.stored, SomeRuling());
  }
}

// Whatever two cases that follow each other have in common: households of every kind, cases in
// which every field is filled, the same again, and one of which it is not known what was decided.
TEST(SnapshotTest, ACaseIsToldWholeByWhatDiffersFromTheCaseBefore) {
  std::vector<CaseInput> inputs;
  for (std::uint32_t i = 0; i < 300; ++i) {
    inputs.push_back(Household(i));
    if (i % 20 == 0) inputs.push_back(Filled(i));
    if (i % 30 == 0) inputs.emplace_back();
    if (i % 50 == 0) inputs.push_back(inputs.back());
  }
  const auto stored_of = [](std::size_t i) {
    std::optional<Ruling> ruling;
    if (i % 7 != 0) ruling = SomeRuling();
    if (i % 3 == 0 && ruling)
      ruling->rows.push_back({.code = "b", .person = "", .rule = "r2", .amount = Money()});
    return ruling;
  };
  const File file("told.snapshot");
  auto writer = SnapshotFileWriter::Create(file.path());
  ASSERT_TRUE(writer.ok());
  for (std::size_t i = 0; i < inputs.size(); ++i)
    ASSERT_TRUE(writer->Add(inputs[i], stored_of(i)).ok());
  ASSERT_TRUE(writer->Finish().ok());
  auto reader = SnapshotFileReader::Open(file.path());
  ASSERT_TRUE(reader.ok());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const StatusOr<StoredCase*> read = reader->Next();
    ASSERT_TRUE(read.ok()) << i << MessageOf(read.status());
    ASSERT_NE(*read, nullptr);
    EXPECT_EQ(codec::Encode((*read)->input), codec::Encode(inputs[i])) << i;
    EXPECT_EQ((*read)->stored, stored_of(i)) << i;
  }
}

TEST(SnapshotTest, AFileGivesItsCasesBack) {
  const File file("cases.snapshot");
  file.WriteCases(5);
  EXPECT_TRUE(IsSnapshot(file.path()));
  EXPECT_TRUE(file.ReadAll().ok());
}

TEST(SnapshotTest, AFileThatIsCutShortIsRefusedWhereverItEnds) {
  const File file("cut.snapshot");
  file.WriteCases(2);
  const std::string whole = file.Bytes();
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    file.Put(whole.substr(0, size));
    EXPECT_FALSE(file.ReadAll().ok()) << size;
  }
  file.Put(whole + "x");
  EXPECT_FALSE(file.ReadAll().ok());
}

TEST(SnapshotTest, AFileOfAnotherVersionIsRefusedWithARemedy) {
  const File file("old.snapshot");
  file.WriteCases(1);
  std::string bytes = file.Bytes();
  bytes[17] = static_cast<char>(bytes[17] + 1);
  file.Put(bytes);
  EXPECT_NE(MessageOf(file.ReadAll()).find("take it anew"), std::string::npos);
}

TEST(SnapshotTest, BytesThatAreAlteredAreAnotherCaseOrNoneButNeverAFault) {
  const std::string whole = SnapshotBytes(Household(3), SomeRuling());
  StoredCase read;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char change : {'\x01', '\x80', '\xff'}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ change);
      (void)ReadSnapshotBytes(bytes, &read);
    }
  }
  EXPECT_TRUE(ReadSnapshotBytes(whole, &read));
}

}  // namespace
}  // namespace dm::backtest
