#include "connectors/sim/console.h"

#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>
#include <yaml-cpp/yaml.h>

#include "connectors/sim/behaviour.h"
#include "connectors/sim/console_page.h"
#include "connectors/sim/fault_reader.h"
#include "connectors/sim/front/sockets.h"
#include "connectors/sim/json_writer.h"
#include "connectors/sim/yaml_fields.h"
#include "worker/core/loopback.h"
#include "worker/core/personnummer.h"

namespace dm::sim {
namespace {

constexpr std::size_t kRequestBytesMax = 4096;
constexpr std::size_t kBracketsMax = 8;
constexpr std::size_t kFaultsMax = 1000;
constexpr std::size_t kThreads = 8;
constexpr std::size_t kLimit = 100;
constexpr std::size_t kLimitMax = 1000;
constexpr const char* kJson = "application/json";

void SendProblem(int status, const std::string& problem, httplib::Response& response) {
  std::string body;
  JsonWriter(body).BeginObject().Key("problem").Text(problem).EndObject();
  response.status = status;
  response.set_content(body, kJson);
}

void SendDone(std::string_view key, std::int64_t value, httplib::Response& response) {
  std::string body;
  JsonWriter(body).BeginObject().Key(key).Int(value).EndObject();
  response.set_content(body, kJson);
}

void WriteFault(const SwitchedFault& one, JsonWriter& json) {
  const Fault& fault = one.fault;
  json.BeginObject().Key("id").Int(one.id).Key("label").Text(fault.Label());
  json.Key("name").Text(fault.behaviour.empty() ? NameOf(fault.kind) : fault.behaviour);
  if (fault.agency) json.Key("agency").Text(Name(*fault.agency));
  if (!one.person.empty()) json.Key("person").Text(MaskedPerson(one.person));
  json.Key("first").Int(fault.call_first);
  if (fault.call_last != std::numeric_limits<std::int64_t>::max()) {
    json.Key("last").Int(fault.call_last);
  }
  const std::string millionths = std::to_string(kRateWhole + fault.rate_ppm).substr(1);
  json.Key("rate").Literal(fault.rate_ppm >= kRateWhole ? "1" : "0." + millionths);
  json.EndObject();
}

std::string BehavioursJson() {
  std::string body;
  JsonWriter json(body);
  json.BeginArray();
  for (const Behaviour& one : Behaviours()) {
    json.BeginObject().Key("name").Text(one.name).Key("what").Text(one.what);
    json.Key("effect").Text(NameOf(one.effect));
    json.Key("reach").Text(one.reach == Reach::kAgency ? "agency" : "answer");
    json.Key("agencies").Text(one.agencies).EndObject();
  }
  json.EndArray();
  return body;
}

// A fault as a scenario file writes it, with `person` beside; JSON is YAML as well.
StatusOr<SwitchedFault> ParseFault(const std::string& body) {
  const auto brackets = std::ranges::count_if(body, [](char c) { return c == '[' || c == '{'; });
  if (static_cast<std::size_t>(brackets) > kBracketsMax || !nlohmann::json::accept(body)) {
    return InvalidArgument("expected one JSON object, such as {\"do\":\"omit\",\"agency\":\"AF\"}");
  }
  Problems problems("the fault");
  SwitchedFault fault;
  try {
    Fields fields(YAML::Load(body), "", problems);
    fault.fault = ReadFault(fields);
    const std::string person = fields.Text("person");
    if (!person.empty()) {
      const StatusOr<Personnummer> number = Personnummer::Parse(person);
      if (number.ok()) {
        fault.person = number->Reveal();
      } else {
        fields.Problem("person", MessageOf(number.status()));
      }
    }
    fields.Finish();
  } catch (const YAML::Exception&) {
    return InvalidArgument("expected one JSON object with plain words and numbers");
  }
  DM_RETURN_IF_ERROR(problems.ToStatus());
  return fault;
}

template <typename Number>
std::optional<Number> WholeOf(const std::string& text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

void SetHeaders(httplib::Response& response) {
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Content-Security-Policy",
                      "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
                      "connect-src 'self'; base-uri 'none'; form-action 'none'; "
                      "frame-ancestors 'none'");
}

}  // namespace

Console::Console(Responder& responder, Latest latest)
    : responder_(responder),
      latest_(std::move(latest)),
      server_(std::make_unique<httplib::Server>()) {}

StatusOr<std::unique_ptr<Console>> Console::Start(Responder& responder,
                                                  Latest latest,
                                                  const ConsoleOptions& options) {
  if (!IsLoopbackHost(options.host)) {
    return InvalidArgument("--console: only a loopback address is served; listen on 127.0.0.1");
  }
  std::unique_ptr<Console> console(new Console(responder, std::move(latest)));
  console->host_ = options.host;
  httplib::Server& server = *console->server_;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_payload_max_length(kRequestBytesMax);
  // The library's own options would let a second server share the port unseen.
  server.set_socket_options([](socket_t socket) {
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  });
  console->Route();
  const bool any = options.port == 0;
  console->port_ = any ? server.bind_to_any_port(options.host) : options.port;
  if (any ? console->port_ <= 0 : !server.bind_to_port(options.host, options.port)) {
    return Unavailable("--console: the address cannot be bound; is another program using it?");
  }
  console->listener_ = std::jthread([&server] { server.listen_after_bind(); });
  while (!server.is_running()) std::this_thread::yield();
  return console;
}

Console::~Console() {
  if (!listener_.joinable()) return;
  server_->stop();
  ShutDownConnections(port_);
  listener_.join();
}

std::string Console::url() const {
  const bool is_v6 = host_.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + host_ + "]" : host_) + ":" + std::to_string(port_) + "/";
}

std::string Console::ForeignCaller(const httplib::Request& request) const {
  const std::string host = request.get_header_value("Host");
  // A host's name that is not this machine's may be a page that has pointed its own name here.
  if (!IsLoopbackAddress(host)) return "Host: expected a loopback address";
  const std::string origin = request.get_header_value("Origin");
  if (!origin.empty() && origin != "http://" + host) return "Origin: another page may not call";
  const std::string site = request.get_header_value("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") {
    return "Sec-Fetch-Site: another page may not call";
  }
  // A form of another page cannot send this type without asking first.
  if (request.method == "POST" && request.get_header_value("Content-Type") != kJson) {
    return "Content-Type: expected application/json";
  }
  return {};
}

void Console::Route() {
  httplib::Server& server = *server_;
  server.set_pre_routing_handler(
      [this](const httplib::Request& request, httplib::Response& response) {
        SetHeaders(response);
        const std::string problem = ForeignCaller(request);
        if (problem.empty()) return httplib::Server::HandlerResponse::Unhandled;
        SendProblem(403, problem, response);
        return httplib::Server::HandlerResponse::Handled;
      });
  const auto serve = [&server](const char* path, std::string_view text, const char* type) {
    server.Get(path, [text, type](const httplib::Request&, httplib::Response& response) {
      response.set_content(text.data(), text.size(), type);
    });
  };
  serve("/", ConsoleHtml(), "text/html; charset=utf-8");
  serve("/console.js", ConsoleScript(), "text/javascript; charset=utf-8");
  serve("/console.css", ConsoleStyle(), "text/css; charset=utf-8");
  server.Get("/behaviours", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(BehavioursJson(), kJson);
  });
  server.Get("/status", [this](const httplib::Request&, httplib::Response& response) {
    response.set_content(StatusJson(), kJson);
  });
  server.Get("/questions", [this](const httplib::Request& request, httplib::Response& response) {
    const std::string text = request.get_param_value("limit");
    const auto limit = text.empty() ? std::optional(kLimit) : WholeOf<std::size_t>(text);
    if (!limit || *limit > kLimitMax) {
      return SendProblem(400, "limit: expected a whole number up to 1000", response);
    }
    response.set_content(QuestionsJson(*limit), kJson);
  });
  server.Post("/faults", [this](const httplib::Request& request, httplib::Response& response) {
    AddFault(request, response);
  });
  server.Post("/calls/reset", [this](const httplib::Request&, httplib::Response& response) {
    responder_.ResetCalls();
    SendDone("reset", 1, response);
  });
  const auto remove = [this](const httplib::Request& request, httplib::Response& response) {
    RemoveFaults(request, response);
  };
  server.Delete("/faults", remove);
  server.Delete(R"(/faults/(\d{1,18}))", remove);
}

void Console::AddFault(const httplib::Request& request, httplib::Response& response) {
  if (responder_.switched().size() >= kFaultsMax) {
    return SendProblem(409, "a thousand faults are switched on; switch some off first", response);
  }
  StatusOr<SwitchedFault> fault = ParseFault(request.body);
  if (!fault.ok()) return SendProblem(400, MessageOf(fault.status()), response);
  SendDone("id", responder_.SwitchOn(std::move(fault->fault), std::move(fault->person)), response);
}

void Console::RemoveFaults(const httplib::Request& request, httplib::Response& response) {
  if (request.matches.size() > 1) {
    const bool found = responder_.SwitchOff(WholeOf<std::int64_t>(request.matches[1]).value_or(0));
    if (!found) return SendProblem(404, "no such fault is switched on", response);
    return SendDone("removed", 1, response);
  }
  if (!request.has_param("agency")) {
    return SendDone("removed", responder_.SwitchOffAll(std::nullopt), response);
  }
  const auto agency = AgencyNamed(request.get_param_value("agency"));
  if (!agency) return SendProblem(400, "agency: expected AF CSN FK SKV SO TNS MIV", response);
  SendDone("removed", responder_.SwitchOffAll(agency), response);
}

std::string Console::StatusJson() const {
  const Counts counts = responder_.counts();
  std::string body;
  JsonWriter json(body);
  json.BeginObject().Key("questions").Int(counts.questions).Key("tests").Int(counts.tests);
  json.Key("refused").Int(counts.refused).Key("persons").Int(counts.persons);
  const auto persons = static_cast<std::int64_t>(responder_.scenario().PersonCount());
  json.Key("scenario_persons").Int(persons);
  json.Key("agencies").BeginObject();
  for (const Agency agency : kAgencies) {
    const AgencyCount& one = counts.agencies[agency];
    json.Key(Name(agency)).BeginObject().Key("asked").Int(one.asked);
    json.Key("struck").Int(one.struck).EndObject();
  }
  json.EndObject().Key("faults").BeginArray();
  for (const SwitchedFault& one : responder_.switched()) WriteFault(one, json);
  json.EndArray().EndObject();
  return body;
}

std::string Console::QuestionsJson(std::size_t limit) const {
  std::string body;
  JsonWriter json(body);
  json.BeginArray();
  for (const QuestionRecord& one : latest_(limit)) json.Literal(ToJsonLine(one));
  json.EndArray();
  return body;
}

}  // namespace dm::sim
