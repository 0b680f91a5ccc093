// The example of docs/operating/several-workers.md, as it is written there: its commands, its line
// of pg_hba.conf and its part of the configuration, with the addresses and paths of a test.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/crash/postgres_node.h"
#include "tests/e2e/municipality.h"

namespace dm::crash {

inline constexpr char kPassword[] = "ett-prov-8714";

// What stands between the first ```LANGUAGE behind `heading` and its end.
std::string CodeBlock(const std::string& text,
                      const std::string& heading,
                      const std::string& language,
                      const std::string& holds);

// The server of the example: its user, database and login.
std::unique_ptr<PostgresNode> DocumentedServer();

// Lets the municipality's worker use it, and the servers after it in `others`, as the example's
// `store` says.
void UseDocumentedStore(e2e::Municipality& municipality,
                        const PostgresNode& first,
                        const std::vector<const PostgresNode*>& others = {});

}  // namespace dm::crash
