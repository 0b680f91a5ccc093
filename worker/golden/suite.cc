#include "worker/golden/suite.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "worker/golden/mutant_maker.h"
#include "worker/golden/recording_policy.h"
#include "worker/golden/words.h"
#include "worker/policy/yaml_map.h"
#include "worker/policy/yaml_tree.h"

namespace dm::golden {

namespace {

constexpr char kUntestedFile[] = "cases/untested.yaml";

std::optional<RuleKind> KindOf(const std::string& word) {
  for (const RuleKind kind : kRuleKinds) {
    if (word == KindWord(kind)) return kind;
  }
  return std::nullopt;
}

void ReadUntested(const std::string& policies, Suite* suite) {
  std::ifstream file(std::filesystem::path(policies) / kUntestedFile, std::ios::binary);
  if (!file) return;  // nothing is excused
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  policy::FileErrors errors(kUntestedFile, &suite->errors);
  const std::optional<policy::YamlNode> root = policy::ReadYaml(bytes, errors);
  if (!root.has_value()) return;
  policy::YamlMap head(*root, errors, "the file");
  const std::vector<policy::YamlNode>* list = head.List("untested", policy::Need::kRequired);
  head.Finish();
  if (list == nullptr) return;
  for (const policy::YamlNode& node : *list) {
    policy::YamlMap map(node, errors, "the entry");
    const std::optional<RuleKind> kind =
        KindOf(map.Text("kind", policy::Need::kRequired).value_or(""));
    const std::string reason = map.Text("reason", policy::Need::kRequired).value_or("");
    if (!kind.has_value()) {
      errors.Add(map.LineOf("kind"),
                 "no such kind of rule",
                 "write parameter row, table row, step, typfall, criterion, observation, gate, "
                 "trigger or queue");
    }
    for (const std::string& id : map.Words("rules", policy::Need::kRequired)) {
      if (kind.has_value()) suite->untested[{*kind, id}] = reason;
    }
    map.Finish();
  }
}

void NoteAssessment(const GoldenRun& run, CaseRun* noted) {
  Rules* rules = &noted->rules;
  for (const GateResult& gate : run.assessment.gates) {
    const bool passes = gate.verdict == Verdict::kPass;
    rules->insert({RuleKind::kGate, gate.gate + (passes ? " passes" : " stops")});
    if (!passes) noted->asked.insert(AskedEntry(gate.gate));
  }
  for (const TriggerResult& trigger : run.assessment.triggers) {
    rules->insert({RuleKind::kTrigger, trigger.trigger});
    noted->asked.insert(AskedEntry(trigger.trigger));
  }
  if (!run.told.queue.empty()) noted->asked.insert(AskedEntry(run.told.queue));
  for (const std::string& typfall : run.told.matched) rules->insert({RuleKind::kTypfall, typfall});
  if (!run.told.queue.empty()) rules->insert({RuleKind::kQueue, run.told.queue});
}

std::vector<std::string> CriteriaOf(const std::string& code, const PolicySet& set) {
  std::vector<std::string> criteria;
  for (const TypfallPolicy& typfall : set.typfall()) {
    if (typfall.code != code) continue;
    for (const Criterion& criterion : typfall.criteria) criteria.push_back(criterion.id);
  }
  return criteria;
}

// What a case of a catalogue's entry asks for.
std::string AskedOf(const PartsCase& parts) {
  switch (parts.kind) {
    case PartsCase::Kind::kTypfall:
      return AskedTypfall(parts.id);
    case PartsCase::Kind::kGate:
    case PartsCase::Kind::kTrigger:
    case PartsCase::Kind::kQueue:
      return AskedEntry(parts.id);
    case PartsCase::Kind::kObservation:
    case PartsCase::Kind::kParameter:
    case PartsCase::Kind::kTable:
    case PartsCase::Kind::kCriterion:
      break;
  }
  return "";
}

SuiteCase Made(GoldenCase golden) {
  SuiteCase made;
  made.name = golden.path;
  made.title = golden.title;
  made.municipality = golden.municipality;
  made.what = std::move(golden);
  return made;
}

}  // namespace

Suite LoadSuite(const std::string& policies) {
  Suite suite;
  const auto refuse = [&](const std::string& path, const Status& status) {
    suite.errors.push_back(
        {path, 0, MessageOf(status), "correct it (tests/golden/README.md has the format)"});
  };
  CaseReading reading;
  for (const std::string& path : FindGoldenCases(policies)) {
    StatusOr<GoldenCase> golden = ReadGoldenCase(policies, path, reading);
    if (golden.ok()) {
      suite.cases.push_back(Made(*std::move(golden)));
    } else {
      refuse(path, golden.status());
    }
  }
  for (const std::string& path : FindVariantFiles(policies)) {
    StatusOr<std::vector<GoldenCase>> variants = ReadVariants(policies, path, reading);
    if (!variants.ok()) {
      refuse(path, variants.status());
      continue;
    }
    for (GoldenCase& golden : *variants) suite.cases.push_back(Made(std::move(golden)));
  }
  for (const std::string& path : FindPartsFiles(policies)) {
    for (PartsCase& parts : ReadPartsFile(policies, path, &suite.errors)) {
      SuiteCase made;
      made.name = parts.Name();
      made.municipality = parts.municipality;
      made.what = std::move(parts);
      suite.cases.push_back(std::move(made));
    }
  }
  ReadUntested(policies, &suite);
  return suite;
}

CaseRun RunCase(const SuiteCase& one, const SetUnderTest& under) {
  CaseRun run;
  const auto recording =
      std::make_shared<RecordingPolicy>(under.set, *under.data, &run.rules, &run.asked);
  if (const auto* parts = std::get_if<PartsCase>(&one.what)) {
    run.differences = RunPartsCase(*parts, *recording, *under.data);
    // To say what an observation leads to is not to make it.
    std::erase_if(run.rules, [](const Rule& rule) { return rule.kind == RuleKind::kObservation; });
    if (const std::string name = AskedOf(*parts); !name.empty()) run.asked.insert(name);
    return run;
  }
  const auto& golden = std::get<GoldenCase>(one.what);
  const GoldenRun whole = RunWhole(golden, recording);
  NoteAssessment(whole, &run);
  for (const auto& [typfall, unmet] : golden.expect.unmet) {
    run.asked.insert(AskedTypfall(typfall));
    for (const std::string& id : CriteriaOf(typfall, *under.set)) {
      run.asked.insert(AskedCriterion(id));
    }
  }
  run.differences = DifferencesOf(
      golden, whole.told, [&](const std::string& code) { return WithWords(*under.data, code); });
  return run;
}

bool Passes(const SuiteCase& one, const SetUnderTest& under) {
  if (const auto* parts = std::get_if<PartsCase>(&one.what)) {
    return RunPartsCase(*parts, *under.set, *under.data).empty();
  }
  const auto& golden = std::get<GoldenCase>(one.what);
  return DifferencesOf(golden, RunGoldenCase(golden, under.set)).empty();
}

}  // namespace dm::golden
