#include "worker/publish/site.h"

#include <expat.h>

#include <algorithm>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "worker/policy/policy_loader.h"
#include "worker/publish/examples.h"
#include "worker/publish/html.h"
#include "worker/publish/publish_folder.h"

namespace dm::publish {
namespace {

const std::string& PoliciesFolder() {
  static const std::string folder = std::string(DM_SOURCE_DIR) + "/policies";
  return folder;
}

std::shared_ptr<const PolicySet> Shipped() {
  static const PolicyLoad load = LoadPolicies(PoliciesFolder(), "0000-exempelkommun");
  return load.set;
}

SiteInput ShippedInput() {
  PolicyBook book = PolicyBook::Of(*Shipped());
  ExampleSet examples = ExamplesIn(PoliciesFolder(), Shipped(), book);
  SiteInput input{Shipped().get(),
                  std::move(book),
                  *Date::Parse("2026-11-22"),
                  DocumentsIn(PoliciesFolder()),
                  std::move(examples.examples),
                  "",
                  {}};
  return input;
}

const std::map<std::string, std::string>& Site() {
  static const std::map<std::string, std::string> site = MakeSite(ShippedInput());
  return site;
}

bool IsPage(const std::string& path) {
  return path.size() > 5 && path.substr(path.size() - 5) == ".html";
}

// What a strict XML reader sees of a page.
struct Seen {
  std::string error;
  std::vector<std::string> open;
  std::vector<int> headings;
  std::multiset<std::string> ids;
  std::vector<std::string> hrefs;
  std::set<std::string> tags;
  int tables = 0;
  int tables_with_header = 0;
  bool header_in_table = false;
  std::string lang;
};

void OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto& seen = *static_cast<Seen*>(data);
  const std::string tag = name;
  seen.tags.insert(tag);
  seen.open.push_back(tag);
  if (tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '4')
    seen.headings.push_back(tag[1] - '0');
  if (tag == "table") {
    ++seen.tables;
    seen.header_in_table = false;
  }
  for (const XML_Char** at = attributes; at[0] != nullptr; at += 2) {
    const std::string key = at[0];
    const std::string value = at[1];
    if (key == "id") seen.ids.insert(value);
    if (key == "href") seen.hrefs.push_back(value);
    if (tag == "html" && key == "lang") seen.lang = value;
    if (tag == "th" && key == "scope" && value == "col" && !seen.header_in_table) {
      seen.header_in_table = true;
      ++seen.tables_with_header;
    }
  }
}

void OnEnd(void* data, const XML_Char* /*name*/) {
  static_cast<Seen*>(data)->open.pop_back();
}

Seen Read(const std::string& page) {
  Seen seen;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &seen);
  XML_SetElementHandler(parser, OnStart, OnEnd);
  if (XML_Parse(parser, page.data(), static_cast<int>(page.size()), XML_TRUE) == XML_STATUS_ERROR)
    seen.error = XML_ErrorString(XML_GetErrorCode(parser)) + std::string(" in line ") +
                 std::to_string(XML_GetCurrentLineNumber(parser));
  XML_ParserFree(parser);
  return seen;
}

TEST(Site, IsWellFormedWithUniqueIdsAndOrderedHeadings) {
  for (const auto& [path, page] : Site()) {
    if (!IsPage(path)) continue;
    const Seen seen = Read(page);
    EXPECT_EQ(seen.error, "") << path;
    EXPECT_EQ(seen.lang, "sv") << path;
    for (const std::string& id : seen.ids) EXPECT_EQ(seen.ids.count(id), 1U) << path << "#" << id;
    EXPECT_EQ(std::count(seen.headings.begin(), seen.headings.end(), 1), 1) << path;
    int last = 0;
    for (const int level : seen.headings) {
      EXPECT_LE(level, last + 1) << path << ": a heading skips a level";
      last = level;
    }
    EXPECT_EQ(seen.tables, seen.tables_with_header) << path << ": a table has no column headers";
  }
}

TEST(Site, EveryLinkLeadsSomewhere) {
  std::map<std::string, std::multiset<std::string>> ids;
  for (const auto& [path, page] : Site()) {
    if (IsPage(path)) ids[path] = Read(page).ids;
  }
  for (const auto& [path, page] : Site()) {
    if (!IsPage(path)) continue;
    for (const std::string& href : Read(page).hrefs) {
      if (href.rfind("https://", 0) == 0) continue;
      const std::size_t hash = href.find('#');
      const std::string file = hash == 0 ? path : href.substr(0, hash);
      ASSERT_TRUE(Site().contains(file)) << path << " leads to " << href;
      if (hash != std::string::npos) {
        EXPECT_EQ(ids[file].count(href.substr(hash + 1)), 1U) << path << " leads to " << href;
      }
    }
  }
}

TEST(Site, NeedsNoScriptAndNothingFromElsewhere) {
  for (const auto& [path, page] : Site()) {
    if (!IsPage(path)) continue;
    const Seen seen = Read(page);
    for (const char* tag : {"script", "img", "iframe", "object", "form"})
      EXPECT_FALSE(seen.tags.contains(tag)) << path;
    EXPECT_EQ(page.find("src="), std::string::npos) << path;
  }
  EXPECT_EQ(Site().at("stil.css").find("url("), std::string::npos);
  EXPECT_EQ(Site().at("stil.css").find("@import"), std::string::npos);
}

TEST(Site, ShowsEveryRuleRowSourceTypfallAndFile) {
  const PolicyBook book = PolicyBook::Of(*Shipped());
  std::string pages;
  for (const auto& [path, page] : Site()) {
    if (IsPage(path)) pages += page;
  }
  for (const auto& [id, rule] : book.rules()) {
    EXPECT_NE(pages.find("id=\"" + AnchorOf("regel-" + id) + "\""), std::string::npos) << id;
    for (const BookVersion& version : rule.versions) {
      for (const BookRow& row : version.rows) {
        EXPECT_NE(pages.find("id=\"" + AnchorOf("rad-" + id + "-" + row.id) + "\""),
                  std::string::npos)
            << id << " " << row.id;
      }
    }
  }
  for (const auto& [id, source] : book.sources())
    EXPECT_NE(pages.find("id=\"" + AnchorOf("kalla-" + id) + "\""), std::string::npos) << id;
  for (const auto& [path, file] : book.files())
    EXPECT_EQ(Site().at("filer/" + path + ".txt"), file.text) << path;
  for (const TypfallPolicy& typfall : Shipped()->typfall())
    EXPECT_TRUE(Site().contains("typfall-" + typfall.code + ".html")) << typfall.code;
  EXPECT_NE(pages.find(Shipped()->sha256()), std::string::npos);
}

TEST(Site, IsTheSameBytesEachTime) {
  EXPECT_EQ(Site(), MakeSite(ShippedInput()));
}

TEST(Site, ShowsTheLevelInForceOnItsDay) {
  SiteInput input = ShippedInput();
  input.date = *Date::Parse("2025-03-01");
  const std::string page = MakeSite(input).at("kostnader.html");
  const std::size_t in_force = page.find("Högsta godtagbara boendekostnad per månad, hela 2025");
  const std::size_t folded = page.find("Kommande: från 1 januari 2026");
  ASSERT_NE(in_force, std::string::npos);
  ASSERT_NE(folded, std::string::npos);
  EXPECT_LT(in_force, folded);
}

TEST(Site, TellsWhatChangesOnWhichDayFromTheFilesAlone) {
  const std::string& page = Site().at("andringar.html");
  const std::size_t newer = page.find("id=\"dag-2026-01-01\"");
  const std::size_t older = page.find("id=\"dag-2025-01-01\"");
  ASSERT_NE(newer, std::string::npos);
  ASSERT_NE(older, std::string::npos);
  EXPECT_LT(newer, older);
  EXPECT_NE(page.find("Vuxna 1, Barn 0: 7 400 kr → 7 600 kr"), std::string::npos);
  EXPECT_NE(page.find("förut 4 kap. 3 § socialtjänstlagen (2001:453)"), std::string::npos);
}

TEST(Site, EveryLineOfAnExampleSaysHowItCameToBe) {
  const SiteInput input = ShippedInput();
  int computed = 0;
  for (const Example& example : input.examples) {
    if (example.steps.empty()) continue;
    ++computed;
    EXPECT_EQ(example.steps.back().label, "Bistånd") << example.file;
    for (const ExampleStep& step : example.steps) {
      EXPECT_FALSE(step.amount.empty()) << example.file;
      EXPECT_FALSE(step.why.empty()) << example.file << " " << step.label;
    }
  }
  EXPECT_GT(computed, 50);
}

// Provkommun leads what others send to Q-07 to Q-20, in its own time.
TEST(Site, ShowsQueuesAsTheMunicipalityHasThem) {
  const PolicyLoad load = LoadPolicies(PoliciesFolder(), "0001-provkommun");
  ASSERT_NE(load.set, nullptr);
  const std::map<std::string, std::string> site = MakeSite({load.set.get(),
                                                            PolicyBook::Of(*load.set),
                                                            *Date::Parse("2026-11-22"),
                                                            DocumentsIn(PoliciesFolder()),
                                                            {},
                                                            "",
                                                            {}});
  EXPECT_NE(site.at("koer.html").find("två arbetsdagar"), std::string::npos);
  const std::string& checks = site.at("kontroller.html");
  const std::size_t row = checks.find("id=\"kod-X-13\"");
  ASSERT_NE(row, std::string::npos);
  const std::string told = checks.substr(row, checks.find("</tr>", row) - row);
  EXPECT_NE(told.find("Q-20"), std::string::npos) << told;
  EXPECT_EQ(told.find("Q-07"), std::string::npos) << told;
}

}  // namespace
}  // namespace dm::publish
