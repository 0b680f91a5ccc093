// Rehearsal: the worker from intake to decision, on its real store and policies, against the
// simulator: many like households that would each be granted automatically, so that whatever
// becomes of one is the doing of how its registers answered.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/sim/scenario.h"
#include "worker/case/case_record.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm::testing {

// Households of the generator's story "stable-benefit" (TF-02), which asks all seven agencies.
struct Town {
  std::vector<CaseInput> cases;
  sim::Scenario scenario;  // one person a case

  // The scenario's person of a case, for scripting faults.
  sim::Person& PersonOf(const CaseInput& input);
};

Town DrawTown(int households, const std::string& folder);

class Rehearsal {
 public:
  Rehearsal(const std::string& folder, sim::Scenario scenario);
  ~Rehearsal();
  Rehearsal(const Rehearsal&) = delete;
  Rehearsal& operator=(const Rehearsal&) = delete;
  Rehearsal(Rehearsal&&) = delete;
  Rehearsal& operator=(Rehearsal&&) = delete;

  // Signs the frame and takes in the application; the case's id.
  CaseId Submit(const CaseInput& input, const std::string& tag);
  // Works until nothing is due, the clock `hours` after the morning of 24 November 2026.
  void WorkUntilDrained(int hours);

  CaseRecord Read(const CaseId& id) const;
  std::vector<StoredEffect> EffectsOf(const CaseId& id) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace dm::testing
