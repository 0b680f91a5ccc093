// The files of the repository and their includes, as the checks of this folder read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dm::arch {

// Paths from the root of the repository, with '/', sorted. Build folders, installed modules and
// what runs leave behind are not part of it.
std::vector<std::string> FilesBelow(const std::string& folder);

// The same, only .h and .cc.
std::vector<std::string> SourcesBelow(const std::string& folder);

// The content of a file that FilesBelow named.
std::string ReadFile(const std::string& path);

bool IsExecutable(const std::string& path);

struct Include {
  std::string header;  // as written between the signs
  bool quoted = false;
  int line = 0;  // from 1
};

std::vector<Include> IncludesIn(std::string_view text);

// `text` with comments, strings and characters blanked out; lines keep their numbers.
std::string CodeOnly(std::string_view text);

// True for what several tests of a folder share: "test_x.h", "test_x.cc".
bool IsFixture(std::string_view path);

// True for "x_test.cc" and for fixtures.
bool IsTest(std::string_view path);

}  // namespace dm::arch
