// What PostgreSQL does for a Statement: parameters kept until the first step, a statement that the
// server has prepared, and its whole result.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/adapters/sql/kept_prepared.h"
#include "worker/core/status.h"

namespace dm::postgres {

using sql::Keep;

class Connection;

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};

using Result = std::unique_ptr<PGresult, ClearResult>;

class PreparedStatement final : public sql::KeptPrepared {
 public:
  // `name` is what the server knows it by; empty for one that is prepared at each use.
  PreparedStatement(Connection& connection, std::string sql, std::string name, Keep keep);

  Status BindInt(int index, std::int64_t value) override;
  Status BindText(int index, std::string_view value) override;
  Status BindBlob(int index, std::string_view value) override;
  Status BindNull(int index, sql::ValueType type) override;

  StatusOr<bool> Step() override;
  Status RunLater(sql::ExpectedChanges expected) override;
  std::int64_t Int(int column) const override;
  std::string_view View(int column) const override;
  bool IsNull(int column) const override;

  // A column of several rows, as the binary protocol wants an array.
  struct Array {
    Oid type = 0;
    std::string_view bytes;
  };

  // Sends it with these parameters, to change so many rows; nothing: any number.
  Status SendArrays(const std::vector<Array>& arrays, std::optional<std::int64_t> expected);

  // The server may not have it: made ready anew, under `name`, at the next use.
  void Forget(std::string name);

 private:
  struct Parameter {
    Oid type = 0;
    bool null = false;
    std::string bytes;  // as the binary protocol wants them
  };

  void Clear() override;
  Parameter& At(int index);
  Status Send();
  Status Execute();
  Status PrepareOnServer();

  Connection& connection_;
  const std::string sql_;
  std::string name_;
  const bool writes_;
  std::size_t bound_ = 0;
  std::vector<Parameter> parameters_;  // kept from use to use, so that their memory is
  std::vector<Oid> prepared_types_;    // of the server's statement; empty: none
  bool prepared_ = false;
  Result result_;
  int row_ = -1;
};

// "?1" becomes "$1"; the rows' SQL has no other question mark.
std::string WithDollars(std::string_view sql);

}  // namespace dm::postgres
