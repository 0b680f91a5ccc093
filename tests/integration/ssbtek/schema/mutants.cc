#include "tests/integration/ssbtek/schema/mutants.h"

#include <array>
#include <vector>

#include <libxml/parser.h>
#include <libxml/tree.h>

namespace dm::ssbtek::test {
namespace {

const xmlChar* Chars(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);  // libxml2's characters are unsigned
}

std::size_t Draw(std::mt19937& random, std::size_t count) {
  return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
}

void Collect(xmlNodePtr node, std::vector<xmlNodePtr>& elements) {
  for (xmlNodePtr child = node->children; child != nullptr; child = child->next) {
    if (child->type != XML_ELEMENT_NODE) continue;
    elements.push_back(child);
    Collect(child, elements);
  }
}

bool IsLeaf(xmlNodePtr node) {
  return xmlFirstElementChild(node) == nullptr;
}

std::string Name(xmlNodePtr node) {
  return reinterpret_cast<const char*>(node->name);
}

// Values at the edges of the contract's types.
const char* Value(std::mt19937& random) {
  constexpr auto kValues = std::to_array<const char*>({"",
                                                       "x",
                                                       "0",
                                                       "-1",
                                                       "1",
                                                       "12345678",
                                                       "123456789",
                                                       "true",
                                                       "TRUE",
                                                       "0.5",
                                                       "2026-02-29",
                                                       "2026-02-28+01:00",
                                                       "20260229",
                                                       "OK",
                                                       "FEL",
                                                       "SSBT",
                                                       "BT",
                                                       "Planerad",
                                                       "BESLUTAD",
                                                       "          ",
                                                       "PERMANENT",
                                                       "100",
                                                       "101",
                                                       "199001012385",
                                                       "1990-0101",
                                                       "162120000001",
                                                       "162000000001",
                                                       "QUJD",
                                                       "QUJ",
                                                       "J",
                                                       "99999999999",
                                                       "2026-08-01T08:00:00+02:00",
                                                       "abc\ndef",
                                                       "Ej träff",
                                                       "12345678901"});
  return kValues[Draw(random, kValues.size())];
}

std::string Move(xmlNodePtr node) {
  xmlNodePtr other = xmlNextElementSibling(node);
  if (other == nullptr) other = xmlFirstElementChild(node->parent);
  if (other == node) return "nothing";
  xmlUnlinkNode(node);
  xmlAddNextSibling(other, node);
  return "move";
}

std::string ChangeAttribute(xmlNodePtr node, std::mt19937& random) {
  if (node->properties == nullptr) {
    xmlNewProp(node, Chars("inkludera"), Chars(Value(random)));
    return "attribute added to";
  }
  if (Draw(random, 3) == 0) {
    xmlRemoveProp(node->properties);
    return "attribute dropped from";
  }
  std::vector<xmlAttrPtr> attributes;
  for (xmlAttrPtr at = node->properties; at != nullptr; at = at->next) attributes.push_back(at);
  xmlAttrPtr chosen = attributes[Draw(random, attributes.size())];
  if (chosen->ns != nullptr) {
    xmlSetNsProp(node, chosen->ns, chosen->name, Chars(Value(random)));
  } else {
    xmlSetProp(node, chosen->name, Chars(Value(random)));
  }
  return "attribute changed of";
}

std::string Change(xmlNodePtr node, std::mt19937& random) {
  switch (Draw(random, 9)) {
    case 0:
      xmlUnlinkNode(node);
      xmlFreeNode(node);
      return "drop";
    case 1:
      xmlAddNextSibling(node, xmlCopyNode(node, 1));
      return "double";
    case 2:
      return Move(node);
    case 3:
      xmlNodeSetName(node, Chars("annat"));
      return "rename";
    case 4:
      xmlSetNs(node,
               Draw(random, 2) == 0 ? nullptr : xmlNewNs(node, Chars("urn:annat"), Chars("z")));
      return "namespace of";
    case 5:
      return ChangeAttribute(node, random);
    case 6:
      xmlNodeSetContent(node, nullptr);
      return "empty";
    case 7:
      xmlNewChild(node, node->ns, Chars("nytt"), Chars("1"));
      return "child added to";
    default:
      if (!IsLeaf(node)) {
        xmlNodeAddContent(node, Chars("text"));
        return "text added to";
      }
      xmlNodeSetContent(node, Chars(Value(random)));
      return "value of";
  }
}

}  // namespace

Mutant Mutate(const std::string& document, std::mt19937& random) {
  xmlDocPtr read = xmlReadMemory(
      document.data(), static_cast<int>(document.size()), nullptr, nullptr, XML_PARSE_NONET);
  std::vector<xmlNodePtr> elements;
  xmlNodePtr root = xmlDocGetRootElement(read);
  if (Name(root) == "Envelope") root = xmlFirstElementChild(xmlFirstElementChild(root));
  Collect(root, elements);
  Mutant mutant;
  if (!elements.empty()) {
    xmlNodePtr node = elements[Draw(random, elements.size())];
    const std::string name = Name(node);
    mutant.change = Change(node, random) + " " + name;
  }
  xmlChar* bytes = nullptr;
  int size = 0;
  xmlDocDumpMemoryEnc(read, &bytes, &size, "UTF-8");
  mutant.document.assign(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  xmlFree(bytes);
  xmlFreeDoc(read);
  return mutant;
}

}  // namespace dm::ssbtek::test
