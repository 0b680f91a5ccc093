// ScriptedRegisters: the registers as the worker sees them through its port. They know what the
// household's golden case says, and answer, err, keep silent, leave out and contradict as the
// history's faults have it. What they really said stands in the ledger.
#pragma once

#include <string>
#include <vector>

#include "tests/sim/ledger.h"
#include "tests/sim/world.h"
#include "worker/ports/evidence_source.h"

namespace dm::sim {

class ScriptedRegisters final : public EvidenceSource {
 public:
  ScriptedRegisters(World& world, Ledger& ledger) : world_(world), ledger_(ledger) {}

  std::vector<Source> sources() const override;
  std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> questions,
                                   Instant now) override;
  StatusOr<std::string> Preview(const EvidenceQuestion& question, Instant now) const override;
  std::vector<SourceCondition> Conditions() const override;

 private:
  EvidenceAnswers AnswerOne(const EvidenceQuestion& question, Instant now);
  SourceAnswer Truth(const EvidenceQuestion& question,
                     const SourceQuestion& asked,
                     const std::string& application,
                     Instant now);
  // Nothing: the store has forgotten the case since it was asked for.
  std::string ApplicationOf(const CaseId& id) const;

  World& world_;
  Ledger& ledger_;
};

}  // namespace dm::sim
