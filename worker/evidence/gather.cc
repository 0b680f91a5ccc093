#include "worker/evidence/gather.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "worker/core/digest.h"
#include "worker/evidence/merge.h"

namespace dm::evidence {
namespace {

constexpr std::int64_t kHourMs = std::int64_t{60} * 60'000;
// One call to the composite service, its agencies included.
constexpr std::int64_t kCallTimeoutMs = 30'000;
constexpr std::size_t kHashDigitsInAudit = 16;
constexpr std::size_t kCorrelationDigits = 32;

// What makes a question lawful, as it stands on the day it is asked (casework.md 4, P-22, P-23).
struct Ground {
  std::string purpose;
  std::string legal_text;
  std::string identity;
  std::int64_t max_age_ms = 0;
};

StatusOr<ParameterValue> Needed(const PolicySet& policy, const char* id, Date today) {
  StatusOr<ParameterValue> value = policy.Get(id, today);
  if (value.ok()) return value;
  return FailedPrecondition(
      std::string("the parameter ") + id + " has no value for today; no register is asked",
      {"PARAMETER_MISSING", id, "set it in the municipality's parameters"});
}

StatusOr<Ground> GroundOn(const PolicySet& policy, Date today) {
  Ground ground;
  DM_ASSIGN_OR_RETURN(const ParameterValue purpose, Needed(policy, "query.purpose", today));
  DM_ASSIGN_OR_RETURN(const ParameterValue legal, Needed(policy, "query.legal_text", today));
  DM_ASSIGN_OR_RETURN(const ParameterValue identity, Needed(policy, "query.identity", today));
  DM_ASSIGN_OR_RETURN(const ParameterValue max_age, Needed(policy, "sources.max_age_h", today));
  ground.purpose = purpose.code();
  ground.legal_text = legal.code();
  ground.identity = identity.code();
  ground.max_age_ms = max_age.number() * kHourMs;
  return ground;
}

// Only an open case before its decision, only members of its household (reliability I8).
Status CheckMayAsk(const CaseRecord& record, const std::vector<Wanted>& wanted) {
  if (record.state != CaseState::kRegistered && record.state != CaseState::kWaitingSource)
    return FailedPrecondition("a register is asked only for a case at step 2");
  for (const Wanted& want : wanted) {
    const Person* person = FindPerson(record.application.persons, want.person);
    if (person == nullptr || !IsMemberOfCase(person->role))
      return FailedPrecondition("a register is asked only about a member of the case's household");
  }
  return OkStatus();
}

// The wanted answers of one person that one connector can give and that are worth asking for.
struct Plan {
  PersonKey person;
  EvidenceSource* connector = nullptr;
  std::vector<SourceQuestion> questions;
};

EvidenceSource* ConnectorOf(Source source, const std::vector<EvidenceSource*>& connectors) {
  for (EvidenceSource* connector : connectors) {
    const std::vector<Source> answers_for = connector->sources();
    if (std::find(answers_for.begin(), answers_for.end(), source) != answers_for.end())
      return connector;
  }
  return nullptr;
}

SourceAnswer Silence(const SourceQuestion& question,
                     AnswerState state,
                     const char* code,
                     Instant now) {
  SourceAnswer answer;
  answer.source = question.source;
  answer.state = state;
  answer.code = code;
  answer.fetched_at = now;
  answer.asked = question.period;
  return answer;
}

// A case that a person must see the same day goes on with what is known: protected identity
// (casework.md 24.13), acute need, eviction, violence (T-05, T-06). No register's silence holds it.
bool MustNotWait(const Application& application, const EvidenceSet& evidence) {
  const StatedCircumstances& stated = application.circumstances;
  if (stated.acute_need == Answer::kYes || stated.eviction_or_rent_debt == Answer::kYes ||
      stated.violence == Answer::kYes)
    return true;
  for (const Person& person : application.persons)
    if (person.protected_identity == Answer::kYes) return true;
  for (const PersonEvidence& person : evidence.persons)
    for (const SourceAnswer& answer : person.answers)
      if (answer.protected_identity) return true;
  return false;
}

class Gathering {
 public:
  Gathering(const CaseRecord& record,
            const std::vector<Wanted>& wanted,
            const GatherTools& tools,
            Ground ground)
      : record_(record), wanted_(wanted), tools_(tools), ground_(std::move(ground)) {
    result_.evidence = record.evidence;
    MarkStale(result_.evidence, tools.clock.Now(), ground_.max_age_ms);
  }

  StatusOr<Gathered> Run(std::int64_t deadline_ms) {
    for (const Plan& plan : MakePlans()) DM_RETURN_IF_ERROR(Ask(plan, deadline_ms));
    return Conclude();
  }

 private:
  std::vector<Plan> MakePlans() {
    std::vector<Plan> plans;
    const Instant now = tools_.clock.Now();
    for (const Wanted& want : wanted_) {
      const SourceAnswer* known = result_.evidence.Find(want.person, want.question.source);
      if (!WorthAsking(known, want.question, now, ground_.max_age_ms)) continue;
      if (FindPerson(record_.application.persons, want.person)->personnummer.empty()) {
        PutSilence(want.person, want.question, AnswerState::kNotAsked, "PERSON.NUMBER.NONE");
        continue;
      }
      EvidenceSource* connector = ConnectorOf(want.question.source, tools_.sources);
      if (connector == nullptr) {
        PutSilence(want.person, want.question, AnswerState::kNotAsked, "CONNECTOR.NONE");
        continue;
      }
      AddToPlan(plans, want, connector);
    }
    return plans;
  }

  static void AddToPlan(std::vector<Plan>& plans, const Wanted& want, EvidenceSource* connector) {
    for (Plan& plan : plans) {
      if (plan.person != want.person || plan.connector != connector) continue;
      plan.questions.push_back(want.question);
      return;
    }
    plans.push_back({want.person, connector, {want.question}});
  }

  void PutSilence(const PersonKey& person,
                  const SourceQuestion& question,
                  AnswerState state,
                  const char* code) {
    Put(result_.evidence, person, Silence(question, state, code, tools_.clock.Now()));
  }

  Status Ask(const Plan& plan, std::int64_t deadline_ms) {
    const std::int64_t left_ms = deadline_ms - tools_.clock.MonotonicMs();
    if (left_ms <= 0) {
      for (const SourceQuestion& question : plan.questions)
        PutSilence(plan.person, question, AnswerState::kTimeout, "DEADLINE");
      return OkStatus();
    }
    const EvidenceQuestion question = QuestionOf(plan, std::min(left_ms, kCallTimeoutMs));
    DM_RETURN_IF_ERROR(Record(question));
    ++result_.asked;
    const std::int64_t began_ms = tools_.clock.MonotonicMs();
    EvidenceAnswers answers = AskOne(*plan.connector, question, tools_.clock.Now());
    tools_.log.Write(LogLevel::kInfo,
                     "register_answered",
                     {{"case_id", record_.id},
                      {"person", plan.person},
                      {"sources", SourcesOf(plan.questions)},
                      {"ok", answers.ok() ? "yes" : "no"},
                      {"duration_ms", tools_.clock.MonotonicMs() - began_ms}});
    return Take(plan, std::move(answers));
  }

  EvidenceQuestion QuestionOf(const Plan& plan, std::int64_t timeout_ms) const {
    EvidenceQuestion question;
    question.case_id = record_.id;
    question.person = plan.person;
    question.personnummer = FindPerson(record_.application.persons, plan.person)->personnummer;
    question.correlation_id = NewCorrelationId(plan.person);
    question.purpose = ground_.purpose;
    question.legal_text = ground_.legal_text;
    question.identity = ground_.identity;
    question.sources = plan.questions;
    question.timeout_ms = timeout_ms;
    return question;
  }

  std::string NewCorrelationId(const PersonKey& person) const {
    const std::string text = record_.id.value() + "/" + person.value() + "/" +
                             std::to_string(tools_.clock.Now().unix_ms()) + "/" +
                             std::to_string(tools_.random());
    return Sha256Hex(text).substr(0, kCorrelationDigits);
  }

  // Durable before anything leaves: whom we asked about, what, and on which ground.
  Status Record(const EvidenceQuestion& question) const {
    const std::string ground = question.purpose + "\n" + question.legal_text;
    AuditEvent audit;
    audit.actor_kind = ActorKind::kWorker;
    audit.actor = tools_.worker;
    audit.action = "register_asked";
    audit.subject = record_.id.value();
    audit.detail = "person=" + question.person.value() + " sources=" + SourcesOf(question.sources) +
                   " purpose_sha256=" + Sha256Hex(ground).substr(0, kHashDigitsInAudit) +
                   " correlation=" + question.correlation_id;
    return tools_.store.AppendAudit(audit, tools_.clock.Now());
  }

  static std::string SourcesOf(const std::vector<SourceQuestion>& questions) {
    std::string codes;
    for (const SourceQuestion& question : questions) {
      if (!codes.empty()) codes += ",";
      codes += SourceCode(question.source);
    }
    return codes;
  }

  // One answer a question: what is missing is an error, what nobody asked for is left out.
  Status Take(const Plan& plan, StatusOr<std::vector<SourceAnswer>> answers) {
    if (!answers.ok() && !IsRetryable(answers.status())) return answers.status();
    for (const SourceQuestion& question : plan.questions) {
      if (!answers.ok()) {
        PutSilence(plan.person, question, AnswerState::kError, "CONNECTOR.UNAVAILABLE");
        continue;
      }
      const auto found = std::find_if(answers->begin(), answers->end(), [&](const SourceAnswer& a) {
        return a.source == question.source;
      });
      if (found == answers->end()) {
        PutSilence(plan.person, question, AnswerState::kError, "ANSWER.MISSING");
      } else {
        Put(result_.evidence, plan.person, *found);
      }
    }
    return OkStatus();
  }

  StatusOr<Gathered> Conclude() {
    result_.complete = true;
    bool may_recover = false;
    for (const Wanted& want : wanted_) {
      const SourceAnswer* answer = result_.evidence.Find(want.person, want.question.source);
      if (answer != nullptr && Settles(*answer, want.question)) continue;
      result_.complete = false;
      may_recover = may_recover || (answer != nullptr && MayRecover(*answer));
    }
    if (!may_recover || MustNotWait(record_.application, result_.evidence))
      return std::move(result_);
    DM_ASSIGN_OR_RETURN(result_.retry_at,
                        NextAttempt({.attempts = record_.source_attempts + 1,
                                     .now = tools_.clock.Now(),
                                     .month = record_.application.month},
                                    tools_.policy,
                                    tools_.random));
    return std::move(result_);
  }

  const CaseRecord& record_;
  const std::vector<Wanted>& wanted_;
  const GatherTools& tools_;
  Ground ground_;
  Gathered result_;
};

}  // namespace

StatusOr<Gathered> GatherEvidence(const CaseRecord& record,
                                  const std::vector<Wanted>& wanted,
                                  const GatherTools& tools,
                                  std::int64_t deadline_monotonic_ms) {
  DM_RETURN_IF_ERROR(CheckMayAsk(record, wanted));
  DM_ASSIGN_OR_RETURN(Ground ground, GroundOn(tools.policy, SwedishDate(tools.clock.Now())));
  return Gathering(record, wanted, tools, std::move(ground)).Run(deadline_monotonic_ms);
}

CaseChange EvidenceChange(const CaseRecord& record, const Gathered& gathered) {
  const bool waits = gathered.retry_at.has_value();
  CaseChange change;
  change.case_id = record.id;
  change.to = waits ? CaseState::kWaitingSource : CaseState::kFetched;
  change.evidence = gathered.evidence;
  change.source_attempts = record.source_attempts + 1;
  change.due_at = gathered.retry_at;
  change.release_claim = waits;
  change.audit.action = waits ? "evidence_awaited" : "evidence_fetched";
  change.audit.subject = record.id.value();
  change.audit.detail =
      "asked=" + std::to_string(gathered.asked) + " complete=" + (gathered.complete ? "yes" : "no");
  return change;
}

}  // namespace dm::evidence
