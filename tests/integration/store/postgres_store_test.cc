// Runs the suite of the store port on a real PostgreSQL server.

#include "worker/adapters/postgres/postgres_store.h"

#include <iostream>
#include <memory>

#include "tests/integration/store/retention_suite.h"
#include "tests/support/cases.h"
#include "tests/support/keys.h"
#include "tests/support/postgres_server.h"
#include "worker/core/digest.h"

namespace dm::testing {
namespace {

enum class Content { kPlain, kEncrypted };

class PostgresPlace final : public StorePlace {
 public:
  explicit PostgresPlace(Content content) : content_(content) {}

  StatusOr<std::unique_ptr<WholeStore>> Open() override {
    PostgresOptions options;
    options.connection = PostgresServer::Shared().Connection(schema_);
    options.connections = 2;
    if (content_ == Content::kEncrypted) options.keys = KeysAt(directory_.path() + "/keys");
    options.leases_by_callers_clock = true;  // The suite's clock is its own.
    return OpenPostgresStore(options, "exempelkommun", TestNow());
  }

 private:
  const Content content_;
  TemporaryDirectory directory_;
  const std::string schema_ = "suite_" + RandomHex(8);
};

std::unique_ptr<StorePlace> MakePostgresPlace() {
  return std::make_unique<PostgresPlace>(Content::kPlain);
}

std::unique_ptr<StorePlace> MakeEncryptedPlace() {
  return std::make_unique<PostgresPlace>(Content::kEncrypted);
}

INSTANTIATE_TEST_SUITE_P(Postgres,
                         StoreTest,
                         ::testing::Values(StoreKind{.name = "postgres",
                                                     .make = &MakePostgresPlace,
                                                     .sharing = Sharing::kManyProcesses},
                                           StoreKind{.name = "postgres_encrypted",
                                                     .make = &MakeEncryptedPlace,
                                                     .sharing = Sharing::kManyProcesses}),
                         [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Postgres,
                         RetentionStoreTest,
                         ::testing::Values(StoreKind{.name = "postgres",
                                                     .make = &MakePostgresPlace,
                                                     .sharing = Sharing::kManyProcesses},
                                           StoreKind{.name = "postgres_encrypted",
                                                     .make = &MakeEncryptedPlace,
                                                     .sharing = Sharing::kManyProcesses}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace dm::testing

// One server serves all tests, so the program runs as one test of ctest. 77: a visible skip.
int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (dm::testing::PostgresServer::Binaries().empty()) {
    std::cerr << "skipped: PostgreSQL 15 is not installed (deploy/install-packages)\n";
    return 77;
  }
  return RUN_ALL_TESTS();
}
