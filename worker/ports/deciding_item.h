// The item in which a person first decided a case. It need not be the case's last: an effect that
// the receiver refused has an item of its own, and so has a correction that waits for a second
// person.
#pragma once

#include <charconv>
#include <optional>
#include <string>

#include "worker/ports/store.h"

namespace dm {

// The case's last item where nothing is decided, or none of its items ended by a decision; nothing
// where it has none. Reads the items before the last one from the store.
inline StatusOr<std::optional<Escalation>> DecidingItem(Store& store, const CaseRecord& record) {
  const std::optional<Escalation>& last = record.escalation;
  if (!last || record.decisions.empty()) return last;
  const std::string& id = last->id.value();  // "<case id>.<n>"
  const std::size_t dot = id.rfind('.');
  int count = 0;
  if (dot != std::string::npos) std::from_chars(id.data() + dot + 1, id.data() + id.size(), count);
  for (int n = 1; n < count; ++n) {
    const auto earlier = EscalationId::Parse(id.substr(0, dot + 1) + std::to_string(n));
    if (!earlier.ok()) continue;
    StatusOr<Escalation> item = store.GetEscalation(*earlier);
    if (item.status().code() == StatusCode::kNotFound) continue;
    DM_RETURN_IF_ERROR(item.status());
    if (item->state == EscalationState::kDecided)
      return std::optional<Escalation>(*std::move(item));
  }
  return last;
}

}  // namespace dm
