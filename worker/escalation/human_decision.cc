#include "worker/escalation/human_decision.h"

#include <algorithm>
#include <string>
#include <utility>

#include "worker/case/staff_checks.h"
#include "worker/core/id.h"
#include "worker/escalation/attest.h"
#include "worker/escalation/child_records.h"
#include "worker/escalation/communication.h"
#include "worker/escalation/decision_basis.h"
#include "worker/escalation/human_reasons.h"
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

// What the rows come to by themselves (rules.md 15.1).
std::optional<Outcome> OutcomeOfAmounts(const HumanDecisionInput& input,
                                        const std::vector<DecisionRow>& rows) {
  const StatusOr<RoundingUnit> unit = GrantUnit(input.policy, input.record.application.month);
  if (rows.empty() || !unit.ok()) return std::nullopt;
  if (GrantOf(rows, *unit).is_zero()) return Outcome::kAvslag;
  const bool reduced = std::any_of(rows.begin(), rows.end(), IsReduced);
  return reduced ? Outcome::kDelavslag : Outcome::kBifall;
}

// Why an application is not tried: a reason of the use that the outcome names.
Status CheckEnding(const HumanDecisionInput& input, Date on) {
  const HumanDecision& said = input.said;
  if (said.outcome == Outcome::kAvvisning)
    return CheckReasonFor(input.policy, said.reason, kUseDismissal, on, "reason");
  if (said.outcome == Outcome::kAvskrivning)
    return CheckReasonFor(input.policy, said.reason, kUseWriteOff, on, "reason");
  if (said.reason.empty()) return OkStatus();
  return Bad("FIELD_INVALID",
             "reason",
             "belongs to avvisning and avskrivning",
             "leave it out; rows carry their own reasons");
}

// A favourable decision is changed to someone's disadvantage on few grounds (FL 37 second
// paragraph).
Status CheckCorrection(const HumanDecisionInput& input, const Decision& decision) {
  if (input.corrects == nullptr) return OkStatus();
  if (!Grants(decision.outcome) && !Refuses(decision.outcome))
    return Bad("FIELD_INVALID",
               "outcome",
               "a correction comes to bifall, delavslag or avslag",
               "send one of the three");
  const bool lower = decision.granted < input.corrects->granted;
  return CheckReasonFor(input.policy,
                        input.ground,
                        lower ? kUseLowering : kUseCorrection,
                        decision.decided_on,
                        "ground");
}

// The delegation covers what is decided; who corrects could also have made the decision that goes.
Status CheckMandates(const HumanDecisionInput& input, const Decision& decision) {
  if (input.staff == nullptr) return OkStatus();
  const HumanDecision& said = input.said;
  DM_RETURN_IF_ERROR(CheckMandate(*input.staff,
                                  said.handler,
                                  {said.mandate, said.outcome, decision.granted},
                                  decision.decided_on));
  if (input.corrects == nullptr) return OkStatus();
  return CheckMandate(*input.staff,
                      said.handler,
                      {said.mandate, input.corrects->outcome, input.corrects->granted},
                      decision.decided_on);
}

// A correction begins with the rows of the decision that it replaces.
std::vector<HumanDecision::EditedRow> EditsOf(const HumanDecisionInput& input) {
  std::vector<HumanDecision::EditedRow> edits = input.said.edited_rows;
  if (input.corrects == nullptr) return edits;
  const std::size_t stated = edits.size();
  for (const DecisionRow& row : input.corrects->rows) {
    const bool again =
        std::any_of(edits.begin(),
                    edits.begin() + static_cast<std::ptrdiff_t>(stated),
                    [&row](const HumanDecision::EditedRow& edit) {
                      return edit.code == row.code && (!edit.person || edit.person == row.person);
                    });
    if (!row.human_amount || again) continue;
    // One entry for all rows of a code and person, as it was sent.
    const auto before = std::find_if(edits.begin() + static_cast<std::ptrdiff_t>(stated),
                                     edits.end(),
                                     [&row](const HumanDecision::EditedRow& edit) {
                                       return edit.code == row.code && edit.person == row.person;
                                     });
    if (before != edits.end()) {
      before->amount += *row.human_amount;
    } else {
      edits.push_back({row.code, row.person, *row.human_amount, row.reason, row.note});
    }
  }
  return edits;
}

void PutPolicy(Decision& decision, const HumanDecisionInput& input);

// Everything but rows, amounts and the day of payment.
void PutWho(Decision& decision, const HumanDecisionInput& input) {
  const HumanDecision& said = input.said;
  decision.decided_on = SwedishDate(input.now);
  decision.version = input.last_version + 1;
  decision.kind = DecisionKind::kHuman;
  decision.outcome = said.outcome;
  decision.typfall = input.record.escalation ? input.record.escalation->typfall : "";
  decision.delegation = said.mandate;
  decision.decided_by = said.handler;
  decision.decided_at = input.now;
  decision.motivation = said.motivation;
  decision.reason = said.reason;
  decision.communication_exception = said.communication_exception;
  if (input.corrects != nullptr) {
    decision.corrects = input.corrects->version;
    decision.correction_ground = input.ground;
  }
  PutPolicy(decision, input);
}

// The policy that the calculation was made under; the one in force where nothing was computed.
void PutPolicy(Decision& decision, const HumanDecisionInput& input) {
  const std::optional<Assessment>& assessment = input.record.assessment;
  decision.policy_sha256 = assessment ? assessment->policy_sha256 : input.policy.sha256();
  decision.policy_version = assessment ? assessment->policy_version : input.policy.version();
  if (assessment) decision.sources = assessment->sources;
}

}  // namespace

HumanDecisionDraft DraftHumanDecision(const HumanDecisionInput& input) {
  const HumanDecision& said = input.said;
  HumanDecisionDraft draft;
  Decision& decision = draft.decision;
  const auto note = [&draft](const Status& status) {
    if (!status.ok()) draft.problems.push_back(status);
    return status.ok();
  };
  draft.basis = BasisOf(input.record, input.frame, input.policy, input.messages);
  PutWho(decision, input);
  note(CheckSaid(said));
  note(CheckSecondGrant(input));
  StatusOr<std::vector<DecisionRow>> rows =
      HumanRows(input.record.assessment, EditsOf(input), input.policy, decision.decided_on);
  if (note(rows.status())) decision.rows = *std::move(rows);
  if (Grants(said.outcome) || Refuses(said.outcome)) note(CheckReasons(decision.rows));
  const StatusOr<Money> granted = GrantedBy(input, decision.rows);
  if (note(granted.status())) decision.granted = *granted;
  draft.outcome_of_amounts = OutcomeOfAmounts(input, decision.rows);
  const Status fits = CheckOutcome(said.outcome, decision.rows, decision.granted);
  draft.outcome_fits = fits.ok();
  note(fits);
  note(CheckMotivation(input));
  note(CheckEnding(input, decision.decided_on));
  note(CheckCorrection(input, decision));
  draft.month_total = input.elsewhere + decision.granted;
  note(CheckChildRecords(input.record.application,
                         input.frame,
                         decision.decided_on,
                         Refuses(said.outcome) ? Analysis::kNew : Analysis::kReused,
                         input.record.child_analyses));
  note(CheckMandates(input, decision));
  draft.unseen = UnseenFacts(
      input.record, decision, input.corrects == nullptr ? Money() : input.corrects->granted);
  const std::vector<Told> told =
      ToldOf(input.record, input.letters, decision.decided_on, input.answer_days);
  draft.waits_until = WaitsUntil(told, draft.unseen, decision.decided_on);
  note(CheckCommunicated(told, decision, draft.unseen, decision.decided_on, input.policy));
  if (input.unread_answer && !draft.unseen.empty()) note(UnreadAnswer());
  if (decision.granted > OrderedBefore(input.record, decision.version)) {
    const StatusOr<Date> day =
        input.pay_day(input.record.application.month, decision.decided_on, input.policy);
    if (note(day.status())) decision.pay_date = *day;
  }
  StatusOr<std::vector<std::string>> attest = AttestReasons(
      {input.record.application.month, draft.month_total, input.previous}, decision, input.policy);
  // A correction is paid by its difference: one that grants no more orders nothing.
  const bool pays = input.corrects == nullptr || decision.granted > input.corrects->granted;
  if (note(attest.status()) && pays) draft.attest = *std::move(attest);
  decision.content_sha256 = ContentSha256(input.record, decision, draft.basis);
  return draft;
}

StatusOr<Decision> MakeHumanDecision(const HumanDecisionInput& input) {
  HumanDecisionDraft draft = DraftHumanDecision(input);
  if (!draft.problems.empty()) return draft.problems.front();
  return std::move(draft.decision);
}

}  // namespace dm::escalation
