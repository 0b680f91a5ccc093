// XmlSchema: a compiled XSD, and what a document breaks of it. Only for documents that XmlDocument
// has let through: libxml2 comes second, after the caps.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/status.h"

namespace dm::soap {

// One breach. Holds no value of the document.
struct SchemaFinding {
  std::string path;  // local names from the validated element: "svarsdata/AF/data/Svar/LagParagraf"
  std::string problem;  // "MISSING", "UNEXPECTED", "VALUE", "ATTRIBUTE", "OTHER"
};

class XmlSchema {
 public:
  // `files` maps names to texts; `root` is the one compiled, and imports resolve among `files`
  // only: never from disk or network. Internal when they do not compile, with the parser's words.
  static StatusOr<std::unique_ptr<const XmlSchema>> Compile(
      const std::map<std::string, std::string>& files, const std::string& root);

  ~XmlSchema();
  XmlSchema(const XmlSchema&) = delete;
  XmlSchema& operator=(const XmlSchema&) = delete;
  XmlSchema(XmlSchema&&) = delete;
  XmlSchema& operator=(XmlSchema&&) = delete;

  // Validates the root element, or with kSoapBody the only element inside Envelope/Body. At most
  // `findings_max` findings, in document order; empty for a valid document. Thread-safe. Invalid
  // argument XML_MALFORMED for what libxml2 does not parse.
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
