#include "worker/adapters/postgres/gathered_rows.h"

#include <bit>

#include "worker/adapters/postgres/connection.h"
#include "worker/adapters/postgres/types.h"

namespace dm::postgres {
namespace {

// Enough for a group; sent earlier where the rows are large, so that little is held at once.
constexpr std::size_t kRowsMax = 256;
constexpr std::size_t kBytesMax = std::size_t{1} << 20U;

// Dimensions, whether there are nulls, the elements' type, their number, the first one's index.
constexpr std::size_t kHeader = 5 * sizeof(std::int32_t);

void PutInt32(std::uint32_t value, std::size_t at, std::string& bytes) {
  for (std::size_t i = 0; i < sizeof(value); ++i) {
    bytes[at + i] = static_cast<char>((value >> (8U * (sizeof(value) - 1 - i))) & 0xffU);
  }
}

void AppendInt32(std::uint32_t value, std::string& bytes) {
  bytes.resize(bytes.size() + sizeof(value));
  PutInt32(value, bytes.size() - sizeof(value), bytes);
}

constexpr std::uint32_t kNull = 0xffffffffU;  // as the length of an element

}  // namespace

GatheredRows::Column& GatheredRows::At(int index, Oid element) {
  const auto place = static_cast<std::size_t>(index);
  if (columns_.size() < place) columns_.resize(place);
  Column& column = columns_[place - 1];
  column.element = element;
  if (column.bytes.empty()) column.bytes.resize(kHeader);
  return column;
}

Status GatheredRows::Add(int index, Oid element, std::string_view bytes) {
  Column& column = At(index, element);
  AppendInt32(static_cast<std::uint32_t>(bytes.size()), column.bytes);
  column.bytes.append(bytes);
  bytes_ += bytes.size();
  return OkStatus();
}

Status GatheredRows::BindInt(int index, std::int64_t value) {
  Column& column = At(index, kInt8);
  AppendInt32(sizeof(value), column.bytes);
  const auto number = std::bit_cast<std::uint64_t>(value);
  AppendInt32(static_cast<std::uint32_t>(number >> 32U), column.bytes);
  AppendInt32(static_cast<std::uint32_t>(number), column.bytes);
  return OkStatus();
}

// The first parameter comes first: nothing of the row has been taken in yet when others must go.
Status GatheredRows::BindText(int index, std::string_view value) {
  if (index == 1 && changes_rows_ && !keys_.insert(std::string(value)).second) {
    DM_RETURN_IF_ERROR(connection_.SendGathered());
    keys_.insert(std::string(value));
  }
  return Add(index, kText, value);
}

Status GatheredRows::BindBlob(int index, std::string_view value) {
  return Add(index, kBytea, value);
}

Status GatheredRows::BindNull(int index, sql::ValueType type) {
  Column& column = At(index, OidOf(type));
  column.has_null = true;
  AppendInt32(kNull, column.bytes);
  return OkStatus();
}

Status GatheredRows::RunLater(sql::ExpectedChanges expected) {
  connection_.CountWrite();
  if (rows_ == 0) connection_.Gathered(this);
  ++rows_;
  each_changes_one_ = expected == sql::ExpectedChanges::kOne;
  return rows_ < kRowsMax && bytes_ < kBytesMax ? OkStatus() : connection_.SendGathered();
}

StatusOr<bool> GatheredRows::Step() {
  return Internal("a row that waits for others has no answer of its own");
}

// "unnest($1, $2) AS p(p1, p2)": a row for each place in the arrays.
std::string GatheredRows::Source() const {
  std::string parameters;
  std::string names;
  for (std::size_t i = 1; i <= columns_.size(); ++i) {
    const std::string number = std::to_string(i);
    parameters += (i == 1 ? "$" : ", $") + number;
    names += (i == 1 ? "p" : ", p") + number;
  }
  return "unnest(" + parameters + ") AS p(" + names + ")";
}

Status GatheredRows::Send() {
  if (many_.empty()) many_ = statement_.Many(Source());
  for (Column& column : columns_) {
    PutInt32(1, 0, column.bytes);
    PutInt32(column.has_null ? 1 : 0, 4, column.bytes);
    PutInt32(column.element, 8, column.bytes);
    PutInt32(static_cast<std::uint32_t>(rows_), 12, column.bytes);
    PutInt32(1, 16, column.bytes);
  }
  std::vector<PreparedStatement::Array> arrays;
  arrays.reserve(columns_.size());
  for (const Column& column : columns_) {
    arrays.push_back({.type = ArrayOf(column.element), .bytes = column.bytes});
  }
  std::optional<std::int64_t> expected;
  if (each_changes_one_) expected = static_cast<std::int64_t>(rows_);
  const Status sent = connection_.SendArrays(many_, arrays, expected);
  Drop();
  return sent;
}

void GatheredRows::Drop() {
  for (Column& column : columns_) {
    column.bytes.clear();
    column.has_null = false;
  }
  rows_ = 0;
  bytes_ = 0;
  keys_.clear();
}

}  // namespace dm::postgres
