#include "connectors/soap/xml_writer.h"

#include <algorithm>

#include "worker/core/check.h"
#include "worker/core/markup.h"

namespace dm::soap {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool IsForbidden(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

void AppendText(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const auto* forbidden = std::find_if(text.begin(), text.end(), IsForbidden);
    const auto length = static_cast<std::size_t>(forbidden - text.begin());
    AppendEscaped(text.substr(0, length), out);
    if (length == text.size()) return;
    out += kReplacement;
    text.remove_prefix(length + 1);
  }
}

}  // namespace

XmlWriter& XmlWriter::Declaration() {
  out_ += R"(<?xml version="1.0" encoding="UTF-8"?>)";
  return *this;
}

void XmlWriter::FinishTag() {
  if (!in_tag_) return;
  out_ += '>';
  in_tag_ = false;
}

XmlWriter& XmlWriter::Open(std::string_view name) {
  FinishTag();
  out_ += '<';
  names_.push_back({.offset = out_.size(), .size = name.size()});
  out_ += name;
  in_tag_ = true;
  return *this;
}

XmlWriter& XmlWriter::Attribute(std::string_view name, std::string_view value) {
  DM_CHECK(in_tag_);
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  AppendText(value, out_);
  out_ += '"';
  return *this;
}

XmlWriter& XmlWriter::Text(std::string_view text) {
  FinishTag();
  AppendText(text, out_);
  return *this;
}

XmlWriter& XmlWriter::Raw(std::string_view xml) {
  FinishTag();
  out_ += xml;
  return *this;
}

XmlWriter& XmlWriter::Cdata(std::string_view text) {
  FinishTag();
  out_ += "<![CDATA[";
  for (std::size_t end = text.find("]]>"); end != std::string_view::npos; end = text.find("]]>")) {
    out_ += text.substr(0, end + 2);
    out_ += "]]><![CDATA[";
    text.remove_prefix(end + 2);
  }
  out_ += text;
  out_ += "]]>";
  return *this;
}

XmlWriter& XmlWriter::Close() {
  DM_CHECK(!names_.empty());
  const Name name = names_.back();
  names_.pop_back();
  if (in_tag_) {
    out_ += "/>";
    in_tag_ = false;
    return *this;
  }
  out_ += "</";
  out_.append(out_, name.offset, name.size);
  out_ += '>';
  return *this;
}

XmlWriter& XmlWriter::Element(std::string_view name, std::string_view text) {
  return Open(name).Text(text).Close();
}

}  // namespace dm::soap
