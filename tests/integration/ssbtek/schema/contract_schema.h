// The contract's own XSD, compiled and asked by plain libxml2: nothing of ours in between.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <libxml/xmlschemas.h>

namespace dm::ssbtek::test {

class ContractSchema {
 public:
  // Reads the file and its imports from disk; the test fails when it does not compile.
  explicit ContractSchema(const std::filesystem::path& file);

  // Whether the root element, or the only element of a SOAP body, is valid.
  bool Takes(const std::string& document) const;

 private:
  struct Free {
    void operator()(xmlSchemaPtr schema) const { xmlSchemaFree(schema); }
  };

  std::unique_ptr<xmlSchema, Free> schema_;
};

}  // namespace dm::ssbtek::test
