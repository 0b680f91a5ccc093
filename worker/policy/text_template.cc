#include "worker/policy/text_template.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace dm::policy {

std::optional<TextTemplate> TextTemplate::Parse(std::string_view text,
                                                const std::vector<std::string>& names,
                                                int line,
                                                const std::string& what,
                                                FileErrors& errors) {
  TextTemplate made;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find_first_of("{}", at);
    const std::size_t end = std::min(open, text.size());
    if (end > at) made.parts_.push_back({false, std::string(text.substr(at, end - at))});
    if (open == std::string_view::npos) break;
    const std::size_t close = text[open] == '{' ? text.find('}', open) : std::string_view::npos;
    if (close == std::string_view::npos) {
      errors.Add(line, fmt::format("{} has a brace without its other", what), "write {name}");
      return std::nullopt;
    }
    std::string name(text.substr(open + 1, close - open - 1));
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      errors.Add(line,
                 fmt::format("{} names {}, which the program does not give", what, Quoted(name)),
                 names.empty() ? "write it without places" : "use " + Joined(names));
      return std::nullopt;
    }
    made.parts_.push_back({true, std::move(name)});
    at = close + 1;
  }
  return made;
}

}  // namespace dm::policy
