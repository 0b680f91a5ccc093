// DeliveryStore: what delivery keeps beside the outbox itself: small facts that must hold over
// restarts, and whether this store was restored from an older backup. Part of Store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/case/audit_record.h"
#include "worker/case/effect.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"

namespace dm {

using EffectKinds = std::vector<EffectKind>;

// The names of marks.
inline constexpr char kEffectKeyMark[] = "effect_key";
inline constexpr char kRestoreEndedMark[] = "restore_ended";  // when, in milliseconds

// What an undelivered effect is marked with when the receiver was asked about it after a restore:
// it may be sent when the restore is over.
inline constexpr char kRestoreAsked[] = "RESTORE_ASKED";

// A restore from an older backup that is not over: nothing is sent, nothing decided by itself.
struct Restore {
  Instant declared_at;
  std::string declared_by;  // user id, or the worker that has noticed it
  std::string reason;
};

class DeliveryStore {
 public:
  virtual ~DeliveryStore() = default;

  // The effects that are due, in their order; a later one of a case only when all earlier ones are
  // delivered. `kinds`: only these; empty: all.
  virtual StatusOr<std::vector<StoredEffect>> DueEffectsOf(const EffectKinds& kinds,
                                                           Instant now,
                                                           int limit) = 0;

  // A mark: a name with at most 512 characters of text. Nothing where it was never set.
  virtual StatusOr<std::optional<std::string>> FindMark(const std::string& name) = 0;
  virtual Status SetMark(const std::string& name,
                         const std::string& value,
                         const AuditEvent& audit,
                         Instant now) = 0;

  // The restore under way; nothing where there is none.
  virtual StatusOr<std::optional<Restore>> FindRestore() = 0;
  // Whether another database server took over so lately that a worker may not have noticed yet what
  // it lacks: nothing is approved meanwhile, for a minute.
  virtual StatusOr<bool> TookOverLately(Instant now) = 0;
  // From now on every undelivered effect is one that the receiver was not asked about, and what is
  // being decided does not commit. Declaring again begins anew.
  virtual Status DeclareRestore(const Restore& restore, const AuditEvent& audit, Instant now) = 0;
  // Undelivered effects that the receiver has not been asked about since.
  virtual StatusOr<int> CountUnasked() = 0;
  // Effects and approvals that waited are due. FailedPrecondition NO_RESTORE,
  // RESTORE_NOT_RECONCILED while there are unasked effects.
  virtual Status EndRestore(const std::string& request_id,
                            const AuditEvent& audit,
                            Instant now) = 0;
};

// The same refusals from every store.
inline Status NoRestore() {
  return FailedPrecondition("no restore is under way",
                            {.reason = "NO_RESTORE",
                             .field = "restore",
                             .remedy = "nothing is held back: there is nothing to end"});
}

inline Status RestoreNotReconciled(int left) {
  return FailedPrecondition(
      "the receiver has not been asked about " + std::to_string(left) + " effects",
      {.reason = "RESTORE_NOT_RECONCILED",
       .field = "restore",
       .remedy = "wait until it has answered, or bring the list that it returns "
                 "(restore reconcile --returned)"});
}

}  // namespace dm
