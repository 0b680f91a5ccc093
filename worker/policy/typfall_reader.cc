#include <algorithm>
#include <array>
#include <regex>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

constexpr int kChildAgeMax = 20;  // a school youth's last year in the case

void ReadCriterion(const YamlNode& node,
                   TypfallPolicy& typfall,
                   PolicyData& data,
                   FileErrors& errors) {
  YamlMap map(node, errors, fmt::format("a criterion of {}", typfall.code));
  Criterion criterion;
  criterion.id = map.Id("id", Need::kRequired).value_or("");
  map.Rename("criterion " + criterion.id);
  criterion.fact = map.Text("fact", Need::kRequired).value_or("");
  criterion.text = map.Text("text", Need::kRequired).value_or("");
  const YamlNode* cell_node = map.Node("cell", Need::kRequired);
  map.Finish();
  const auto fact = data.facts.find(criterion.fact);
  if (fact == data.facts.end()) {
    errors.Add(map.LineOf("fact"),
               fmt::format("{} looks at {}, which is no fact", map.what(), Quoted(criterion.fact)),
               "name a fact of schema/facts.yaml");
    return;
  }
  CompiledCriterion compiled;
  compiled.column = {.name = criterion.id,
                     .fact = criterion.fact,
                     .fact_hash = FactId::HashOf(criterion.fact),
                     .axis = Axis(fact->second.type, fact->second.open)};
  compiled.place = {errors.file(), map.line()};
  std::optional<Cell> cell =
      cell_node == nullptr
          ? std::nullopt
          : ReadCell(cell_node, compiled.column.axis, "cell of " + map.what(), errors);
  if (!cell.has_value()) return;
  if (cell->any) {
    errors.Add(cell_node->line,
               fmt::format("{} demands nothing", map.what()),
               "write what the fact must be, or remove the criterion");
    return;
  }
  compiled.cell = *std::move(cell);
  compiled.cell.Fix(compiled.column.axis);
  if (criterion.id.rfind(typfall.code + ".", 0) != 0 ||
      !data.criteria.emplace(criterion.id, std::move(compiled)).second) {
    errors.Add(map.line(),
               fmt::format("{} stands twice or does not begin with {}.", map.what(), typfall.code),
               "give each criterion its own id");
    return;
  }
  typfall.criteria.push_back(std::move(criterion));
}

// The groups that may be asked for at all are a domain of the set, so that a misspelt one is not
// asked in vain.
void CheckGroups(const EvidenceNeed& need, YamlMap& map, const PolicyData& data) {
  const auto domain = data.domains.find("lefi_group");
  for (const std::string& group : need.groups) {
    if (domain != data.domains.end() && domain->second.Has(group)) continue;
    map.errors().Add(map.LineOf("groups"),
                     fmt::format("{}: {} is no group", map.what(), Quoted(group)),
                     "use the domain lefi_group of schema/domains.yaml");
  }
}

// Of a child no more is asked than of an adult, and nothing unless children_too says so.
void CheckChildren(const EvidenceNeed& need, YamlMap& map) {
  const bool within = std::all_of(
      need.children_groups.begin(), need.children_groups.end(), [&](const std::string& group) {
        return std::find(need.groups.begin(), need.groups.end(), group) != need.groups.end();
      });
  const bool said = !need.children_groups.empty() || need.children_from_age > 0;
  if (within && (need.children_too || !said)) return;
  map.errors().Add(map.line(),
                   fmt::format("{}: what is asked about children is more than its groups, or "
                               "children_too is not set",
                               map.what()),
                   "name only groups that stand in groups, and write children_too: true");
}

void ReadEvidenceNeed(const YamlNode& node,
                      TypfallPolicy& typfall,
                      const PolicyData& data,
                      FileErrors& errors) {
  YamlMap map(node, errors, fmt::format("an evidence need of {}", typfall.code));
  EvidenceNeed need;
  const std::string source = map.Text("source", Need::kRequired).value_or("");
  map.Rename(fmt::format("evidence need {} of {}", source, typfall.code));
  const std::optional<Source> known = SourceFromCode(source);
  if (!known.has_value()) {
    errors.Add(map.LineOf("source"),
               fmt::format("{} is no source", Quoted(source)),
               "use one of AF CSN FK PM SKV SO TNS MIV");
  }
  need.source = known.value_or(Source::kAf);
  need.groups = map.Words("groups", Need::kOptional);
  need.from_months_before =
      static_cast<int>(map.Whole("from_months_before", Need::kRequired, 0, 24).value_or(0));
  need.to_months_after_income_month = static_cast<int>(
      map.Whole("to_months_after_income_month", Need::kOptional, 0, 1).value_or(0));
  need.children_too = map.Flag("children_too", false);
  need.children_groups = map.Words("children_groups", Need::kOptional);
  need.children_from_age = static_cast<int>(
      map.Whole("children_from_age", Need::kOptional, 0, kChildAgeMax).value_or(0));
  map.Text("why", Need::kRequired);
  map.Finish();
  CheckGroups(need, map, data);
  CheckChildren(need, map);
  if (need.children_too && need.children_groups.empty()) need.children_groups = need.groups;
  const bool lefi = need.source == Source::kFk || need.source == Source::kPm;
  const std::string prefix = source + ":";
  const bool groups_fit =
      std::all_of(need.groups.begin(), need.groups.end(), [&](const std::string& group) {
        return group.rfind(prefix, 0) == 0;
      });
  if (lefi == need.groups.empty() || !groups_fit) {
    errors.Add(
        map.line(),
        fmt::format("{}: groups belong to FK and PM, at least one, each beginning with the source",
                    map.what()),
        "write groups: [FK:BOB] for FK and PM, none for the others");
  }
  const auto same = [&](const EvidenceNeed& other) { return other.source == need.source; };
  if (std::any_of(typfall.evidence.begin(), typfall.evidence.end(), same)) {
    errors.Add(map.line(), fmt::format("{} stands twice", map.what()), "join them");
  }
  typfall.evidence.push_back(std::move(need));
}

}  // namespace

void ReadTypfall(const YamlNode& root,
                 const std::string& folder,
                 FileErrors& errors,
                 PolicyData& data) {
  static const std::regex kCode("TF-[0-9]{2}");
  YamlMap map(root, errors, "the typfall");
  TypfallPolicy typfall;
  typfall.code = map.Id("code", Need::kRequired).value_or("");
  map.Rename("typfall " + typfall.code);
  if (typfall.code != folder || !std::regex_match(typfall.code, kCode)) {
    errors.Add(map.LineOf("code"),
               fmt::format("the code {} is not TF- and two digits, or not its folder's name",
                           Quoted(typfall.code)),
               "name the folder like the code");
  }
  typfall.title = map.Text("title", Need::kRequired).value_or("");
  const std::optional<Mode> max_mode =
      ModeFromCode(map.Text("max_mode", Need::kRequired).value_or("shadow"));
  if (!max_mode.has_value())
    errors.Add(map.LineOf("max_mode"),
               "max_mode is unknown",
               "use off, shadow, prepare, propose or decide");
  typfall.max_mode = max_mode.value_or(Mode::kShadow);
  typfall.procedural = map.Flag("procedural", false);
  typfall.waived_gates = map.Words("waived_gates", Need::kOptional);
  const Period valid = map.Validity(Need::kRequired);
  for (const std::string& id : ReadSourcesOf(map, {}, valid, data))
    typfall.sources.push_back({id, ""});
  if (const std::vector<YamlNode>* list = map.List("criteria", Need::kRequired)) {
    for (const YamlNode& node : *list) ReadCriterion(node, typfall, data, errors);
    // A typfall without a criterion would match every household.
    if (list->empty())
      errors.Add(map.LineOf("criteria"),
                 fmt::format("{} has no criterion", map.what()),
                 "say what makes it clear");
  }
  if (const std::vector<YamlNode>* list = map.List("evidence", Need::kRequired)) {
    for (const YamlNode& node : *list) ReadEvidenceNeed(node, typfall, data, errors);
  }
  map.Finish();
  data.typfall_valid.emplace(typfall.code, valid);
  data.typfall_places.emplace(typfall.code, Place{errors.file(), map.line()});
  data.typfall.push_back(std::move(typfall));
}

void ReadModes(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap map(root, errors, "modes.yaml");
  ReadSourcesOf(map, {}, {}, data);
  if (const YamlNode* node = map.Node("modes", Need::kRequired)) {
    if (node->kind != YamlNode::Kind::kMap)
      errors.Add(map.LineOf("modes"),
                 "modes of modes.yaml is no map",
                 "write a typfall and its mode a line: TF-01: shadow");
    for (const YamlEntry& entry : node->entries) {
      const std::optional<Mode> mode = ModeFromCode(entry.value.text);
      if (!mode.has_value())
        errors.Add(entry.line,
                   fmt::format("the mode of {} is unknown", Quoted(entry.key)),
                   "use off, shadow, prepare, propose or decide");
      data.modes.emplace(entry.key,
                         ModeChoice{mode.value_or(Mode::kShadow), {errors.file(), entry.line}});
    }
  }
  map.Finish();
}

}  // namespace dm::policy
