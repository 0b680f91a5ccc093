#include "worker/effects/render.h"

#include <algorithm>
#include <string_view>

#include <kainjow/mustache.hpp>

namespace dm::effects {
namespace {

namespace mustache = kainjow::mustache;

// Stands for a line break of the template while it is rendered. It is a control character, which no
// text of a case may hold.
constexpr char kLineBreak = '\x1e';

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
    one += line;
    if (end == std::string_view::npos) break;
    if (!IsSectionTag(line)) one += kLineBreak;
    text.remove_prefix(end + 1);
  }
  return one;
}

// An empty word is left out, so that a section of its name stays closed: {{#orsak}} … {{/orsak}}.
void SetWords(mustache::data& data, const Words& words) {
  for (const auto& [name, word] : words)
    if (!word.empty()) data.set(name, word);
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

}  // namespace

StatusOr<std::string> Render(const std::string& text, const LetterModel& model) {
  mustache::mustache parsed(OneLine(text));
  if (!parsed.is_valid())
    return FailedPrecondition(
        "a letter template does not parse",
        {"LETTER_INVALID", "policies/letters", "run medarbetare policy check and correct it"});
  parsed.set_custom_escape([](const std::string& word) { return word; });
  mustache::data data;
  SetWords(data, model.words);
  for (const auto& [name, flag] : model.flags) data.set(name, mustache::data(flag));
  for (const auto& [name, entries] : model.lists) data.set(name, ListOf(entries));
  std::string rendered = parsed.render(data);
  if (!parsed.is_valid())
    return FailedPrecondition(
        "a letter template does not render",
        {"LETTER_INVALID", "policies/letters", "run medarbetare policy check and correct it"});
  std::replace(rendered.begin(), rendered.end(), kLineBreak, '\n');
  return rendered;
}

}  // namespace dm::effects
