#include "connectors/folkbokforing/sim/scenario.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <yaml-cpp/yaml.h>

#include "connectors/sim/yaml_fields.h"
#include "worker/core/personnummer.h"

namespace dm::folk::sim {
namespace {

using dm::sim::Fields;
using dm::sim::Problems;

constexpr int kDelayMaxMs = 600'000;
constexpr int kBytesMax = 64 << 20;
constexpr int kCallsMax = 1'000'000;

constexpr auto kNames = std::to_array<std::pair<FaultKind, std::string_view>>({
    {FaultKind::kStatus, "status"},
    {FaultKind::kDelay, "delay"},
    {FaultKind::kReset, "reset"},
    {FaultKind::kTruncated, "truncated"},
    {FaultKind::kOversize, "oversize"},
    {FaultKind::kWrongPerson, "wrong_person"},
    {FaultKind::kWrongCorrelation, "wrong_correlation"},
    {FaultKind::kWrongCase, "wrong_case"},
    {FaultKind::kNotJson, "not_json"},
    {FaultKind::kDeep, "deep"},
    {FaultKind::kDuplicateKey, "duplicate_key"},
    {FaultKind::kUnknownCode, "unknown_code"},
    {FaultKind::kOldCopy, "old_copy"},
});

// What ssbtek-sim reads in the same file, about the same persons.
constexpr auto kOfSsbtek = std::to_array<const char*>(
    {"name", "protected", "af", "csn", "fk", "pm", "skv", "so", "tns", "miv", "faults"});

void ReadFault(Fields& fields, std::vector<Fault>& faults) {
  Fault fault;
  const std::string name = fields.RequiredText("do");
  const std::optional<FaultKind> kind = FindFault(name);
  if (!kind.has_value()) fields.Problem("do", "expected a fault of README.md");
  fault.kind = kind.value_or(FaultKind::kStatus);
  fault.status = fields.Whole("status", 400, 599, fault.status);
  fault.delay_ms = fields.Whole("delay_ms", 0, kDelayMaxMs, fault.delay_ms);
  fault.bytes = fields.Whole("bytes", 1, kBytesMax, 8 << 20);
  const int first = fields.Whole("from_call", 1, kCallsMax, 1);
  const int count = fields.Whole("calls", 0, kCallsMax, 0);
  fault.call_first = first;
  if (count > 0) fault.call_last = std::int64_t{first} + count - 1;
  fields.Finish();
  faults.push_back(fault);
}

std::vector<Fault> ReadFaults(Fields& fields) {
  std::vector<Fault> faults;
  fields.Each("faults", [&faults](Fields& one) { ReadFault(one, faults); });
  return faults;
}

std::string ReadPersonNumber(Fields& fields, const std::string& key, const std::string& text) {
  if (text == "withheld") return {};
  const auto number = Personnummer::Parse(text);
  if (number.ok()) return number->Reveal();
  fields.Problem(key, "expected a personal number with a true check digit, or withheld");
  return {};
}

void ReadChild(Fields& fields, Person& person) {
  Child child;
  child.person = ReadPersonNumber(fields, "person", fields.RequiredText("person"));
  child.custody = fields.Text("custody", child.custody);
  child.same_address = fields.Flag("same_address", true);
  child.born = fields.Text("born");
  fields.Finish();
  person.children.push_back(std::move(child));
}

void ReadDeregistration(Fields& fields, Person& person) {
  if (!fields.Has("deregistered")) return;
  Fields inner(fields.Child("deregistered"), fields.path() + ".deregistered", fields.problems());
  person.deregistered = inner.RequiredText("code");
  person.deregistered_on = inner.RequiredText("date");
  inner.Finish();
}

Person ReadFolk(Fields& fields) {
  Person person;
  person.protection = fields.Text("protection", person.protection);
  person.municipality = fields.Text("municipality", person.municipality);
  person.county = fields.Text("county", person.county);
  person.street = fields.Text("street");
  person.postal_code = fields.Text("postal_code");
  person.city = fields.Text("city");
  person.since = fields.Text("since");
  person.civil_status = fields.Text("civil_status", person.civil_status);
  ReadDeregistration(fields, person);
  for (const std::string& text : fields.Words("same_address")) {
    person.same_address.push_back(ReadPersonNumber(fields, "same_address", text));
  }
  fields.Each("children", [&person](Fields& one) { ReadChild(one, person); });
  person.faults = ReadFaults(fields);
  fields.Finish();
  return person;
}

void ReadPerson(const YAML::Node& key,
                const YAML::Node& value,
                const std::string& path,
                Problems& problems,
                Scenario& scenario) {
  const auto number = Personnummer::Parse(key.IsScalar() ? key.Scalar() : "");
  if (!number.ok()) {
    problems.Add(key, path, "expected a personal number with a true check digit, in quotes");
    return;
  }
  Fields fields(value, path, problems);
  for (const char* other : kOfSsbtek) (void)fields.Child(other);
  if (fields.Has("folk")) {
    Fields folk(fields.Child("folk"), path + ".folk", problems);
    const bool added = scenario.persons.emplace(number->Reveal(), ReadFolk(folk)).second;
    if (!added) problems.Add(key, path, "has a folk key already");
  }
  fields.Finish();
}

void ReadPersons(Fields& top, Problems& problems, Scenario& scenario) {
  if (!top.Has("persons")) return;
  const YAML::Node persons = top.Child("persons");
  if (!persons.IsMap()) {
    top.Problem("persons", "expected a mapping from personal numbers");
    return;
  }
  int place = 0;
  for (const auto& entry : persons) {
    const std::string path = "persons[" + std::to_string(place++) + "]";
    ReadPerson(entry.first, entry.second, path, problems, scenario);
  }
}

Status LoadFile(const std::string& path, Scenario& scenario) {
  Problems problems(path);
  YAML::Node root;
  try {
    root = YAML::LoadFile(path);
  } catch (const YAML::BadFile&) {
    return InvalidArgument(path + ": cannot be read");
  } catch (const YAML::Exception& error) {
    return InvalidArgument(path + ":" + std::to_string(error.mark.line + 1) + ": is no YAML");
  }
  Fields top(root, "", problems);
  // For ssbtek-sim, or for people.
  for (const char* other : {"scenario", "defaults", "faults"}) (void)top.Child(other);
  if (top.Has("folk")) {
    Fields folk(top.Child("folk"), "folk", problems);
    for (Fault& fault : ReadFaults(folk)) scenario.faults.push_back(fault);
    folk.Finish();
  }
  ReadPersons(top, problems, scenario);
  top.Finish();
  return problems.empty() ? OkStatus() : problems.ToStatus();
}

StatusOr<std::vector<std::string>> FilesOf(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  if (error) return InvalidArgument(path + ": the folder cannot be read");
  std::ranges::sort(files);
  return files;
}

}  // namespace

std::string_view NameOf(FaultKind kind) {
  const auto* found =
      std::ranges::find(kNames, kind, &std::pair<FaultKind, std::string_view>::first);
  return found == kNames.end() ? std::string_view() : found->second;
}

std::optional<FaultKind> FindFault(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

StatusOr<Scenario> LoadScenarios(const std::vector<std::string>& paths) {
  if (paths.empty()) return InvalidArgument("--scenario: at least one file or folder is needed");
  Scenario scenario;
  for (const std::string& path : paths) {
    DM_ASSIGN_OR_RETURN(const std::vector<std::string> files, FilesOf(path));
    for (const std::string& file : files) DM_RETURN_IF_ERROR(LoadFile(file, scenario));
  }
  return scenario;
}

}  // namespace dm::folk::sim
