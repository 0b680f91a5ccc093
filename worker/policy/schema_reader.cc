#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

std::vector<SourceVersion> ReadSourceVersions(YamlMap& source, FileErrors& errors) {
  std::vector<SourceVersion> versions;
  const std::vector<YamlNode>* list = source.List("versions", Need::kRequired);
  if (list == nullptr) return versions;
  if (list->empty())
    errors.Add(source.LineOf("versions"),
               fmt::format("{} has no version", source.what()),
               "add one with the day from which it holds, its citation and its grade");
  for (const YamlNode& node : *list) {
    YamlMap map(node, errors, fmt::format("a version of {}", source.what()));
    SourceVersion version;
    version.line = map.line();
    version.valid = map.Validity(Need::kRequired);
    version.citation = map.Text("citation", Need::kRequired).value_or("");
    version.grade = ReadGrade(map, "", Need::kRequired);
    map.Finish();
    if (version.valid.from.has_value()) versions.push_back(std::move(version));
  }
  std::sort(versions.begin(), versions.end(), [](const SourceVersion& a, const SourceVersion& b) {
    return *a.valid.from < *b.valid.from;
  });
  for (std::size_t i = 1; i < versions.size(); ++i) {
    if (Shared(versions[i - 1].valid, versions[i].valid).has_value()) {
      errors.Add(versions[i].line,
                 fmt::format("two versions of {} overlap", source.what()),
                 "end the older one the day before");
    }
  }
  return versions;
}

void NoteSources(const std::vector<std::string>& ids,
                 const Period& valid,
                 const Place& place,
                 PolicyData& data) {
  for (const std::string& id : ids) data.source_uses.push_back({id, valid, place});
}

}  // namespace

void ReadDomains(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "domains.yaml");
  if (const std::vector<YamlNode>* list = file.List("domains", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap map(node, errors, "a domain");
      Domain domain;
      domain.id = map.Id("id", Need::kRequired).value_or("");
      map.Rename("domain " + domain.id);
      map.Text("title", Need::kRequired);
      domain.codes = map.Words("codes", Need::kRequired);
      map.Finish();
      std::vector<std::string> sorted = domain.codes;
      std::sort(sorted.begin(), sorted.end());
      if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
          twice != sorted.end()) {
        errors.Add(map.LineOf("codes"),
                   fmt::format("{} lists {} twice", map.what(), Quoted(*twice)),
                   "remove one of them");
      }
      const std::string id = domain.id;
      if (!id.empty() && !data.domains.emplace(id, std::move(domain)).second) {
        errors.Add(map.line(), fmt::format("{} stands twice", map.what()), "remove one of them");
      }
    }
  }
  file.Finish();
}

void ReadSources(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "sources.yaml");
  if (const std::vector<YamlNode>* list = file.List("sources", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap map(node, errors, "a source");
      LegalSource source;
      source.id = map.Id("id", Need::kRequired).value_or("");
      map.Rename("source " + source.id);
      source.place = {errors.file(), map.line()};
      source.title = map.Text("title", Need::kRequired).value_or("");
      source.url = map.Text("url", Need::kOptional).value_or("");
      source.statute = map.Flag("statute", false);
      source.versions = ReadSourceVersions(map, errors);
      map.Finish();
      const std::string id = source.id;
      if (!id.empty() && !data.sources.emplace(id, std::move(source)).second) {
        errors.Add(map.line(), fmt::format("{} stands twice", map.what()), "remove one of them");
      }
    }
  }
  file.Finish();
}

void ReadFacts(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "facts.yaml");
  if (const std::vector<YamlNode>* list = file.List("facts", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap map(node, errors, "a fact");
      FactDefinition fact;
      fact.id = map.Id("id", Need::kRequired).value_or("");
      map.Rename("fact " + fact.id);
      fact.title = map.Text("title", Need::kRequired).value_or("");
      fact.type = ReadValueType(map, data);
      fact.open = map.Flag("open", false);
      map.Finish();
      const std::string id = fact.id;
      if (!id.empty() && !data.facts.emplace(id, std::move(fact)).second) {
        errors.Add(map.line(), fmt::format("{} stands twice", map.what()), "remove one of them");
      }
    }
  }
  file.Finish();
}

ValueType ReadValueType(YamlMap& map, const PolicyData& data) {
  ValueType type;
  const std::optional<std::string> word = map.Text("unit", Need::kRequired);
  if (word.has_value()) {
    const std::optional<Unit> unit = UnitOf(*word);
    if (!unit.has_value()) {
      map.errors().Add(map.LineOf("unit"),
                       fmt::format("unit of {} is {}, which is no unit", map.what(), Quoted(*word)),
                       "use one of kr, count, percent, bool, code, text, date");
    } else {
      type.unit = *unit;
    }
  }
  const Need need = type.unit == Unit::kCode ? Need::kRequired : Need::kOptional;
  if (const std::optional<std::string> id = map.Text("domain", need)) {
    const auto found = data.domains.find(*id);
    if (found == data.domains.end() || type.unit != Unit::kCode) {
      map.errors().Add(
          map.LineOf("domain"),
          fmt::format("domain of {} does not exist or its unit is not code", map.what()),
          "name a domain of schema/domains.yaml, with unit: code");
    } else {
      type.domain = &found->second;
    }
  }
  return type;
}

std::vector<std::string> ReadSourcesOf(YamlMap& map,
                                       const std::vector<std::string>& otherwise,
                                       const Period& valid,
                                       PolicyData& data) {
  std::vector<std::string> sources = map.Words("source", Need::kOptional);
  if (sources.empty()) sources = otherwise;
  if (sources.empty()) {
    map.errors().Add(map.line(),
                     fmt::format("{} has no source", map.what()),
                     "add source: with an id of schema/sources.yaml");
  }
  NoteSources(sources, valid, {map.errors().file(), map.line()}, data);
  return sources;
}

bool CheckGrade(const std::string& grade, const std::string& what, int line, FileErrors& errors) {
  if (grade.size() == 1 && std::string_view("RAMBCDPO").find(grade) != std::string_view::npos)
    return true;
  errors.Add(
      line, fmt::format("grade of {} is no evidence grade", what), "use one of R A M B C D P O");
  return false;
}

std::string ReadGrade(YamlMap& map, const std::string& otherwise, Need need) {
  const std::optional<std::string> grade = map.Text("grade", need);
  if (!grade.has_value()) return otherwise;
  return CheckGrade(*grade, map.what(), map.LineOf("grade"), map.errors()) ? *grade : otherwise;
}

}  // namespace dm::policy
