#include "connectors/sim/scenario_loader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "connectors/sim/agency_readers.h"
#include "connectors/sim/fault_reader.h"
#include "connectors/sim/shorthands.h"
#include "connectors/sim/yaml_fields.h"
#include "worker/core/personnummer.h"

namespace dm::sim {
namespace {

constexpr int kSeedMax = 1000000000;

template <typename State, typename Read>
std::optional<State> ReadState(Fields& person, const std::string& key, Read read) {
  if (!person.Has(key)) return std::nullopt;
  Fields fields(person.Child(key), person.path() + "." + key, person.problems());
  State state = read(fields);
  fields.Finish();
  return state;
}

Person ReadPerson(Fields& fields) {
  Person person;
  if (fields.Has("name")) {
    Fields name(fields.Child("name"), fields.path() + ".name", fields.problems());
    person.first_name = name.Text("first");
    person.last_name = name.Text("last");
    name.Finish();
  }
  person.is_protected = fields.Flag("protected", false);
  person.af = ReadState<AfState>(fields, "af", ReadAf);
  person.csn = ReadState<CsnState>(fields, "csn", ReadCsn);
  person.fk = ReadState<FkState>(fields, "fk", ReadFk);
  person.pm = ReadState<PmState>(fields, "pm", ReadPm);
  person.skv = ReadState<SkvState>(fields, "skv", ReadSkv);
  person.so = ReadState<SoState>(fields, "so", ReadSo);
  person.tns = ReadState<TnsState>(fields, "tns", ReadTns);
  person.miv = ReadState<MivState>(fields, "miv", ReadMiv);
  fields.Each("faults", [&person](Fields& fault) { person.faults.push_back(ReadFault(fault)); });
  return person;
}

// Persons are keyed by their number, which must not reach an error message: a person is named by
// place in the file.
void ReadPersons(Fields& root, Problems& problems, Scenario& scenario) {
  const YAML::Node persons = root.Child("persons");
  if (!persons.IsDefined() || persons.IsNull()) return;
  if (!persons.IsMap()) return root.Problem("persons", "expected personnummer as keys");
  std::size_t place = 0;
  for (const auto& entry : persons) {
    const std::string path = "persons[" + std::to_string(place++) + "]";
    const StatusOr<Personnummer> number =
        Personnummer::Parse(entry.first.IsScalar() ? entry.first.Scalar() : "");
    if (!number.ok()) {
      problems.Add(entry.first, path, MessageOf(number.status()));
      continue;
    }
    Fields fields(entry.second, path, problems);
    const bool is_new = scenario.persons.try_emplace(number->Reveal(), ReadPerson(fields)).second;
    fields.Finish();
    if (!is_new) problems.Add(entry.first, path, "the person stands twice");
  }
}

void ReadPeerLike(Fields& defaults, Scenario& scenario) {
  for (const std::string& name : defaults.Words("peer_like")) {
    const std::optional<Agency> agency = AgencyNamed(name);
    if (agency && (*agency == Agency::kAf || *agency == Agency::kSo || *agency == Agency::kCsn)) {
      scenario.peer_like[*agency] = true;
    } else {
      defaults.Problem("peer_like", "expected a list of AF, CSN, SO");
    }
  }
}

void ReadDefaults(const YAML::Node& node, Problems& problems, Scenario& scenario) {
  Fields defaults(node, "defaults", problems);
  if (defaults.Word("unknown_person", "nothing fault", "nothing") == "fault") {
    scenario.unknown_person = UnknownPerson::kFault;
  }
  scenario.seed = static_cast<std::uint64_t>(defaults.Whole("seed", 0, kSeedMax, 1));
  ReadLatencies(defaults, scenario);
  ReadPeerLike(defaults, scenario);
  if (defaults.Has("so_funds")) {
    scenario.so_funds.clear();
    defaults.Each("so_funds",
                  [&scenario](Fields& fund) { scenario.so_funds.push_back(ReadSoFund(fund)); });
  }
  scenario.actors = defaults.Words("actors");
  scenario.lefi_not_granted = defaults.Words("lefi_not_granted");
  for (const std::string& group : scenario.lefi_not_granted) {
    if (!IsFkGroup(group) && !IsPmGroup(group) && !IsOtherInformation(group)) {
      defaults.Problem("lefi_not_granted", "holds a word that is no LEFI group");
    }
  }
  defaults.Finish();
}

// Reads one file into `scenario`; `has_defaults` tells whether an earlier file set them.
Status ReadInto(const std::string& yaml,
                const std::string& file,
                Scenario& scenario,
                bool& has_defaults) {
  Problems problems(file);
  try {
    const YAML::Node document = YAML::Load(yaml);
    Fields root(document, "", problems);
    static_cast<void>(root.Text("scenario"));
    if (root.Has("defaults")) {
      if (has_defaults) root.Problem("defaults", "already set by another file; keep them in one");
      has_defaults = true;
      ReadDefaults(root.Child("defaults"), problems, scenario);
    }
    ReadPersons(root, problems, scenario);
    root.Each("faults",
              [&scenario](Fields& fault) { scenario.faults.push_back(ReadFault(fault)); });
    root.Finish();
  } catch (const YAML::Exception& error) {
    return InvalidArgument(
        file + ":" + std::to_string(error.mark.line + 1) + ": is no well-formed YAML: " + error.msg,
        {.reason = "SCENARIO_INVALID",
         .field = file,
         .remedy = "correct the file's indentation and quotes"});
  }
  return problems.ToStatus();
}

StatusOr<std::vector<std::string>> FilesOf(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  if (error) return Unavailable(path + ": the directory cannot be read");
  if (files.empty()) return NotFound(path + ": the directory holds no *.yaml file");
  std::ranges::sort(files);
  return files;
}

StatusOr<std::string> ReadFile(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  if (!stream || !(text << stream.rdbuf())) {
    return NotFound(file + ": the scenario file cannot be read or is empty");
  }
  return text.str();
}

// A large file's persons are only found, not read.
Status ReadIndexed(const std::string& file, Scenario& scenario, bool& has_defaults) {
  const auto read_block = [file](const std::string& block) -> StatusOr<Person> {
    DM_ASSIGN_OR_RETURN(Scenario one, ParseScenario("persons:\n" + block, file));
    return std::move(one.persons.begin()->second);
  };
  std::string rest;
  DM_ASSIGN_OR_RETURN(auto archive, PersonArchive::Open(file, read_block, rest));
  scenario.archives.push_back(std::move(archive));
  return ReadInto(rest, file, scenario, has_defaults);
}

bool IsLarge(const std::string& file, std::uint64_t indexed_from) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  return !error && bytes >= indexed_from;
}

// A person may stand in one file only.
Status CheckTwice(const Scenario& scenario) {
  for (const auto& archive : scenario.archives) {
    for (const auto& [person, state] : scenario.persons) {
      if (archive->Contains(person)) {
        return InvalidArgument("a person stands in two scenario files; keep each in one");
      }
    }
  }
  return OkStatus();
}

}  // namespace

StatusOr<Scenario> ParseScenario(const std::string& yaml, const std::string& file) {
  Scenario scenario;
  bool has_defaults = false;
  DM_RETURN_IF_ERROR(ReadInto(yaml, file, scenario, has_defaults));
  return scenario;
}

StatusOr<Scenario> LoadScenarios(const std::vector<std::string>& paths,
                                 std::uint64_t indexed_from) {
  Scenario scenario;
  bool has_defaults = false;
  for (const std::string& path : paths) {
    DM_ASSIGN_OR_RETURN(const std::vector<std::string> files, FilesOf(path));
    for (const std::string& file : files) {
      if (IsLarge(file, indexed_from)) {
        DM_RETURN_IF_ERROR(ReadIndexed(file, scenario, has_defaults));
        continue;
      }
      DM_ASSIGN_OR_RETURN(const std::string yaml, ReadFile(file));
      DM_RETURN_IF_ERROR(ReadInto(yaml, file, scenario, has_defaults));
    }
  }
  DM_RETURN_IF_ERROR(CheckTwice(scenario));
  return scenario;
}

}  // namespace dm::sim
