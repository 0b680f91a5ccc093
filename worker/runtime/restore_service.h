// RestoreService: a restore as operations declares, reconciles and ends it: through the running
// worker, or on a store that no worker has (wiring_restore).
#pragma once

#include <map>
#include <string>
#include <utility>

#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/restore_api.h"
#include "worker/ports/store.h"

namespace dm {

class RestoreService final : public RestoreApi {
 public:
  // All of it outlives the service. `worker`: who hands refused effects to people.
  RestoreService(Store& store, const Clock& clock, Log& log, std::string worker)
      : store_(store), clock_(clock), log_(log), worker_(std::move(worker)) {}

  StatusOr<RestoreState> Get(const CallContext& context) override;
  StatusOr<RestoreState> Declare(const CallContext& context,
                                 const std::string& actor,
                                 const std::string& reason) override;
  StatusOr<RestorePass> Reconcile(const CallContext& context,
                                  const std::string& actor,
                                  const std::map<EffectId, Delivery>& returned) override;
  StatusOr<RestoreState> End(const CallContext& context, const std::string& actor) override;

 private:
  Store& store_;
  const Clock& clock_;
  Log& log_;
  const std::string worker_;
};

}  // namespace dm
