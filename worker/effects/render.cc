#include "worker/effects/render.h"

#include <kainjow/mustache.hpp>

namespace dm::effects {
namespace {

namespace mustache = kainjow::mustache;

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
  mustache::mustache parsed(text);
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
  return rendered;
}

}  // namespace dm::effects
