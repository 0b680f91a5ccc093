// Municipality: an invented municipality with its registers, its case system and a worker, all real
// programs on loopback.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/process.h"

namespace dm::e2e {

// What became of an application, without what may differ between two runs.
struct Fate {
  std::string state;
  std::string typfall;
  std::string queue;
  std::string outcome;
  std::string decided_by;

  friend bool operator==(const Fate&, const Fate&) = default;
};

class Municipality {
 public:
  // Draws the households and starts registers and case system in a folder of its own. `only` names
  // the one kind of household to draw; empty: all kinds and the named scenarios.
  Municipality(const std::string& name, int size, const std::string& only = "");

  // When the worker's first day begins, whatever the day is.
  static std::string Morning();

  // Starts the worker on the folder's database and waits until it answers.
  void StartWorker();
  // The same with words before the program's own (a launcher and its options); false where it ended
  // before it answered.
  bool TryStartWorker(const std::vector<std::string>& launcher);

  // The worker and others keep their cases in this PostgreSQL database instead; before the first
  // start.
  void UseDatabase(const std::string& connection) const;
  // Puts `to` in place of `from` in the configuration; before a start. It must be there.
  void Configure(const std::string& from, const std::string& to) const;
  // Starts one more worker on the same database, on a port of its own; it answers when this
  // returns.
  Process StartAnother(const std::string& name) const;

  Process& worker() { return worker_; }

  const std::string& folder() const { return folder_; }

  std::string config() const { return folder_ + "/medarbetare.yaml"; }

  std::string target() const { return "127.0.0.1:" + port_; }

  // The command line against the worker.
  Finished Medarbetare(const std::vector<std::string>& arguments) const;
  std::vector<std::string> case_files() const;
  // Submits all case files; true when every one was accepted.
  bool SubmitAll() const;
  // Waits until no case is the worker's; false after `timeout`.
  bool WaitUntilWorked(std::chrono::seconds timeout) const;

  std::map<std::string, Fate> Fates() const;  // by application id
  // Ids of the cases that are decided.
  std::set<std::string> Decided() const;
  // Effect id → kind, as the case system received them; every delivery, repeats included.
  std::vector<std::pair<std::string, std::string>> Deliveries() const;

  // What the console of the registers does: {"down", "AF"}, {"up", "AF"}.
  Finished Registers(const std::vector<std::string>& words) const;
  // For each question about the case that reached the registers, in order: its agencies.
  std::vector<std::vector<std::string>> QuestionsAbout(const std::string& case_id) const;

  static std::string Binary(const std::string& name);

 private:
  std::string WriteConfig(const std::string& listen);

  std::string folder_;
  std::string ssbtek_port_;
  std::string console_port_;
  std::string casesystem_port_;
  std::string port_ = "0";
  Process ssbtek_;
  Process casesystem_;
  Process worker_;
};

}  // namespace dm::e2e
