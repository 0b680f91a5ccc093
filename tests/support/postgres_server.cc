#include "tests/support/postgres_server.h"

#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include <sys/wait.h>

#include "tests/support/unprivileged.h"

namespace dm::testing {
namespace {

constexpr char kUser[] = "medarbetare";
constexpr auto kStartMax = std::chrono::seconds(60);

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "the test's PostgreSQL server: " << what << "\n";
  std::abort();
}

struct Finish {
  void operator()(PGconn* link) const { PQfinish(link); }
};

struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};

std::unique_ptr<PGconn, Finish> Connect(const std::string& folder) {
  const std::string conninfo =
      "host=" + folder + " dbname=postgres connect_timeout=5 user=" + kUser;
  return std::unique_ptr<PGconn, Finish>(PQconnectdb(conninfo.c_str()));
}

}  // namespace

std::string PostgresServer::Binaries() {
  const std::string folder = "/usr/lib/postgresql/15/bin";
  return std::filesystem::exists(folder + "/initdb") ? folder : "";
}

PostgresServer& PostgresServer::Shared() {
  static PostgresServer server;
  return server;
}

PostgresServer::PostgresServer() {
  if (!GiveToUnprivileged(folder())) Fail("chown");
  const int made = RunUnprivileged({Binaries() + "/initdb",
                                    "--pgdata=" + folder() + "/data",
                                    "--username=" + std::string(kUser),
                                    "--auth=trust",
                                    "--encoding=UTF8",
                                    "--locale=C.UTF-8",
                                    "--no-sync",
                                    "--no-instructions"},
                                   folder() + "/log");
  if (made != 0) Fail("initdb failed");
  Start();
}

PostgresServer::~PostgresServer() {
  Crash();
}

// fsync is off: killing a server's processes loses nothing that they have handed to the system.
void PostgresServer::Start() {
  server_ = SpawnUnprivileged({Binaries() + "/postgres",
                               "-D",
                               folder() + "/data",
                               "-k",
                               folder(),
                               "-c",
                               "listen_addresses=",
                               "-c",
                               "fsync=off",
                               "-c",
                               "max_connections=200",
                               "-c",
                               "shared_buffers=32MB"},
                              folder() + "/log");
  const auto until = std::chrono::steady_clock::now() + kStartMax;
  while (!Answers()) {
    if (std::chrono::steady_clock::now() > until) Fail("no answer, see " + folder() + "/log");
    ::poll(nullptr, 0, 20);  // Nothing else tells that a server takes connections.
  }
}

void PostgresServer::Crash() {
  if (server_ < 0) return;
  kill(server_, SIGQUIT);
  waitpid(server_, nullptr, 0);
  server_ = -1;
}

bool PostgresServer::Answers() const {
  return PQstatus(Connect(folder()).get()) == CONNECTION_OK;
}

std::string PostgresServer::Sql(const std::string& sql) const {
  const auto link = Connect(folder());
  const std::unique_ptr<PGresult, Clear> result(PQexec(link.get(), sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    Fail(sql + ": " + PQerrorMessage(link.get()));
  }
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

std::string PostgresServer::Connection(const std::string& schema, const std::string& more) const {
  Sql("CREATE SCHEMA IF NOT EXISTS " + schema);
  return "host=" + folder() + " dbname=postgres user=" + kUser +
         " options='-csearch_path=" + schema + "' " + more;
}

}  // namespace dm::testing
