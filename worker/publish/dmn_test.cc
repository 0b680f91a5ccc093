#include "worker/publish/dmn.h"

#include <expat.h>

#include <algorithm>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "worker/policy/policy_loader.h"

namespace dm::publish {
namespace {

const PolicyBook& Book() {
  static const PolicyBook book = PolicyBook::Of(
      *LoadPolicies(std::string(DM_SOURCE_DIR) + "/policies", "0000-exempelkommun").set);
  return book;
}

const Date kDay = *Date::Parse("2026-11-22");

std::map<std::string, std::string> Files() {
  return TablesDmn(Book(), kDay);
}

// What the schema of DMN 1.3 asks of the elements that are written: the attributes that must be
// there, and the order of children by their rank.
struct Shape {
  std::vector<std::string> attributes;
  std::vector<std::string> children;
};

const std::map<std::string, Shape>& Shapes() {
  static const std::map<std::string, Shape> shapes = {
      {"definitions", {{"name", "namespace"}, {"inputData", "decision", "dmndi:DMNDI"}}},
      {"inputData", {{"name"}, {"variable"}}},
      {"variable", {{"name"}, {}}},
      {"decision",
       {{"name"}, {"description", "variable", "informationRequirement", "decisionTable"}}},
      {"description", {{}, {}}},
      {"informationRequirement", {{}, {"requiredInput"}}},
      {"requiredInput", {{"href"}, {}}},
      {"decisionTable", {{"hitPolicy"}, {"input", "output", "annotation", "rule"}}},
      {"input", {{}, {"inputExpression", "inputValues"}}},
      {"inputExpression", {{"typeRef"}, {"text"}}},
      {"inputValues", {{}, {"text"}}},
      {"output", {{"typeRef"}, {"outputValues", "defaultOutputEntry"}}},
      {"outputValues", {{}, {"text"}}},
      {"defaultOutputEntry", {{}, {"text"}}},
      {"annotation", {{"name"}, {}}},
      {"rule", {{"id"}, {"inputEntry", "outputEntry", "annotationEntry"}}},
      {"inputEntry", {{"id"}, {"text"}}},
      {"outputEntry", {{"id"}, {"text"}}},
      {"annotationEntry", {{}, {"text"}}},
      {"text", {{}, {}}},
      {"dmndi:DMNDI", {{}, {"dmndi:DMNDiagram"}}},
      {"dmndi:DMNDiagram", {{}, {"dmndi:DMNShape"}}},
      {"dmndi:DMNShape", {{"dmnElementRef"}, {"dc:Bounds"}}},
      {"dc:Bounds", {{"x", "y", "width", "height"}, {}}}};
  return shapes;
}

struct Seen {
  std::vector<std::string> faults;
  std::vector<std::string> open;
  std::vector<std::size_t> rank;  // of the last child of each open element
  std::multiset<std::string> ids;
  std::vector<std::string> references;
  std::map<std::string, int> in_rule;
  std::map<std::string, int> in_table;
  std::set<std::string> namespaces;
};

void OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& seen = *static_cast<Seen*>(data);
  const std::string tag = name;
  const auto shape = Shapes().find(tag);
  if (shape == Shapes().end()) {
    seen.faults.push_back(tag + " is no element of the schema");
    seen.open.push_back(tag);
    seen.rank.push_back(0);
    return;
  }
  std::set<std::string> there;
  for (const XML_Char** at = attributes; at[0] != nullptr; at += 2) {
    const std::string key = at[0];
    const std::string value = at[1];
    there.insert(key);
    if (key == "id") seen.ids.insert(value);
    if (key == "href") seen.references.push_back(value.substr(1));
    if (key == "dmnElementRef") seen.references.push_back(value);
    if (key.rfind("xmlns", 0) == 0) seen.namespaces.insert(value);
    if (key == "hitPolicy" && value != "UNIQUE" && value != "FIRST" && value != "COLLECT")
      seen.faults.push_back("hit policy " + value);
  }
  for (const std::string& wanted : shape->second.attributes) {
    if (!there.contains(wanted)) seen.faults.push_back(tag + " has no " + wanted);
  }
  if (!seen.open.empty()) {
    const std::vector<std::string>& order = Shapes().at(seen.open.back()).children;
    const auto at = std::find(order.begin(), order.end(), tag);
    const auto rank = static_cast<std::size_t>(at - order.begin());
    if (at == order.end() || rank < seen.rank.back())
      seen.faults.push_back(tag + " stands in the wrong place in " + seen.open.back());
    seen.rank.back() = rank;
  }
  if (tag == "rule") seen.in_rule.clear();
  if (tag == "input" || tag == "output" || tag == "annotation") ++seen.in_table[tag + "Entry"];
  if (tag.size() > 5 && tag.substr(tag.size() - 5) == "Entry") ++seen.in_rule[tag];
  seen.open.push_back(tag);
  seen.rank.push_back(0);
}

void OnEnd(void* data, const XML_Char* name) {
  auto& seen = *static_cast<Seen*>(data);
  seen.open.pop_back();
  seen.rank.pop_back();
  if (std::string(name) == "rule" && seen.in_rule != seen.in_table)
    seen.faults.emplace_back("a rule has other entries than the table has columns");
}

Seen Read(const std::string& text) {
  Seen seen;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &seen);
  XML_SetElementHandler(parser, OnStart, OnEnd);
  if (XML_Parse(parser, text.data(), static_cast<int>(text.size()), XML_TRUE) == XML_STATUS_ERROR)
    seen.faults.emplace_back(XML_ErrorString(XML_GetErrorCode(parser)));
  XML_ParserFree(parser);
  return seen;
}

TEST(Dmn, EveryTableFitsTheSchemasStructure) {
  int tables = 0;
  for (const auto& [id, rule] : Book().rules()) {
    if (!rule.is_table()) continue;
    for (const BookVersion& version : rule.versions)
      tables += rule.kind == BookRule::Kind::kDecision || version.valid.Contains(kDay) ? 1 : 0;
  }
  const auto files = Files();
  EXPECT_EQ(static_cast<int>(files.size()), tables);
  for (const auto& [path, text] : files) {
    const Seen seen = Read(text);
    EXPECT_EQ(seen.faults, std::vector<std::string>{}) << path;
    EXPECT_TRUE(seen.namespaces.contains("https://www.omg.org/spec/DMN/20191111/MODEL/")) << path;
    for (const std::string& id : seen.ids) EXPECT_EQ(seen.ids.count(id), 1U) << path << " " << id;
    for (const std::string& id : seen.references)
      EXPECT_TRUE(seen.ids.contains(id)) << path << " " << id;
  }
}

TEST(Dmn, ShowsTheRowsInForceOnTheDay) {
  const auto later = TablesDmn(Book(), *Date::Parse("2025-03-01"));
  EXPECT_NE(later.at("cap.housing.dmn").find("BO25-1B1"), std::string::npos);
  EXPECT_EQ(later.at("cap.housing.dmn").find("BO26-1B1"), std::string::npos);
}

TEST(Dmn, WritesBeyondAsAnExpression) {
  const std::string text = Files().at("cap.electricity.dmn");
  EXPECT_NE(text.find("<text>&gt; 4</text>"), std::string::npos) << text;
  EXPECT_NE(text.find("<text>950 + (persons - 4) * 150</text>"), std::string::npos) << text;
}

TEST(Dmn, WritesCellsAsFeel) {
  const BookColumn count{"n", BookColumn::Role::kInput, "", "count", "", false};
  const BookColumn word{"w", BookColumn::Role::kInput, "", "text", "", false};
  const BookColumn amount{"a", BookColumn::Role::kInput, "", "kr", "", false};
  const BookColumn day{"d", BookColumn::Role::kInput, "", "date", "", false};
  const BookColumn flag{"f", BookColumn::Role::kInput, "", "bool", "", false};
  EXPECT_EQ(FeelTest(Book(), count, "-", kDay), "-");
  EXPECT_EQ(FeelTest(Book(), count, "7..10", kDay), "[7..10]");
  EXPECT_EQ(FeelTest(Book(), count, "18..", kDay), ">= 18");
  EXPECT_EQ(FeelTest(Book(), count, "..24|30", kDay), "<= 24,30");
  EXPECT_EQ(FeelTest(Book(), count, "not 1|3..4", kDay), "not(1,[3..4])");
  EXPECT_EQ(FeelTest(Book(), word, "a|b\"c", kDay), "\"a\",\"b\\\"c\"");
  EXPECT_EQ(FeelTest(Book(), word, "not x", kDay), "not(\"x\")");
  EXPECT_EQ(FeelTest(Book(), amount, "..2740,50", kDay), "<= 2740.50");
  EXPECT_EQ(FeelTest(Book(), amount, "..param(pbb)", kDay), "<= 59200");
  EXPECT_EQ(FeelTest(Book(), day, "2026-07-01..", kDay), ">= date(\"2026-07-01\")");
  EXPECT_EQ(FeelTest(Book(), flag, "true", kDay), "true");
}

}  // namespace
}  // namespace dm::publish
