// How enumerations stand in the tables: as their codes, so that a person with a backup can read
// them.
#pragma once

#include <string_view>

#include "worker/case/case_record.h"
#include "worker/case/decision.h"
#include "worker/case/effect.h"
#include "worker/case/history.h"
#include "worker/core/status.h"

namespace dm::sql {

const char* ActorKindText(ActorKind kind);        // "PERSON", "WORKER"
const char* DecisionKindText(DecisionKind kind);  // "AUTOMATIC", "HUMAN"
const char* AccessClassText(AccessClass access);  // "OPEN", "RESTRICTED", "NAMED_PERSONS"

// DataLoss, reason STORE_CORRUPT, for text that is no code: the tables' own checks let none in.
StatusOr<CaseState> ReadCaseState(std::string_view text);
StatusOr<Outcome> ReadOutcome(std::string_view text);
StatusOr<ActorKind> ReadActorKind(std::string_view text);
StatusOr<DecisionKind> ReadDecisionKind(std::string_view text);
StatusOr<EscalationState> ReadEscalationState(std::string_view text);
StatusOr<AccessClass> ReadAccessClass(std::string_view text);
StatusOr<EffectState> ReadEffectState(std::string_view text);
StatusOr<Mode> ReadMode(std::string_view text);

// Ids that the store itself put into a row.
template <typename Tag>
StatusOr<Id<Tag>> ReadId(std::string_view text);

// The status for a row that cannot be what the program wrote.
Status Unreadable();

template <typename Tag>
StatusOr<Id<Tag>> ReadId(std::string_view text) {
  StatusOr<Id<Tag>> id = Id<Tag>::Parse(text);
  if (!id.ok()) return Unreadable();
  return id;
}

}  // namespace dm::sql
