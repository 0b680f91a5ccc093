// reads_bench: cases read over gRPC with mutual TLS by many clients at once, each with its own
// certificate and connection, at a given rate whatever the answers take; then the same beside one
// client that asks as often as it can. One JSON line for tests/bench/run.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
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

namespace dm {
namespace {

namespace pb = medarbetare::v1;
using Clock = std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;

struct Options {
  std::string target;
  std::string folder;  // ca.pem; client-N.pem, client-N.key; greedy.pem, greedy.key
  int clients = 50;
  int rate = 2'000;  // a second, of all clients together
  double seconds = 10;
  int greedy_at_once = 64;
};

constexpr int kCasesMax = 200;
constexpr std::chrono::seconds kCallTimeout(10);

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::unique_ptr<pb::CaseService::Stub> Connect(const Options& options, const std::string& name) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ReadFile(options.folder + "/ca.pem");
  tls.pem_cert_chain = ReadFile(options.folder + "/" + name + ".pem");
  tls.pem_private_key = ReadFile(options.folder + "/" + name + ".key");
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
  return pb::CaseService::NewStub(
      grpc::CreateCustomChannel(options.target, grpc::SslCredentials(tls), arguments));
}

class Reader {
 public:
  Reader(const Options& options, const std::string& name) : stub_(Connect(options, name)) {}

  std::vector<std::string> List() {
    pb::ListCasesRequest request;
    request.set_page_size(kCasesMax);
    pb::ListCasesResponse response;
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
    std::vector<std::string> ids;
    const grpc::Status status = stub_->ListCases(&context, request, &response);
    if (!status.ok()) std::cerr << "reads_bench: list: " << status.error_message() << '\n';
    for (const pb::CaseSummary& one : response.cases()) ids.push_back(one.id());
    return ids;
  }

  bool Read(const std::string& id) {
    pb::GetCaseRequest request;
    request.set_case_id(id);
    pb::GetCaseResponse response;
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kCallTimeout);
    return stub_->GetCase(&context, request, &response).ok();
  }

 private:
  std::unique_ptr<pb::CaseService::Stub> stub_;
};

struct Taken {
  std::vector<double> ms;  // sorted; of those that were answered
  std::int64_t failed = 0;
  double seconds = 0;  // from the first to the last answer
};

double At(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(sorted.size())))];
}

// Each read is timed from when it was due, so that a slow answer also counts for those behind it.
Taken AtRate(const Options& options,
             std::vector<std::unique_ptr<Reader>>& readers,
             const std::vector<std::string>& ids) {
  const auto each = std::chrono::nanoseconds(std::int64_t{1'000'000'000} * options.clients /
                                             std::max(options.rate, 1));
  const auto count = static_cast<int>(options.seconds * options.rate / options.clients);
  std::vector<Taken> taken(readers.size());
  const auto began = Clock::now() + std::chrono::milliseconds(50);
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < readers.size(); ++i) {
      threads.emplace_back([&, i] {
        for (int n = 0; n < count; ++n) {
          const auto due = began + each * n + each * i / readers.size();
          std::this_thread::sleep_until(due);
          const auto place = (i + readers.size() * static_cast<std::size_t>(n)) % ids.size();
          if (readers[i]->Read(ids[place])) {
            taken[i].ms.push_back(Millis(Clock::now() - due).count());
          } else {
            ++taken[i].failed;
          }
        }
      });
    }
  }
  Taken all;
  all.seconds = Millis(Clock::now() - began).count() / 1'000;
  for (const Taken& one : taken) {
    all.ms.insert(all.ms.end(), one.ms.begin(), one.ms.end());
    all.failed += one.failed;
  }
  std::sort(all.ms.begin(), all.ms.end());
  return all;
}

nlohmann::json Line(const Taken& taken) {
  return {{"per_s", static_cast<double>(taken.ms.size()) / taken.seconds},
          {"p50_ms", At(taken.ms, 0.5)},
          {"p99_ms", At(taken.ms, 0.99)},
          {"failed", taken.failed}};
}

int Run(const Options& options) {
  std::vector<std::unique_ptr<Reader>> readers;
  readers.reserve(static_cast<std::size_t>(options.clients));
  for (int i = 0; i < options.clients; ++i)
    readers.push_back(std::make_unique<Reader>(options, "client-" + std::to_string(i)));
  std::vector<std::string> ids;
  for (const std::unique_ptr<Reader>& reader : readers) {
    ids = reader->List();  // Also makes the connection.
    if (ids.empty()) return 1;
  }
  const Taken alone = AtRate(options, readers, ids);
  std::atomic<bool> over = false;
  std::atomic<std::int64_t> read = 0;
  std::atomic<std::int64_t> refused = 0;
  Taken beside;
  {
    Reader greedy(options, "greedy");
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(options.greedy_at_once));
    for (int i = 0; i < options.greedy_at_once; ++i) {
      threads.emplace_back([&, i] {
        for (auto n = static_cast<std::size_t>(i); !over; ++n)
          ++(greedy.Read(ids[n % ids.size()]) ? read : refused);
      });
    }
    beside = AtRate(options, readers, ids);
    over = true;
  }
  std::cout << nlohmann::json{{"alone", Line(alone)},
                              {"beside_greedy", Line(beside)},
                              {"greedy",
                               {{"per_s", static_cast<double>(read) / beside.seconds},
                                {"refused_per_s", static_cast<double>(refused) / beside.seconds}}}}
            << "\n";
  return 0;
}

}  // namespace
}  // namespace dm

// What a benchmark throws ends it, and tells why.
int main(int argc, char** argv) {  // NOLINT(bugprone-exception-escape)
  CLI::App app("Reads of cases by many clients with mutual TLS.");
  dm::Options options;
  app.add_option("--target", options.target, "host:port of the worker")->required();
  app.add_option("--folder", options.folder, "certificates")->required();
  app.add_option("--clients", options.clients, "with a certificate each")
      ->check(CLI::Range(1, 500));
  app.add_option("--rate", options.rate, "reads a second, of all together")
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--seconds", options.seconds, "of each of the two runs");
  app.add_option("--greedy-at-once", options.greedy_at_once, "calls that the greedy one has open");
  CLI11_PARSE(app, argc, argv);
  return dm::Run(options);
}
