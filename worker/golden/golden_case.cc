#include "worker/golden/golden_case.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>

#include "nlohmann/json.hpp"
#include "worker/adapters/codec/codec.h"

namespace dm::golden {

struct CaseReading::Kept {
  std::map<std::string, nlohmann::json> bases;  // by path
  codec::CaseInputReader reader;
};

CaseReading::CaseReading() : kept_(std::make_unique<Kept>()) {}

CaseReading::~CaseReading() = default;

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

StatusOr<Json> ReadJson(const fs::path& path) {
  std::ifstream file(path);
  if (!file) return NotFound("cannot read " + path.filename().string());
  std::stringstream text;
  text << file.rdbuf();
  Json json = Json::parse(text.str(), nullptr, false);
  if (json.is_discarded()) return InvalidArgument(path.filename().string() + " is no JSON");
  return json;
}

Status RefuseOtherKeys(const Json& json,
                       const std::set<std::string>& keys,
                       const std::string& where) {
  for (const auto& [key, value] : json.items()) {
    if (!keys.contains(key)) return InvalidArgument(where + " has the unknown key " + key);
  }
  return OkStatus();
}

StatusOr<Json> InputOf(const Json& json, const fs::path& folder, CaseReading::Kept& kept) {
  if (json.contains("input") == json.contains("base")) {
    return InvalidArgument("a case has either input or base");
  }
  Json input;
  if (json.contains("input")) {
    input = json.at("input");
  } else {
    const fs::path path = folder / json.at("base").get<std::string>();
    const auto found = kept.bases.find(path.string());
    if (found != kept.bases.end()) {
      input = found->second;
    } else {
      DM_ASSIGN_OR_RETURN(input, ReadJson(path));
      kept.bases[path.string()] = input;
    }
  }
  if (json.contains("patch")) input = input.patch(json.at("patch"));
  return input;
}

Status ReadExpectation(const Json& json, Expectation* expect) {
  DM_RETURN_IF_ERROR(RefuseOtherKeys(json,
                                     {"outcome",
                                      "grant",
                                      "sums",
                                      "rows",
                                      "findings",
                                      "matched",
                                      "unmet",
                                      "missing",
                                      "undetermined",
                                      "decision",
                                      "queue",
                                      "mode",
                                      "access",
                                      "reasons",
                                      "pay_date",
                                      "due"},
                                     "expect"));
  for (const char* key : {"outcome", "grant", "findings", "matched", "decision"}) {
    if (!json.contains(key)) return InvalidArgument(std::string("expect lacks ") + key);
  }
  json.at("outcome").get_to(expect->outcome);
  json.at("grant").get_to(expect->grant);
  json.at("findings").get_to(expect->findings);
  json.at("matched").get_to(expect->matched);
  json.at("decision").get_to(expect->decision);
  expect->sums = json.value("sums", expect->sums);
  expect->rows = json.value("rows", expect->rows);
  expect->unmet = json.value("unmet", expect->unmet);
  expect->missing = json.value("missing", expect->missing);
  expect->undetermined = json.value("undetermined", expect->undetermined);
  expect->queue = json.value("queue", "");
  expect->mode = json.value("mode", "");
  expect->access = json.value("access", "");
  expect->reasons = json.value("reasons", expect->reasons);
  expect->pay_date = json.value("pay_date", "");
  expect->due = json.value("due", "");
  return OkStatus();
}

// Values in the units of PolicySet: whole numbers (öre for amounts), true and false, words.
Status ReadParameters(const Json& json, GoldenCase* golden) {
  for (const auto& [id, value] : json.items()) {
    if (value.is_boolean()) {
      golden->parameters[id] = value.get<bool>();
    } else if (value.is_number_integer()) {
      golden->parameters[id] = value.get<std::int64_t>();
    } else if (value.is_string()) {
      golden->parameters[id] = value.get<std::string>();
    } else {
      return InvalidArgument("parameters." + id + " is no whole number, word, true or false");
    }
  }
  return OkStatus();
}

// What a variant states: what the checks find, and some of the rest.
Status ReadVariantExpectation(const Json& json, Expectation* expect) {
  DM_RETURN_IF_ERROR(RefuseOtherKeys(json,
                                     {"findings",
                                      "finds",
                                      "outcome",
                                      "grant",
                                      "decision",
                                      "queue",
                                      "reasons",
                                      "sums",
                                      "rows",
                                      "unmet"},
                                     "expect"));
  expect->findings = json.value("findings", expect->findings);
  expect->finds = json.value("finds", expect->finds);
  expect->outcome = json.value("outcome", "");
  expect->grant = json.value("grant", "");
  expect->decision = json.value("decision", "");
  expect->queue = json.value("queue", "");
  expect->reasons = json.value("reasons", expect->reasons);
  expect->sums = json.value("sums", expect->sums);
  expect->rows = json.value("rows", expect->rows);
  expect->unmet = json.value("unmet", expect->unmet);
  return OkStatus();
}

// The state of the rules and of the case that no input holds.
Status ReadState(const Json& json, GoldenCase* golden) {
  golden->modes = json.value("modes", golden->modes);
  golden->unapproved = json.value("unapproved", golden->unapproved);
  DM_RETURN_IF_ERROR(ReadParameters(json.value("parameters", Json::object()), golden));
  if (!json.contains("deciding")) return OkStatus();
  const Json& deciding = json.at("deciding");
  DM_RETURN_IF_ERROR(RefuseOtherKeys(deciding, {"earlier_decision", "drawn", "today"}, "deciding"));
  golden->deciding.earlier_decision = deciding.value("earlier_decision", false);
  golden->deciding.drawn = deciding.value("drawn", false);
  if (!deciding.contains("today")) return OkStatus();
  DM_ASSIGN_OR_RETURN(golden->deciding.today, Date::Parse(deciding.at("today").get<std::string>()));
  return OkStatus();
}

Status ReadVariant(const Json& json,
                   const Json& base,
                   CaseReading::Kept& kept,
                   GoldenCase* golden) {
  DM_RETURN_IF_ERROR(
      RefuseOtherKeys(json,
                      {"title", "patch", "modes", "parameters", "unapproved", "deciding", "expect"},
                      "a variant"));
  json.at("title").get_to(golden->title);
  golden->whole = false;
  DM_RETURN_IF_ERROR(ReadState(json, golden));
  json.at("expect").at("findings");  // a variant is about them: throws where they are not stated
  DM_RETURN_IF_ERROR(ReadVariantExpectation(json.at("expect"), &golden->expect));
  const Json input = json.contains("patch") ? base.patch(json.at("patch")) : base;
  return kept.reader.Read(input.dump(), &golden->input);
}

// A case below municipality/<name>/ belongs to that one.
std::string MunicipalityOf(const std::string& path) {
  constexpr std::string_view kFolder = "municipality/";
  if (!path.starts_with(kFolder)) return kExampleMunicipality;
  return path.substr(kFolder.size(), path.find('/', kFolder.size()) - kFolder.size());
}

}  // namespace

std::vector<std::string> FilesEndingWith(std::string_view ending, const std::string& policies) {
  std::vector<std::string> paths;
  for (const char* below : {"typfall", "cases", "municipality"}) {
    std::error_code failed;
    for (fs::recursive_directory_iterator at(fs::path(policies) / below, failed), end;
         !failed && at != end;
         at.increment(failed)) {
      const std::string path = at->path().lexically_relative(policies).generic_string();
      if (path.ends_with(ending)) paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::vector<std::string> FindGoldenCases(const std::string& policies) {
  return FilesEndingWith(".case.json", policies);
}

std::vector<std::string> FindVariantFiles(const std::string& policies) {
  return FilesEndingWith(".variants.json", policies);
}

StatusOr<std::vector<GoldenCase>> ReadVariants(const std::string& policies,
                                               const std::string& path,
                                               CaseReading& reading) {
  const fs::path full = fs::path(policies) / path;
  std::vector<GoldenCase> cases;
  try {
    DM_ASSIGN_OR_RETURN(const Json json, ReadJson(full));
    DM_RETURN_IF_ERROR(RefuseOtherKeys(
        json, {"title", "municipality", "base", "input", "patch", "variants"}, path));
    DM_ASSIGN_OR_RETURN(const Json base, InputOf(json, full.parent_path(), reading.kept()));
    for (const Json& variant : json.at("variants")) {
      GoldenCase golden;
      golden.path = path + "#" + std::to_string(cases.size() + 1);
      golden.municipality = json.value("municipality", MunicipalityOf(path));
      const Status read = ReadVariant(variant, base, reading.kept(), &golden);
      if (!read.ok()) return Annotate(read, golden.path);
      cases.push_back(std::move(golden));
    }
  } catch (const Json::exception& error) {
    return InvalidArgument(path + "#" + std::to_string(cases.size() + 1) + ": " + error.what());
  }
  return cases;
}

StatusOr<std::vector<GoldenCase>> ReadVariants(const std::string& policies,
                                               const std::string& path) {
  CaseReading reading;
  return ReadVariants(policies, path, reading);
}

StatusOr<GoldenCase> ReadGoldenCase(const std::string& policies, const std::string& path) {
  CaseReading reading;
  return ReadGoldenCase(policies, path, reading);
}

StatusOr<GoldenCase> ReadGoldenCase(const std::string& policies,
                                    const std::string& path,
                                    CaseReading& reading) {
  const fs::path full = fs::path(policies) / path;
  GoldenCase golden;
  golden.path = path;
  try {
    DM_ASSIGN_OR_RETURN(const Json json, ReadJson(full));
    DM_RETURN_IF_ERROR(RefuseOtherKeys(json,
                                       {"title",
                                        "explanation",
                                        "kind",
                                        "municipality",
                                        "base",
                                        "input",
                                        "patch",
                                        "modes",
                                        "parameters",
                                        "unapproved",
                                        "deciding",
                                        "expect"},
                                       path));
    json.at("title").get_to(golden.title);
    json.at("kind").get_to(golden.kind);
    golden.municipality = json.value("municipality", MunicipalityOf(path));
    DM_RETURN_IF_ERROR(ReadState(json, &golden));
    golden.explanation = json.value("explanation", golden.explanation);
    golden.whole = golden.kind != "example";
    if (golden.whole) {
      DM_RETURN_IF_ERROR(ReadExpectation(json.at("expect"), &golden.expect));
    } else {
      golden.states_findings = json.at("expect").contains("findings");
      DM_RETURN_IF_ERROR(ReadVariantExpectation(json.at("expect"), &golden.expect));
    }
    DM_ASSIGN_OR_RETURN(const Json input, InputOf(json, full.parent_path(), reading.kept()));
    DM_RETURN_IF_ERROR(reading.kept().reader.Read(input.dump(), &golden.input));
  } catch (const Json::exception& error) {
    return InvalidArgument(path + ": " + error.what());
  }
  return golden;
}

}  // namespace dm::golden
