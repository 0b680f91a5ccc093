#include "tests/crash/documented_setup.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/e2e/process.h"
#include "tests/support/postgres_server.h"

namespace dm::crash {
namespace {

constexpr char kDocument[] = DM_SOURCE_DIR "/docs/operating/several-workers.md";
constexpr char kExample[] = "## Example: four workers";

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "docs/operating/several-workers.md: " << what << "\n";
  std::abort();
}

void Replace(std::string& text, const std::string& from, const std::string& to) {
  std::size_t at = text.find(from);
  if (at == std::string::npos) Fail("does not say " + from);
  for (; at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string Example(const std::string& language, const std::string& holds) {
  return CodeBlock(e2e::ReadFile(kDocument), kExample, language, holds);
}

}  // namespace

std::string CodeBlock(const std::string& text,
                      const std::string& heading,
                      const std::string& language,
                      const std::string& holds) {
  const std::size_t begin = text.find(heading);
  if (begin == std::string::npos) Fail("has no heading " + heading);
  std::istringstream lines(text.substr(begin));
  std::string block;
  bool inside = false;
  bool wanted = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("```", 0) != 0) {
      if (inside) block += line + "\n";
      continue;
    }
    if (inside && wanted && block.find(holds) != std::string::npos) return block;
    inside = !inside;
    wanted = inside && line == "```" + language;
    block.clear();
  }
  Fail("has no example with " + holds);
}

std::unique_ptr<PostgresNode> DocumentedServer() {
  std::string hba = Example("", "hostssl");
  Replace(hba, "10.20.30.0/24", "127.0.0.1/32");
  std::unique_ptr<PostgresNode> server = PostgresNode::Make(hba);
  std::string commands = Example("sh", "createuser");
  Replace(commands, "sudo -u postgres ", "");
  // createuser asks for the password twice; without a terminal it reads what is handed to it.
  const std::string script = server->folder() + "/commands.sh";
  std::ofstream(script) << "set -e\nexport PGHOST=" << server->folder()
                        << " PGPORT=" << server->port()
                        << " PGUSER=operator PATH=" << testing::PostgresServer::Binaries()
                        << ":$PATH\n"
                        << "printf '%s\\n%s\\n' " << kPassword << " " << kPassword
                        << " > answers\nexec < answers\n"
                        << commands;
  const e2e::Finished done = e2e::RunCommand({"/usr/bin/setsid",
                                              "--wait",
                                              "/bin/sh",
                                              "-c",
                                              "cd " + server->folder() + " && . ./commands.sh"});
  if (done.exit_code != 0) Fail("its commands fail: " + done.out + done.err);
  return server;
}

void UseDocumentedStore(e2e::Municipality& municipality,
                        const PostgresNode& first,
                        const std::vector<const PostgresNode*>& others) {
  const std::string password = municipality.folder() + "/db-password";
  std::ofstream(password) << kPassword << "\n";
  std::filesystem::permissions(
      password, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::string hosts = "127.0.0.1";
  std::string ports = std::to_string(first.port());
  for (const PostgresNode* other : others) {
    hosts += ",127.0.0.1";
    ports += "," + std::to_string(other->port());
  }
  const std::string ca = municipality.folder() + "/db-ca.pem";
  std::ofstream(ca) << e2e::ReadFile(first.ca());
  std::string store = Example("yaml", "kind: postgresql");
  Replace(store, "host=db1.example.org,db2.example.org", "host=" + hosts + " port=" + ports);
  Replace(store, "/etc/medarbetare/db-ca.pem", ca);
  Replace(store, "/etc/medarbetare/db-password", password);
  municipality.Configure("database: medarbetare.db\n", store);
  // What a worker held that was killed comes up again when its lease ends: here after seconds.
  municipality.Configure("  poll_ms: 100\n",
                         "  poll_ms: 100\n  case_time_limit_ms: 2000\n  lease_ms: 6000\n");
}

}  // namespace dm::crash
