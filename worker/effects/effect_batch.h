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
  // Of a change without a decision. The record outlives the batch.
  explicit Batch(const CaseRecord& record) : record_(record) {}

  // Of a decision, new or one of the record's.
  Batch(const CaseRecord& record, const Decision& decision);

  // A new effect of `kind`; `discriminator` tells two of one kind and decision apart.
  Effect& Add(EffectKind kind, const std::string& discriminator);

  std::vector<Effect> Take() { return std::move(effects_); }

 private:
  const CaseRecord& record_;
  int decision_version_ = 0;
  int decision_in_case_ = 0;  // its place among the case's, from 1
  std::vector<Effect> effects_;
};

// "Log in": no case, amount or name (casework.md 13).
Notice LogInNotice(const PolicySet& policy);

}  // namespace dm::effects
