// Witness: sees every call of a process to its store, right below the worker, and holds what the
// store lets through against what stands in the database: fencing, people's changes, the pause,
// leases, records, holds (I11, I15, I16, I20, I24, I27).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "tests/sim/forwarding_store.h"
#include "tests/sim/receiver.h"
#include "tests/sim/world.h"

namespace dm::sim {

// Who holds which case until when, by the one true clock; who works on it. Shared by all processes.
struct Leases {
  struct Lease {
    std::string worker;
    std::int64_t token = 0;
    std::int64_t until_ms = 0;
  };

  std::map<CaseId, Lease> held;
  std::map<CaseId, int> at_work;  // runs that have claimed the case and not ended
};

class Witness final : public ForwardingStore {
 public:
  Witness(WholeStore& below, World& world, Leases& leases, Receiver& receiver, std::string process)
      : ForwardingStore(below),
        world_(world),
        leases_(leases),
        receiver_(receiver),
        process_(std::move(process)) {}

  StatusOr<Accepted> Accept(const NewCase& new_case, Instant now) override;
  StatusOr<std::vector<Claim>> ClaimDue(const std::string& worker,
                                        Instant now,
                                        std::int64_t lease_ms,
                                        int limit) override;
  Status RenewClaim(const Claim& claim, Instant now, std::int64_t lease_ms) override;
  Status ReleaseClaim(const Claim& claim, Instant due_at, Instant now) override;
  StatusOr<std::optional<Escalation>> ClaimNextEscalation(const NextItem& wanted,
                                                          Instant now) override;
  StatusOr<CaseRecord> GetCase(const CaseId& id) override;
  StatusOr<int> CountUnread(const HouseholdId& household) override;
  StatusOr<Control> GetControl() override;
  StatusOr<std::int64_t> Apply(const CaseChange& change, Instant now) override;
  Status ApplySteps(std::span<const CaseChange> steps,
                    std::span<const AuditEvent> records,
                    Instant now) override;
  Status MarkEffect(const EffectId& id,
                    EffectState state,
                    const std::string& receiver_reference,
                    const std::string& error_code,
                    Instant next_attempt_at,
                    const std::string& request_id,
                    const AuditEvent& audit,
                    Instant now) override;
  StatusOr<HouseholdFile> ReadFile(const HouseholdId& household) override;
  StatusOr<Erasure> EraseFile(const FileErasure& erasure, Instant now) override;

 private:
  struct Standing {
    std::int64_t version = 0;
    std::int64_t token = 0;
    std::string worker;
    std::string state;
    std::string updated;
    bool paused = false;
    bool restoring = false;
    std::int64_t control_version = 0;
    std::int64_t records = 0;
  };

  // What a task has read of a case, and in which of the stores that were.
  struct Seen {
    std::int64_t version = 0;
    std::string updated;
    int losses = 0;
  };

  Standing StandingOf(const CaseId& id);
  void CheckSeen(const Seen& seen, const Standing& before, const std::string& id);
  // Steps of one case in one commit, stored by `apply`.
  StatusOr<std::int64_t> Watch(std::span<const CaseChange> steps,
                               const std::function<StatusOr<std::int64_t>()>& apply);
  void CheckApplied(const void* task,
                    std::span<const CaseChange> steps,
                    const Standing& before,
                    const Standing& after);
  std::int64_t Records();

  World& world_;
  Leases& leases_;
  Receiver& receiver_;
  const std::string process_;
  // By task and case: what it read last.
  std::map<std::pair<const void*, CaseId>, Seen> read_;
};

}  // namespace dm::sim
