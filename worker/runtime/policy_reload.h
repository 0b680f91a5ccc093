// PolicyReloader: takes the policies folder into force while the worker runs. A folder that does
// not hold, or may not be served, changes nothing: the set before stays in force and every problem
// is told.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/mutex.h"
#include "worker/policy/served_policies.h"
#include "worker/ports/api.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/store.h"
#include "worker/runtime/policy_holder.h"

namespace dm {

struct PolicyReloadParts {
  // Reads and checks the folder.
  std::function<ServedLoad()> load;
  // Makes ready what is made of the policies besides the set itself; what it returns puts that in
  // force and cannot fail. May be left out.
  std::function<StatusOr<std::function<void()>>(const PolicySet&)> prepare;
};

// Thread-safe: reloads follow one another.
class PolicyReloader {
 public:
  PolicyReloader(
      Store& store, const Clock& clock, Log& log, PolicyHolder& policies, PolicyReloadParts parts);

  // As OperationsApi::ReloadPolicies.
  StatusOr<PolicyReload> Reload(const CallContext& context, const ReloadRequest& request);
  // The same on a signal from the operating system. The log tells what came of it.
  void ReloadOnSignal(const std::string& request_id);

  PoliciesInForce InForce() const;

 private:
  StatusOr<PolicyReload> Look(const CallContext& context,
                              const ReloadRequest& request,
                              ActorKind actor_kind) DM_REQUIRES(reload_mutex_);
  StatusOr<PolicyReload> Repeated(const RequestRecord& done);
  StatusOr<PolicyReload> Refuse(PolicyReload reload,
                                AuditEvent audit,
                                std::vector<PolicyProblem> problems,
                                DryRun dry_run);
  void Tell(const PolicyReload& reload, const std::string& actor);

  Store& store_;
  const Clock& clock_;
  Log& log_;
  PolicyHolder& policies_;
  const PolicyReloadParts parts_;
  Mutex reload_mutex_;
  mutable Mutex refused_mutex_;
  std::optional<RefusedReload> refused_ DM_GUARDED_BY(refused_mutex_);
};

}  // namespace dm
