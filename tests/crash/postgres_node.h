// PostgresNode: a PostgreSQL server as an operator sets one up, on loopback in a folder of its own:
// TLS, passwords, durable commits; with a standby that follows it. It can be killed, started again
// and promoted. It goes with the object.
#pragma once

#include <memory>
#include <string>

#include <sys/types.h>

#include "tests/support/temporary_directory.h"

namespace dm::crash {

class PostgresNode {
 public:
  // A new cluster. `hba`: lines for pg_hba.conf above the tests' own (superuser "operator" through
  // the socket).
  static std::unique_ptr<PostgresNode> Make(const std::string& hba);
  // A copy of `primary` that follows it, by pg_basebackup; "" in `name` for an asynchronous one.
  static std::unique_ptr<PostgresNode> Follow(const PostgresNode& primary, const std::string& name);

  // What `backup` (pg_basebackup's folder, taken of `of`) and these settings of recovery give, once
  // it has reached its target and takes changes.
  static std::unique_ptr<PostgresNode> Recover(const PostgresNode& of,
                                               const std::string& backup,
                                               const std::string& settings);

  ~PostgresNode();
  PostgresNode(const PostgresNode&) = delete;
  PostgresNode& operator=(const PostgresNode&) = delete;
  PostgresNode(PostgresNode&&) = delete;
  PostgresNode& operator=(PostgresNode&&) = delete;

  // Removes the lines of `settings` from what Recover has added; holds from the next start.
  void TakeOut(const std::string& settings) const;

  // Returns when it takes connections.
  void Start();
  // SIGKILL to the postmaster, the process that Start made: its own processes end by themselves.
  void Kill();
  // Ends it in order, as a restart does.
  void Stop();
  // A standby becomes the primary; returns when it takes changes.
  void Promote();

  // Runs SQL in `database` as the superuser; the first column of the first row.
  std::string Sql(const std::string& sql, const std::string& database = "postgres") const;
  // The same where the server may be gone: false then.
  bool TrySql(const std::string& sql, const std::string& database, std::string& answer) const;

  int port() const { return port_; }

  // Who issued its certificate, and its standbys'; and who did not.
  std::string ca() const;
  std::string other_ca() const;

  std::string folder() const { return folder_.path(); }

  std::string log() const { return folder_.path() + "/log"; }

  // What libpq needs to speak with it through the socket as the superuser.
  std::string Socket(const std::string& database) const;

 private:
  struct Tls;

  explicit PostgresNode(std::shared_ptr<const Tls> tls);

  void End(int signal);

  std::string Data() const { return folder_.path() + "/data"; }

  testing::TemporaryDirectory folder_;
  std::shared_ptr<const Tls> tls_;
  int port_ = 0;
  pid_t postmaster_ = -1;
};

// False where Debian's PostgreSQL 15 is not installed.
bool HavePostgres();

}  // namespace dm::crash
