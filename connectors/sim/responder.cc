#include "connectors/sim/responder.h"

#include <algorithm>
#include <utility>

#include "connectors/sim/envelope.h"

namespace dm::sim {
namespace {

constexpr std::int64_t kOversizeBytes = std::int64_t{64} << 20U;
constexpr std::int64_t kSlowBytesPerSecond = 100;

constexpr std::string_view kHtml =
    "<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head>"
    "<body><h1>Service Unavailable</h1><p>Planerat underhåll</p></body></html>";

std::string Masked(const std::string& person) {
  return person.substr(0, 4) + "********";
}

Answer Refusal(std::string_view code, const std::string& why) {
  Answer answer;
  answer.http_status = 500;
  answer.body = FaultAnswer(FaultSide::kClient, code, why);
  answer.record.operation = "invalid";
  answer.record.http_status = answer.http_status;
  answer.record.problem = why;
  return answer;
}

QuestionRecord RecordOf(const Question& question) {
  QuestionRecord record{.operation = "hamta",
                        .person = Masked(question.person),
                        .case_id = question.case_id,
                        .correlation_id = question.correlation_id.value_or(""),
                        .span = question.span};
  for (const Agency agency : kAgencies) {
    if (question.agencies[agency].include) record.agencies.emplace_back(Name(agency));
  }
  return record;
}

void SetHtml(int status, Answer& answer) {
  answer.http_status = status;
  answer.content_type = "text/html; charset=utf-8";
  answer.body = kHtml;
}

// Faults of the whole answer that concern its delivery; the others are already in the body.
void Deliver(const ActiveFaults& faults, Answer& answer) {
  for (const Fault* fault : faults.answer) {
    switch (fault->kind) {
      case FaultKind::kSoapFault:
        answer.http_status = 500;
        answer.body = FaultAnswer(FaultSide::kServer, fault->code, fault->message);
        break;
      case FaultKind::kHttpStatus:
        SetHtml(fault->http_status, answer);
        break;
      case FaultKind::kHtml:
        SetHtml(200, answer);
        break;
      case FaultKind::kEmptyBody:
        answer.body.clear();
        break;
      case FaultKind::kOtherOperation:
        answer.body = TestAnswer();
        break;
      case FaultKind::kReset:
        answer.delivery = Delivery::kReset;
        break;
      case FaultKind::kTruncatedBody:
        answer.delivery = Delivery::kTruncated;
        answer.bytes = fault->bytes > 0 ? fault->bytes : std::ssize(answer.body) / 2;
        break;
      case FaultKind::kSlowBody:
        answer.delivery = Delivery::kSlow;
        answer.bytes = fault->bytes > 0 ? fault->bytes : kSlowBytesPerSecond;
        break;
      case FaultKind::kChunkedBody:
        answer.delivery = Delivery::kChunked;
        break;
      case FaultKind::kOversizeBody:
        answer.delivery = Delivery::kOversize;
        answer.bytes = fault->bytes > 0 ? fault->bytes : kOversizeBytes;
        break;
      case FaultKind::kError:
      case FaultKind::kOmit:
      case FaultKind::kEmptyElement:
      case FaultKind::kBoth:
      case FaultKind::kDuplicate:
      case FaultKind::kGarbageBase64:
      case FaultKind::kGarbagePayload:
      case FaultKind::kEmptyPayload:
      case FaultKind::kTruncatedPayload:
      case FaultKind::kDoctypePayload:
      case FaultKind::kUnknownElement:
      case FaultKind::kDelay:
      case FaultKind::kWrongPerson:
      case FaultKind::kInvalidUtf8:
      case FaultKind::kDoctype:
      case FaultKind::kDeepNesting:
      case FaultKind::kWrongNamespace:
      case FaultKind::kWrongKorrelationsid:
      case FaultKind::kMissingKorrelationsid:
      case FaultKind::kEmptySvarsdata:
        break;
    }
  }
}

// The composite waits for its slowest agency.
int DelayOf(const Question& question, const Scenario& scenario, const ActiveFaults& faults) {
  int delay_ms = 0;
  for (const Fault* fault : faults.answer) delay_ms = std::max(delay_ms, fault->delay_ms);
  for (const Agency agency : kAgencies) {
    if (!question.agencies[agency].include) continue;
    int agency_ms = scenario.latency_ms[agency];
    for (const Fault* fault : faults.agencies[agency]) agency_ms += fault->delay_ms;
    delay_ms = std::max(delay_ms, agency_ms);
  }
  return delay_ms;
}

template <typename Calls>
void Collect(const std::vector<Fault>& all,
             const Question& question,
             const Calls& calls,
             ActiveFaults& faults,
             QuestionRecord& record) {
  for (const Fault& fault : all) {
    if (!fault.agency) {
      if (!fault.AppliesTo(calls.total)) continue;
      faults.answer.push_back(&fault);
      record.faults.emplace_back(NameOf(fault.kind));
      continue;
    }
    if (!question.agencies[*fault.agency].include) continue;
    if (!fault.AppliesTo(calls.asked[*fault.agency])) continue;
    faults.agencies[*fault.agency].push_back(&fault);
    record.faults.push_back(std::string(Name(*fault.agency)) + "." +
                            std::string(NameOf(fault.kind)));
  }
}

}  // namespace

Responder::Responder(Scenario scenario) : scenario_(std::move(scenario)) {
  has_faults_ = !scenario_.faults.empty();
}

// Only persons with faults are counted, so that a long run over unknown persons does not grow.
Responder::Calls Responder::Count(const Question& question) {
  const MutexLock lock(mutex_);
  Calls& calls = calls_[question.person];
  ++calls.total;
  for (const Agency agency : kAgencies) {
    if (question.agencies[agency].include) ++calls.asked[agency];
  }
  return calls;
}

Answer Responder::Respond(std::string_view body) {
  const StatusOr<Request> request = ParseRequest(body);
  if (!request.ok()) return Refusal("SIM-SCHEMA", MessageOf(request.status()));
  Answer answer;
  if (!request->question) {
    answer.record.operation = "testa";
    answer.body = TestAnswer();
    return answer;
  }
  const Question& question = *request->question;
  answer.record = RecordOf(question);
  const auto found = scenario_.persons.find(question.person);
  const Person* person = found == scenario_.persons.end() ? nullptr : &found->second;
  if (person == nullptr && scenario_.unknown_person == UnknownPerson::kFault) {
    answer = Refusal("SIM-UNKNOWN-PERSON", "personidentitet: no scenario holds this person");
    return answer;
  }
  ActiveFaults faults;
  if (has_faults_ || (person != nullptr && !person->faults.empty())) {
    const Calls calls = Count(question);
    answer.record.call = calls.total;
    Collect(scenario_.faults, question, calls, faults, answer.record);
    if (person != nullptr) Collect(person->faults, question, calls, faults, answer.record);
  }
  answer.body = FetchAnswer(question, scenario_, person, faults);
  answer.delay_ms = DelayOf(question, scenario_, faults);
  Deliver(faults, answer);
  answer.record.http_status = answer.http_status;
  return answer;
}

}  // namespace dm::sim
