// Runs the suite of the store port on SQLite.

#include "worker/adapters/sqlite/sqlite_store.h"

#include <memory>

#include "tests/integration/store/store_suite.h"
#include "tests/support/cases.h"

namespace dm::testing {
namespace {

class SqlitePlace final : public StorePlace {
 public:
  StatusOr<std::unique_ptr<Store>> Open() override {
    SqliteOptions options;
    options.leases_by_callers_clock = true;  // The suite's clock is its own.
    return OpenSqliteStore(directory_.path() + "/store.db", "exempelkommun", options, TestNow());
  }

 private:
  TemporaryDirectory directory_;
};

std::unique_ptr<StorePlace> MakeSqlitePlace() {
  return std::make_unique<SqlitePlace>();
}

INSTANTIATE_TEST_SUITE_P(Sqlite,
                         StoreTest,
                         ::testing::Values(StoreKind{"sqlite", &MakeSqlitePlace}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace dm::testing
