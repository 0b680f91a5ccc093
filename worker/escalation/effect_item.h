// An effect that the receiver refused, or of which it stays unknown whether it arrived, as a piece
// of work for a person: an item in the technical queue while the case waits to be delivered.
#pragma once

#include <optional>
#include <string>

#include "worker/case/case_record.h"
#include "worker/case/effect.h"
#include "worker/core/instant.h"
#include "worker/core/status.h"
#include "worker/ports/store.h"

namespace dm::escalation {

struct UndeliverableEffect {
  EffectId id;
  EffectKind kind = EffectKind::kNotice;
  CaseId case_id;
  bool refused = false;  // or its outcome stays unknown
  std::string code;      // the receiver's
};

// Puts it on the desk: as a reason of the item that a person has already, or as an item of its own.
// A case that has ended stays as it ended. One whose next step is a person's without an item is
// left as it is: the effect shows in the lists. Doing it again changes nothing.
Status PutEffectOnDesk(Store& store,
                       const UndeliverableEffect& effect,
                       const std::string& worker,
                       Instant now);

// True where an item has no other reason: the case is decided, and only what could not be delivered
// waits for a person.
bool IsAboutEffects(const Escalation& item);

// An open item that is about effects alone ends when they are delivered: the item as it ends, for
// the change that closes the case; nothing where the case has none.
std::optional<Escalation> EndEffectItem(const CaseRecord& record, Instant now);

// Those that lie where PutEffectOnDesk puts them, or also what a person has moved. The second reads
// every open item.
enum class EffectItems { kNotMoved, kAll };

// A decided case's item ends when the case is closed; one of a case that had ended already ends
// here, once nothing of it is undelivered. How many ended.
StatusOr<int> EndItemsOfEndedCases(Store& store,
                                   const std::string& worker,
                                   Instant now,
                                   EffectItems where = EffectItems::kAll);

}  // namespace dm::escalation
