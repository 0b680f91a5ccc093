#include "connectors/sim/simulator.h"

#include <httplib.h>

#include <algorithm>
#include <utility>

#include "connectors/sim/front/part.h"
#include "connectors/sim/record.h"

namespace dm::sim {
namespace {

constexpr std::size_t kQuestionsKept = 10000;
constexpr int kThreadsMin = 64;
constexpr std::size_t kChunkBytes = 1024;
constexpr int kSlowTickMs = 100;
constexpr std::int64_t kSilenceMs = 600'000;

// A caller that sends another content type does not speak SOAP 1.1.
bool IsSoap(const httplib::Request& request) {
  return request.get_header_value("Content-Type").starts_with("text/xml");
}

bool HasForeignAction(const httplib::Request& request) {
  const std::string action = request.get_header_value("SOAPAction");
  return !action.empty() && action != "\"\"";
}

Answer Refused(int status, const std::string& why) {
  Answer answer;
  answer.http_status = status;
  answer.content_type = "text/plain; charset=utf-8";
  answer.body = why + "\n";
  answer.record.operation = "invalid";
  answer.record.http_status = status;
  answer.record.problem = why;
  return answer;
}

}  // namespace

Simulator::Simulator(Scenario scenario, SimulatorOptions options)
    : options_(std::move(options)), responder_(std::move(scenario), options_.contracts) {}

StatusOr<std::unique_ptr<Simulator>> Simulator::Start(Scenario scenario, SimulatorOptions options) {
  std::unique_ptr<Simulator> simulator(new Simulator(std::move(scenario), std::move(options)));
  Simulator& self = *simulator;
  DM_RETURN_IF_ERROR(self.OpenRecord());
  const auto handle =
      [&self](Front& front, const httplib::Request& request, httplib::Response& response) {
        self.Handle(front, request, response);
      };
  DM_ASSIGN_OR_RETURN(self.front_,
                      Front::Start({.listen = self.options_.listen,
                                    .threads = std::max(self.options_.threads, kThreadsMin)},
                                   handle));
  if (self.options_.console) {
    const auto latest = [&self](std::size_t limit) { return self.latest(limit); };
    DM_ASSIGN_OR_RETURN(self.console_,
                        Console::Start(self.responder_, latest, *self.options_.console));
  }
  return simulator;
}

Status Simulator::OpenRecord() {
  if (options_.record_file.empty()) return OkStatus();
  const MutexLock lock(mutex_);
  record_.open(options_.record_file, std::ios::app);
  return record_ ? OkStatus() : FailedPrecondition("--record: the file cannot be written");
}

Simulator::~Simulator() {
  Stop();
}

void Simulator::Stop() {
  console_.reset();
  if (front_) front_->Stop();
}

std::vector<QuestionRecord> Simulator::questions() const {
  const MutexLock lock(mutex_);
  return {questions_.begin(), questions_.end()};
}

std::vector<QuestionRecord> Simulator::latest(std::size_t limit) const {
  const MutexLock lock(mutex_);
  const auto count = static_cast<std::ptrdiff_t>(std::min(limit, questions_.size()));
  return {questions_.rbegin(), questions_.rbegin() + count};
}

void Simulator::Record(QuestionRecord record) {
  const MutexLock lock(mutex_);
  record.number = question_count_.fetch_add(1) + 1;
  if (record_.is_open()) record_ << ToJsonLine(record) << '\n' << std::flush;
  questions_.push_back(std::move(record));
  if (questions_.size() > kQuestionsKept) questions_.pop_front();
}

void Simulator::Handle(Front& front, const httplib::Request& request, httplib::Response& response) {
  Answer answer;
  if (!IsSoap(request)) {
    answer = Refused(415, "Content-Type: expected text/xml");
  } else if (HasForeignAction(request)) {
    answer = Refused(400, "SOAPAction: expected the empty action");
  } else {
    answer = responder_.Respond(request.body);
  }
  answer.delay_ms += options_.latency_ms;
  answer.record.delay_ms = answer.delay_ms;
  answer.record.bytes = std::ssize(answer.body);
  Record(std::move(answer.record));
  if (answer.delay_ms > 0 && !front.WaitFor(answer.delay_ms, request.remote_port)) {
    response.set_header("Connection", "close");
  }
  Send(std::move(answer), front, request, response);
}

void Simulator::Send(Answer answer,
                     Front& front,
                     const httplib::Request& request,
                     httplib::Response& response) {
  response.status = answer.http_status;
  if (!answer.location.empty()) response.set_header("Location", answer.location);
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  const auto bytes = static_cast<std::size_t>(answer.bytes);
  switch (answer.delivery) {
    case Delivery::kWhole:
      response.set_content(*body, answer.content_type);
      break;
    case Delivery::kReset:
      front.Reset(request.remote_port);
      break;
    case Delivery::kSilent:
      // Held until the caller hangs up; what goes out then reaches nobody.
      front.WaitFor(kSilenceMs, request.remote_port);
      front.Reset(request.remote_port);
      break;
    case Delivery::kChunked:
      response.set_chunked_content_provider(
          answer.content_type, [body](std::size_t offset, httplib::DataSink& sink) {
            if (offset >= body->size()) {
              sink.done();
              return true;
            }
            return sink.write(body->data() + offset, std::min(kChunkBytes, body->size() - offset));
          });
      break;
    case Delivery::kTruncated:
      SendTruncated(response, answer.content_type, body, bytes);
      break;
    case Delivery::kSlow:
      response.set_content_provider(
          body->size(),
          answer.content_type,
          [&front, body, bytes](std::size_t offset, std::size_t left, httplib::DataSink& sink) {
            const std::size_t tick = std::max<std::size_t>(1, bytes * kSlowTickMs / 1000);
            const auto tick_ms = static_cast<std::int64_t>(tick * 1000 / bytes);
            return sink.write(body->data() + offset, std::min(tick, left)) && front.Wait(tick_ms);
          });
      break;
    case Delivery::kOversize:
      SendOversize(response, answer.content_type, body, bytes);
      break;
  }
}

}  // namespace dm::sim
