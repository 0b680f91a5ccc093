// XmlSchema: a compiled XSD, and what a document breaks of it. Only for documents that XmlDocument
// has let through. libxml2's validator is fed with the elements that expat has read: its parser
// never sees a foreign byte, and no document is parsed twice.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/soap/xml_document.h"
#include "worker/core/status.h"

namespace dm::soap {

// One breach. Holds no value of the document; digits in a name that it brought are '#'.
struct SchemaFinding {
  // Local names from the validated element, an attribute behind '@':
  // "svarsdata/AF/data/Svar/LagParagraf", "Personer/Person/@sekel"; "." for the element itself.
  std::string path;
  std::string problem;  // "MISSING", "UNEXPECTED", "VALUE", "ATTRIBUTE", "OTHER"
};

class XmlSchema {
 public:
  // Namespaces of a document that stand for others of the schema.
  using SpaceMap = std::map<std::string, std::string, std::less<>>;

  // `files` maps names to texts; `root` is the one compiled, and imports resolve among `files`
  // only: never from disk or network. Internal when they do not compile, with the parser's words.
  static StatusOr<std::unique_ptr<const XmlSchema>> Compile(
      const std::map<std::string, std::string>& files, const std::string& root);

  ~XmlSchema();
  XmlSchema(const XmlSchema&) = delete;
  XmlSchema& operator=(const XmlSchema&) = delete;
  XmlSchema(XmlSchema&&) = delete;
  XmlSchema& operator=(XmlSchema&&) = delete;

  // Validates `element` and what stands below it; `xsi:type` is not followed. At most
  // `findings_max` findings, in document order; empty for a valid element. After a missing or
  // unexpected child the siblings behind it are still looked at. White space around a number or a
  // date is a breach to libxml2, though XSD allows it. Thread-safe.
  std::vector<SchemaFinding> Validate(const XmlNode& element,
                                      std::size_t findings_max = 100,
                                      const SpaceMap& spaces = {}) const;

  // Reads `bytes` first (XmlDocument's errors and limits), then validates the root element, or with
  // kSoapBody the only element inside Envelope/Body: invalid argument SOAP_ENVELOPE when there is
  // none.
  enum class Where { kRoot, kSoapBody };
  StatusOr<std::vector<SchemaFinding>> Validate(std::string_view bytes,
                                                Where where,
                                                std::size_t findings_max = 100) const;

 private:
  struct Compiled;
  explicit XmlSchema(std::unique_ptr<Compiled> compiled);

  std::unique_ptr<Compiled> compiled_;
};

}  // namespace dm::soap
