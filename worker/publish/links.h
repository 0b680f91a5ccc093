// Links: where on the site each rule, row, source and code stands, so that every mention can lead
// there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/publish/html.h"

namespace dm::publish {

class Links {
 public:
  // `key` is "rule:cap.housing", "row:cap.housing/BO26-1", "source:sol-12-1", "code:G-07".
  void Put(const std::string& key, const std::string& page, const std::string& anchor);
  std::optional<std::string> Href(std::string_view key) const;

  // The text with a link on the words, or plain when nothing is known of the key.
  void Link(Html& html, std::string_view key, std::string_view text) const;
  // The text with every code in it (G-07, X-22, Q-05, TF-02, a rule's id) leading to its place.
  void Text(Html& html, std::string_view text) const;

 private:
  std::map<std::string, std::string, std::less<>> hrefs_;
};

}  // namespace dm::publish
