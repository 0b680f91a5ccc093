#include "tests/integration/ssbtek/schema/contract_schema.h"

#include <gtest/gtest.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

namespace dm::ssbtek::test {
namespace {

const xmlChar* Chars(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);  // libxml2's characters are unsigned
}

void Ignore(void*, xmlErrorPtr) {}

xmlNodePtr FirstElement(xmlNodePtr node) {
  for (xmlNodePtr child = node->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) return child;
  }
  return nullptr;
}

bool IsNamed(xmlNodePtr node, const char* name) {
  return node != nullptr && xmlStrEqual(node->name, Chars(name)) == 1;
}

}  // namespace

ContractSchema::ContractSchema(const std::filesystem::path& file) {
  xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(file.c_str());
  schema_.reset(xmlSchemaParse(parser));
  xmlSchemaFreeParserCtxt(parser);
  EXPECT_NE(schema_, nullptr) << file.filename();
}

bool ContractSchema::Takes(const std::string& document) const {
  xmlDocPtr read = xmlReadMemory(document.data(),
                                 static_cast<int>(document.size()),
                                 nullptr,
                                 nullptr,
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  EXPECT_NE(read, nullptr);
  if (read == nullptr) return false;
  xmlNodePtr element = xmlDocGetRootElement(read);
  if (IsNamed(element, "Envelope")) {
    element = FirstElement(FirstElement(element));
  }
  xmlSchemaValidCtxtPtr context = xmlSchemaNewValidCtxt(schema_.get());
  xmlSchemaSetValidStructuredErrors(context, &Ignore, nullptr);
  const bool valid = xmlSchemaValidateOneElement(context, element) == 0;
  xmlSchemaFreeValidCtxt(context);
  xmlFreeDoc(read);
  return valid;
}

}  // namespace dm::ssbtek::test
