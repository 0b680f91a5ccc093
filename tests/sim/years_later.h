// YearsLater: what comes after some histories. All processes end, five years and more pass at once,
// workers start again, and the files whose time is over are erased: by a person, then by the
// worker's own day after midnight, while holds are placed and frames signed in the midst of it,
// processes die and the store's faults go on. Then I24 is judged.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/process.h"

namespace dm::sim {

class YearsLater {
 public:
  // `start` puts one more process among `processes`.
  YearsLater(const Surroundings& around,
             const std::vector<std::unique_ptr<Process>>& processes,
             std::function<void()> start)
      : around_(around), world_(around.world), processes_(processes), start_(std::move(start)) {}

  // Nothing of the history runs any more.
  void Run();
  void End();

 private:
  struct File {
    std::vector<CaseRecord> cases;
    bool research = false;  // somebody in it is born on a day that is kept
    int payments = 0;       // that the receiver has
  };

  void Remember();
  int Payments(const File& file) const;
  void Trouble();
  void Interfere(const HouseholdId& household);
  void Hold(const CaseId& id);
  void HoldAtOnce(const CaseId& id);
  void SignFrame(const HouseholdId& household);
  // A person asks for it until it has been done.
  void Erase();
  void Judge();
  void JudgeFile(Store& store, const HouseholdId& household, const File& file);
  // Tables and columns in which the id of a case or household still stands, whichever they are.
  std::string Left(const std::string& id);
  // The store without faults, as quiet_store.h, with all that a store does.
  sql::StoreImpl Quiet() const;
  CallContext Call(const std::string& request) const;
  Process* SomeProcess();

  const Surroundings& around_;
  World& world_;
  const std::vector<std::unique_ptr<Process>>& processes_;
  const std::function<void()> start_;
  const std::shared_ptr<Host> people_ = std::make_shared<Host>();
  std::map<HouseholdId, File> files_;
  int requests_ = 0;
  int runs_ = 0;
};

}  // namespace dm::sim
