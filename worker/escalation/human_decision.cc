#include "worker/escalation/human_decision.h"

#include <algorithm>
#include <string>
#include <utility>

#include "worker/core/id.h"
#include "worker/escalation/child_records.h"
#include "worker/escalation/human_rows.h"

namespace dm::escalation {
namespace {

constexpr std::size_t kMotivationBytesMax = 20'000;
constexpr std::size_t kMandateBytesMax = 200;

bool Grants(Outcome outcome) {
  return outcome == Outcome::kBifall || outcome == Outcome::kDelavslag;
}

bool Refuses(Outcome outcome) {
  return outcome == Outcome::kDelavslag || outcome == Outcome::kAvslag;
}

Status Bad(const char* reason,
           const std::string& field,
           const std::string& limit,
           const std::string& remedy) {
  return InvalidArgument(field + ": " + limit + "; " + remedy, {reason, field, remedy});
}

Status CheckSaid(const HumanDecision& said) {
  if (said.outcome == Outcome::kNone)
    return Bad("FIELD_REQUIRED", "outcome", "is required", "send the outcome");
  if (said.mandate.empty() || said.mandate.size() > kMandateBytesMax)
    return Bad("MANDATE_REQUIRED",
               "mandate",
               "the handler's mandate, at most 200 bytes",
               "send the reference of the board's delegation");
  if (said.motivation.size() > kMotivationBytesMax)
    return Bad("FIELD_OUT_OF_RANGE",
               "motivation",
               "at most " + std::to_string(kMotivationBytesMax) + " bytes",
               "shorten it");
  return OkStatus();
}

// FL 32: whoever decides against someone, changes what was computed or decides where nothing could
// be computed says why.
Status CheckMotivation(const HumanDecisionInput& input) {
  const HumanDecision& said = input.said;
  const bool computed = input.record.assessment && input.record.assessment->computable;
  if (said.outcome == Outcome::kBifall && said.edited_rows.empty() && computed) return OkStatus();
  if (said.motivation.find_first_not_of(" \t\n") != std::string::npos) return OkStatus();
  return Bad("MOTIVATION_REQUIRED",
             "motivation",
             "is required unless the calculation is granted in full as it stands",
             "state the circumstances that decided");
}

Status CheckReasons(const std::vector<DecisionRow>& rows) {
  for (const DecisionRow& row : rows)
    if (IsReduced(row) && row.reason.empty())
      return Bad("ROW_REASON_REQUIRED",
                 "edited_rows",
                 "row " + row.code + " grants less than applied for and has no reason",
                 "send the row with a reason code");
  return OkStatus();
}

// The outcome and the amounts must say the same (rules.md 15.1).
Status CheckOutcome(Outcome outcome, const std::vector<DecisionRow>& rows, Money granted) {
  if (!Grants(outcome)) return OkStatus();
  const bool reduced = std::any_of(rows.begin(), rows.end(), IsReduced);
  if (granted.is_zero())
    return Bad("OUTCOME_MISMATCH",
               "outcome",
               "the rows grant nothing",
               "decide avslag, or change the rows with reasons");
  if (outcome == Outcome::kBifall && reduced)
    return Bad("OUTCOME_MISMATCH",
               "outcome",
               "a row grants less than applied for",
               "decide delavslag, or grant the row in full");
  if (outcome == Outcome::kDelavslag && !reduced)
    return Bad("OUTCOME_MISMATCH",
               "outcome",
               "every row is granted in full",
               "decide bifall, or reduce a row with a reason");
  return OkStatus();
}

StatusOr<RoundingUnit> GrantUnit(const PolicySet& policy, Month month) {
  DM_ASSIGN_OR_RETURN(const ParameterValue value, policy.Get("rounding.grant", month.first_day()));
  if (value.value == FactValue(std::int64_t{100}) || value.value == FactValue(std::string("krona")))
    return RoundingUnit::kKrona;
  if (value.value == FactValue(std::int64_t{1}) || value.value == FactValue(std::string("ore")))
    return RoundingUnit::kOre;
  return FailedPrecondition(
      "the parameter rounding.grant has an unknown unit",
      {"PARAMETER_INVALID", "rounding.grant", "set it to whole kronor or öre"});
}

// What a refusal grants is nothing, whatever the rows come to: the ground is in the motivation.
StatusOr<Money> GrantedBy(const HumanDecisionInput& input, const std::vector<DecisionRow>& rows) {
  if (!Grants(input.said.outcome)) return Money();
  DM_ASSIGN_OR_RETURN(const RoundingUnit unit,
                      GrantUnit(input.policy, input.record.application.month));
  return GrantOf(rows, unit);
}

Status CheckSecondGrant(const HumanDecisionInput& input) {
  if (!input.granted_elsewhere || !Grants(input.said.outcome)) return OkStatus();
  return FailedPrecondition(
      "another case of the household has a grant for the month",
      {"DECISION_EXISTS", "outcome", "write this case off, or have the first decision corrected"});
}

// The policy that the calculation was made under; the one in force where nothing was computed.
void PutPolicy(Decision& decision, const HumanDecisionInput& input) {
  const std::optional<Assessment>& assessment = input.record.assessment;
  decision.policy_sha256 = assessment ? assessment->policy_sha256 : input.policy.sha256();
  decision.policy_version = assessment ? assessment->policy_version : input.policy.version();
  if (assessment) decision.sources = assessment->sources;
}

}  // namespace

StatusOr<Decision> MakeHumanDecision(const HumanDecisionInput& input) {
  const HumanDecision& said = input.said;
  DM_RETURN_IF_ERROR(CheckSaid(said));
  DM_RETURN_IF_ERROR(CheckSecondGrant(input));
  DM_ASSIGN_OR_RETURN(std::vector<DecisionRow> rows,
                      HumanRows(input.record.assessment, said.edited_rows, input.policy));
  if (Grants(said.outcome) || Refuses(said.outcome)) DM_RETURN_IF_ERROR(CheckReasons(rows));
  DM_ASSIGN_OR_RETURN(const Money granted, GrantedBy(input, rows));
  DM_RETURN_IF_ERROR(CheckOutcome(said.outcome, rows, granted));
  DM_RETURN_IF_ERROR(CheckMotivation(input));
  Decision decision;
  decision.decided_on = SwedishDate(input.now);
  DM_RETURN_IF_ERROR(CheckChildRecords(input.record.application,
                                       input.frame,
                                       decision.decided_on,
                                       Refuses(said.outcome) ? Analysis::kNew : Analysis::kReused));
  decision.version = input.last_version + 1;
  decision.kind = DecisionKind::kHuman;
  decision.outcome = said.outcome;
  decision.granted = granted;
  decision.rows = std::move(rows);
  decision.typfall = input.record.escalation ? input.record.escalation->typfall : "";
  decision.delegation = said.mandate;
  decision.decided_by = said.handler;
  decision.decided_at = input.now;
  decision.motivation = said.motivation;
  PutPolicy(decision, input);
  if (!granted.is_zero()) {
    DM_ASSIGN_OR_RETURN(
        decision.pay_date,
        input.pay_day(input.record.application.month, decision.decided_on, input.policy));
  }
  return decision;
}

}  // namespace dm::escalation
