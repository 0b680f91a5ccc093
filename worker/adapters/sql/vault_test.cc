#include "worker/adapters/sql/vault.h"

#include "gtest/gtest.h"

namespace dm::sql {
namespace {

DataKey AKey() {
  return std::make_shared<const sealing::Key>(sealing::Key::Random());
}

TEST(VaultTest, KeepsAKeyUntilItIsForgotten) {
  Vault vault(nullptr);
  const DataKey key = AKey();
  vault.Keep("c1", key, "");
  EXPECT_EQ(vault.Find("c1", ""), key);
  EXPECT_EQ(vault.Find("c2", ""), nullptr);
  vault.Forget("c1");
  EXPECT_EQ(vault.Find("c1", ""), nullptr);
}

// A standby that took over may mean another case by the same number.
TEST(VaultTest, ForgetsWhatAnotherServerSaid) {
  Vault vault(nullptr);
  vault.BeginWith("primary");
  vault.Keep("c1", AKey(), "primary");
  vault.BeginWith("primary");
  EXPECT_NE(vault.Find("c1", "primary"), nullptr);

  vault.BeginWith("standby");
  EXPECT_EQ(vault.Find("c1", "standby"), nullptr);
  // A connection that still speaks with the old one neither finds nor leaves anything.
  vault.Keep("c1", AKey(), "primary");
  EXPECT_EQ(vault.Find("c1", "primary"), nullptr);
  EXPECT_EQ(vault.Find("c1", "standby"), nullptr);
}

}  // namespace
}  // namespace dm::sql
