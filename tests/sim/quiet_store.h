// QuietStore: the store without latencies and faults, for what happens before a history begins and
// after it has ended.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "tests/sim/database.h"
#include "tests/sim/households.h"
#include "tests/sim/process.h"
#include "worker/adapters/sql/store_impl.h"

namespace dm::sim {

class QuietEngine final : public sql::Engine {
 public:
  QuietEngine(SimDatabase& database, std::shared_ptr<sql::Vault> vault)
      : database_(database), vault_(std::move(vault)) {}

  Status Write(const sql::Change& change) override { return Connection().Transact(change); }

  Status Apply(sql::ApplyCall& call) override {
    sql::GroupJob job;
    job.apply = &call;
    return Carry(job);
  }

  Status Claim(sql::ClaimCall& call) override {
    sql::GroupJob job;
    job.claim = &call;
    return Carry(job);
  }

  Status WriteBeside(const sql::Change& change) override { return Connection().Transact(change); }

  Status Read(const sql::Change& read) override { return Connection().ReadWith(read); }

  void MarkBroken(const Status& /*cause*/) override {}

 private:
  SimDatabase& Connection() {
    database_.SetVault(vault_);
    return database_;
  }

  Status Carry(sql::GroupJob& job) {
    Connection().Transact(std::vector<sql::GroupJob*>{&job});
    return job.status;
  }

  SimDatabase& database_;
  const std::shared_ptr<sql::Vault> vault_;
};

inline std::unique_ptr<Store> QuietStore(const Surroundings& around) {
  auto vault = around.keys == nullptr ? nullptr : std::make_shared<sql::Vault>(around.keys);
  auto engine = std::make_unique<QuietEngine>(around.world.database, vault);
  return std::make_unique<sql::StoreImpl>(
      around.municipality, std::move(engine), kEffectKey, std::move(vault));
}

}  // namespace dm::sim
