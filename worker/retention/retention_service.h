// RetentionService: erases files when their time is over (gallring, SoL 16 kap. 1 §): for a person
// who asks, and once a day by itself. One file is one transaction of the store, in which all that
// must hold is looked at once more.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "worker/core/mutex.h"
#include "worker/policy/policy_set.h"
#include "worker/ports/clock.h"
#include "worker/ports/log.h"
#include "worker/ports/retention_api.h"
#include "worker/ports/whole_store.h"

namespace dm::retention {

struct RetentionParts {
  std::function<std::shared_ptr<const PolicySet>()> policy;
  Research research = Research::kNone;
  bool daily = false;  // erase without being asked, once a person has run it
  std::string worker;
};

class RetentionService final : public RetentionApi {
 public:
  // The store and the clock outlive it.
  RetentionService(WholeStore& store, const Clock& clock, RetentionParts parts);

  StatusOr<RetentionState> State() override;
  StatusOr<RetentionPart> Look(const CallContext& context, const std::string& token) override;
  StatusOr<RetentionPart> Run(const CallContext& context,
                              const std::string& actor,
                              const std::string& token) override;
  StatusOr<Page<Erasure>> Erasures(const CallContext& context,
                                   std::optional<Date> from,
                                   std::optional<Date> to,
                                   const PageRequest& page) override;
  StatusOr<Hold> PlaceHold(const CallContext& context,
                           const CaseId& case_id,
                           const std::string& actor,
                           const std::string& reason) override;
  StatusOr<Hold> ReleaseHold(const CallContext& context,
                             const std::string& id,
                             const std::string& actor) override;
  StatusOr<Page<Hold>> Holds(const CallContext& context,
                             bool released,
                             const PageRequest& page) override;

  // The day's duty, a part at a time: goes through all files once a day, and erases where it may.
  // Called every minute by the one worker that holds the duties.
  void LookAndTell(Log& log);

 private:
  enum class Does { kLook, kErase };

  struct Pass {
    Does does = Does::kLook;
    ActorKind actor_kind = ActorKind::kWorker;
    std::string actor;
    std::string after;  // the household that was looked at last
    RetentionCounts counts;
  };

  struct Limit {
    int years = 0;
    Date today;
    Instant entry_before;
  };

  StatusOr<Limit> LimitNow();
  // Goes on with the pass for a bounded time. True: it is over.
  StatusOr<bool> GoOn(Pass& pass);
  Status OneFile(const HouseholdId& household, const Limit& limit, Pass& pass);
  StatusOr<bool> MayGo(const HouseholdFile& file, RetentionCounts& counts);
  Status Finish(const Pass& pass);
  StatusOr<RetentionPart> Part(Pass pass, const std::string& token);
  // The reason why the duty only looks; empty: it erases.
  StatusOr<std::string> WhyNot();

  WholeStore& store_;
  const Clock& clock_;
  const RetentionParts parts_;

  Mutex mutex_;
  // Looks and runs that callers are in the midst of, by token. Tokens tell of nobody.
  std::map<std::string, Pass> passes_ DM_GUARDED_BY(mutex_);
  std::int64_t tokens_ DM_GUARDED_BY(mutex_) = 0;

  // Of the one thread that calls LookAndTell.
  std::optional<Pass> duty_;
  std::optional<Date> duty_on_;  // the day on which it began
  std::optional<Date> told_on_;
};

}  // namespace dm::retention
