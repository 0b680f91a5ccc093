// ProcessEngine: how one simulated process reaches the store's database, and what goes wrong on the
// way: the engine of the real store (worker/adapters/sql) over SimDatabase. Changes of a process
// that wait at the same time share a commit, as with the real writers.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/world.h"
#include "worker/adapters/sql/engine.h"

namespace dm::sim {

// What the processes of a history share besides the database's rows.
struct SharedStoreState {
  std::int64_t away_until_ms = 0;       // nobody reaches the server (F19, F20)
  std::int64_t read_only_until_ms = 0;  // it takes no writes (F11)
  int server = 1;                       // another number once a standby has taken over
  std::shared_ptr<Host> duties;         // who does what is done once
  std::vector<std::pair<std::shared_ptr<Host>, std::function<void(const std::string&)>>> listeners;
};

class ProcessEngine final : public sql::Engine {
 public:
  // `vault` is null in a store without keys.
  ProcessEngine(World& world,
                SharedStoreState& shared,
                std::shared_ptr<Host> host,
                bool alone,
                std::shared_ptr<sql::Vault> vault)
      : world_(world),
        shared_(shared),
        host_(std::move(host)),
        alone_(alone),
        vault_(std::move(vault)) {}

  Status Write(const sql::Change& change) override;
  Status Apply(sql::ApplyCall& call) override;
  Status Claim(sql::ClaimCall& call) override;

  Status WriteBeside(const sql::Change& change) override { return Write(change); }

  Status Read(const sql::Change& read) override;
  void MarkBroken(const Status& cause) override;
  void Tell(const std::string& text) override;
  void OnTold(std::function<void(const std::string&)> listener) override;
  bool HoldsDuties() override;

 private:
  // A change that waits for a commit, and who looks on.
  struct Waiting {
    sql::GroupJob& job;
    const Around* witness = nullptr;
    const Around* mischief = nullptr;
    bool done = false;
  };

  using Group = std::vector<Waiting*>;

  Status Reachable() const;
  Status RefusedWrite();
  Status Carry(sql::GroupJob& job);
  // Carries out all that wait.
  void Lead();
  void Commit(const Group& group);
  void TransactWatched(const Group& group);
  void NoteServer();
  // The one connection, as this process's own for a moment.
  SimDatabase& Connection();
  // Kills this process and does not come back.
  void Die(const char* where);

  World& world_;
  SharedStoreState& shared_;
  const std::shared_ptr<Host> host_;
  const bool alone_;  // the only process: SQLite's faults; else those of a database server
  const std::shared_ptr<sql::Vault> vault_;
  Status broken_;
  int server_ = 0;  // whose timeline was noted
  Group waiting_;
  bool leads_ = false;
};

}  // namespace dm::sim
