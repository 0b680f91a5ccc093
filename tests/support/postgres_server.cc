#include "tests/support/postgres_server.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <vector>

#include <sys/prctl.h>
#include <sys/wait.h>

namespace dm::testing {
namespace {

constexpr char kUser[] = "medarbetare";
constexpr auto kStartMax = std::chrono::seconds(60);

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "the test's PostgreSQL server: " << what << "\n";
  std::abort();
}

// The server refuses to run as root: the user of Debian's package, or nobody.
const passwd* Unprivileged() {
  if (geteuid() != 0) return nullptr;
  const passwd* user = getpwnam("postgres");  // NOLINT(concurrency-mt-unsafe): before any thread
  return user != nullptr ? user : getpwnam("nobody");  // NOLINT(concurrency-mt-unsafe)
}

// Starts a program of PostgreSQL as an unprivileged user; it ends when the test does.
pid_t Spawn(const std::vector<std::string>& words, const std::string& log) {
  const passwd* const user = Unprivileged();
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t test = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (user != nullptr && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != test) _exit(125);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execv(arguments.front(), arguments.data());
  _exit(127);
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
  const passwd* const user = Unprivileged();
  if (user != nullptr && chown(folder().c_str(), user->pw_uid, user->pw_gid) != 0) Fail("chown");
  const pid_t made = Spawn({Binaries() + "/initdb",
                            "--pgdata=" + folder() + "/data",
                            "--username=" + std::string(kUser),
                            "--auth=trust",
                            "--encoding=UTF8",
                            "--locale=C.UTF-8",
                            "--no-sync",
                            "--no-instructions"},
                           folder() + "/log");
  int status = -1;
  if (waitpid(made, &status, 0) != made || status != 0) Fail("initdb failed");
  Start();
}

PostgresServer::~PostgresServer() {
  Crash();
}

// fsync is off: killing a server's processes loses nothing that they have handed to the system.
void PostgresServer::Start() {
  server_ = Spawn({Binaries() + "/postgres",
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
