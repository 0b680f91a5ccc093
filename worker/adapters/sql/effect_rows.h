// The outbox: what shall happen outside, in order within a case.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "worker/adapters/sql/database.h"
#include "worker/case/effect.h"
#include "worker/ports/store.h"

namespace dm::sql {

// Adds the effects of a change; an id that is there already stays as it is. A payment order must
// not exceed the decision version that it names, which must be stored (reliability I3, I26).
Status PutEffects(Database& database, const CaseChange& change, Instant now);

StatusOr<std::vector<StoredEffect>> DueEffectRows(Database& database,
                                                  const EffectKinds& kinds,
                                                  Instant now,
                                                  int limit);
StatusOr<int> CountUndelivered(Database& database);
StatusOr<StoredEffect> ReadEffect(Database& database, const EffectId& id);
StatusOr<Page<StoredEffect>> ListEffectRows(Database& database,
                                            std::optional<EffectState> state,
                                            const std::optional<CaseId>& case_id,
                                            const PageRequest& page);

// The outcome of an attempt, as Store::MarkEffect names it.
struct EffectMark {
  EffectId id;
  EffectState state = EffectState::kPending;
  std::string receiver_reference;
  std::string error_code;
  Instant next_attempt_at;
  std::string request_id;
  AuditEvent audit;
};

Status MarkEffectRow(Database& database, const EffectMark& mark, Instant now);

}  // namespace dm::sql
