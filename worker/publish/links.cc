#include "worker/publish/links.h"

#include <algorithm>

namespace dm::publish {
namespace {

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-' || c == ':';
}

}  // namespace

void Links::Put(const std::string& key, const std::string& page, const std::string& anchor) {
  hrefs_[key] = anchor.empty() ? page : page + "#" + anchor;
}

std::optional<std::string> Links::Href(std::string_view key) const {
  const auto found = hrefs_.find(key);
  if (found == hrefs_.end()) return std::nullopt;
  return found->second;
}

void Links::Link(Html& html, std::string_view key, std::string_view text) const {
  if (const std::optional<std::string> href = Href(key)) {
    html.Link(text, *href);
  } else {
    html.Text(text);
  }
}

void Links::Text(Html& html, std::string_view text) const {
  std::size_t plain = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (!IsWordByte(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && IsWordByte(text[end])) ++end;
    std::size_t stop = end;
    while (stop > at && (text[stop - 1] == '.' || text[stop - 1] == ':')) --stop;
    const std::string word(text.substr(at, stop - at));
    // A plain word such as "other" may be a code as well; only what looks like one is taken.
    const bool code = word.find_first_of("-._") != std::string::npos;
    std::optional<std::string> href = code ? Href("code:" + word) : std::nullopt;
    if (code && !href.has_value()) href = Href("rule:" + word);
    if (href.has_value()) {
      html.Text(text.substr(plain, at - plain)).Link(word, *href);
      plain = stop;
    }
    at = end;
  }
  html.Text(text.substr(plain));
}

}  // namespace dm::publish
