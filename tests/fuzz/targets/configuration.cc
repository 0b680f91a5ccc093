#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "tests/fuzz/invariants.h"
#include "tests/fuzz/memory_file.h"
#include "worker/config/config.h"
#include "worker/config/read_staff.h"
#include "worker/core/utf8.h"

namespace {

using dm::fuzz::Must;

constexpr char kFile[] = "medarbetare.yaml";

// Whoever reads an error at a terminal or in a log sees one line and nothing that steers either.
bool IsOneCleanLine(std::string_view line) {
  while (!line.empty()) {
    const auto first = dm::FirstCharacter(line);
    if (!first || dm::IsControl(first->code_point) || dm::TurnsDirection(first->code_point))
      return false;
    line.remove_prefix(first->length);
  }
  return true;
}

void CheckErrors(const std::vector<dm::ConfigError>& errors, std::string_view text) {
  // A document may end with a line that has no line feed, and an error may stand behind it.
  const auto lines = std::ranges::count_if(text, [](char c) { return c == '\n' || c == '\r'; }) + 2;
  Must(errors.size() <= 4 * text.size() + 100, "as many errors as there is text for");
  for (const dm::ConfigError& error : errors) {
    Must(!error.message.empty() && !error.remedy.empty(), "an error has a remedy");
    Must(error.line >= 0 && error.line <= lines, "an error stands on a line of the file");
    Must(error.ToString(kFile).size() < 2'000, "an error is short");
    Must(IsOneCleanLine(error.ToString(kFile)), "an error is one line of plain text");
  }
}

bool IsWithin(std::int64_t value, std::int64_t min, std::int64_t max) {
  return value >= min && value <= max;
}

void CheckFlow(const dm::FlowConfig& flow, bool development) {
  Must(flow.total_timeout_ms >= flow.connect_timeout_ms, "a call ends after it is connected");
  Must(flow.in_flight_max >= 1 && flow.rate_burst >= 1, "a register is asked at all");
  Must(development || flow.rate_per_minute > 0, "outside development a register's rate is stated");
}

void CheckHolds(const dm::Config& config) {
  const bool development = config.environment == dm::Environment::kDevelopment;
  Must(!config.municipality.empty() && !config.policies.empty(), "whose and what rules");
  Must(config.store.kind == dm::StoreKind::kPostgresql || !config.database.empty(), "a database");
  Must(IsWithin(config.worker.threads, 1, 64), "threads");
  Must(config.worker.lease_ms >= 3 * config.worker.case_time_limit_ms, "a lease outlasts a case");
  Must(IsWithin(config.store.connections, 1, 64), "connections");
  Must(IsWithin(config.replay.hour, 0, 23), "an hour");
  Must(config.store.connection.find("password") == std::string::npos, "no secret in the file");
  Must(development || !config.grpc.tls.empty(), "nothing in the clear outside development");
  Must(development || !config.grpc.callers.empty(), "somebody may call");
  Must(development || config.clock_offset_ms == 0, "the clock is the machine's");
  const bool production = config.environment == dm::Environment::kProduction;
  Must(!production || !config.sealing.key_file.empty(), "production is encrypted");
  Must(!production || config.signing.required >= 2, "production wants two signatures");
  Must(std::ranges::is_sorted(config.certificate_warning_days, std::greater<>()), "largest first");
  CheckFlow(config.ssbtek.flow, development);
  if (!config.folkbokforing.url.empty()) CheckFlow(config.folkbokforing.flow, development);
}

// What is shown of a configuration is YAML, tells every setting, and hides what is secret.
void CheckShown(const dm::Config& config) {
  const std::string shown = dm::DescribeConfig(config);
  const YAML::Node root = YAML::Load(shown);
  Must(root["municipality"].Scalar() == config.municipality, "the municipality is shown");
  Must(root["worker"]["threads"].as<int>() == config.worker.threads, "numbers are shown");
  Must(root["grpc"]["callers"].size() == config.grpc.callers.size(), "every caller is shown");
  Must(root["grpc"]["listen"].Scalar() == config.grpc.listen, "the port is shown");
  const std::string& key = config.grpc.tls.key;
  Must(root["grpc"]["tls"]["key"].Scalar() == (key.empty() ? "" : "(hidden)"), "keys are hidden");
  Must(root["effects"]["id_key_file"].Scalar() ==
           (config.effects.id_key_file.empty() ? "" : "(hidden)"),
       "the key of the effects is hidden");
}

}  // namespace

// The configuration of a worker, or its staff list: the first byte tells which.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const dm::fuzz::MemoryFile kHeld;
  const std::string_view text = dm::fuzz::Bytes(data + 1, size - 1);
  kHeld.Hold(text);
  if (data[0] % 2 == 1) {
    const dm::StaffLoad load = dm::LoadStaff(kHeld.path());
    Must((load.staff == nullptr) == !load.errors.empty(), "a list or errors, not both");
    CheckErrors(load.errors, text);
    return 0;
  }
  const dm::ConfigLoad load = dm::LoadConfig(kHeld.path());
  CheckErrors(load.errors, text);
  if (!load.errors.empty()) return 0;
  CheckHolds(load.config);
  CheckShown(load.config);
  return 0;
}
