#include "connectors/sim/fault_reader.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "connectors/sim/behaviour.h"

namespace dm::sim {
namespace {

constexpr int kBytesMax = 1 << 30;
constexpr int kCallsMax = 1000000000;
constexpr std::string_view kAgencyWords = "AF CSN FK SKV SO TNS MIV";

void ReadCalls(Fields& fields, Fault& fault) {
  if (!fields.Has("calls")) return;
  Fields calls(fields.Child("calls"), fields.path() + ".calls", fields.problems());
  if (calls.Has("first") && calls.Has("from")) {
    calls.Problem("from", "excludes first; use from with count");
  }
  if (const auto first = calls.OptionalWhole("first", 1, kCallsMax)) fault.call_last = *first;
  if (const auto from = calls.OptionalWhole("from", 1, kCallsMax)) fault.call_first = *from;
  if (const auto count = calls.OptionalWhole("count", 1, kCallsMax)) {
    fault.call_last = fault.call_first + *count - 1;
  }
  calls.Finish();
}

// A share from 0 to 1, kept in millionths.
void ReadRate(Fields& fields, Fault& fault) {
  const std::string text = fields.Text("rate");
  if (text.empty()) return;
  double rate = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  const bool fits =
      error == std::errc() && end == text.data() + text.size() && rate >= 0 && rate <= 1;
  if (!fits) return fields.Problem("rate", "expected a share from 0 to 1, such as 0.03");
  fault.rate_ppm = static_cast<int>(std::lround(rate * kRateWhole));
}

void CheckScope(Fields& fields, const FaultSpec& spec, const Fault& fault) {
  if (spec.scope == FaultScope::kAgency && !fault.agency) {
    fields.Problem("do", "this fault needs an agency");
  }
  if (fault.agency && !spec.agencies.empty() && !HasWord(spec.agencies, Name(*fault.agency))) {
    fields.Problem("agency", "this fault fits only: " + std::string(spec.agencies));
  }
}

// Keys that this kind of fault does not take are left unread, so that Finish reports them.
void ReadFaultKeys(Fields& fields, const FaultSpec& spec, Fault& fault) {
  const auto takes = [&spec](std::string_view key) { return HasWord(spec.keys, key); };
  if (takes("source")) fault.source = fields.Word("source", "SSBT BT", "BT");
  if (takes("code")) fault.code = fields.Text("code", fault.code);
  if (takes("message")) fault.message = fields.Text("message", fault.message);
  if (takes("status")) fault.http_status = fields.Whole("status", 200, 599, 503);
  if (takes("bytes")) fault.bytes = fields.Whole("bytes", 1, kBytesMax, 0);
  if (takes("delay_ms")) {
    fault.delay_ms = fields.Whole("delay_ms", 0, kLatencyMaxMs, 0);
    if (!fields.Has("delay_ms")) fields.Problem("delay_ms", "is missing");
  }
}

std::optional<Agency> ReadAgency(Fields& fields) {
  const std::string agency = fields.Word("agency", kAgencyWords, "");
  return agency.empty() ? std::nullopt : AgencyNamed(agency);
}

// A behaviour has all its keys already.
Fault ReadBehaviour(Fields& fields, const Behaviour& behaviour) {
  const std::optional<Agency> agency = ReadAgency(fields);
  if (agency && !Fits(behaviour, *agency)) {
    fields.Problem("agency", "this behaviour fits only: " + std::string(behaviour.agencies));
    return {};
  }
  if (!agency && behaviour.reach == Reach::kAgency) {
    fields.Problem("do", "this behaviour needs an agency");
    return {};
  }
  Fault fault = FaultOf(behaviour, agency.value_or(Agency::kAf));
  fault.agency = agency;
  return fault;
}

Fault ReadSpecified(Fields& fields, const FaultSpec& spec) {
  Fault fault;
  fault.kind = spec.kind;
  fault.agency = ReadAgency(fields);
  CheckScope(fields, spec, fault);
  ReadFaultKeys(fields, spec, fault);
  return fault;
}

// ---- latencies ----

void ReadNumbers(Fields& fields, const char* a, const char* b, Latency& latency) {
  latency.a = fields.Whole(a, 0, kLatencyMaxMs, 0);
  latency.b = fields.Whole(b, 0, kLatencyMaxMs, 0);
  for (const char* key : {a, b}) {
    if (!fields.Has(key)) fields.Problem(key, "is missing");
  }
}

void CheckRising(Fields& fields, const char* first, bool rises) {
  if (!rises) fields.Problem(first, "must not be above the numbers that follow it");
}

Latency ReadDistribution(Fields& fields) {
  Latency latency;
  if (fields.Has("fixed")) {
    latency.a = fields.Whole("fixed", 0, kLatencyMaxMs, 0);
  } else if (fields.Has("min")) {
    latency.shape = Latency::Shape::kUniform;
    ReadNumbers(fields, "min", "max", latency);
    CheckRising(fields, "min", latency.a <= latency.b);
  } else if (fields.Has("mean")) {
    latency.shape = Latency::Shape::kNormal;
    ReadNumbers(fields, "mean", "sd", latency);
  } else if (fields.Has("median")) {
    latency.shape = Latency::Shape::kLognormal;
    ReadNumbers(fields, "median", "p84", latency);
    CheckRising(fields, "median", 0 < latency.a && latency.a <= latency.b);
  } else {
    latency.shape = Latency::Shape::kPercentiles;
    ReadNumbers(fields, "p50", "p90", latency);
    latency.c = fields.Whole("p99", 0, kLatencyMaxMs, latency.b);
    CheckRising(fields, "p50", latency.a <= latency.b && latency.b <= latency.c);
  }
  return latency;
}

std::optional<Latency> ReadLatency(Fields& latencies, const std::string& key) {
  const YAML::Node node = latencies.Child(key);
  if (!node.IsDefined()) return std::nullopt;
  if (node.IsScalar()) return Latency{.a = latencies.Whole(key, 0, kLatencyMaxMs, 0)};
  Fields fields(node, latencies.path() + "." + key, latencies.problems());
  const Latency latency = ReadDistribution(fields);
  fields.Finish();
  return latency;
}

}  // namespace

Fault ReadFault(Fields& fields) {
  const std::string name = fields.RequiredText("do");
  const FaultSpec* spec = FindFault(name);
  const Behaviour* behaviour = spec == nullptr ? FindBehaviour(name) : nullptr;
  if (spec == nullptr && behaviour == nullptr) {
    fields.Problem("do",
                   "is no fault or behaviour; ssbtek-sim --list-faults and --list-behaviours show "
                   "them");
    return {};
  }
  Fault fault = spec != nullptr ? ReadSpecified(fields, *spec) : ReadBehaviour(fields, *behaviour);
  ReadCalls(fields, fault);
  ReadRate(fields, fault);
  return fault;
}

void ReadLatencies(Fields& defaults, Scenario& scenario) {
  const YAML::Node node = defaults.Child("latency_ms");
  if (!node.IsDefined()) return;
  if (node.IsScalar()) {
    const int all = defaults.Whole("latency_ms", 0, kLatencyMaxMs, 0);
    for (const Agency agency : kAgencies) scenario.latency[agency] = {.a = all};
    return;
  }
  Fields latencies(node, "defaults.latency_ms", defaults.problems());
  const std::optional<Latency> all = ReadLatency(latencies, "all");
  for (const Agency agency : kAgencies) {
    const auto own = ReadLatency(latencies, std::string(Name(agency)));
    scenario.latency[agency] = own ? *own : all.value_or(Latency());
  }
  scenario.call_latency = ReadLatency(latencies, "call").value_or(Latency());
  latencies.Finish();
}

}  // namespace dm::sim
