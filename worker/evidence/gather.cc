#include "worker/evidence/gather.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "worker/core/digest.h"
#include "worker/evidence/merge.h"
#include "worker/evidence/plan.h"

namespace dm::evidence {
namespace {

// One call to the composite service, its agencies included.
constexpr std::int64_t kCallTimeoutMs = 30'000;
constexpr std::size_t kHashDigitsInAudit = 16;
constexpr std::size_t kCorrelationDigits = 32;

// A case that a person must see the same day goes on with what is known: protected identity
// (casework.md 24.13), acute need, eviction, violence (T-05, T-06). No register's silence holds it.
bool MustNotWait(const Application& application, const EvidenceSet& evidence) {
  const StatedCircumstances& stated = application.circumstances;
  return stated.acute_need == Answer::kYes || stated.eviction_or_rent_debt == Answer::kYes ||
         stated.violence == Answer::kYes || HasProtectedPerson(application, evidence);
}

std::string SourcesOf(const std::vector<SourceQuestion>& questions) {
  std::string codes;
  for (const SourceQuestion& question : questions) {
    if (!codes.empty()) codes += ",";
    codes += SourceCode(question.source);
  }
  return codes;
}

// One call of a connector: the plan, and the question made of each of its persons.
struct Call {
  ConnectorPlan plan;
  std::vector<EvidenceQuestion> questions;
};

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
    std::vector<Call> calls = MakeCalls();
    std::vector<AuditEvent> asked;
    for (const Call& call : calls) {
      for (const EvidenceQuestion& question : call.questions) asked.push_back(AskedEvent(question));
    }
    DM_RETURN_IF_ERROR(Record(asked));
    for (Call& call : calls) DM_RETURN_IF_ERROR(Ask(call, deadline_ms));
    return Conclude();
  }

 private:
  std::vector<Call> MakeCalls() {
    std::vector<Call> calls;
    for (ConnectorPlan& plan : PlanRound(record_,
                                         wanted_,
                                         tools_.sources,
                                         tools_.clock.Now(),
                                         ground_.max_age_ms,
                                         result_.evidence)) {
      Call call;
      for (const PersonPlan& person : plan.persons) {
        call.questions.push_back(
            QuestionOf(record_, person, ground_, NewCorrelationId(person.person)));
      }
      call.plan = std::move(plan);
      calls.push_back(std::move(call));
    }
    return calls;
  }

  std::string NewCorrelationId(const PersonKey& person) const {
    const std::string text = record_.id.value() + "/" + person.value() + "/" +
                             std::to_string(tools_.clock.Now().unix_ms()) + "/" +
                             std::to_string(tools_.random());
    return Sha256Hex(text).substr(0, kCorrelationDigits);
  }

  // Durable before anything leaves: whom we ask about, what, and on which ground.
  AuditEvent AskedEvent(const EvidenceQuestion& question) const {
    const std::string ground = question.purpose + "\n" + question.legal_text;
    return Event("register_asked",
                 "person=" + question.person.value() + " sources=" + SourcesOf(question.sources) +
                     " purpose_sha256=" + Sha256Hex(ground).substr(0, kHashDigitsInAudit) +
                     " correlation=" + question.correlation_id);
  }

  // What of a recorded question never left.
  AuditEvent NotSentEvent(const EvidenceQuestion& question,
                          const std::vector<SourceQuestion>& unsent,
                          const std::string& why) const {
    return Event("register_not_asked",
                 "person=" + question.person.value() + " sources=" + SourcesOf(unsent) +
                     " why=" + why + " correlation=" + question.correlation_id);
  }

  AuditEvent Event(const char* action, std::string detail) const {
    AuditEvent audit;
    audit.actor_kind = ActorKind::kWorker;
    audit.actor = tools_.worker;
    audit.action = action;
    audit.subject = record_.id.value();
    audit.detail = std::move(detail);
    return audit;
  }

  Status Record(std::span<const AuditEvent> events) const {
    return events.empty() ? OkStatus() : tools_.record(events);
  }

  Status Ask(Call& call, std::int64_t deadline_ms) {
    const std::int64_t began_ms = tools_.clock.MonotonicMs();
    const std::int64_t left_ms = deadline_ms - began_ms;
    if (left_ms <= 0) return NoTimeLeft(call);
    for (EvidenceQuestion& question : call.questions)
      question.timeout_ms = std::min(left_ms, kCallTimeoutMs);
    std::vector<EvidenceAnswers> outcomes =
        call.plan.connector->Ask(call.questions, tools_.clock.Now());
    const std::int64_t duration_ms = tools_.clock.MonotonicMs() - began_ms;
    for (std::size_t i = 0; i < call.questions.size(); ++i) {
      EvidenceAnswers outcome = i < outcomes.size() ? std::move(outcomes[i])
                                                    : EvidenceAnswers(std::vector<SourceAnswer>());
      Log(call.questions[i], TellsSomething(outcome), duration_ms);
      DM_RETURN_IF_ERROR(Take(call.questions[i], std::move(outcome)));
    }
    return OkStatus();
  }

  Status NoTimeLeft(const Call& call) {
    std::vector<AuditEvent> unsent;
    for (const EvidenceQuestion& question : call.questions) {
      for (const SourceQuestion& asked : question.sources)
        PutSilence(question.person, asked, AnswerState::kTimeout, "DEADLINE");
      unsent.push_back(NotSentEvent(question, question.sources, "DEADLINE"));
    }
    return Record(unsent);
  }

  // A connector answers for an agency that is away too: with why nothing is known.
  static bool TellsSomething(const EvidenceAnswers& answers) {
    return answers.ok() && std::ranges::any_of(*answers, [](const SourceAnswer& answer) {
             return IsKnown(answer.state);
           });
  }

  void Log(const EvidenceQuestion& question, bool ok, std::int64_t duration_ms) const {
    tools_.log.Write(LogLevel::kInfo,
                     "register_answered",
                     {{"case_id", record_.id},
                      {"person", question.person},
                      {"sources", SourcesOf(question.sources)},
                      {"ok", ok ? "yes" : "no"},
                      {"correlation", question.correlation_id},
                      {"duration_ms", duration_ms}});
  }

  // One answer a question: what is missing is an error, what nobody asked for is left out.
  Status Take(const EvidenceQuestion& question, EvidenceAnswers answers) {
    if (!answers.ok() && !IsRetryable(answers.status())) return answers.status();
    std::map<std::string, std::vector<SourceQuestion>> unsent;  // by why
    std::size_t unsent_count = 0;
    for (const SourceQuestion& asked : question.sources) {
      if (!answers.ok()) {
        PutSilence(question.person, asked, AnswerState::kError, "CONNECTOR.UNAVAILABLE");
        continue;
      }
      const auto found = std::find_if(answers->begin(), answers->end(), [&](const SourceAnswer& a) {
        return a.source == asked.source;
      });
      if (found == answers->end()) {
        PutSilence(question.person, asked, AnswerState::kError, "ANSWER.MISSING");
        continue;
      }
      if (found->state == AnswerState::kNotAsked) {
        unsent[found->code].push_back(asked);
        ++unsent_count;
      }
      if (IsHeld(*found)) Hold(question.person, *found);
      Put(result_.evidence, question.person, *found);
    }
    if (unsent_count < question.sources.size()) ++result_.asked;
    std::vector<AuditEvent> events;
    events.reserve(unsent.size());
    for (const auto& [why, sources] : unsent)
      events.push_back(NotSentEvent(question, sources, why));
    return Record(events);
  }

  void PutSilence(const PersonKey& person,
                  const SourceQuestion& question,
                  AnswerState state,
                  const char* code) {
    Put(result_.evidence, person, Silence(question, state, code, tools_.clock.Now()));
  }

  void Hold(const PersonKey& person, const SourceAnswer& answer) {
    ++result_.held;
    held_[{person, answer.source}] = answer.ask_again_at.value_or(tools_.clock.Now());
  }

  StatusOr<Gathered> Conclude() {
    result_.complete = true;
    bool failed = false;
    std::optional<Instant> held_until;
    for (const Wanted& want : wanted_) {
      const Source source = want.question.source;
      if (want.only_if_connected && ConnectorOf(source, tools_.sources) == nullptr) continue;
      const SourceAnswer* answer = result_.evidence.Find(want.person, source);
      if (answer != nullptr && Settles(*answer, want.question)) continue;
      result_.complete = false;
      if (const auto held = held_.find({want.person, source}); held != held_.end()) {
        held_until = held_until ? std::max(*held_until, held->second) : held->second;
      } else {
        failed = failed || (answer != nullptr && MayRecover(*answer));
      }
    }
    const Instant now = tools_.clock.Now();
    const Month month = record_.application.month;
    const bool nothing_sent = result_.asked == 0;
    result_.attempt =
        !nothing_sent || failed || (held_until && !IsRunAhead(month, now, tools_.policy));
    if ((!failed && !held_until) || MustNotWait(record_.application, result_.evidence))
      return std::move(result_);
    DM_ASSIGN_OR_RETURN(
        result_.retry_at,
        NextAttempt({.attempts = record_.source_attempts + (result_.attempt ? 1 : 0),
                     .now = now,
                     .month = month,
                     .held_until = held_until,
                     .only_held = !result_.attempt},
                    tools_.policy,
                    tools_.random));
    return std::move(result_);
  }

  const CaseRecord& record_;
  const std::vector<Wanted>& wanted_;
  const GatherTools& tools_;
  Ground ground_;
  Gathered result_;
  // What was held this round, and until when; an earlier answer may stand in its place.
  std::map<std::pair<PersonKey, Source>, Instant> held_;
};

}  // namespace

StatusOr<Gathered> GatherEvidence(const CaseRecord& record,
                                  const std::vector<Wanted>& wanted,
                                  const GatherTools& tools,
                                  std::int64_t deadline_monotonic_ms) {
  const Date today = SwedishDate(tools.clock.Now());
  const ApplicationKind kind = record.application.kind;
  const QuestionList list =
      tools.questions ? tools.questions(kind, today) : QuestionList(tools.policy, kind, today);
  DM_RETURN_IF_ERROR(CheckMayAsk(record, wanted, list));
  DM_ASSIGN_OR_RETURN(Ground ground, GroundOn(tools.policy, today));
  return Gathering(record, wanted, tools, std::move(ground)).Run(deadline_monotonic_ms);
}

CaseChange EvidenceChange(const CaseRecord& record, const Gathered& gathered) {
  const bool waits = gathered.retry_at.has_value();
  CaseChange change;
  change.case_id = record.id;
  change.to = waits ? CaseState::kWaitingSource : CaseState::kFetched;
  change.evidence = gathered.evidence;
  change.source_attempts = record.source_attempts + (gathered.attempt ? 1 : 0);
  change.due_at = gathered.retry_at;
  change.release_claim = waits;
  change.audit.action = waits ? "evidence_awaited" : "evidence_fetched";
  change.audit.subject = record.id.value();
  change.audit.detail = "asked=" + std::to_string(gathered.asked) +
                        " held=" + std::to_string(gathered.held) +
                        " complete=" + (gathered.complete ? "yes" : "no");
  return change;
}

}  // namespace dm::evidence
