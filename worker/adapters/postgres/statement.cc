#include "worker/adapters/postgres/statement.h"

#include <bit>
#include <cctype>
#include <cstring>
#include <utility>

#include "worker/adapters/postgres/connection.h"
#include "worker/adapters/postgres/types.h"
#include "worker/core/check.h"

namespace dm::postgres {
namespace {

constexpr int kBinary = 1;

// Integers travel with the highest byte first.
void PutBigEndian(std::int64_t value, std::string& bytes) {
  bytes.resize(sizeof(value));
  auto rest = std::bit_cast<std::uint64_t>(value);
  for (std::size_t i = sizeof(value); i > 0; --i) {
    bytes[i - 1] = static_cast<char>(rest & 0xffU);
    rest >>= 8U;
  }
}

std::int64_t FromBigEndian(std::string_view bytes) {
  if (bytes.empty()) return 0;
  // The sign is the highest bit of the first byte.
  std::uint64_t value = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? ~0ULL : 0ULL;
  for (const char byte : bytes) value = (value << 8U) | static_cast<unsigned char>(byte);
  return std::bit_cast<std::int64_t>(value);
}

}  // namespace

std::string WithDollars(std::string_view sql) {
  std::string text(sql);
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '?' && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0) text[i] = '$';
  }
  return text;
}

PreparedStatement::PreparedStatement(Connection& connection,
                                     std::string sql,
                                     std::string name,
                                     Keep keep)
    : KeptPrepared(keep),
      connection_(connection),
      sql_(std::move(sql)),
      name_(std::move(name)),
      writes_(!sql_.starts_with("SELECT")) {}

PreparedStatement::Parameter& PreparedStatement::At(int index) {
  const auto place = static_cast<std::size_t>(index);
  if (parameters_.size() < place) parameters_.resize(place);
  if (bound_ < place) bound_ = place;
  return parameters_[place - 1];
}

Status PreparedStatement::BindInt(int index, std::int64_t value) {
  Parameter& parameter = At(index);
  parameter.type = kInt8;
  parameter.null = false;
  PutBigEndian(value, parameter.bytes);
  return OkStatus();
}

Status PreparedStatement::BindText(int index, std::string_view value) {
  Parameter& parameter = At(index);
  parameter.type = kText;
  parameter.null = false;
  parameter.bytes.assign(value);
  return OkStatus();
}

Status PreparedStatement::BindBlob(int index, std::string_view value) {
  Parameter& parameter = At(index);
  parameter.type = kBytea;
  parameter.null = false;
  parameter.bytes.assign(value);
  return OkStatus();
}

Status PreparedStatement::BindNull(int index, sql::ValueType type) {
  Parameter& parameter = At(index);
  parameter.type = OidOf(type);
  parameter.null = true;
  return OkStatus();
}

Status PreparedStatement::PrepareOnServer() {
  std::vector<Oid> types;
  types.reserve(bound_);
  for (std::size_t i = 0; i < bound_; ++i) types.push_back(parameters_[i].type);
  if (prepared_ && (name_.empty() || types == prepared_types_)) return OkStatus();
  // One text always comes with the same types: the rows' code says both.
  DM_CHECK(!prepared_);
  PGconn* const link = connection_.link();
  if (PQsendPrepare(link,
                    name_.c_str(),
                    sql_.c_str(),
                    static_cast<int>(types.size()),
                    types.empty() ? nullptr : types.data()) != 1)
    return connection_.Lost();
  if (connection_.sends_later()) {
    connection_.SentPreparation(name_.empty() ? nullptr : this);
  } else {
    DM_RETURN_IF_ERROR(connection_.Finish().status());
  }
  prepared_types_ = std::move(types);
  prepared_ = true;
  return OkStatus();
}

void PreparedStatement::Forget(std::string name) {
  name_ = std::move(name);
  prepared_ = false;
}

Status PreparedStatement::RunLater(sql::ExpectedChanges expected) {
  if (!connection_.sends_later()) return Execute();
  DM_RETURN_IF_ERROR(Send());
  connection_.Sent(expected);
  return OkStatus();
}

Status PreparedStatement::SendArrays(const std::vector<Array>& arrays,
                                     std::optional<std::int64_t> expected) {
  int index = 1;
  for (const Array& array : arrays) {
    Parameter& parameter = At(index++);
    parameter.type = array.type;
    parameter.null = false;
    parameter.bytes.assign(array.bytes);
  }
  DM_RETURN_IF_ERROR(Send());
  connection_.SentForRows(expected);
  return OkStatus();
}

Status PreparedStatement::Execute() {
  DM_RETURN_IF_ERROR(Send());
  if (connection_.sends_later()) connection_.Sent(sql::ExpectedChanges::kAny);
  DM_ASSIGN_OR_RETURN(result_, connection_.Finish());
  row_ = -1;
  return OkStatus();
}

Status PreparedStatement::Send() {
  DM_RETURN_IF_ERROR(connection_.Usable());
  // What was to be done before it is done before it.
  DM_RETURN_IF_ERROR(connection_.SendGathered());
  if (writes_) connection_.CountWrite();
  DM_RETURN_IF_ERROR(PrepareOnServer());
  std::vector<const char*> values(bound_);
  std::vector<int> lengths(bound_);
  const std::vector<int> formats(bound_, kBinary);
  for (std::size_t i = 0; i < bound_; ++i) {
    values[i] = parameters_[i].null ? nullptr : parameters_[i].bytes.data();
    lengths[i] = static_cast<int>(parameters_[i].bytes.size());
  }
  if (PQsendQueryPrepared(connection_.link(),
                          name_.c_str(),
                          static_cast<int>(bound_),
                          values.data(),
                          lengths.data(),
                          formats.data(),
                          kBinary) != 1)
    return connection_.Lost();
  return OkStatus();
}

StatusOr<bool> PreparedStatement::Step() {
  if (result_ == nullptr) DM_RETURN_IF_ERROR(Execute());
  if (row_ + 1 >= PQntuples(result_.get())) return false;
  ++row_;
  return true;
}

std::int64_t PreparedStatement::Int(int column) const {
  return FromBigEndian(View(column));
}

std::string_view PreparedStatement::View(int column) const {
  const char* const bytes = PQgetvalue(result_.get(), row_, column);
  const int size = PQgetlength(result_.get(), row_, column);
  return {bytes, static_cast<std::size_t>(size)};
}

bool PreparedStatement::IsNull(int column) const {
  return PQgetisnull(result_.get(), row_, column) == 1;
}

void PreparedStatement::Clear() {
  result_.reset();
  row_ = -1;
  bound_ = 0;
}

}  // namespace dm::postgres
