// The filter of ListApplications and ListCases: household, month, state.
#pragma once

#include "worker/adapters/codec/field_reader.h"
#include "worker/ports/store.h"

namespace dm::grpc_adapter {

template <typename Request>
StatusOr<CaseFilter> ReadCaseFilter(const Request& request) {
  codec::FieldReader reader(codec::Origin::kCaller);
  CaseFilter filter;
  if (!request.household().empty())
    filter.household =
        reader.ReadId<HouseholdId>("household", request.household(), codec::Need::kRequired);
  if (!request.month().empty()) filter.month = reader.RequiredMonth("month", request.month());
  if (request.state() != medarbetare::v1::CASE_STATE_UNSPECIFIED)
    filter.state = reader.Enum<CaseState>("state", request.state());
  DM_RETURN_IF_ERROR(reader.status());
  return filter;
}

}  // namespace dm::grpc_adapter
