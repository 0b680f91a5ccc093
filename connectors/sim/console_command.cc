#include "connectors/sim/console_command.h"

#include <httplib.h>

#include <iostream>
#include <optional>

#include "connectors/sim/agency.h"
#include "connectors/sim/json_writer.h"

namespace dm::sim {
namespace {

constexpr int kExitOk = 0;
constexpr int kExitRefused = 1;
constexpr int kExitUsage = 2;
constexpr const char* kJson = "application/json";

struct Call {
  std::string method;
  std::string path;
  std::string body = {};
};

std::string FaultJson(const std::vector<std::pair<std::string, std::string>>& keys) {
  std::string body;
  JsonWriter json(body);
  json.BeginObject();
  for (const auto& [key, value] : keys) {
    // The calls are the one key with keys of its own: calls.first=2.
    if (key.starts_with("calls.")) {
      json.Key("calls").BeginObject().Key(key.substr(6)).Text(value).EndObject();
    } else {
      json.Key(key).Text(value);
    }
  }
  json.EndObject();
  return body;
}

std::optional<Call> AddCall(const std::vector<std::string>& words) {
  std::vector<std::pair<std::string, std::string>> keys;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == 0 || equals == std::string::npos) return std::nullopt;
    keys.emplace_back(words[i].substr(0, equals), words[i].substr(equals + 1));
  }
  if (keys.empty()) return std::nullopt;
  return Call{.method = "POST", .path = "/faults", .body = FaultJson(keys)};
}

std::optional<Call> CallOf(const std::vector<std::string>& words) {
  if (words.empty()) return std::nullopt;
  const std::string& verb = words.front();
  if (verb == "add") return AddCall(words);
  const std::string what = words.size() > 1 ? words[1] : "";
  if (words.size() > 2) return std::nullopt;
  if (verb == "down" && AgencyNamed(what)) {
    return Call{.method = "POST",
                .path = "/faults",
                .body = FaultJson({{"do", "error_ssbt"}, {"agency", what}})};
  }
  if (verb == "up" && AgencyNamed(what)) {
    return Call{.method = "DELETE", .path = "/faults?agency=" + what};
  }
  if (verb == "remove" && !what.empty()) return Call{.method = "DELETE", .path = "/faults/" + what};
  if (verb == "questions") {
    return Call{.method = "GET", .path = "/questions" + (what.empty() ? "" : "?limit=" + what)};
  }
  if (!what.empty()) return std::nullopt;
  if (verb == "clear") return Call{.method = "DELETE", .path = "/faults"};
  if (verb == "reset") return Call{.method = "POST", .path = "/calls/reset"};
  if (verb == "status") return Call{.method = "GET", .path = "/status"};
  return std::nullopt;
}

httplib::Result Send(httplib::Client& client, const Call& call) {
  if (call.method == "POST") return client.Post(call.path, call.body, kJson);
  if (call.method == "DELETE") return client.Delete(call.path);
  return client.Get(call.path);
}

}  // namespace

int RunConsoleCommand(const std::string& at, const std::vector<std::string>& words) {
  const std::optional<Call> call = CallOf(words);
  if (!call) {
    std::cerr << "ssbtek-sim: console: expected down AGENCY, up AGENCY, add do=NAME KEY=VALUE…, "
                 "remove ID, clear, reset, status or questions [LIMIT]\n";
    return kExitUsage;
  }
  const bool only_port = at.find(':') == std::string::npos;
  httplib::Client client("http://" + (only_port ? "127.0.0.1:" + at : at));
  const httplib::Result answer = Send(client, *call);
  if (!answer) {
    std::cerr << "ssbtek-sim: --at: no console answers there; start the simulator with --console\n";
    return kExitRefused;
  }
  (answer->status == 200 ? std::cout : std::cerr) << answer->body << "\n";
  return answer->status == 200 ? kExitOk : kExitRefused;
}

}  // namespace dm::sim
