#include "connectors/soap/xml_document.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "tests/fuzz/invariants.h"

namespace {

using dm::fuzz::Must;
using dm::soap::XmlDocument;
using dm::soap::XmlNode;

void Walk(const XmlDocument& document, const XmlNode& node, std::size_t size, std::size_t depth) {
  Must(depth <= dm::soap::XmlLimits().depth_max, "the depth has a limit");
  Must(!node.local().empty(), "an element has a name");
  Must(node.begin() < node.end() && node.end() <= size, "an element lies inside the document");
  Must(document.Bytes(node).size() == node.end() - node.begin(), "its bytes are its own");
  Must(node.trimmed().size() <= node.text().size(), "trimming adds nothing");
  Must(node.attributes().size() <= dm::soap::XmlLimits().attributes_max, "attributes have a limit");
  std::size_t at = node.begin();
  for (const XmlNode* child : node.children()) {
    Must(child->begin() >= at && child->end() <= node.end(), "children follow one another inside");
    Must(node.Child(child->local()) != nullptr, "a child is found by its name");
    at = child->end();
    Walk(document, *child, size, depth + 1);
  }
}

}  // namespace

// Once as a document by itself, once as one inside a string.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto encoding :
       {dm::soap::XmlEncoding::kDeclared, dm::soap::XmlEncoding::kAlreadyUtf8}) {
    const auto document = XmlDocument::Parse(std::string(dm::fuzz::Bytes(data, size)), encoding);
    if (document.ok()) Walk(*document, document->root(), size, 1);
  }
  return 0;
}
