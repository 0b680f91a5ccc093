#include "connectors/folkbokforing/sim/simulator.h"

#include <httplib.h>

#include <chrono>
#include <utility>

#include "connectors/sim/front/part.h"

namespace dm::folk::sim {
namespace {

constexpr std::size_t kRequestBytesMax = std::size_t{64} << 10U;
constexpr int kUnsupportedType = 415;

Instant Now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::FromUnixMs(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

}  // namespace

Simulator::Simulator(Scenario scenario, SimulatorOptions options)
    : options_(std::move(options)), responder_(std::move(scenario)) {}

StatusOr<std::unique_ptr<Simulator>> Simulator::Start(Scenario scenario, SimulatorOptions options) {
  std::unique_ptr<Simulator> simulator(new Simulator(std::move(scenario), std::move(options)));
  const auto handle = [self = simulator.get()](dm::sim::Front& front,
                                               const httplib::Request& request,
                                               httplib::Response& response) {
    self->Handle(front, request, response);
  };
  DM_ASSIGN_OR_RETURN(simulator->front_,
                      dm::sim::Front::Start({.listen = simulator->options_.listen,
                                             .path = "(.*)/v1/person",
                                             .request_bytes_max = kRequestBytesMax,
                                             .threads = simulator->options_.threads},
                                            handle));
  return simulator;
}

void Simulator::Handle(dm::sim::Front& front,
                       const httplib::Request& request,
                       httplib::Response& response) {
  question_count_.fetch_add(1);
  if (!request.get_header_value("Content-Type").starts_with("application/json")) {
    response.status = kUnsupportedType;
    response.set_content("expected application/json\n", "text/plain");
    return;
  }
  Answer answer = responder_.Respond(request.body, Now());
  const std::int64_t delay_ms = answer.delay_ms + options_.latency_ms;
  if (delay_ms > 0) front.Wait(delay_ms);
  Send(std::move(answer), front, request, response);
}

void Simulator::Send(Answer answer,
                     const dm::sim::Front& front,
                     const httplib::Request& request,
                     httplib::Response& response) {
  response.status = answer.status;
  const auto body = std::make_shared<const std::string>(std::move(answer.body));
  switch (answer.delivery) {
    case Delivery::kWhole:
      response.set_content(*body, answer.content_type);
      break;
    case Delivery::kReset:
      front.Reset(request.remote_port);
      break;
    case Delivery::kTruncated:
      dm::sim::SendTruncated(response, answer.content_type, body, body->size() / 2);
      break;
    case Delivery::kOversize:
      dm::sim::SendOversize(
          response, answer.content_type, body, static_cast<std::size_t>(answer.bytes));
      break;
  }
}

}  // namespace dm::folk::sim
