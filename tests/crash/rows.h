// Rows: what stands in a store, read by the test's own hand and past the program's code. The same
// SQL for both databases.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dm::crash {

using Row = std::vector<std::string>;  // NULL is empty

class Rows {
 public:
  virtual ~Rows() = default;
  // Ends the test program when the SQL does not run: a check that reads nothing would always hold.
  virtual std::vector<Row> All(const std::string& sql) = 0;
};

// The file and its log are copied to `copy` first, as they are, and read there: what the next
// opening would find. No process may have the store open.
std::unique_ptr<Rows> ReadSqlite(const std::string& path, const std::string& copy);

// The file itself.
std::unique_ptr<Rows> ReadSqliteInPlace(const std::string& path);

// A connection string with its schema.
std::unique_ptr<Rows> ReadPostgres(const std::string& connection);

}  // namespace dm::crash
