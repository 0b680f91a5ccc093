#include "worker/publish/html.h"

#include <algorithm>
#include <array>

#include "worker/core/check.h"
#include "worker/core/markup.h"

namespace dm::publish {
namespace {

// A line feed behind these, so that the bytes can be read and compared line by line.
constexpr std::array<std::string_view, 27> kBlocks = {
    "html", "head",  "body",    "title", "header", "nav", "main", "footer",  "section",
    "div",  "table", "caption", "thead", "tbody",  "tr",  "td",   "th",      "p",
    "ul",   "ol",    "li",      "dl",    "dd",     "h1",  "h2",   "details", "summary"};

bool IsBlock(std::string_view tag) {
  return std::find(kBlocks.begin(), kBlocks.end(), tag) != kBlocks.end() || tag == "h3" ||
         tag == "h4" || tag == "pre" || tag == "dt";
}

bool IsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

}  // namespace

std::string AnchorOf(std::string_view text) {
  std::string anchor;
  for (const char c : text) anchor += IsWord(c) ? c : '-';
  return anchor;
}

void Html::Begin(std::string_view tag, const Attributes& attributes) {
  out_ += '<';
  out_ += tag;
  for (const auto& [name, value] : attributes) {
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    AppendEscaped(value, out_);
    out_ += '"';
  }
}

Html& Html::Open(std::string_view tag, const Attributes& attributes) {
  Begin(tag, attributes);
  out_ += '>';
  open_.emplace_back(tag);
  return *this;
}

Html& Html::Close() {
  DM_CHECK(!open_.empty());
  const std::string tag = open_.back();
  open_.pop_back();
  out_ += "</" + tag + ">";
  if (IsBlock(tag)) out_ += '\n';
  return *this;
}

Html& Html::Void(std::string_view tag, const Attributes& attributes) {
  Begin(tag, attributes);
  out_ += "/>";
  if (tag != "br") out_ += '\n';
  return *this;
}

Html& Html::Text(std::string_view text) {
  AppendEscaped(text, out_);
  return *this;
}

Html& Html::Element(std::string_view tag, std::string_view text, const Attributes& attributes) {
  return Open(tag, attributes).Text(text).Close();
}

Html& Html::Link(std::string_view text, const std::string& href) {
  return Element("a", text, {{"href", href}});
}

Html& Html::Add(const Html& part) {
  out_ += part.str();
  return *this;
}

Html& Html::AddMarkup(std::string_view markup) {
  out_ += markup;
  return *this;
}

const std::string& Html::str() const {
  DM_CHECK(open_.empty());
  return out_;
}

}  // namespace dm::publish
