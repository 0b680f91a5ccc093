// assess_service_bench: PreviewAssessment over gRPC on loopback, at a given rate whatever the
// answers take, and beside it a call that assesses nothing. One JSON line for tests/bench/run.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <grpcpp/grpcpp.h>
#include <nlohmann/json.hpp>

#include "medarbetare/v1/case_service.grpc.pb.h"
#include "tests/integration/grpc/fakes.h"
#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/to_proto.h"
#include "worker/adapters/grpc/server.h"
#include "worker/core/instant.h"
#include "worker/core/mutex.h"
#include "worker/policy/policy_loader.h"
#include "worker/runtime/assessors.h"

namespace dm {
namespace {

namespace pb = medarbetare::v1;
using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

struct Options {
  std::string case_file;
  std::string policies;
  std::string municipality;
  int rate = 1000;
  double seconds = 5;
};

// The worker's own step behind the service, timed.
class Previewing final : public grpc_adapter::FakeCases {
 public:
  Previewing(grpc_adapter::Journal& journal, std::shared_ptr<const PolicySet> policy)
      : FakeCases(journal), policy_(std::move(policy)) {}

  StatusOr<Assessment> Preview(const CallContext& /*context*/, const CaseInput& input) override {
    const auto began = Clock::now();
    Assessment assessment = assessors_.Assess(input, policy_);
    const double taken = Micros(Clock::now() - began).count();
    const MutexLock lock(mutex_);
    taken_us_.push_back(taken);
    return assessment;
  }

  std::vector<double> Taken() {
    const MutexLock lock(mutex_);
    return std::move(taken_us_);
  }

 private:
  const std::shared_ptr<const PolicySet> policy_;
  Assessors assessors_;
  Mutex mutex_;
  std::vector<double> taken_us_ DM_GUARDED_BY(mutex_);
};

int Fail(const std::string& message) {
  std::cerr << "assess_service_bench: " << message << '\n';
  return 1;
}

double Share(const std::vector<double>& taken_us, double most_us) {
  const auto within = std::count_if(
      taken_us.begin(), taken_us.end(), [most_us](double taken) { return taken <= most_us; });
  return 100.0 * static_cast<double>(within) /
         static_cast<double>(std::max<std::size_t>(taken_us.size(), 1));
}

double P99(std::vector<double> taken_us) {
  if (taken_us.empty()) return 0;
  std::sort(taken_us.begin(), taken_us.end());
  return taken_us[taken_us.size() * 99 / 100];
}

// Calls `rate` times a second; each is timed from the moment at which it was due, so that a slow
// answer also counts for those that had to wait behind it. Empty when a call failed.
std::vector<double> AtRate(const Options& options, const std::function<bool()>& call) {
  constexpr int kClients = 8;
  const auto count = static_cast<std::size_t>(options.rate * options.seconds);
  std::vector<double> taken_us(count);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto began = Clock::now();
  {
    std::vector<std::jthread> clients;
    clients.reserve(kClients);
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&] {
        for (std::size_t k = next++; k < count; k = next++) {
          const auto due = began + std::chrono::microseconds(
                                       k * 1'000'000 / static_cast<std::size_t>(options.rate));
          std::this_thread::sleep_until(due);
          if (!call()) failed = true;
          taken_us[k] = Micros(Clock::now() - due).count();
        }
      });
    }
  }
  return failed ? std::vector<double>() : taken_us;
}

int Run(const Options& options) {
  const PolicyLoad load = LoadPolicies(options.policies, options.municipality);
  if (load.set == nullptr) return Fail("the policies do not hold");
  std::ifstream file(options.case_file);
  std::stringstream text;
  text << file.rdbuf();
  const StatusOr<CaseInput> input = codec::CaseInputFromJson(text.str());
  if (!input.ok()) return Fail(MessageOf(input.status()));

  grpc_adapter::Journal journal;
  grpc_adapter::FakeIntake intake(journal);
  Previewing cases(journal, load.set);
  grpc_adapter::FakeEscalations escalations(journal);
  grpc_adapter::FakeFrames frames(journal);
  grpc_adapter::FakeEffects effects(journal);
  grpc_adapter::FakeOperations operations(journal);
  grpc_adapter::FakeQueues queues(journal);
  auto server = grpc_adapter::GrpcServer::Start({.listen = "127.0.0.1:0", .development = true},
                                                {.intake = intake,
                                                 .cases = cases,
                                                 .escalations = escalations,
                                                 .frames = frames,
                                                 .effects = effects,
                                                 .operations = operations,
                                                 .queues = queues,
                                                 .staff = queues});
  if (!server.ok()) return Fail(MessageOf(server.status()));
  const auto channel = grpc::CreateChannel("127.0.0.1:" + std::to_string((*server)->port()),
                                           grpc::InsecureChannelCredentials());
  const auto stub = pb::CaseService::NewStub(channel);
  const auto call = [&](auto method, const auto& request, auto response) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    return ((*stub).*method)(&context, request, &response).ok();
  };
  pb::PreviewAssessmentRequest preview;
  *preview.mutable_input() = codec::ToProto(*input);
  pb::GetCaseRequest get;
  get.set_case_id("c-1");
  using Stub = pb::CaseService::Stub;
  const auto preview_one = [&] {
    return call(&Stub::PreviewAssessment, preview, pb::PreviewAssessmentResponse());
  };
  const auto get_one = [&] { return call(&Stub::GetCase, get, pb::GetCaseResponse()); };
  if (!preview_one() || !get_one()) return Fail("the service refuses the calls");
  cases.Taken();
  const std::vector<double> previews = AtRate(options, preview_one);
  const std::vector<double> engine = cases.Taken();
  const std::vector<double> gets = AtRate(options, get_one);
  (*server)->Shutdown();
  if (previews.empty() || gets.empty()) return Fail("a call failed");

  constexpr double kServiceUs = 1000;
  constexpr double kEngineUs = 50;
  std::cout << nlohmann::json{{"calls", previews.size()},
                              {"preview_share", Share(previews, kServiceUs)},
                              {"preview_p99_us", P99(previews)},
                              {"engine_share", Share(engine, kEngineUs)},
                              {"engine_p99_us", P99(engine)},
                              {"get_share", Share(gets, kServiceUs)},
                              {"get_p99_us", P99(gets)}}
            << '\n';
  return 0;
}

}  // namespace
}  // namespace dm

// What escapes is a mistake in the options below, or no memory: it ends the start at once.
// NOLINTNEXTLINE(bugprone-exception-escape): as said above.
int main(int argc, char** argv) {
  if (const dm::Status zone = dm::LoadSwedishTime(); !zone.ok()) return 1;
  dm::Options options;
  CLI::App app{"Measures previews of assessments over the service"};
  app.add_option("case", options.case_file, "a case file")->required();
  app.add_option("--policies", options.policies, "the policies folder")->required();
  app.add_option("--municipality", options.municipality, "folder under policies/municipality")
      ->required();
  app.add_option("--rate", options.rate, "calls a second")->check(CLI::Range(1, 100'000));
  app.add_option("--seconds", options.seconds, "of each measurement");
  CLI11_PARSE(app, argc, argv);
  return dm::Run(options);
}
