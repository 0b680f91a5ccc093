#include "tests/sim/registers.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "worker/evidence/plan.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

std::vector<SourceAnswer> AllSilent(const EvidenceQuestion& question,
                                    AnswerState state,
                                    const char* code,
                                    Instant now) {
  std::vector<SourceAnswer> answers;
  for (const SourceQuestion& asked : question.sources)
    answers.push_back(evidence::Silence(asked, state, code, now));
  return answers;
}

}  // namespace

std::vector<Source> ScriptedRegisters::sources() const {
  return {Source::kAf,
          Source::kCsn,
          Source::kFk,
          Source::kPm,
          Source::kSkv,
          Source::kSo,
          Source::kTns,
          Source::kMiv};
}

std::vector<EvidenceAnswers> ScriptedRegisters::Ask(std::span<const EvidenceQuestion> questions,
                                                    Instant now) {
  std::vector<EvidenceAnswers> outcomes;
  world_.schedule.Sleep(world_.Between(20, 800));
  for (const EvidenceQuestion& question : questions) {
    world_.reach.Count("questions to registers");
    outcomes.push_back(AnswerOne(question, now));
  }
  return outcomes;
}

EvidenceAnswers ScriptedRegisters::AnswerOne(const EvidenceQuestion& question, Instant now) {
  if (world_.Strikes(Fault::kF5)) {
    if (world_.OneIn(2)) throw std::runtime_error("planted");
    return FailedPrecondition(
        "no", {.reason = "QUESTION_REFUSED", .field = "", .remedy = "a fault of the simulation"});
  }
  if (world_.Strikes(Fault::kF24)) {
    world_.schedule.Sleep(question.timeout_ms);
    return AllSilent(question, AnswerState::kTimeout, "TIMEOUT", now);
  }
  if (world_.Strikes(Fault::kF28)) return Unavailable("connection lost");
  if (world_.Strikes(Fault::kF29)) return AllSilent(question, AnswerState::kError, "HTTP.503", now);
  if (world_.Strikes(Fault::kF40)) {
    std::vector<SourceAnswer> held =
        AllSilent(question, AnswerState::kNotAsked, "HELD.CLOSED", now);
    const Instant until = now.PlusMs(world_.Between(1, 5) * kMinuteMs);
    for (SourceAnswer& answer : held) answer.ask_again_at = until;
    return held;
  }
  if (world_.Strikes(Fault::kF26)) world_.schedule.Sleep(world_.Between(5'000, 25'000));
  std::vector<SourceAnswer> answers;
  const std::string application = ApplicationOf(question.case_id);
  if (application.empty()) return AllSilent(question, AnswerState::kTimeout, "TIMEOUT", now);
  for (const SourceQuestion& asked : question.sources) {
    if (world_.Strikes(Fault::kF31)) continue;
    answers.push_back(Truth(question, asked, application, now));
    if (IsKnown(answers.back().state))
      ledger_.told.insert(
          Told(ApplicationId::FromTrusted(application), question.person, answers.back()));
  }
  if (world_.Strikes(Fault::kF27)) std::reverse(answers.begin(), answers.end());
  return answers;
}

std::string ScriptedRegisters::ApplicationOf(const CaseId& id) const {
  const auto rows =
      world_.database.Rows("SELECT application_id FROM cases WHERE case_id = ?1", {id.value()});
  return rows.empty() ? "" : rows[0][0];
}

SourceAnswer ScriptedRegisters::Truth(const EvidenceQuestion& question,
                                      const SourceQuestion& asked,
                                      const std::string& application,
                                      Instant now) {
  if (world_.Strikes(Fault::kF30)) {
    constexpr AnswerState kErrors[] = {AnswerState::kError,
                                       AnswerState::kSupplierDown,
                                       AnswerState::kTimeout,
                                       AnswerState::kDeviation,
                                       AnswerState::kSchemaMismatch,
                                       AnswerState::kNotGranted};
    return evidence::Silence(asked, kErrors[world_.Between(0, 5)], "SIM.ERROR", now);
  }
  SourceAnswer answer = evidence::Silence(asked, AnswerState::kConfirmedEmpty, "", now);
  const auto sent = ledger_.sent.find(application);
  if (sent == ledger_.sent.end()) return answer;
  const SourceAnswer* known = sent->second.kind->input.evidence.Find(question.person, asked.source);
  if (known != nullptr) {
    answer = *known;
    answer.fetched_at = now;
    answer.asked = asked.period;
  }
  if (world_.Strikes(Fault::kF33)) {
    ledger_.contradicted.insert(application);
    Payment payment;
    payment.family = "SA";
    payment.text = "SA";
    payment.net = Money::FromKronor(world_.Between(1, 5'000));
    payment.pay_date = SwedishDate(now);
    payment.locator = "SA/sim";
    answer.state = AnswerState::kData;
    answer.payments.push_back(std::move(payment));
  }
  return answer;
}

StatusOr<std::string> ScriptedRegisters::Preview(const EvidenceQuestion& /*question*/,
                                                 Instant /*now*/) const {
  return std::string("a question of the simulation");
}

std::vector<SourceCondition> ScriptedRegisters::Conditions() const {
  std::vector<SourceCondition> conditions;
  for (const Source source : sources()) {
    SourceCondition condition;
    condition.source = source;
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

}  // namespace dm::sim
