// The effects of one change of a case, numbered in the order in which they are delivered.
#pragma once

#include <string>
#include <vector>

#include "worker/case/case_record.h"
#include "worker/case/effect.h"
#include "worker/policy/policy_set.h"

namespace dm::effects {

class Batch {
 public:
  // The record outlives the batch.
  Batch(const CaseRecord& record, int decision_version)
      : record_(record), decision_version_(decision_version) {}

  // A new effect of `kind`; `discriminator` tells two of one kind and version apart.
  Effect& Add(EffectKind kind, const std::string& discriminator);

  std::vector<Effect> Take() { return std::move(effects_); }

 private:
  const CaseRecord& record_;
  int decision_version_;
  std::vector<Effect> effects_;
};

// "Log in": no case, amount or name (casework.md 13).
Notice LogInNotice(const PolicySet& policy);

}  // namespace dm::effects
