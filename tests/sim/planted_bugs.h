// What the planted bugs do (planted.h): each sits between the worker and one of its ports.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "tests/sim/forwarding_store.h"
#include "tests/sim/world.h"
#include "worker/ports/case_system.h"
#include "worker/ports/evidence_source.h"

namespace dm::sim {

class BuggyStore final : public ForwardingStore {
 public:
  BuggyStore(WholeStore& below, World& world, CaseSystem& case_system)
      : ForwardingStore(below), world_(world), case_system_(case_system) {}

  StatusOr<Accepted> Accept(const NewCase& new_case, Instant now) override;
  StatusOr<std::int64_t> Apply(const CaseChange& change, Instant now) override;
  Status ApplySteps(std::span<const CaseChange> steps,
                    std::span<const AuditEvent> records,
                    Instant now) override;
  StatusOr<int> CountOthers(const HouseholdId& household,
                            Month month,
                            const CaseId& except) override;
  StatusOr<History> DecidedMonths(const HouseholdId& household, Month before) override;
  StatusOr<std::optional<Restore>> FindRestore() override;
  StatusOr<Page<StoredEffect>> ListEffects(std::optional<EffectState> state,
                                           const std::optional<CaseId>& case_id,
                                           const PageRequest& page) override;
  StatusOr<std::vector<HouseholdId>> FilesBefore(Instant before,
                                                 const std::string& after,
                                                 int limit) override;
  StatusOr<HouseholdFile> ReadFile(const HouseholdId& household) override;
  StatusOr<Erasure> EraseFile(const FileErasure& erasure, Instant now) override;

 private:
  bool Is(Planted bug) const { return world_.planted() == bug; }

  // How the store below applies a change, with the steps before it.
  using ApplyBelow = std::function<StatusOr<std::int64_t>(const CaseChange&)>;

  StatusOr<std::int64_t> ApplyBroken(std::span<const CaseChange> steps,
                                     Instant now,
                                     const ApplyBelow& apply);
  StatusOr<std::int64_t> ApplyAmid(const CaseChange& change,
                                   const ApplyBelow& apply,
                                   Around mischief);
  StatusOr<Erasure> EraseAmid(const FileErasure& erasure, Instant now, Around mischief);
  void TakeCurrentClaim(CaseChange& change);

  World& world_;
  CaseSystem& case_system_;
  std::map<std::pair<ApplicationId, std::string>, Accepted> accepted_;  // of kAnswersFromMemory
};

class BuggySource final : public EvidenceSource {
 public:
  BuggySource(EvidenceSource& below, World& world) : below_(below), world_(world) {}

  std::vector<Source> sources() const override { return below_.sources(); }

  std::vector<EvidenceAnswers> Ask(std::span<const EvidenceQuestion> questions,
                                   Instant now) override;

  StatusOr<std::string> Preview(const EvidenceQuestion& question, Instant now) const override {
    return below_.Preview(question, now);
  }

  std::vector<SourceCondition> Conditions() const override { return below_.Conditions(); }

 private:
  EvidenceSource& below_;
  World& world_;
};

class BuggyCaseSystem final : public CaseSystem {
 public:
  BuggyCaseSystem(CaseSystem& below, World& world) : below_(below), world_(world) {}

  Delivery Deliver(const Effect& effect) override { return below_.Deliver(effect); }

  StatusOr<std::optional<Delivery>> Find(const EffectId& id) override;

 private:
  CaseSystem& below_;
  World& world_;
};

}  // namespace dm::sim
