#include "worker/assessment/rule_checks.h"

#include <algorithm>
#include <string>

#include "worker/assessment/parameter_ids.h"

namespace dm::assessment {

namespace {

// New rules are watched for some days: what they decide is proposed to a person.
void CheckFreeze(Context* context) {
  const std::optional<Date> released = context->policy.set().released_on();
  const auto days = context->policy.NeedNumber(parameter::kFreezeDays);
  if (!released || !days || *days <= 0) return;
  const Date last = released->PlusDays(static_cast<std::int32_t>(*days) - 1);
  const Date today = context->input.assessed_on;
  if (today < *released || today > last) return;
  context->notes.Observe(
      "RULE.FREEZE", {{"from", *released}, {"to", last}}, std::nullopt, {"policy:manifest"});
}

// "riksnorm.common" of "riksnorm.common/RC26-1" and "policy:riksnorm.common/RC26-1".
bool IsOf(std::string_view text, std::string_view rule) {
  constexpr std::string_view kPolicy = "policy:";
  if (text.starts_with(kPolicy)) text.remove_prefix(kPolicy.size());
  if (!text.starts_with(rule)) return false;
  text.remove_prefix(rule.size());
  return text.empty() || text.front() == '/' || text.front() == '@';
}

bool RestsOn(const Assessment& result, std::string_view rule) {
  for (const CalculationRow& row : result.rows) {
    if (IsOf(row.rule, rule)) return true;
    if (std::any_of(row.inputs.begin(), row.inputs.end(), [rule](const std::string& input) {
          return IsOf(input, rule);
        })) {
      return true;
    }
  }
  return false;
}

// An incident on a rule holds up every case that rests on the rule.
void CheckIncidents(const Assessment& result, Context* context) {
  for (const RuleIncident& incident : context->policy.set().incidents()) {
    const bool open = incident.opened <= context->input.assessed_on &&
                      (!incident.closed || *incident.closed > context->input.assessed_on);
    if (!open || (!incident.everything() && !RestsOn(result, incident.rule))) continue;
    context->notes.Observe("RULE.INCIDENT",
                           {{"rule", incident.rule}, {"incident", incident.id}},
                           std::nullopt,
                           {"policy:" + incident.rule});
  }
}

}  // namespace

void CheckRules(const Assessment& result, Context* context) {
  context->notes.Looked(Part::kRules);
  CheckFreeze(context);
  CheckIncidents(result, context);
  for (const auto& [id, reason] : context->policy.missing()) {
    context->notes.Undetermined(id);
    context->notes.Observe(
        "RULE.MISSING", {{"id", id}, {"reason", reason}}, std::nullopt, {"policy:" + id});
  }
  for (const std::string& id : context->policy.unapproved()) {
    context->notes.Observe("RULE.NOT_APPROVED", {{"id", id}}, std::nullopt, {"policy:" + id});
  }
}

}  // namespace dm::assessment
