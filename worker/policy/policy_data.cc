#include "worker/policy/policy_data.h"

#include <algorithm>

namespace dm::policy {

const SourceVersion* LegalSource::On(Date date) const {
  const auto found =
      std::find_if(versions.begin(), versions.end(), [date](const SourceVersion& version) {
        return version.valid.Contains(date);
      });
  return found == versions.end() ? nullptr : &*found;
}

const ParameterVersion* Parameter::On(Date date) const {
  const auto found =
      std::find_if(versions.begin(), versions.end(), [date](const ParameterVersion& version) {
        return version.valid.Contains(date);
      });
  return found == versions.end() ? nullptr : &*found;
}

std::optional<std::int64_t> PolicyData::ScalarOn(const std::string& id, Date on) const {
  const auto found = parameters.find(id);
  if (found == parameters.end() || found->second.kind != ParameterKind::kScalar)
    return std::nullopt;
  const ParameterVersion* version = found->second.On(on);
  if (version == nullptr) return std::nullopt;
  const std::int64_t* number = std::get_if<std::int64_t>(&version->value);
  return number == nullptr ? std::nullopt : std::optional<std::int64_t>(*number);
}

bool PolicyData::IsApproved(const Parameter& parameter, const ParameterVersion& version) const {
  // Nothing of a draft may carry an automatic decision.
  if (national.status != "approved" || municipal.status != "approved") return false;
  if (!parameter.needs_approval) return true;
  return std::any_of(approvals.begin(), approvals.end(), [&](const Approval& approval) {
    return approval.parameter == parameter.id && approval.version == *version.valid.from;
  });
}

}  // namespace dm::policy
