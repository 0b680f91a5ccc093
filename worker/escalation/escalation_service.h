// Step 6 as caseworkers see it: the queues, one case at a time under a lease, and the decision.
// Cases above open access look non-existent to who is not cleared (reliability I14, I17). Reads of
// person data are recorded before they are answered (I12).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "worker/case/effect.h"
#include "worker/case/staff.h"
#include "worker/escalation/desk.h"
#include "worker/escalation/human_decision.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/store.h"

namespace dm::escalation {

// What the service takes from others; all functions are thread-safe and outlive it.
struct EscalationParts {
  std::function<std::shared_ptr<const PolicySet>()> policy;  // the set in force; never null
  PayDay pay_day;                                            // step 4's rule
  // Step 5: the effects of a decision.
  std::function<StatusOr<std::vector<Effect>>(
      const CaseRecord& record, const Decision& decision, const PolicySet& policy)>
      effects_of;
  // The staff list in force, never null; an empty function where there is no list. Use StaffOf.
  std::function<std::shared_ptr<const StaffDirectory>()> staff = {};

  // The day from which an undecided case for the month must be seen; empty: not told.
  std::function<StatusOr<Date>(Month month, const PolicySet& policy)> must_see = {};

  std::shared_ptr<const StaffDirectory> StaffOf() const {
    return staff ? staff() : std::make_shared<const StaffDirectory>();
  }
};

// Thread-safe. The store and the clock outlive it.
class EscalationService final : public EscalationApi {
 public:
  EscalationService(Store& store, const Clock& clock, EscalationParts parts)
      : store_(store),
        clock_(clock),
        parts_(std::move(parts)),
        desk_(store, clock, {parts_.policy, parts_.staff, parts_.must_see}) {}

  StatusOr<std::vector<QueueInfo>> ListQueues(const CallContext& context) override;

  // A claim that has lapsed is shown as open. A page may hold fewer items than asked for.
  StatusOr<Page<Escalation>> List(const CallContext& context,
                                  const EscalationFilter& filter,
                                  const PageRequest& page) override;

  // In shadow the worker's suggestion is left out: the caseworker decides unseen by it.
  StatusOr<HandledCase> Get(const CallContext& context, const EscalationId& id) override;

  // Claiming again as the holder renews the lease.
  StatusOr<Escalation> Claim(const CallContext& context,
                             const EscalationId& id,
                             const std::string& handler,
                             std::int64_t expected_version) override;

  StatusOr<Escalation> Release(const CallContext& context,
                               const EscalationId& id,
                               const std::string& handler,
                               std::int64_t expected_version) override;

  // As DecisionService::Decide.
  StatusOr<CaseRecord> Decide(const CallContext& context, const HumanDecision& decision) override;

 private:
  Status CheckMayClaim(const Escalation& escalation, const std::string& handler) const;

  Store& store_;
  const Clock& clock_;
  EscalationParts parts_;
  const Desk desk_;
};

}  // namespace dm::escalation
