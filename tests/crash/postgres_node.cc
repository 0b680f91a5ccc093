#include "tests/crash/postgres_node.h"

#include <libpq-fe.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "tests/integration/ssbtek/certificates.h"
#include "tests/support/postgres_server.h"
#include "tests/support/unprivileged.h"

namespace dm::crash {
namespace {

constexpr char kSuperuser[] = "operator";
constexpr auto kStartMax = std::chrono::seconds(60);
constexpr int kLookMs = 20;  // nothing else tells that a server takes connections

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "the test's PostgreSQL server: " << what << "\n";
  std::abort();
}

std::string Program(const std::string& name) {
  return testing::PostgresServer::Binaries() + "/" + name;
}

bool IsFree(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound = bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(socket);
  return bound;
}

// Below the ports that the system gives to outgoing connections: one of those must not take it
// while the server is away.
int FreePort() {
  std::random_device random;
  for (int i = 0; i < 1'000; ++i) {
    const int port = 16'384 + static_cast<int>(random() % 16'000);
    if (IsFree(port)) return port;
  }
  Fail("no free port");
}

}  // namespace

bool HavePostgres() {
  return !testing::PostgresServer::Binaries().empty();
}

// The files of a primary and of all that follow it.
struct PostgresNode::Tls {
  Tls() : certificates(folder.path() + "/tls") {
    for (const char* const name : {"", "/tls", "/tls/server.pem", "/tls/server.key"}) {
      if (!testing::GiveToUnprivileged(folder.path() + name)) Fail("chown");
    }
    std::filesystem::permissions(certificates.Path("server.key"),
                                 std::filesystem::perms::owner_read);
  }

  testing::TemporaryDirectory folder;
  ssbtek::test::Certificates certificates;
};

PostgresNode::PostgresNode(std::shared_ptr<const Tls> tls)
    : tls_(std::move(tls)), port_(FreePort()) {
  if (!testing::GiveToUnprivileged(folder())) Fail("chown");
}

std::string PostgresNode::ca() const {
  return tls_->certificates.Path("ca.pem");
}

std::string PostgresNode::other_ca() const {
  return tls_->certificates.Path("other.pem");
}

std::unique_ptr<PostgresNode> PostgresNode::Make(const std::string& hba) {
  std::unique_ptr<PostgresNode> node(new PostgresNode(std::make_shared<const Tls>()));
  const int made = testing::RunUnprivileged({Program("initdb"),
                                             "--pgdata=" + node->Data(),
                                             "--username=" + std::string(kSuperuser),
                                             "--encoding=UTF8",
                                             "--locale=C.UTF-8",
                                             "--no-sync",
                                             "--no-instructions"},
                                            node->log());
  if (made != 0) Fail("initdb failed, see " + node->log());
  std::ofstream(node->Data() + "/pg_hba.conf")
      << hba << "\nlocal all " << kSuperuser << " trust\nlocal replication " << kSuperuser
      << " trust\n";
  node->Start();
  return node;
}

std::unique_ptr<PostgresNode> PostgresNode::Follow(const PostgresNode& primary,
                                                   const std::string& name) {
  std::unique_ptr<PostgresNode> node(new PostgresNode(primary.tls_));
  const int copied =
      testing::RunUnprivileged({Program("pg_basebackup"),
                                "--pgdata=" + node->Data(),
                                "--dbname=" + primary.Socket("") + " application_name=" + name,
                                "--checkpoint=fast",
                                "--no-sync",
                                "--write-recovery-conf"},
                               node->log());
  if (copied != 0) Fail("pg_basebackup failed, see " + node->log());
  node->Start();
  return node;
}

std::unique_ptr<PostgresNode> PostgresNode::Recover(const PostgresNode& of,
                                                    const std::string& backup,
                                                    const std::string& settings) {
  std::unique_ptr<PostgresNode> node(new PostgresNode(of.tls_));
  if (testing::RunUnprivileged({"/bin/cp", "-a", backup, node->Data()}, node->log()) != 0)
    Fail("the backup cannot be copied, see " + node->log());
  std::ofstream(node->Data() + "/postgresql.auto.conf", std::ios::app) << settings;
  if (testing::RunUnprivileged({"/usr/bin/touch", node->Data() + "/recovery.signal"},
                               node->log()) != 0)
    Fail("recovery.signal cannot be made");
  node->Start();
  const auto until = std::chrono::steady_clock::now() + kStartMax;
  while (node->Sql("SELECT pg_is_in_recovery()") != "f") {
    if (std::chrono::steady_clock::now() > until) Fail("recovery does not end, see " + node->log());
    ::poll(nullptr, 0, kLookMs);
  }
  return node;
}

void PostgresNode::TakeOut(const std::string& settings) const {
  const std::string path = Data() + "/postgresql.auto.conf";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  std::string left = text.str();
  const std::size_t at = left.find(settings);
  if (at == std::string::npos) Fail("the settings do not stand in " + path);
  std::ofstream(path) << left.erase(at, settings.size());
}

PostgresNode::~PostgresNode() {
  End(SIGQUIT);
}

// After Kill the old server's processes may still be there for a moment: the new one refuses to
// start beside them, and is tried again.
void PostgresNode::Start() {
  const auto until = std::chrono::steady_clock::now() + kStartMax;
  std::string answer;
  while (!TrySql("SELECT 1", "postgres", answer)) {
    if (std::chrono::steady_clock::now() > until) Fail("no answer, see " + log());
    if (postmaster_ > 0 && waitpid(postmaster_, nullptr, WNOHANG) != 0) postmaster_ = -1;
    if (postmaster_ < 0) {
      postmaster_ =
          testing::SpawnUnprivileged({Program("postgres"),
                                      "-D",
                                      Data(),
                                      "-k",
                                      folder(),
                                      "-p",
                                      std::to_string(port_),
                                      "-c",
                                      "listen_addresses=127.0.0.1",
                                      "-c",
                                      "ssl=on",
                                      "-c",
                                      "ssl_cert_file=" + tls_->certificates.Path("server.pem"),
                                      "-c",
                                      "ssl_key_file=" + tls_->certificates.Path("server.key"),
                                      "-c",
                                      "shared_buffers=32MB",
                                      "-c",
                                      "wal_level=replica",
                                      "-c",
                                      "max_wal_senders=4"},
                                     log());
    }
    ::poll(nullptr, 0, kLookMs);
  }
}

void PostgresNode::Kill() {
  End(SIGKILL);
}

void PostgresNode::Stop() {
  End(SIGINT);
}

void PostgresNode::End(int signal) {
  if (postmaster_ < 0) return;
  kill(postmaster_, signal);
  waitpid(postmaster_, nullptr, 0);
  postmaster_ = -1;
}

void PostgresNode::Promote() {
  const int promoted = testing::RunUnprivileged(
      {Program("pg_ctl"), "promote", "-D", Data(), "--wait", "--timeout=60"}, log());
  if (promoted != 0) Fail("pg_ctl promote failed, see " + log());
  // It waits for no standby any more.
  Sql("ALTER SYSTEM SET synchronous_standby_names = ''");
  Sql("SELECT pg_reload_conf()");
}

std::string PostgresNode::Socket(const std::string& database) const {
  const std::string where = database.empty() ? "" : " dbname=" + database;
  return "host=" + folder() + " port=" + std::to_string(port_) + " user=" + kSuperuser +
         " connect_timeout=5" + where;
}

bool PostgresNode::TrySql(const std::string& sql,
                          const std::string& database,
                          std::string& answer) const {
  PGconn* const link = PQconnectdb(Socket(database).c_str());
  PGresult* const result = PQexec(link, sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  const bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
  answer = good && PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : PQerrorMessage(link);
  PQclear(result);
  PQfinish(link);
  return good;
}

std::string PostgresNode::Sql(const std::string& sql, const std::string& database) const {
  std::string answer;
  if (!TrySql(sql, database, answer)) Fail(sql + ": " + answer);
  return answer;
}

}  // namespace dm::crash
