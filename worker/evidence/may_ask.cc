#include "worker/evidence/may_ask.h"

namespace dm::evidence {
namespace {

constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;

StatusOr<ParameterValue> Needed(const PolicySet& policy, const char* id, Date today) {
  StatusOr<ParameterValue> value = policy.Get(id, today);
  if (value.ok()) return value;
  return FailedPrecondition(
      std::string("the parameter ") + id + " has no value for today; no register is asked",
      {"PARAMETER_MISSING", id, "set it in the municipality's parameters"});
}

// A text that says nothing is no ground.
StatusOr<std::string> NeededText(const PolicySet& policy, const char* id, Date today) {
  DM_ASSIGN_OR_RETURN(const ParameterValue value, Needed(policy, id, today));
  if (!value.code().empty()) return value.code();
  return FailedPrecondition(std::string("the parameter ") + id + " is empty; no register is asked",
                            {"PARAMETER_MISSING", id, "set it in the municipality's parameters"});
}

std::string FieldOf(const SourceQuestion& question, const char* name) {
  return std::string("questions[") + SourceCode(question.source) + "]." + name;
}

Status CheckPeriod(const SourceQuestion& question) {
  const Period& period = question.period;
  const bool in_order = period.from && period.to && *period.from <= *period.to;
  if (in_order && *period.to < AddMonths(*period.from, kPeriodMonthsMax)) return OkStatus();
  return FailedPrecondition("a register is asked about a limited period of at most 24 months",
                            {"QUESTION_PERIOD",
                             FieldOf(question, "period"),
                             "set both ends, in order, at most 24 months apart"});
}

Status NotListed(const SourceQuestion& question, const char* name) {
  return FailedPrecondition(
      "the question is not on the list of what may be asked today",
      {"QUESTION_NOT_LISTED",
       FieldOf(question, name),
       "add a row with its legal source to policies/tables/register_questions.yaml, or ask less"});
}

// A source without groups is asked as a whole, one with groups only for those that are listed.
Status CheckListed(const SourceQuestion& question, const QuestionList& list) {
  if (question.groups.empty() && !list.Find(question.source, "").has_value())
    return NotListed(question, "source");
  for (const std::string& group : question.groups) {
    if (!list.Find(question.source, group).has_value()) return NotListed(question, "groups");
  }
  return OkStatus();
}

}  // namespace

StatusOr<Ground> GroundOn(const PolicySet& policy, Date today) {
  Ground ground;
  DM_ASSIGN_OR_RETURN(ground.purpose, NeededText(policy, "query.purpose", today));
  DM_ASSIGN_OR_RETURN(ground.legal_text, NeededText(policy, "query.legal_text", today));
  DM_ASSIGN_OR_RETURN(ground.identity, NeededText(policy, "query.identity", today));
  DM_ASSIGN_OR_RETURN(const ParameterValue max_age, Needed(policy, "sources.max_age_h", today));
  ground.max_age_ms = max_age.number() * kHourMs;
  return ground;
}

Status CheckMayAsk(const CaseRecord& record,
                   const std::vector<Wanted>& wanted,
                   const PolicySet& policy,
                   Date today) {
  return CheckMayAsk(record, wanted, QuestionList(policy, record.application.kind, today));
}

Status CheckMayAsk(const CaseRecord& record,
                   const std::vector<Wanted>& wanted,
                   const QuestionList& list) {
  if (record.state != CaseState::kRegistered && record.state != CaseState::kWaitingSource)
    return FailedPrecondition("a register is asked only for an open case at step 2",
                              {"CASE_NOT_OPEN", "case.state", "read the case again"});
  for (const Wanted& want : wanted) {
    const Person* person = FindPerson(record.application.persons, want.person);
    if (person == nullptr || !IsMemberOfCase(person->role))
      return FailedPrecondition(
          "a register is asked only about a member of the case's household",
          {"NOT_IN_HOUSEHOLD", "questions.person", "ask about the persons of the application"});
    DM_RETURN_IF_ERROR(CheckPeriod(want.question));
    DM_RETURN_IF_ERROR(CheckListed(want.question, list));
  }
  return OkStatus();
}

}  // namespace dm::evidence
