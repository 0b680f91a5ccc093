#include "connectors/sim/responder.h"

#include <algorithm>
#include <utility>

#include "connectors/sim/chance.h"
#include "connectors/sim/deliver.h"
#include "connectors/sim/envelope.h"

namespace dm::sim {
namespace {

Answer Refusal(std::string body, std::string why) {
  Answer answer;
  answer.http_status = 500;
  answer.body = std::move(body);
  answer.record.operation = "invalid";
  answer.record.http_status = answer.http_status;
  answer.record.problem = std::move(why);
  return answer;
}

// What a caller that asks in version 11 alone can read.
Contract AnswerableIn(Contracts contracts) {
  return contracts.v10 ? Contract::kV10 : Contract::kV11;
}

bool DependsOnCalls(const Scenario& scenario) {
  return !scenario.faults.empty() || scenario.call_latency.IsDrawn() ||
         std::ranges::any_of(
             kAgencies, [&scenario](Agency agency) { return scenario.latency[agency].IsDrawn(); });
}

// Sorts the faults that strike this call.
class Collector {
 public:
  Collector(const Question& question, std::uint64_t seed) : question_(question), seed_(seed) {}

  void Take(const Fault& fault, std::int64_t calls, std::string_view salt) {
    if (fault.agency && !question_.agencies[*fault.agency].include) return;
    if (!fault.AppliesTo(calls) || !Strikes(fault, calls, salt)) return;
    labels.push_back(fault.Label());
    const FaultSpec* spec = FindFault(NameOf(fault.kind));
    const bool of_answer = !fault.agency || spec->scope == FaultScope::kAnswer;
    (of_answer ? faults.answer : faults.agencies[*fault.agency]).push_back(&fault);
  }

  ActiveFaults faults;
  std::vector<std::string> labels;

 private:
  bool Strikes(const Fault& fault, std::int64_t calls, std::string_view salt) const {
    if (fault.rate_ppm >= kRateWhole) return true;
    const std::string what = fault.Label() + std::string(salt);
    const std::uint64_t drawn = Chance(seed_, question_.person, calls, what).Next();
    return drawn % kRateWhole < static_cast<std::uint64_t>(fault.rate_ppm);
  }

  const Question& question_;
  const std::uint64_t seed_;
};

}  // namespace

Responder::Responder(Scenario scenario, Contracts contracts)
    : scenario_(std::move(scenario)),
      contracts_(contracts),
      counts_all_(DependsOnCalls(scenario_)),
      switched_(std::make_shared<const Switched>()) {}

Responder::Calls Responder::Count(const Question& question) {
  const MutexLock lock(mutex_);
  Calls& calls = calls_[question.person];
  ++calls.total;
  for (const Agency agency : kAgencies) {
    if (question.agencies[agency].include) ++calls.asked[agency];
  }
  return calls;
}

void Responder::CountMet(const Question& question, const ActiveFaults& faults) {
  const MutexLock lock(mutex_);
  ++counts_.questions;
  for (const Agency agency : kAgencies) {
    if (!question.agencies[agency].include) continue;
    ++counts_.agencies[agency].asked;
    if (!faults.answer.empty() || !faults.agencies[agency].empty()) {
      ++counts_.agencies[agency].struck;
    }
  }
}

void Responder::CountOther(std::int64_t Counts::*which) {
  const MutexLock lock(mutex_);
  ++counts_.questions;
  ++(counts_.*which);
}

std::shared_ptr<const Responder::Switched> Responder::Snapshot() const {
  const MutexLock lock(mutex_);
  return switched_;
}

std::int64_t Responder::SwitchOn(Fault fault, std::string person) {
  const MutexLock lock(mutex_);
  Switched all = *switched_;
  all.push_back({.id = ++last_id_, .person = std::move(person), .fault = std::move(fault)});
  switched_ = std::make_shared<const Switched>(std::move(all));
  return last_id_;
}

bool Responder::SwitchOff(std::int64_t id) {
  const MutexLock lock(mutex_);
  Switched all = *switched_;
  const bool found = std::erase_if(all, [id](const auto& one) { return one.id == id; }) > 0;
  switched_ = std::make_shared<const Switched>(std::move(all));
  return found;
}

std::int64_t Responder::SwitchOffAll(std::optional<Agency> agency) {
  const MutexLock lock(mutex_);
  Switched all = *switched_;
  const auto removed = std::erase_if(
      all, [agency](const auto& one) { return !agency || one.fault.agency == agency; });
  switched_ = std::make_shared<const Switched>(std::move(all));
  return static_cast<std::int64_t>(removed);
}

std::vector<SwitchedFault> Responder::switched() const {
  return *Snapshot();
}

void Responder::ResetCalls() {
  const MutexLock lock(mutex_);
  calls_.clear();
}

Counts Responder::counts() const {
  const MutexLock lock(mutex_);
  Counts counts = counts_;
  counts.persons = std::ssize(calls_);
  return counts;
}

// The composite waits for its slowest agency, and takes its own time besides.
int Responder::DelayOf(const Question& question,
                       const ActiveFaults& faults,
                       std::int64_t call) const {
  const auto draw = [&](const Latency& latency, std::string_view what) {
    return latency.Draw(Chance(scenario_.seed, question.person, call, what));
  };
  int delay_ms = 0;
  for (const Fault* fault : faults.answer) delay_ms = std::max(delay_ms, fault->delay_ms);
  for (const Agency agency : kAgencies) {
    if (!question.agencies[agency].include) continue;
    int agency_ms = draw(scenario_.latency[agency], Name(agency));
    for (const Fault* fault : faults.agencies[agency]) agency_ms += fault->delay_ms;
    delay_ms = std::max(delay_ms, agency_ms);
  }
  return delay_ms + draw(scenario_.call_latency, "call");
}

Answer Responder::Fetch(const Question& question, const Person* person) {
  Answer answer;
  answer.record = RecordOf(question);
  const std::shared_ptr<const Switched> switched = Snapshot();
  // Only where something depends on it, so that a long run over unknown persons does not grow.
  const bool counts =
      counts_all_ || !switched->empty() || (person != nullptr && !person->faults.empty());
  const Calls calls = counts ? Count(question) : Calls();
  const auto calls_of = [&calls](const Fault& fault) {
    return fault.agency ? calls.asked[*fault.agency] : calls.total;
  };
  answer.record.call = calls.total;
  Collector collector(question, scenario_.seed);
  for (const Fault& fault : scenario_.faults) collector.Take(fault, calls_of(fault), "all");
  if (person != nullptr) {
    for (const Fault& fault : person->faults) collector.Take(fault, calls_of(fault), "person");
  }
  for (const SwitchedFault& one : *switched) {
    if (!one.person.empty() && one.person != question.person) continue;
    collector.Take(one.fault, calls_of(one.fault), "switched");
  }
  const ActiveFaults& faults = collector.faults;
  answer.record.faults = std::move(collector.labels);
  CountMet(question, faults);
  answer.body = FetchAnswer(question, scenario_, person, faults);
  answer.delay_ms = DelayOf(question, faults, calls.total);
  Deliver(faults, question.contract, answer);
  answer.record.http_status = answer.http_status;
  return answer;
}

Answer Responder::Respond(std::string_view body) {
  const StatusOr<Request> request = ParseRequest(body, contracts_);
  if (!request.ok()) {
    CountOther(&Counts::refused);
    const std::string why = MessageOf(request.status());
    return Refusal(FaultAnswer(FaultSide::kClient, AnswerableIn(contracts_), "SIM-SCHEMA", why),
                   why);
  }
  if (!request->question) {
    CountOther(&Counts::tests);
    Answer answer;
    answer.record.operation = "testa";
    answer.record.contract = request->contract;
    answer.body = TestAnswer(request->contract);
    return answer;
  }
  const Question& question = *request->question;
  if (LacksSkvQuestion(question)) {
    CountOther(&Counts::refused);
    return Refusal(InternalError(), "SKV: fraga is missing, which version 11 demands");
  }
  const StatusOr<FoundPerson> found = FindPerson(scenario_, question.person);
  if (!found.ok()) {
    CountOther(&Counts::refused);
    const std::string why = MessageOf(found.status());
    return Refusal(FaultAnswer(FaultSide::kServer, question.contract, "SIM-SCENARIO", why), why);
  }
  if (found->person == nullptr && scenario_.unknown_person == UnknownPerson::kFault) {
    CountOther(&Counts::refused);
    const std::string why = "personidentitet: no scenario holds this person";
    return Refusal(FaultAnswer(FaultSide::kClient, question.contract, "SIM-UNKNOWN-PERSON", why),
                   why);
  }
  return Fetch(question, found->person);
}

}  // namespace dm::sim
