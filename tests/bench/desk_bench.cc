// desk_bench: the caseworkers' list and a case, over gRPC and over the gateway of the page, with
// many items open in the embedded store; and fifty caseworkers who take the next case at once. One
// JSON line for tests/bench/run.
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <latch>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>
#include <nlohmann/json.hpp>

#include "connectors/desk/desk.h"
#include "medarbetare/v1/escalation_service.grpc.pb.h"
#include "tests/integration/grpc/fakes.h"
#include "tests/support/cases.h"
#include "tests/support/recording_log.h"
#include "worker/adapters/grpc/server.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"
#include "worker/decision/decide.h"
#include "worker/escalation/escalation_service.h"
#include "worker/escalation/make_escalation.h"
#include "worker/escalation/queue_service.h"
#include "worker/policy/policy_loader.h"
#include "worker/runtime/clocks.h"

namespace dm {
namespace {

namespace pb = medarbetare::v1;
using SteadyClock = std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;

constexpr int kCaseworkers = 50;
constexpr int kDays = 20;
constexpr int kPageSize = 50;

struct Options {
  std::string policies;
  std::string municipality;
  std::string work;
  int items = 10'000;
  int calls = 500;
};

[[noreturn]] void Stop(const std::string& message) {
  std::cerr << "desk_bench: " << message << '\n';
  std::exit(1);  // NOLINT(concurrency-mt-unsafe): a benchmark that cannot go on
}

void Check(const Status& status, const char* what) {
  if (!status.ok()) Stop(std::string(what) + ": " + MessageOf(status));
}

// The worker's calls about the desk over a store on disk; what is beside them is scripted.
class Town {
 public:
  explicit Town(const Options& options)
      : policy_(LoadPolicies(options.policies, options.municipality).set) {
    if (policy_ == nullptr) Stop("the policies do not load");
    auto store =
        OpenSqliteStore(options.work + "/desk.db", options.municipality, {}, clock_->Now());
    Check(store.status(), "store");
    store_ = *std::move(store);
    const auto policy = [this] { return policy_; };
    escalations_ = std::make_unique<escalation::EscalationService>(
        *store_,
        *clock_,
        escalation::EscalationParts{.policy = policy,
                                    .pay_day = PayDateFor,
                                    .effects_of = nullptr,
                                    .must_see = MustSeeDateFor});
    queues_ = std::make_unique<escalation::QueueService>(
        *store_,
        *clock_,
        escalation::DeskParts{.policy = policy, .staff = {}, .must_see = MustSeeDateFor});
  }

  // Escalated cases in four queues, of twenty days, every third with a child.
  void Fill(int items) {
    const Instant now = clock_->Now();
    for (int i = 0; i < items; ++i) {
      NewCase accepted;
      accepted.request_id = "bench-" + std::to_string(i);
      accepted.content_sha256 = Sha256Hex(accepted.request_id);
      accepted.application = testing::PlainApplication();
      accepted.application.id = ApplicationId::FromTrusted("app-" + std::to_string(i));
      accepted.application.household = HouseholdId::FromTrusted("HH-" + std::to_string(i));
      if (i % 3 == 0) accepted.application.persons.push_back(testing::Child("p2", testing::kChild));
      accepted.audit.action = "application_accepted";
      const auto put = store_->Accept(accepted, now);
      Check(put.status(), "accept");
      Escalate escalate = testing::PlainEscalate();
      escalate.mode = Mode::kShadow;
      escalate.routing.queue = i % 4 == 0   ? "Q-05"
                               : i % 4 == 1 ? "Q-10"
                               : i % 4 == 2 ? "Q-17"
                                            : "Q-20";
      escalate.routing.has_children = i % 3 == 0;
      if (i % 2 == 0) escalate.routing.critical_date = SwedishDate(now).PlusDays(i % kDays);
      const auto record = store_->GetCase(put->case_id);
      Check(record.status(), "case");
      CaseChange change = escalation::EscalationChange(*record, escalate, now);
      change.expected_version = record->version;
      change.assessment = testing::PlainAssessment();
      change.assessed_input = "{}";
      Check(store_->Apply(change, now).status(), "escalate");
    }
  }

  void Serve() {
    auto server = grpc_adapter::GrpcServer::Start({.listen = "127.0.0.1:0", .development = true},
                                                  {.intake = intake_,
                                                   .cases = cases_,
                                                   .escalations = *escalations_,
                                                   .frames = frames_,
                                                   .effects = effects_,
                                                   .operations = operations_,
                                                   .queues = *queues_,
                                                   .staff = *queues_});
    Check(server.status(), "server");
    server_ = *std::move(server);
  }

  std::string target() const { return "127.0.0.1:" + std::to_string(server_->port()); }

 private:
  std::unique_ptr<Clock> clock_ = MakeClock(0);
  std::shared_ptr<const PolicySet> policy_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<escalation::EscalationService> escalations_;
  std::unique_ptr<escalation::QueueService> queues_;
  grpc_adapter::Journal journal_;
  grpc_adapter::FakeIntake intake_{journal_};
  grpc_adapter::FakeCases cases_{journal_};
  grpc_adapter::FakeFrames frames_{journal_};
  grpc_adapter::FakeEffects effects_{journal_};
  grpc_adapter::FakeOperations operations_{journal_};
  std::unique_ptr<grpc_adapter::GrpcServer> server_;
};

std::string PersonOf(int number) {
  return "HL" + std::to_string(100'000 + number);
}

// The page's gateway over the worker.
class Gateway {
 public:
  Gateway(const Options& options, const std::string& worker) {
    const std::string page = options.work + "/page";
    std::filesystem::create_directories(page);
    const std::string text = "<!doctype html>";
    std::ofstream(page + "/index.html") << text;
    nlohmann::json manifest;
    manifest["files"]["/index.html"] = {
        {"sha256", Sha256Hex(text)}, {"type", "text/html; charset=utf-8"}, {"cache", "no-store"}};
    std::ofstream(page + "/manifest.json") << manifest.dump();
    config_.environment = Environment::kDevelopment;
    config_.listen = "127.0.0.1:0";
    config_.page = page;
    config_.worker.target = worker;
    for (int i = 0; i < kCaseworkers; ++i) {
      config_.staff.push_back({.user_id = PersonOf(i),
                               .name = "Namn",
                               .roles = {"ekonomihandlaggare"},
                               .queues = {"*"},
                               .cleared = false});
    }
    auto desk = desk::Desk::Create(config_, *clock_, log_);
    Check(desk.status(), "desk");
    desk_ = *std::move(desk);
    Check(desk_->Start(), "desk");
    origin_ = "http://127.0.0.1:" + std::to_string(desk_->port());
  }

  // A browser of one caseworker, signed in.
  class Browser {
   public:
    Browser(const std::string& origin, const std::string& person)
        : client_(origin), headers_{{"Origin", origin}} {
      client_.set_keep_alive(true);
      client_.set_tcp_nodelay(true);
      const auto answer = client_.Post("/desk/sign-in/development",
                                       headers_,
                                       nlohmann::json{{"userId", person}}.dump(),
                                       "application/json");
      if (!answer || answer->status != 200) Stop("sign-in was refused");
      const std::string cookie = answer->get_header_value("Set-Cookie");
      headers_.emplace("Cookie", cookie.substr(0, cookie.find(';')));
    }

    template <typename Response>
    Response Call(const std::string& method, const google::protobuf::Message& request) {
      const auto answer = client_.Post("/medarbetare.v1.EscalationService/" + method,
                                       headers_,
                                       request.SerializeAsString(),
                                       "application/proto");
      Response response;
      if (!answer || answer->status != 200 || !response.ParseFromString(answer->body)) {
        Stop(method + " over the gateway was refused: " + (answer ? answer->body : "no answer"));
      }
      return response;
    }

   private:
    httplib::Client client_;
    httplib::Headers headers_;
  };

  const std::string& origin() const { return origin_; }

 private:
  std::unique_ptr<Clock> clock_ = MakeClock(0);
  testing::RecordingLog log_;
  desk::DeskConfig config_;
  std::unique_ptr<desk::Desk> desk_;
  std::string origin_;
};

struct Taken {
  double p50 = 0;
  double p99 = 0;
  double within_200 = 0;  // share in per cent
};

Taken Measure(int calls, const std::function<void(int)>& call) {
  for (int i = 0; i < std::min(calls, 20); ++i) call(i);  // warms up
  std::vector<double> taken;
  taken.reserve(static_cast<std::size_t>(calls));
  for (int i = 0; i < calls; ++i) {
    const auto from = SteadyClock::now();
    call(i);
    taken.push_back(Millis(SteadyClock::now() - from).count());
  }
  std::sort(taken.begin(), taken.end());
  const auto at = [&taken](std::size_t permille) {
    return taken[std::min(taken.size() - 1, taken.size() * permille / 1000)];
  };
  const auto within = std::count_if(taken.begin(), taken.end(), [](double ms) { return ms < 200; });
  return {.p50 = at(500),
          .p99 = at(990),
          .within_200 = 100.0 * static_cast<double>(within) / static_cast<double>(taken.size())};
}

nlohmann::json Line(const Taken& taken) {
  return {{"p50_ms", taken.p50}, {"p99_ms", taken.p99}, {"within_200_ms", taken.within_200}};
}

// Fifty signed-in caseworkers ask for the next case in the same moment: how long until all have
// one, and how many different ones they have.
nlohmann::json TakeNext(const Gateway& gateway) {
  std::vector<std::unique_ptr<Gateway::Browser>> browsers;
  for (int i = 0; i < kCaseworkers; ++i) {
    browsers.push_back(std::make_unique<Gateway::Browser>(gateway.origin(), PersonOf(i)));
  }
  std::vector<std::string> taken(kCaseworkers);
  std::latch together(kCaseworkers + 1);
  std::vector<std::jthread> threads;
  for (int i = 0; i < kCaseworkers; ++i) {
    threads.emplace_back([&, i] {
      pb::ClaimNextEscalationRequest request;
      request.set_request_id("take-next-" + std::to_string(i));
      const auto place = static_cast<std::size_t>(i);
      together.arrive_and_wait();
      taken[place] = browsers[place]
                         ->Call<pb::ClaimNextEscalationResponse>("ClaimNextEscalation", request)
                         .escalation()
                         .id();
    });
  }
  together.arrive_and_wait();
  const auto from = SteadyClock::now();
  threads.clear();
  const double all_ms = Millis(SteadyClock::now() - from).count();
  const std::set<std::string> different(taken.begin(), taken.end());
  return {{"all_ms", all_ms}, {"caseworkers", kCaseworkers}, {"different", different.size()}};
}

nlohmann::json Run(const Options& options) {
  Town town(options);
  town.Fill(options.items);
  town.Serve();
  const auto stub = pb::EscalationService::NewStub(
      grpc::CreateChannel(town.target(), grpc::InsecureChannelCredentials()));
  const auto ask = [&stub](auto method, const auto& request, auto response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    const grpc::Status status = ((*stub).*method)(&context, request, &response);
    if (!status.ok()) Stop(status.error_message());
    return response;
  };
  using Stub = pb::EscalationService::Stub;
  pb::ListEscalationsRequest list;
  list.set_page_size(kPageSize);
  const auto first = ask(&Stub::ListEscalations, list, pb::ListEscalationsResponse());
  if (first.escalations_size() != std::min(kPageSize, options.items)) Stop("the list is short");
  pb::ListEscalationsRequest none = list;
  none.set_queue("Q-01");
  const auto item = [&first](int i) {
    pb::GetEscalationRequest get;
    get.set_escalation_id(first.escalations(i % first.escalations_size()).id());
    return get;
  };
  nlohmann::json found = {{"items", options.items}};
  found["nothing"] = Line(Measure(options.calls, [&](int) {
    ask(&Stub::ListEscalations, none, pb::ListEscalationsResponse());
  }));
  found["list"] = Line(Measure(options.calls, [&](int) {
    ask(&Stub::ListEscalations, list, pb::ListEscalationsResponse());
  }));
  found["get"] = Line(Measure(options.calls, [&](int i) {
    ask(&Stub::GetEscalation, item(i), pb::GetEscalationResponse());
  }));
  found["queues"] = Line(Measure(options.calls, [&](int) {
    ask(&Stub::ListQueues, pb::ListQueuesRequest(), pb::ListQueuesResponse());
  }));
  const Gateway gateway(options, town.target());
  Gateway::Browser browser(gateway.origin(), PersonOf(0));
  found["gateway_list"] = Line(Measure(options.calls, [&](int) {
    browser.Call<pb::ListEscalationsResponse>("ListEscalations", list);
  }));
  found["gateway_get"] = Line(Measure(options.calls, [&](int i) {
    browser.Call<pb::GetEscalationResponse>("GetEscalation", item(i));
  }));
  found["take_next"] = TakeNext(gateway);
  return found;
}

}  // namespace
}  // namespace dm

int main(int argc, char** argv) {
  dm::Options options;
  CLI::App app("Measures the desk's calls over gRPC and over the gateway.");
  app.add_option("--policies", options.policies)->required();
  app.add_option("--municipality", options.municipality)->required();
  app.add_option("--work", options.work, "an empty folder on the disk to measure")->required();
  app.add_option("--items", options.items)->check(CLI::Range(dm::kCaseworkers, 100'000));
  app.add_option("--calls", options.calls)->check(CLI::Range(1, 100'000));
  CLI11_PARSE(app, argc, argv);
  std::cout << dm::Run(options).dump() << '\n';
  return 0;
}
