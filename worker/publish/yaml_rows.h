// Edits the rows of a policy file as text: what is not touched keeps its bytes, comments included.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/publish/cell_text.h"

namespace dm::publish {

// A scalar, quoted where YAML would read something else.
std::string YamlScalar(std::string_view text);
// "a", "[a, b]" or "{not: [a, b]}". Not for a cell that fits any value.
std::string YamlCell(const CellWords& cell);
std::string YamlWords(const std::vector<std::string>& words);

// Keys and their values as YAML text. No value: the key goes.
using RowEdits = std::vector<std::pair<std::string, std::optional<std::string>>>;

// The row with the edits: a row that is one map on one line keeps the text of its other keys and
// its comment. Nothing when it is written in another way.
std::optional<std::string> EditedRow(const std::string& line, const RowEdits& edits);

// The lines of a text, to be taken apart and put together again; numbers are from 1.
class LineText {
 public:
  explicit LineText(std::string_view text);

  std::string str() const;

  std::size_t size() const { return lines_.size(); }

  const std::string& at(int line) const { return lines_[static_cast<std::size_t>(line - 1)]; }

  // The last line of the value that begins on `line`, without the comments and empty lines behind.
  int LastOf(int line) const;
  // Spaces before the first character.
  int IndentOf(int line) const;
  bool IsBlankOrComment(int line) const;

  // Replaces the lines from `first` to `last`; `last` < `first` inserts before `first`.
  void Replace(int first, int last, const std::vector<std::string>& lines);

 private:
  std::vector<std::string> lines_;
};

}  // namespace dm::publish
