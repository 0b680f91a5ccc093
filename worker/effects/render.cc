#include "worker/effects/render.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <kainjow/mustache.hpp>

#include "worker/core/utf8.h"

namespace dm::effects {
namespace {

namespace mustache = kainjow::mustache;

// Stand for a line break and for the marks of parts of the template while it is rendered. They are
// control characters, which no text of a case may hold.
constexpr char kLineBreak = '\x1e';
constexpr char kHeadingMark = '\x01';
constexpr char kSubheadingMark = '\x02';
constexpr char kItemMark = '\x03';
constexpr char kSplitMark = '\x04';

bool IsMark(char c) {
  return c == kHeadingMark || c == kSubheadingMark || c == kItemMark || c == kSplitMark;
}

// The line with its marks as control characters.
std::string Marked(std::string_view line) {
  std::string marked;
  if (line.substr(0, 3) == "## ") {
    marked += kSubheadingMark;
    line.remove_prefix(3);
  } else if (line.substr(0, 2) == "# ") {
    marked += kHeadingMark;
    line.remove_prefix(2);
  } else if (line.substr(0, 2) == "- ") {
    marked += kItemMark;
    line.remove_prefix(2);
  }
  for (const char c : line) marked += c == '|' ? kSplitMark : c;
  return marked;
}

// True for a line that holds one section tag and nothing else: it leaves no line in the letter.
bool IsSectionTag(std::string_view line) {
  while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  while (!line.empty() && line.back() == ' ') line.remove_suffix(1);
  if (line.size() < 5 || line.substr(0, 2) != "{{" || line.substr(line.size() - 2) != "}}")
    return false;
  const std::string_view tag = line.substr(2, line.size() - 4);
  return std::string_view("#^/").find(tag.front()) != std::string_view::npos &&
         tag.find('}') == std::string_view::npos;
}

// The library leaves an empty line where a section of several lines is skipped. So the template is
// given to it as one line, with the tags that stand alone already taken from their lines.
std::string OneLine(std::string_view text) {
  std::string one;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    one += Marked(line);
    if (end == std::string_view::npos) break;
    if (!IsSectionTag(line)) one += kLineBreak;
    text.remove_prefix(end + 1);
  }
  return one;
}

// An empty word is left out, so that a section of its name stays closed: {{#orsak}} … {{/orsak}}.
void SetWords(mustache::data& data, const Words& words) {
  for (const auto& [name, word] : words)
    if (const std::string plain = PlainWord(word); !plain.empty()) data.set(name, plain);
}

mustache::data ListOf(const std::vector<Words>& entries) {
  mustache::data list{mustache::data::type::list};
  for (const Words& entry : entries) {
    mustache::data item;
    SetWords(item, entry);
    list.push_back(item);
  }
  return list;
}

// The templates that a thread used last, parsed: the same few letters are written again and again.
class ParsedTemplates {
 public:
  // Null for a template that does not parse.
  mustache::mustache* Find(const std::string& text) {
    if (const auto kept = kept_.find(text); kept != kept_.end()) return &kept->second;
    mustache::mustache parsed(OneLine(text));
    if (!parsed.is_valid()) return nullptr;
    parsed.set_custom_escape([](const std::string& word) { return word; });
    if (kept_.size() >= kKeptMax) kept_.clear();
    return &kept_.emplace(text, std::move(parsed)).first->second;
  }

  void Forget(const std::string& text) { kept_.erase(text); }

 private:
  static constexpr std::size_t kKeptMax = 16;
  std::map<std::string, mustache::mustache> kept_;
};

Status Invalid(const char* what) {
  return FailedPrecondition(
      what, {"LETTER_INVALID", "policies/letters", "run medarbetare policy check and correct it"});
}

StatusOr<std::string> RenderMarked(const std::string& text, const LetterModel& model) {
  thread_local ParsedTemplates templates;
  mustache::mustache* parsed = templates.Find(text);
  if (parsed == nullptr) return Invalid("a letter template does not parse");
  mustache::data data;
  SetWords(data, model.words);
  for (const auto& [name, flag] : model.flags) data.set(name, mustache::data(flag));
  for (const auto& [name, entries] : model.lists) data.set(name, ListOf(entries));
  std::string rendered = parsed->render(data);
  if (parsed->is_valid()) return rendered;
  templates.Forget(text);
  return Invalid("a letter template does not render");
}

std::string TextOf(const std::string& rendered) {
  std::string text;
  for (const char c : rendered) {
    if (c == kItemMark) text += "- ";
    if (!IsMark(c)) text += c == kLineBreak ? '\n' : c;
  }
  return text;
}

std::string Trimmed(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  while (!text.empty() && text.front() == ' ') text.erase(text.begin());
  return text;
}

// "text|amount|note".
LetterBlock RowOf(LetterPart part, const std::string& line) {
  LetterBlock block;
  block.part = part;
  const std::size_t first = line.find(kSplitMark);
  const std::size_t second = line.find(kSplitMark, first + 1);
  block.text = Trimmed(line.substr(0, first));
  if (block.text.ends_with(':')) block.text.pop_back();
  block.amount = Trimmed(line.substr(first + 1, second - first - 1));
  if (second == std::string::npos) return block;
  block.note = Trimmed(line.substr(second + 1));
  // In the text it stands in brackets behind the amount; here it has a place of its own.
  if (block.note.starts_with('(') && block.note.ends_with(')'))
    block.note = block.note.substr(1, block.note.size() - 2);
  return block;
}

LetterBlock BlockOf(const std::string& line) {
  const bool split = line.find(kSplitMark) != std::string::npos;
  switch (line.front()) {
    case kHeadingMark:
      return {LetterPart::kHeading, line.substr(1), {}, {}};
    case kSubheadingMark:
      return {LetterPart::kSubheading, line.substr(1), {}, {}};
    case kItemMark:
      if (split) return RowOf(LetterPart::kRow, line.substr(1));
      return {LetterPart::kItem, line.substr(1), {}, {}};
    default:
      if (split) return RowOf(LetterPart::kSum, line);
      return {LetterPart::kParagraph, line, {}, {}};
  }
}

// Lines that follow each other are one paragraph.
std::vector<LetterBlock> BlocksOf(std::string_view rendered) {
  std::vector<LetterBlock> blocks;
  bool open = false;
  while (!rendered.empty()) {
    const std::size_t end = rendered.find(kLineBreak);
    const std::string line(rendered.substr(0, end));
    rendered.remove_prefix(end == std::string_view::npos ? rendered.size() : end + 1);
    if (line.empty()) {
      open = false;
      continue;
    }
    LetterBlock block = BlockOf(line);
    if (open && block.part == LetterPart::kParagraph) {
      blocks.back().text += "\n" + block.text;
      continue;
    }
    open = block.part == LetterPart::kParagraph;
    blocks.push_back(std::move(block));
  }
  return blocks;
}

bool IsPlainAscii(char c) {
  return c >= ' ' && c <= '~';
}

bool IsShown(std::uint32_t c) {
  const bool mark = c == 0x061C || c == 0x200E || c == 0x200F;  // of direction, without letters
  return c == '\n' || c == '\t' || !(IsControl(c) || TurnsDirection(c) || mark);
}

}  // namespace

std::string PlainWord(std::string_view word) {
  std::string plain;
  plain.reserve(word.size());
  while (!word.empty()) {
    if (IsPlainAscii(word.front())) {
      plain += word.front();
      word.remove_prefix(1);
      continue;
    }
    const std::optional<Utf8Character> first = FirstCharacter(word);
    const std::size_t length = first ? first->length : 1;
    if (first && IsShown(first->code_point)) plain += word.substr(0, length);
    word.remove_prefix(length);
  }
  return plain;
}

StatusOr<RenderedLetter> RenderLetter(const std::string& text, const LetterModel& model) {
  DM_ASSIGN_OR_RETURN(const std::string rendered, RenderMarked(text, model));
  return RenderedLetter{TextOf(rendered), BlocksOf(rendered)};
}

StatusOr<std::string> Render(const std::string& text, const LetterModel& model) {
  DM_ASSIGN_OR_RETURN(const std::string rendered, RenderMarked(text, model));
  return TextOf(rendered);
}

}  // namespace dm::effects
