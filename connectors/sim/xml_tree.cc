#include "connectors/sim/xml_tree.h"

#include <expat.h>

#include <memory>

namespace dm::sim {
namespace {

constexpr char kSeparator = ' ';

struct Reader {
  XML_Parser parser = nullptr;
  XmlLimits limits;
  XmlElement root;
  std::vector<XmlElement*> open;
  std::size_t elements = 0;
  const char* problem = nullptr;

  void Stop(const char* why) {
    problem = why;
    XML_StopParser(parser, XML_FALSE);
  }
};

Reader& Of(void* data) {
  return *static_cast<Reader*>(data);
}

void SetName(std::string_view qualified, XmlElement& element) {
  const std::size_t space = qualified.rfind(kSeparator);
  if (space == std::string_view::npos) {
    element.name = qualified;
    return;
  }
  element.space = qualified.substr(0, space);
  element.name = qualified.substr(space + 1);
}

void OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
  Reader& reader = Of(data);
  if (reader.open.size() >= reader.limits.depth_max) return reader.Stop("is nested too deep");
  if (++reader.elements > reader.limits.elements_max) return reader.Stop("has too many elements");
  XmlElement* element = &reader.root;
  if (!reader.open.empty()) element = &reader.open.back()->children.emplace_back();
  SetName(name, *element);
  for (const XML_Char** at = attributes; *at != nullptr; at += 2) {
    element->attributes.emplace_back(at[0], at[1]);
  }
  reader.open.push_back(element);
}

void OnEnd(void* data, const XML_Char*) {
  Of(data).open.pop_back();
}

void OnText(void* data, const XML_Char* text, int size) {
  Reader& reader = Of(data);
  if (!reader.open.empty()) reader.open.back()->text.append(text, static_cast<std::size_t>(size));
}

void OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  Of(data).Stop("has a DTD, which is not accepted");
}

}  // namespace

StatusOr<XmlElement> ParseXml(std::string_view text, const XmlLimits& limits) {
  if (text.size() > limits.bytes_max) return InvalidArgument("the document is too large");
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser(
      XML_ParserCreateNS(nullptr, kSeparator), XML_ParserFree);
  if (parser == nullptr) return Internal("no memory for the XML parser");
  Reader reader{.parser = parser.get(), .limits = limits, .root = {}, .open = {}};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), OnStart, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), OnDoctype);
  const auto size = static_cast<int>(text.size());
  if (XML_Parse(parser.get(), text.data(), size, XML_TRUE) != XML_STATUS_OK) {
    const std::string line = std::to_string(XML_GetCurrentLineNumber(parser.get()));
    const std::string why = reader.problem != nullptr ? reader.problem : "is not well-formed";
    return InvalidArgument("the document " + why + " at line " + line);
  }
  return std::move(reader.root);
}

}  // namespace dm::sim
