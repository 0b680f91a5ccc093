#include "worker/changes/line_diff.h"

#include <algorithm>
#include <cstddef>

namespace dm::changes {

namespace {

// The table of the longest common part has a cell for each pair of lines: 4 million at most.
constexpr std::size_t kLinesMax = 2'000;

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::vector<std::string> LineDiff(std::string_view before, std::string_view after) {
  const std::vector<std::string_view> a = Lines(before);
  const std::vector<std::string_view> b = Lines(after);
  if (a == b) return {};
  if (a.size() > kLinesMax || b.size() > kLinesMax) {
    return {"- " + std::to_string(a.size()) + " rader", "+ " + std::to_string(b.size()) + " rader"};
  }
  // common[i][j]: lines that a from i on and b from j on have in common, in order.
  std::vector<std::vector<std::size_t>> common(a.size() + 1,
                                               std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      common[i][j] =
          a[i] == b[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::vector<std::string> diff;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      ++i;
      ++j;
    } else if (j == b.size() || (i < a.size() && common[i + 1][j] >= common[i][j + 1])) {
      diff.push_back("- " + std::string(a[i++]));
    } else {
      diff.push_back("+ " + std::string(b[j++]));
    }
  }
  return diff;
}

}  // namespace dm::changes
