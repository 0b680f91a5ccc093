// A PostgreSQL server of the tests' own: Debian's binaries, a cluster in a temporary folder, a Unix
// socket in it and no other way in. It goes with the object, however the test ends.
#pragma once

#include <string>

#include <sys/types.h>

#include "tests/support/temporary_directory.h"

namespace dm::testing {

class PostgresServer {
 public:
  // Makes the cluster and starts it; ends the test program where that fails.
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  PostgresServer(PostgresServer&&) = delete;
  PostgresServer& operator=(PostgresServer&&) = delete;

  // Where Debian's binaries lie; empty where they are not installed.
  static std::string Binaries();
  // The one that the tests of this program share.
  static PostgresServer& Shared();

  // Ends it as a crash does: nobody is told, nothing is flushed.
  void Crash();
  // Starts it after Crash; returns when it takes connections.
  void Start();

  const std::string& folder() const { return folder_.path(); }

  // A connection string to `schema`, which is made where it is missing.
  std::string Connection(const std::string& schema, const std::string& more = "") const;
  // Runs SQL as the owner; the first column of the first row.
  std::string Sql(const std::string& sql) const;
  // True once a client can connect.
  bool Answers() const;

 private:
  TemporaryDirectory folder_;
  pid_t server_ = -1;
};

}  // namespace dm::testing
