// Reads a file of calc/: a calculation of steps. What only the whole set can tell (names, units,
// cycles, cost) is judged by engine/calculation_compiler.cc.
#include <algorithm>
#include <set>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/engine/calculation.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

constexpr std::size_t kStepsMax = 500;
constexpr std::size_t kFactsMax = 200;
constexpr std::size_t kCollectionsMax = 16;

class CalcReader {
 public:
  CalcReader(YamlMap& map, FileErrors& errors, PolicyData& data)
      : map_(map), errors_(errors), data_(data) {}

  Calculation Read() {
    calculation_.id = map_.Id("id", Need::kRequired).value_or("");
    map_.Rename("calculation " + calculation_.id);
    calculation_.file = errors_.file();
    calculation_.line = map_.line();
    calculation_.title = map_.Text("title", Need::kRequired).value_or("");
    calculation_.valid = map_.Validity(Need::kRequired);
    sources_ = map_.Words("source", Need::kOptional);
    map_.Text("note", Need::kOptional);
    if (const YamlNode* facts = map_.Node("facts", Need::kOptional))
      ReadFacts(*facts, calculation_.facts);
    ReadCollections();
    ReadSteps();
    return std::move(calculation_);
  }

 private:
  void ReadFacts(const YamlNode& node, std::vector<CalcFact>& facts) {
    if (node.kind != YamlNode::Kind::kMap || node.entries.empty() ||
        node.entries.size() > kFactsMax) {
      errors_.Add(node.line,
                  fmt::format("facts of {} is no map of 1 to {} facts", map_.what(), kFactsMax),
                  "write facts: {household.size: {unit: count, title: …}}");
      return;
    }
    for (const YamlEntry& entry : node.entries) {
      YamlMap map(entry.value, errors_, fmt::format("fact {}", entry.key));
      CalcFact fact;
      fact.name = entry.key;
      fact.line = entry.line;
      fact.title = map.Text("title", Need::kRequired).value_or("");
      fact.type = ReadValueType(map, data_);
      fact.open = map.Flag("open", false);
      map.Finish();
      facts.push_back(std::move(fact));
    }
  }

  void ReadCollections() {
    const YamlNode* node = map_.Node("collections", Need::kOptional);
    if (node == nullptr) return;
    if (node->kind != YamlNode::Kind::kMap || node->entries.size() > kCollectionsMax) {
      errors_.Add(
          node->line,
          fmt::format("collections of {} is no map of at most {}", map_.what(), kCollectionsMax),
          "write collections: {members: {max: 40, facts: {…}}}");
      return;
    }
    for (const YamlEntry& entry : node->entries) {
      YamlMap map(entry.value, errors_, fmt::format("collection {}", entry.key));
      CalcCollection collection;
      collection.name = entry.key;
      collection.line = entry.line;
      collection.max =
          static_cast<int>(map.Whole("max", Need::kRequired, 1, kItemsMax).value_or(1));
      if (const YamlNode* facts = map.Node("facts", Need::kRequired))
        ReadFacts(*facts, collection.facts);
      map.Finish();
      calculation_.collections.push_back(std::move(collection));
    }
  }

  std::optional<Expression> Formula(YamlMap& map, const std::string& key, Need need) {
    const std::optional<std::string> text = map.Text(key, need);
    if (!text.has_value()) return std::nullopt;
    return ParseExpression(
        *text, map.LineOf(key), fmt::format("{} of {}", key, map.what()), errors_);
  }

  void ReadSteps() {
    const std::vector<YamlNode>* steps = map_.List("steps", Need::kRequired);
    if (steps == nullptr) return;
    if (steps->empty() || steps->size() > kStepsMax)
      errors_.Add(map_.LineOf("steps"),
                  fmt::format("{} has no step or more than {}", map_.what(), kStepsMax),
                  "give it 1 to 500 steps");
    for (const YamlNode& node : *steps) ReadStep(node);
  }

  void CheckId(const std::string& id, int line) {
    if (!ids_.insert(id).second)
      errors_.Add(line,
                  fmt::format("{}: the step id {} stands twice", map_.what(), Quoted(id)),
                  "give each step and each exception its own id");
  }

  void ReadStep(const YamlNode& node) {
    YamlMap map(node, errors_, fmt::format("a step of {}", calculation_.id));
    CalcStep step;
    step.line = map.line();
    step.id = map.Id("id", Need::kRequired).value_or("");
    map.Rename("step " + step.id);
    CheckId(step.id, step.line);
    step.title = map.Text("title", Need::kRequired).value_or("");
    step.set = map.Text("set", Need::kRequired).value_or("");
    step.for_each = map.Text("for_each", Need::kOptional).value_or("");
    step.when = Formula(map, "when", Need::kOptional);
    step.domain = map.Text("domain", Need::kOptional).value_or("");
    step.bound = map.Text("bound", Need::kOptional).value_or("");
    step.rounds_again = map.Flag("rounds_again", false);
    step.sources = ReadSourcesOf(map, sources_, calculation_.valid, data_);
    map.Text("note", Need::kOptional);
    ReadBody(map, step.body);
    ReadExceptions(map, step);
    map.Finish();
    calculation_.steps.push_back(std::move(step));
  }

  void ReadBody(YamlMap& map, CalcBody& body) {
    const std::optional<std::string> lookup = map.Text("lookup", Need::kOptional);
    const std::optional<std::string> decide = map.Text("decide", Need::kOptional);
    const bool formula = map.Node("expr", Need::kOptional) != nullptr;
    if (int{lookup.has_value()} + int{decide.has_value()} + int{formula} != 1) {
      errors_.Add(map.line(),
                  fmt::format("{} has none or several of expr, lookup and decide", map.what()),
                  "give exactly one of them");
      return;
    }
    if (formula) {
      std::optional<Expression> expression = Formula(map, "expr", Need::kRequired);
      if (expression.has_value()) body.expression = *std::move(expression);
      return;
    }
    body.kind = lookup.has_value() ? CalcBody::Kind::kLookup : CalcBody::Kind::kDecide;
    body.table = lookup.has_value() ? *lookup : *decide;
    if (lookup.has_value()) body.where_in_force = map.Flag("where_in_force", false);
    ReadWith(map, body);
  }

  void ReadWith(YamlMap& map, CalcBody& body) {
    const YamlNode* with = map.Node("with", Need::kRequired);
    if (with == nullptr) return;
    for (const YamlEntry& entry : with->entries) {
      const std::string what = fmt::format("{} of {}", entry.key, map.what());
      if (entry.value.kind != YamlNode::Kind::kScalar) {
        errors_.Add(entry.line, what + " is no formula", "write with: {column: fact}");
        continue;
      }
      std::optional<Expression> formula =
          ParseExpression(entry.value.text, entry.line, what, errors_);
      if (formula.has_value()) body.with.emplace_back(entry.key, *std::move(formula));
    }
    if (with->kind != YamlNode::Kind::kMap)
      errors_.Add(with->line, "with of " + map.what() + " is no map", "write with: {column: fact}");
  }

  void ReadExceptions(YamlMap& map, CalcStep& step) {
    const std::vector<YamlNode>* list = map.List("except", Need::kOptional);
    if (list == nullptr) return;
    if (step.body.kind != CalcBody::Kind::kExpression)
      errors_.Add(map.LineOf("except"),
                  fmt::format("{} looks a row up and has exceptions", map.what()),
                  "let a step of its own choose between the row and the exception");
    for (const YamlNode& node : *list) {
      YamlMap entry(node, errors_, fmt::format("an exception of step {}", step.id));
      CalcException exception;
      exception.line = entry.line();
      exception.id = entry.Id("id", Need::kRequired).value_or("");
      entry.Rename("exception " + exception.id);
      CheckId(exception.id, exception.line);
      std::optional<Expression> when = Formula(entry, "when", Need::kRequired);
      std::optional<Expression> formula = Formula(entry, "expr", Need::kRequired);
      exception.sources = ReadSourcesOf(entry, {}, calculation_.valid, data_);
      entry.Text("note", Need::kOptional);
      entry.Finish();
      if (!when.has_value() || !formula.has_value()) continue;
      exception.when = *std::move(when);
      exception.expression = *std::move(formula);
      step.exceptions.push_back(std::move(exception));
    }
  }

  YamlMap& map_;
  FileErrors& errors_;
  PolicyData& data_;
  Calculation calculation_;
  std::vector<std::string> sources_;
  std::set<std::string> ids_;
};

}  // namespace

void ReadCalculation(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  const std::size_t before = errors.count();
  YamlMap map(root, errors, "the file");
  const std::string kind = map.Text("kind", Need::kRequired).value_or("");
  if (kind != "calculation") {
    errors.Add(map.LineOf("kind"), "kind of the file is unknown", "use calculation");
    return;
  }
  Calculation calculation = CalcReader(map, errors, data).Read();
  map.Finish();
  if (calculation.id.empty() || errors.count() != before) return;
  const std::string id = calculation.id;
  if (!data.calculations.emplace(id, std::move(calculation)).second)
    errors.Add(map.line(), fmt::format("{} stands twice", map.what()), "remove one of them");
}

}  // namespace dm::policy
