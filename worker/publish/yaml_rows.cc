#include "worker/publish/yaml_rows.h"

#include <algorithm>
#include <array>

namespace dm::publish {
namespace {

bool IsPlainByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("._/@-+%§ ()").find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool IsPlain(std::string_view text) {
  constexpr std::array<std::string_view, 5> kNothing = {"null", "Null", "NULL", "~", "-"};
  if (text.empty() || std::find(kNothing.begin(), kNothing.end(), text) != kNothing.end())
    return false;
  if (text.front() == ' ' || text.back() == ' ' || text.substr(0, 2) == "- " ||
      std::string_view("@%").find(text.front()) != std::string_view::npos)
    return false;
  return std::all_of(text.begin(), text.end(), IsPlainByte);
}

// The place of the bracket that closes the one at `open`; npos when the line has none.
std::size_t Closing(std::string_view line, std::size_t open) {
  int depth = 0;
  char quote = '\0';
  for (std::size_t i = open; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == '\\' && quote == '"') {
        ++i;
      } else if (c == quote) {
        quote = '\0';
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

// "a: 1, b: [2, 3]" → "a: 1", " b: [2, 3]".
std::vector<std::string> Members(std::string_view inside) {
  std::vector<std::string> members;
  int depth = 0;
  char quote = '\0';
  std::string member;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const char c = inside[i];
    if (quote != '\0') {
      if (c == '\\' && quote == '"' && i + 1 < inside.size()) {
        member += c;
        member += inside[++i];
        continue;
      }
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',' && depth == 0) {
      members.push_back(std::move(member));
      member.clear();
      continue;
    }
    member += c;
  }
  members.push_back(std::move(member));
  return members;
}

std::string KeyOf(std::string_view member) {
  const std::size_t from = member.find_first_not_of(' ');
  const std::size_t colon = member.find(':');
  if (from == std::string_view::npos || colon == std::string_view::npos) return "";
  std::string key(member.substr(from, colon - from));
  if (key.size() > 1 && key.front() == '"' && key.back() == '"')
    key = key.substr(1, key.size() - 2);
  return key;
}

}  // namespace

std::string YamlScalar(std::string_view text) {
  if (IsPlain(text)) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string YamlWords(const std::vector<std::string>& words) {
  if (words.size() == 1) return YamlScalar(words.front());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + YamlScalar(word);
  return "[" + text + "]";
}

std::string YamlCell(const CellWords& cell) {
  if (!cell.negated) return YamlWords(cell.parts);
  std::string text;
  for (const std::string& part : cell.parts) text += (text.empty() ? "" : ", ") + YamlScalar(part);
  return "{not: [" + text + "]}";
}

std::optional<std::string> EditedRow(const std::string& line, const RowEdits& edits) {
  const std::size_t open = line.find('{');
  if (open == std::string::npos) return std::nullopt;
  const std::size_t close = Closing(line, open);
  if (close == std::string::npos) return std::nullopt;
  std::vector<std::string> members =
      Members(std::string_view(line).substr(open + 1, close - open - 1));
  for (const auto& edit : edits) {
    const std::string& key = edit.first;
    const auto& value = edit.second;
    const auto found = std::find_if(members.begin(), members.end(), [&](const std::string& member) {
      return KeyOf(member) == key;
    });
    if (!value.has_value()) {
      if (found != members.end()) members.erase(found);
      continue;
    }
    const std::string text = key + ": " + *value;
    if (found == members.end()) {
      members.push_back(" " + text);
    } else {
      *found = (found->front() == ' ' ? " " : "") + text;
    }
  }
  std::string inside;
  for (const std::string& member : members) inside += (inside.empty() ? "" : ",") + member;
  const std::size_t first = inside.find_first_not_of(' ');
  if (first != std::string::npos) inside.erase(0, first);
  return line.substr(0, open + 1) + inside + line.substr(close);
}

LineText::LineText(std::string_view text) {
  std::size_t from = 0;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', from)) {
    lines_.emplace_back(text.substr(from, at - from));
    from = at + 1;
  }
  if (from < text.size()) lines_.emplace_back(text.substr(from));
}

std::string LineText::str() const {
  std::string text;
  for (const std::string& line : lines_) text += line + "\n";
  return text;
}

int LineText::IndentOf(int line) const {
  const std::size_t first = at(line).find_first_not_of(' ');
  return first == std::string::npos ? static_cast<int>(at(line).size()) : static_cast<int>(first);
}

bool LineText::IsBlankOrComment(int line) const {
  const std::size_t first = at(line).find_first_not_of(' ');
  return first == std::string::npos || at(line)[first] == '#';
}

int LineText::LastOf(int line) const {
  int last = line;
  const int indent = IndentOf(line);
  for (int next = line + 1; next <= static_cast<int>(size()); ++next) {
    if (IsBlankOrComment(next)) continue;
    if (IndentOf(next) <= indent) break;
    last = next;
  }
  return last;
}

void LineText::Replace(int first, int last, const std::vector<std::string>& lines) {
  const auto begin = lines_.begin() + (first - 1);
  const auto end = last < first ? begin : lines_.begin() + last;
  const auto at = lines_.erase(begin, end);
  lines_.insert(at, lines.begin(), lines.end());
}

}  // namespace dm::publish
