// Runs the suite of the store port on SQLite.

#include "worker/adapters/sqlite/sqlite_store.h"

#include <memory>

#include "tests/integration/store/retention_suite.h"
#include "tests/support/cases.h"
#include "tests/support/keys.h"

namespace dm::testing {
namespace {

enum class Content { kPlain, kEncrypted };

class SqlitePlace final : public StorePlace {
 public:
  explicit SqlitePlace(Content content) : content_(content) {}

  StatusOr<std::unique_ptr<WholeStore>> Open() override {
    SqliteOptions options;
    if (content_ == Content::kEncrypted) options.keys = KeysAt(directory_.path() + "/keys");
    options.leases_by_callers_clock = true;  // The suite's clock is its own.
    return OpenSqliteStore(directory_.path() + "/store.db", "exempelkommun", options, TestNow());
  }

 private:
  const Content content_;
  TemporaryDirectory directory_;
};

std::unique_ptr<StorePlace> MakeSqlitePlace() {
  return std::make_unique<SqlitePlace>(Content::kPlain);
}

std::unique_ptr<StorePlace> MakeEncryptedPlace() {
  return std::make_unique<SqlitePlace>(Content::kEncrypted);
}

INSTANTIATE_TEST_SUITE_P(Sqlite,
                         StoreTest,
                         ::testing::Values(StoreKind{"sqlite", &MakeSqlitePlace},
                                           StoreKind{"sqlite_encrypted", &MakeEncryptedPlace}),
                         [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Sqlite,
                         RetentionStoreTest,
                         ::testing::Values(StoreKind{"sqlite", &MakeSqlitePlace},
                                           StoreKind{"sqlite_encrypted", &MakeEncryptedPlace}),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace dm::testing
