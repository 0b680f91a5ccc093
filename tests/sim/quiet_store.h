// QuietStore: the store without latencies and faults, for what happens before a history begins and
// after it has ended.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/sim/database.h"
#include "tests/sim/households.h"
#include "worker/adapters/sql/store_impl.h"

namespace dm::sim {

class QuietEngine final : public sql::Engine {
 public:
  explicit QuietEngine(SimDatabase& database) : database_(database) {}

  Status Write(const sql::Change& change) override { return database_.Transact(change); }

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

  Status WriteBeside(const sql::Change& change) override { return database_.Transact(change); }

  Status Read(const sql::Change& read) override { return read(database_); }

  void MarkBroken(const Status& /*cause*/) override {}

 private:
  Status Carry(sql::GroupJob& job) {
    database_.Transact(std::vector<sql::GroupJob*>{&job});
    return job.status;
  }

  SimDatabase& database_;
};

inline std::unique_ptr<Store> QuietStore(SimDatabase& database, const std::string& municipality) {
  return std::make_unique<sql::StoreImpl>(
      municipality, std::make_unique<QuietEngine>(database), kEffectKey, nullptr);
}

}  // namespace dm::sim
