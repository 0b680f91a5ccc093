// People: those outside the worker who act on it while a history runs: the case system that
// submits, households that write and withdraw, caseworkers, operators. Each is a task that calls a
// process as a client does, and calls again with the same request id when it heard nothing.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/process.h"

namespace dm::sim {

class People {
 public:
  // `processes` changes as they die and start.
  People(const Surroundings& around, const std::vector<std::unique_ptr<Process>>& processes)
      : around_(around), world_(around.world), ledger_(around.ledger), processes_(processes) {}

  // All of them begin; they end when `until_ms` has come.
  void Begin(int applications, std::int64_t until_ms);
  // The case system sends this application until it hears an answer. False when it gave up or was
  // refused.
  bool Submit(const std::string& application);
  // Operators end a pause.
  void Resume();
  // For ever: the receiver fetches its effects, where nothing is pushed.
  void Fetch();
  // A worker is at this case now: somebody may act on it in the middle (F53, F54).
  void Interfere(const CaseId& id);
  // One has just looked whether it may decide.
  void InterfereWithDecision();

 private:
  void SignFrame(const Sent& sent);
  void SubmitAgain(const std::string& application);
  void Household(std::int64_t until_ms);
  void HouseholdActs(const CaseId& id);
  void Withdraw(const CaseId& id);
  void ChangePolicies();
  void Pause();
  void Caseworker(const std::string& user, std::int64_t until_ms);
  void HandleItem(Process& process, const std::string& user);
  void Correct(Process& process, const std::string& user);
  void Operator(std::int64_t until_ms);
  // Somebody sees to an effect that the receiver has refused.
  void SeeToRefused();
  void Take(const StoredEffect& stored);

  // A process that answers; waits for one. Null when the time is up.
  Process* Reach(std::int64_t until_ms);
  // Calls until an answer is heard or the time is up; true when it was OK.
  bool Insist(const std::function<Status(Process&, const CallContext&)>& call,
              const std::string& caller);
  CallContext Call(const std::string& caller);
  std::optional<CaseId> SomeCase();

  bool Over() const { return world_.faults_ended() || world_.schedule.now_ms() >= until_ms_; }

  const Surroundings& around_;
  World& world_;
  Ledger& ledger_;
  const std::vector<std::unique_ptr<Process>>& processes_;
  std::int64_t until_ms_ = 0;
  int requests_ = 0;
  std::set<std::string> framed_;  // households with a frame
};

}  // namespace dm::sim
