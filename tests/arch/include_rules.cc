#include "tests/arch/include_rules.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dm::arch {
namespace {

using Prefixes = std::vector<std::string_view>;

// A row of the table: what the files below `folder` may include besides themselves. The longest
// matching row holds.
struct Row {
  std::string_view folder;
  Prefixes looks_at;
};

constexpr std::string_view kGenerated = "medarbetare/v1/";

const std::vector<Row>& Table() {
  static const std::vector<Row> rows = {
      {"worker/core/", {}},
      {"worker/case/", {"worker/core/"}},
      {"worker/policy/", {"worker/core/", "worker/case/"}},
      // The rules told to people and to other programs; golden cases are its worked examples.
      {"worker/publish/",
       {"worker/core/", "worker/case/", "worker/policy/", "worker/changes/", "worker/golden/"}},
      {"worker/ports/", {"worker/core/", "worker/case/"}},
      {"worker/sealing/", {"worker/core/"}},
      {"worker/assessment/", {"worker/core/", "worker/case/", "worker/policy/"}},
      {"worker/decision/", {"worker/core/", "worker/case/", "worker/policy/"}},
      {"worker/explain/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/assessment/",
        "worker/decision/"}},
      // Re-decides stored and invented cases: the pure steps, and the forms in which cases are
      // kept.
      {"worker/backtest/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/assessment/",
        "worker/decision/",
        "worker/adapters/codec/"}},
      // Recomputes decided cases when a rule was wrong.
      {"worker/sweep/", {"worker/core/", "worker/case/", "worker/policy/", "worker/assessment/"}},
      {"worker/intake/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/effects/contact_effects.h"}},
      // Which registers are needed is a question of law: assessment answers it, evidence asks them.
      {"worker/evidence/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/assessment/evidence_needs.h",
        "worker/assessment/question_list.h"}},
      {"worker/effects/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/explain/letter_reasons.h"}},
      {"worker/escalation/", {"worker/core/", "worker/case/", "worker/policy/", "worker/ports/"}},
      {"worker/quality/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/decision/decide.h"}},
      // The follow-up of a period; the page is made of the backtest's parts.
      {"worker/report/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/backtest/",
        "worker/explain/words.h",
        "worker/quality/statistics.h"}},
      {"worker/retention/", {"worker/core/", "worker/case/", "worker/policy/", "worker/ports/"}},
      {"worker/audit/", {"worker/core/", "worker/case/", "worker/ports/"}},
      // What the household and the caseworkers tell each other; effects writes the letters of it,
      // explain the applicant's words.
      {"worker/contact/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/effects/contact_effects.h",
        "worker/explain/"}},
      {"worker/adapters/", {"worker/core/", "worker/case/", "worker/ports/"}},
      {"worker/adapters/codec/", {"worker/core/", "worker/case/", "worker/ports/", kGenerated}},
      // The rows, for every database; what a database does differently stands in its own folder.
      {"worker/adapters/sql/",
       {"worker/core/",
        "worker/case/",
        "worker/ports/",
        "worker/sealing/",
        "worker/adapters/codec/"}},
      {"worker/adapters/sqlite/",
       {"worker/core/",
        "worker/case/",
        "worker/ports/",
        "worker/sealing/",
        "worker/adapters/sql/"}},
      {"worker/adapters/postgres/",
       {"worker/core/",
        "worker/case/",
        "worker/ports/",
        "worker/sealing/",
        "worker/adapters/sql/"}},
      {"worker/adapters/grpc/",
       {"worker/core/", "worker/case/", "worker/ports/", "worker/adapters/codec/", kGenerated}},
      {"worker/config/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/intake/",
        "worker/evidence/",
        "worker/assessment/",
        "worker/decision/",
        "worker/effects/",
        "worker/escalation/"}},
      {"worker/runtime/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/intake/",
        "worker/evidence/",
        "worker/assessment/",
        "worker/decision/",
        "worker/explain/",
        "worker/effects/",
        "worker/escalation/",
        "worker/quality/",
        "worker/contact/",
        "worker/config/"}},
      {"worker/metrics/", {"worker/core/", "worker/case/", "worker/ports/"}},
      {"worker/changes/", {"worker/core/", "worker/case/", "worker/policy/"}},
      // Golden cases are read from files in the contract's form and run through the pure steps.
      {"worker/golden/",
       {"worker/core/",
        "worker/case/",
        "worker/policy/",
        "worker/assessment/",
        "worker/decision/",
        "worker/adapters/codec/"}},
      // The command line is a client of the service: it speaks the contract and reads case files;
      // `serve` hands its options to the wiring, as `ssbtek` does what it reads.
      {"worker/cli/",
       {"worker/wiring/worker.h",
        "worker/wiring/ssbtek.h",
        "worker/wiring/store.h",
        "worker/wiring/backup.h",
        "worker/wiring/effect_files.h",
        "worker/wiring/files.h",
        "worker/wiring/restore.h",
        "worker/core/",
        "worker/sealing/",
        "worker/case/",
        "worker/policy/",
        "worker/ports/",
        "worker/assessment/",
        "worker/decision/",
        "worker/explain/",
        "worker/evidence/",
        "worker/backtest/",
        "worker/report/",
        "worker/sweep/",
        "worker/config/",
        "worker/runtime/",
        "worker/changes/",
        "worker/golden/",
        "worker/intake/",
        "worker/publish/",
        "worker/adapters/codec/",
        "worker/adapters/grpc/",
        kGenerated}},
      // The only places where an adapter meets a port.
      {"worker/main.cc", {"worker/", "connectors/", kGenerated}},
      {"worker/wiring", {"worker/", "connectors/", kGenerated}},
      {"connectors/http/", {"worker/core/", "worker/case/", "worker/ports/"}},
      {"connectors/soap/", {"worker/core/", "worker/case/", "worker/ports/"}},
      {"connectors/guard/", {"worker/core/"}},
      {"connectors/json/", {"worker/core/"}},
      {"connectors/ssbtek/",
       {"worker/core/",
        "worker/case/",
        "worker/ports/",
        "connectors/guard/",
        "connectors/http/",
        "connectors/json/",
        "connectors/soap/"}},
      {"connectors/folkbokforing/",
       {"worker/core/",
        "worker/case/",
        "worker/ports/",
        "connectors/guard/",
        "connectors/http/",
        "connectors/json/"}},
      {"connectors/folkbokforing/sim/",
       {"worker/core/",
        "worker/case/",
        "worker/ports/",
        "connectors/folkbokforing/",
        "connectors/sim/"}},
      {"connectors/sim/",
       {"worker/core/", "worker/case/", "worker/ports/", "connectors/http/", "connectors/soap/"}},
      // The gateway of the caseworkers' page: the contract by descriptor, errors as the worker
      // packs them, configuration and log as the worker's.
      {"connectors/desk/",
       {"worker/core/",
        "worker/ports/",
        "worker/config/",
        "worker/runtime/clocks.h",
        "worker/runtime/log.h",
        "worker/runtime/service_manager.h",
        "worker/adapters/codec/unknown_fields.h",
        "worker/adapters/grpc/error.h",
        "worker/adapters/grpc/library_log.h",
        kGenerated}},
      {"connectors/effectfiles/",
       {"worker/core/", "worker/case/", "worker/ports/", "connectors/json/"}},
      {"connectors/casesystem/",
       {"worker/core/", "worker/case/", "worker/ports/", "worker/adapters/codec/", kGenerated}},
  };
  return rows;
}

// A library of others: how its headers begin, and the only places that may include them. Headers
// that no entry names, such as the standard library's, are free in angle brackets.
struct Library {
  std::string_view name;
  Prefixes headers;
  Prefixes users;
};

const std::vector<Library>& Libraries() {
  static const std::vector<Library> libraries = {
      {"abseil", {"absl/"}, {"worker/core/"}},
      {"fmt", {"fmt/"}, {"worker/", "connectors/"}},
      {"OpenSSL",
       {"openssl/"},
       {"worker/core/", "worker/sealing/", "worker/adapters/", "connectors/"}},
      {"spdlog", {"spdlog/"}, {"worker/runtime/log.cc"}},
      {"prometheus-cpp", {"prometheus/"}, {"worker/metrics/"}},
      {"systemd", {"systemd/"}, {"worker/runtime/service_manager.cc"}},
      {"yaml-cpp",
       {"yaml-cpp/"},
       {"worker/policy/",
        "worker/config/",
        "connectors/desk/",
        "connectors/sim/",
        "connectors/folkbokforing/sim/"}},
      {"nlohmann json",
       {"nlohmann/"},
       {"worker/adapters/", "worker/cli/", "worker/golden/", "connectors/"}},
      {"simdjson", {"simdjson.h"}, {"worker/adapters/codec/", "worker/cli/"}},
      {"CLI11",
       {"CLI/"},
       {"worker/main.cc",
        "worker/cli/",
        "worker/config/",
        "connectors/sim/",
        "connectors/folkbokforing/sim/",
        "connectors/casesystem/sim/",
        "connectors/desk/main.cc"}},
      {"SQLite", {"sqlite3.h"}, {"worker/adapters/sqlite/"}},
      {"libpq", {"libpq"}, {"worker/adapters/postgres/"}},
      {"gRPC",
       {"grpc/", "grpcpp/"},
       {"worker/adapters/grpc/",
        "worker/cli/",
        "worker/main.cc",
        "connectors/casesystem/",
        "connectors/desk/"}},
      {"protobuf",
       {"google/protobuf/"},
       {"worker/adapters/codec/",
        "worker/adapters/grpc/",
        "worker/cli/",
        "connectors/casesystem/",
        "connectors/desk/"}},
      {"curl", {"curl/"}, {"connectors/http/", "connectors/desk/oidc/fetch.cc"}},
      // The simulator reads with its own eyes: a fault shared with the client would hide itself.
      {"expat", {"expat.h"}, {"connectors/soap/", "connectors/sim/"}},
      {"libxml2", {"libxml/"}, {"connectors/soap/", "connectors/sim/"}},
      {"cpp-httplib",
       {"httplib.h"},
       {"connectors/sim/", "connectors/folkbokforing/sim/", "connectors/desk/"}},
      {"mustache", {"kainjow/", "mustache.hpp"}, {"worker/effects/", "worker/policy/"}},
      {"pango", {"pango/", "cairo"}, {"worker/effects/"}},
  };
  return libraries;
}

bool BeginsWithOneOf(std::string_view text, const Prefixes& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [text](std::string_view prefix) {
    return text.substr(0, prefix.size()) == prefix;
  });
}

const Row* RowOf(std::string_view path) {
  const Row* best = nullptr;
  for (const Row& row : Table()) {
    if (!BeginsWithOneOf(path, {row.folder})) continue;
    if (best == nullptr || row.folder.size() > best->folder.size()) best = &row;
  }
  return best;
}

bool IsOurs(std::string_view header) {
  return BeginsWithOneOf(header, {"worker/", "connectors/", "tests/", kGenerated});
}

bool IsTestLibrary(std::string_view header) {
  return BeginsWithOneOf(header, {"gtest/", "gmock/", "benchmark/"});
}

// Tests build what they need from the fixtures, and a connector's test may play the other side with
// any connector.
bool TestMayInclude(std::string_view path, std::string_view header) {
  if (!IsTest(path)) return false;
  return IsTestLibrary(header) || BeginsWithOneOf(header, {"tests/support/"}) ||
         (BeginsWithOneOf(path, {"connectors/"}) && BeginsWithOneOf(header, {"connectors/"}));
}

std::optional<std::string> FaultOfOurs(std::string_view path, std::string_view header) {
  const Row* row = RowOf(path);
  if (row == nullptr) return "its folder has no row in tests/arch/include_rules.cc";
  if (BeginsWithOneOf(header, {row->folder}) || BeginsWithOneOf(header, row->looks_at)) return {};
  return std::string(row->folder) + " does not look there: move the type or make a port";
}

std::optional<std::string> FaultOfLibrary(std::string_view path, const Include& include) {
  for (const Library& library : Libraries()) {
    if (!BeginsWithOneOf(include.header, library.headers)) continue;
    if (IsTest(path) || BeginsWithOneOf(path, library.users)) return {};
    return std::string(library.name) + " does not belong in this folder";
  }
  if (!include.quoted) return {};
  return "is neither ours nor a library of the list in tests/arch/include_rules.cc";
}

}  // namespace

std::optional<std::string> Fault(std::string_view path, const Include& include) {
  if (TestMayInclude(path, include.header)) return {};
  if (IsTestLibrary(include.header) || (IsFixture(include.header) && !IsTest(path))) {
    return "belongs in tests";
  }
  if (IsOurs(include.header)) return FaultOfOurs(path, include.header);
  return FaultOfLibrary(path, include);
}

}  // namespace dm::arch
