#include <algorithm>

#include "fmt/format.h"
#include "worker/publish/parts.h"

namespace dm::publish {
namespace {

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', from)) {
    lines.emplace_back(text.substr(from, at - from));
    from = at + 1;
  }
  if (from < text.size()) lines.emplace_back(text.substr(from));
  return lines;
}

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// The text between `mark` at `at` and the next `mark`; nothing when there is none.
std::optional<std::string_view> Between(std::string_view text,
                                        std::size_t at,
                                        std::string_view mark) {
  const std::size_t from = at + mark.size();
  const std::size_t end = text.find(mark, from);
  if (end == std::string_view::npos || end == from) return std::nullopt;
  return text.substr(from, end - from);
}

// Bold, code and links; a link to a file of the repository is shown as its text.
void Inline(Html& html, std::string_view text) {
  std::size_t plain = 0;
  const auto flush = [&](std::size_t to) { html.Text(text.substr(plain, to - plain)); };
  for (std::size_t at = 0; at < text.size();) {
    if (StartsWith(text.substr(at), "**")) {
      if (const auto bold = Between(text, at, "**")) {
        flush(at);
        html.Open("strong");
        Inline(html, *bold);
        html.Close();
        at = plain = at + bold->size() + 4;
        continue;
      }
    } else if (text[at] == '`') {
      if (const auto code = Between(text, at, "`")) {
        flush(at);
        html.Element("code", *code);
        at = plain = at + code->size() + 2;
        continue;
      }
    } else if (text[at] == '[') {
      const std::size_t middle = text.find("](", at);
      const std::size_t end = middle == std::string_view::npos ? middle : text.find(')', middle);
      if (end != std::string_view::npos && text.find('[', at + 1) > middle) {
        flush(at);
        const std::string_view name = text.substr(at + 1, middle - at - 1);
        const std::string target(text.substr(middle + 2, end - middle - 2));
        if (StartsWith(target, "https://")) {
          html.Link(name, target);
        } else {
          Inline(html, name);
        }
        at = plain = end + 1;
        continue;
      }
    }
    ++at;
  }
  flush(text.size());
}

std::vector<std::string> CellsOf(std::string_view line) {
  std::vector<std::string> cells;
  std::size_t from = 1;
  for (std::size_t at = line.find('|', from); at != std::string_view::npos;
       at = line.find('|', from)) {
    std::string cell(line.substr(from, at - from));
    cell.erase(0,
               cell.find_first_not_of(' ') == std::string::npos ? cell.size()
                                                                : cell.find_first_not_of(' '));
    cell.erase(cell.find_last_not_of(' ') + 1);
    cells.push_back(std::move(cell));
    from = at + 1;
  }
  return cells;
}

class Markdown {
 public:
  Markdown(Html& html, std::vector<std::string> lines, int level)
      : html_(html), lines_(std::move(lines)), level_(level) {}

  void Run() {
    while (at_ < lines_.size()) {
      const std::string& line = lines_[at_];
      if (line.empty()) {
        ++at_;
      } else if (line.front() == '#') {
        Title();
      } else if (StartsWith(line, "- ")) {
        List();
      } else if (line.front() == '|') {
        Table();
      } else if (StartsWith(line, "```")) {
        Block();
      } else {
        Text();
      }
    }
  }

 private:
  // Levels are not skipped, whatever the file does: the first heading is of `level_`.
  void Title() {
    const std::string& line = lines_[at_++];
    const std::size_t marks = line.find_first_not_of('#');
    if (marks == std::string::npos) return;
    const int depth = static_cast<int>(marks) - 1;
    if (depth == 0) return;  // the page has its own title
    const int level = std::min(4, std::min(level_ + depth - 1, last_ + 1));
    last_ = level;
    html_.Open(fmt::format("h{}", level));
    Inline(html_, std::string_view(line).substr(std::min(line.size(), marks + 1)));
    html_.Close();
  }

  void Text() {
    std::string paragraph = lines_[at_++];
    while (at_ < lines_.size() && !lines_[at_].empty() && !StartsWith(lines_[at_], "- ") &&
           lines_[at_].front() != '#' && lines_[at_].front() != '|')
      paragraph += " " + lines_[at_++];
    html_.Open("p");
    Inline(html_, paragraph);
    html_.Close();
  }

  void List() {
    html_.Open("ul");
    while (at_ < lines_.size() && StartsWith(lines_[at_], "- ")) {
      std::string item = lines_[at_++].substr(2);
      while (at_ < lines_.size() && StartsWith(lines_[at_], "  ")) item += lines_[at_++].substr(1);
      html_.Open("li");
      Inline(html_, item);
      html_.Close();
    }
    html_.Close();
  }

  void Table() {
    const std::vector<std::string> header = CellsOf(lines_[at_++]);
    if (at_ < lines_.size() && StartsWith(lines_[at_], "|-")) ++at_;
    html_.Open("div", {{"class", "bred"}}).Open("table").Open("thead").Open("tr");
    for (const std::string& cell : header) {
      html_.Open("th", {{"scope", "col"}});
      Inline(html_, cell);
      html_.Close();
    }
    html_.Close().Close().Open("tbody");
    while (at_ < lines_.size() && !lines_[at_].empty() && lines_[at_].front() == '|') {
      html_.Open("tr");
      for (const std::string& cell : CellsOf(lines_[at_++])) {
        html_.Open("td");
        Inline(html_, cell);
        html_.Close();
      }
      html_.Close();
    }
    html_.Close().Close().Close();
  }

  void Block() {
    std::string text;
    for (++at_; at_ < lines_.size() && !StartsWith(lines_[at_], "```"); ++at_)
      text += lines_[at_] + "\n";
    ++at_;
    html_.Element("pre", text);
  }

  Html& html_;
  std::vector<std::string> lines_;
  int level_;
  int last_ = level_ - 1;
  std::size_t at_ = 0;
};

}  // namespace

void MarkdownPart(Html& html, std::string_view text, int level) {
  Markdown(html, LinesOf(text), level).Run();
}

}  // namespace dm::publish
