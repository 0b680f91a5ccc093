// Documents that name code or packages go stale in silence; these tests make them speak.
#include <algorithm>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/arch/source_tree.h"

namespace dm::arch {
namespace {

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string AllCode() {
  std::string code;
  for (const std::string& path : SourcesBelow("worker")) code += CodeOnly(ReadFile(path));
  return code;
}

// The names in backquotes that look like ours: a type, a constant, or a member of a type.
std::vector<std::string> CodeNamesIn(const std::string& text) {
  static const std::regex kName(
      "`((?:[A-Z][a-z]|k[A-Z])[A-Za-z]+)(?:::([A-Za-z_]+))?(?:::([A-Za-z_]+))?`");
  std::vector<std::string> names;
  for (std::sregex_iterator match(text.begin(), text.end(), kName), end; match != end; ++match) {
    for (const std::size_t part : {1U, 2U, 3U}) {
      if ((*match)[part].matched) names.push_back((*match)[part]);
    }
  }
  return names;
}

bool Says(const std::string& code, const std::string& name) {
  return std::regex_search(code, std::regex("\\b" + name + "\\b"));
}

TEST(GlossaryTest, FindsNamesInBackquotes) {
  EXPECT_EQ(CodeNamesIn("`Frame` `kChild` `Decision::rows` `A::kB::C` M−1 `TF-01` `off`"),
            (std::vector<std::string>{"Frame", "kChild", "Decision", "rows"}));
}

TEST(GlossaryTest, NamesOnlyWhatTheCodeHas) {
  const std::string code = AllCode();
  const std::vector<std::string> names = CodeNamesIn(ReadFile("docs/glossary.md"));
  EXPECT_GT(names.size(), 50U);
  for (const std::string& name : names) EXPECT_TRUE(Says(code, name)) << name;
}

TEST(RefusalListTest, NamesOnlyTestsThatThereAre) {
  static const std::regex kTest("`([A-Z][A-Za-z]+)\\.([A-Z][A-Za-z]+)`");
  std::string tests;
  for (const char* folder : {"worker/policy", "tests/golden"}) {
    for (const std::string& path : SourcesBelow(folder)) {
      if (path.find("_test.cc") != std::string::npos) tests += ReadFile(path);
    }
  }
  const std::string text = ReadFile("docs/policy-schema.md");
  int named = 0;
  for (std::sregex_iterator match(text.begin(), text.end(), kTest), end; match != end; ++match) {
    ++named;
    const std::string start = "(" + (*match)[1].str() + ", " + (*match)[2].str() + ")";
    EXPECT_NE(tests.find(start), std::string::npos) << match->str();
  }
  EXPECT_GT(named, 60);
}

// The names of events in calls of Log::Write that name their level and event.
std::set<std::string> EventsIn(const std::string& code) {
  static const std::regex kWrite("(?:\\.|->)Write\\(([^;{]*)");
  static const std::regex kEvent("\"([a-z]+(?:_[a-z]+)+)\"");
  std::set<std::string> events;
  for (std::sregex_iterator match(code.begin(), code.end(), kWrite), end; match != end; ++match) {
    const std::string told = (*match)[1];
    if (told.find("LogLevel::") == std::string::npos) continue;
    for (std::sregex_iterator event(told.begin(), told.end(), kEvent); event != end; ++event)
      events.insert((*event)[1]);
  }
  return events;
}

TEST(LogListTest, FindsEvents) {
  EXPECT_EQ(
      EventsIn("log.Write(LogLevel::kInfo,\n  \"a_one\", {{\"b_no\", 1}});file.Write(\"c_no\");"
               "log->Write(ok ? LogLevel::kInfo : x, ok ? \"d_two\" : \"e_three\", {});"),
      (std::set<std::string>{"a_one", "d_two", "e_three"}));
}

TEST(LogListTest, TellsOperatorsOfEachEvent) {
  std::set<std::string> events;
  for (const std::string& path : SourcesBelow("worker")) {
    if (path.find("_test.cc") == std::string::npos) events.merge(EventsIn(ReadFile(path)));
  }
  EXPECT_GT(events.size(), 50U);
  std::string listed;
  for (const std::string& line : LinesOf(ReadFile("docs/operating/log.md"))) {
    if (line.starts_with("| `")) listed += line.substr(0, line.find('|', 1));
  }
  for (const std::string& event : events)
    EXPECT_NE(listed.find('`' + event + '`'), std::string::npos)
        << event << " is told by the worker and has no row in docs/operating/log.md";
}

TEST(PackageListTest, EachPackageSaysWhyItIsThere) {
  static const std::regex kLine("[a-z0-9][a-z0-9.+-]+ +# .+");
  for (const char* list : {"deploy/packages.txt", "deploy/packages-lint.txt"}) {
    std::vector<std::string> packages;
    for (const std::string& line : LinesOf(ReadFile(list))) {
      if (line.empty() || line.front() == '#') continue;
      EXPECT_TRUE(std::regex_match(line, kLine)) << list << ": " << line;
      packages.push_back(line.substr(0, line.find(' ')));
    }
    EXPECT_FALSE(packages.empty()) << list;
    EXPECT_TRUE(std::is_sorted(packages.begin(), packages.end())) << list << " is not sorted";
    EXPECT_EQ(std::adjacent_find(packages.begin(), packages.end()), packages.end()) << list;
  }
}

bool IsBashScript(const std::string& content) {
  return content.rfind("#!/usr/bin/env bash\n", 0) == 0;
}

TEST(ScriptTest, EachStopsAtItsFirstFault) {
  int scripts = 0;
  for (const std::string& path : FilesBelow("")) {
    const std::string content = ReadFile(path);
    if (!IsBashScript(content)) continue;
    ++scripts;
    EXPECT_NE(content.find("\nset -euo pipefail\n"), std::string::npos) << path;
    EXPECT_TRUE(IsExecutable(path)) << path << ": chmod +x";
  }
  EXPECT_GE(scripts, 4);
}

// A path of someone's machine means nothing on another, and may tell who they are.
TEST(HygieneTest, NoFileNamesAHomeFolder) {
  static const std::regex kHome("(^|[^A-Za-z0-9_.-])/(home|root|Users)/[A-Za-z]");
  EXPECT_TRUE(std::regex_search(std::string("cd /ho") + "me/someone", kHome));
  EXPECT_FALSE(std::regex_search("var/home/x", kHome));
  for (const std::string& path : FilesBelow("")) {
    const std::vector<std::string> lines = LinesOf(ReadFile(path));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      EXPECT_FALSE(std::regex_search(lines[i], kHome)) << path << ":" << i + 1;
    }
  }
}

TEST(LockFileTest, CarriesHashesAndNoAddresses) {
  for (const std::string& path : FilesBelow("")) {
    if (!path.ends_with("package-lock.json")) continue;
    const std::string lock = ReadFile(path);
    EXPECT_EQ(lock.find("\"resolved\""), std::string::npos)
        << path << ": the address of one machine's registry; delete these lines";
    EXPECT_NE(lock.find("\"integrity\""), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace dm::arch
