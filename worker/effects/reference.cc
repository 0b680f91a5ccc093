#include "worker/effects/reference.h"

#include <algorithm>

#include "worker/case/number_in_id.h"

namespace dm::effects {

StatusOr<bool> HoldsNumberOfCase(Store& store, const CaseId& id, const std::string& reference) {
  if (!MayHoldNumber(reference)) return false;
  const StatusOr<CaseRecord> record = store.GetCase(id);
  const StatusCode code = record.status().code();
  if (code == StatusCode::kNotFound || code == StatusCode::kFailedPrecondition) return false;
  DM_RETURN_IF_ERROR(record.status());
  return std::ranges::any_of(record->application.persons, [&reference](const Person& person) {
    return HoldsNumber(reference, person.personnummer);
  });
}

std::string WithoutNumber(Store& store, const CaseId& id, const std::string& reference) {
  const StatusOr<bool> holds = HoldsNumberOfCase(store, id, reference);
  return holds.ok() && !*holds ? reference : std::string();
}

Status CheckReference(Store& store, const CaseId& id, const std::string& reference) {
  DM_ASSIGN_OR_RETURN(const bool holds, HoldsNumberOfCase(store, id, reference));
  if (!holds) return OkStatus();
  return InvalidArgument(
      "reference: holds the personal number of somebody in the case",
      {"FIELD_INVALID", "reference", "send the receiver's own reference: it is not encrypted"});
}

}  // namespace dm::effects
