// HtmlWriter: markup with every text escaped.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "worker/core/markup.h"

namespace dm::explain {

class HtmlWriter {
 public:
  // Markup of the program's own.
  HtmlWriter& Raw(std::string_view markup) {
    page_ += markup;
    return *this;
  }

  HtmlWriter& Text(std::string_view text) {
    AppendEscaped(text, page_);
    return *this;
  }

  // <tag>text</tag>; `tag` may hold attributes of the program's own.
  HtmlWriter& Element(std::string_view tag, std::string_view text) {
    Raw("<").Raw(tag).Raw(">").Text(text);
    return Raw("</").Raw(tag.substr(0, tag.find(' '))).Raw(">");
  }

  HtmlWriter& Code(std::string_view code) {
    if (code.empty()) return *this;
    return Raw(" ").Element("code", code);
  }

  std::string Take() { return std::move(page_); }

 private:
  std::string page_;
};

}  // namespace dm::explain
