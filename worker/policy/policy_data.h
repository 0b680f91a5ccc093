// PolicyData: a policy set as typed data, filled by the readers of policy_readers.h, checked by
// cross_checks.h, then wrapped as an immutable PolicySet.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/engine/calculation.h"
#include "worker/policy/engine/words.h"
#include "worker/policy/grid.h"
#include "worker/policy/observation_policy.h"
#include "worker/policy/policy_set.h"

namespace dm::policy {

struct Program;

struct Place {
  std::string file;
  int line = 0;
};

struct SourceVersion {
  Period valid;
  std::string citation;
  std::string grade;  // A, B, C, P
  int line = 0;
};

struct LegalSource {
  std::string id;
  std::string title;
  std::string url;
  bool statute = false;  // a law or regulation
  Place place;
  std::vector<SourceVersion> versions;  // ascending, without gap or overlap

  const SourceVersion* On(Date date) const;
};

struct FactDefinition {
  std::string id;
  std::string title;
  ValueType type;
  bool open = false;  // code facts of foreign origin: may be a word outside the domain
};

struct Beyond {
  std::string id;
  int line = 0;
  std::string key;
  std::int64_t above = 0;
  std::int64_t add_per_step = 0;
  // What the steps may come to: the bound of an open parameter.
  std::int64_t value_max = Interval().high;
  std::vector<std::string> sources;
  std::string grade;
};

struct ParameterRow {
  FactValue value;
  std::vector<std::string> sources;
  std::string grade;
};

struct ParameterVersion {
  Period valid;  // always with a first day
  int line = 0;
  bool ends = false;
  std::string grade;
  std::vector<std::string> sources;
  FactValue value;                 // scalar
  Grid grid;                       // table
  std::vector<ParameterRow> rows;  // table: as many as grid.rows
  std::optional<Beyond> beyond;    // table
  std::vector<Date> days;          // days: ascending
};

enum class ParameterKind { kScalar, kTable, kDays };

struct Parameter {
  std::string id;
  std::string title;
  ParameterKind kind = ParameterKind::kScalar;
  ValueType type;
  Place place;
  HitPolicy hit = HitPolicy::kUnique;
  std::vector<Column> columns;  // table: names and types; each version's grid has its own copy
  bool needs_approval = false;
  bool begins = false;   // the rule did not exist before its first version
  bool planned = false;  // its shape is known, its values are not: it has no version yet
  bool municipal = false;
  bool broken = false;  // a version could not be read: what its days were is not known
  std::vector<ParameterVersion> versions;  // ascending, without gap or overlap

  const ParameterVersion* On(Date date) const;
};

// What the national manifest leaves to the municipality.
struct OpenParameter {
  std::string id;
  std::string title;
  Place place;
  ParameterKind kind = ParameterKind::kScalar;
  ValueType type;
  bool required = false;
  bool needs_approval = false;
  Interval bound;                  // kr in öre
  std::vector<std::string> words;  // text and code values that are allowed; empty: any
  std::vector<Column> keys;        // table: the keys that the program can answer
};

struct Manifest {
  std::string bundle;
  std::string version;
  std::string status;  // draft, test_only, approved, retired
  Period effective;    // both ends set
  std::optional<Date> released_on;
  Place place;
};

struct TableOutput {
  std::string name;
  ValueType type;
};

struct TableRow {
  std::map<std::string, FactValue, std::less<>> outputs;
  std::vector<std::string> sources;
};

struct DecisionTable {
  std::string id;
  std::string title;
  Place place;
  Period valid;
  HitPolicy hit = HitPolicy::kUnique;
  bool total = false;  // claims a row for every combination of values
  Grid grid;
  std::vector<TableOutput> outputs;
  std::vector<TableRow> rows;  // as many as grid.rows
  std::optional<std::pair<std::string, TableRow>> otherwise;
};

struct CompiledCriterion {
  Column column;
  Cell cell;
  Place place;
};

struct Approval {
  std::string parameter;
  Date version;  // valid_from of the version approved
  std::string approved_by;
  Date approved_on;
  std::string reference;
  Place place;
};

struct ModeChoice {
  Mode mode = Mode::kShadow;
  Place place;
};

// A use of a source that must be in force on every day of `valid` within the effective period.
struct SourceUse {
  std::string source;
  Period valid;
  Place place;
};

// One version of what is said about an observation.
struct ObservationEntry {
  ObservationPolicy policy;
  Place place;
  bool begins = false;  // what it notices did not exist before its first day
  bool ends = false;    // or after its last
};

// What a municipality has chosen in its routing.yaml.
struct RoutingChoice {
  enum class Kind { kQueue, kGate, kTrigger, kReason };
  Kind kind = Kind::kQueue;
  std::string code;
  std::string queue;  // gates and triggers: the queue instead; queues: where it merges
  std::string queue_with_children;  // triggers
  std::string target;               // queues
  Place place;
};

struct PolicyData {
  Manifest national;
  Manifest municipal;
  std::vector<OpenParameter> opens;
  std::map<std::string, Domain, std::less<>> domains;
  std::map<std::string, FactDefinition, std::less<>> facts;
  std::map<std::string, LegalSource, std::less<>> sources;
  std::map<std::string, Parameter, std::less<>> parameters;
  std::map<std::string, DecisionTable, std::less<>> tables;
  std::map<std::string, Calculation, std::less<>> calculations;
  std::map<std::string, std::shared_ptr<const Program>, std::less<>>
      programs;  // by calculation; made by the cross checks
  std::shared_ptr<Words> words = std::make_shared<Words>();
  std::map<std::string, std::string, std::less<>> texts;  // code → Swedish
  std::vector<GatePolicy> gates;
  std::vector<TriggerPolicy> triggers;
  std::vector<QueuePolicy> queues;
  std::map<std::string, std::vector<ObservationEntry>, std::less<>> observations;  // by first day
  std::vector<RouteReasonPolicy> route_reasons;
  std::vector<NamedCheckPolicy> checks;
  std::vector<Place> check_places;  // of each
  std::vector<RoutingChoice> routing;
  std::vector<RuleIncident> incidents;
  std::map<std::string, Place, std::less<>> queue_uses;  // queue code → where it is named first
  std::vector<TypfallPolicy> typfall;
  std::map<std::string, CompiledCriterion, std::less<>> criteria;  // by criterion id
  std::map<std::string, Place, std::less<>> typfall_places;
  std::map<std::string, Period, std::less<>> typfall_valid;
  std::map<std::string, ModeChoice, std::less<>> modes;
  std::vector<Delegation> delegations;
  std::vector<Place> delegation_places;
  std::vector<Approval> approvals;
  std::map<std::string, LetterTemplate, std::less<>>
      letters;  // "sv/beslut_bifall"; a municipality's own replaces the national
  std::vector<SourceUse> source_uses;

  // The value of a scalar parameter that is a number; nothing when none is in force.
  std::optional<std::int64_t> ScalarOn(const std::string& id, Date on) const;
  bool IsApproved(const Parameter& parameter, const ParameterVersion& version) const;
};

}  // namespace dm::policy
