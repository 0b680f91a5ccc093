// Compiling an XSD from texts in memory. Internal to this folder.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <libxml/tree.h>
#include <libxml/xmlschemas.h>

#include "worker/core/status.h"

namespace dm::soap {

struct FreeSchema {
  void operator()(xmlSchemaPtr schema) const { xmlSchemaFree(schema); }
};

struct FreeDocument {
  void operator()(xmlDocPtr document) const { xmlFreeDoc(document); }
};

struct CompiledFiles {
  std::unique_ptr<xmlDoc, FreeDocument> document;  // the schema points into it
  std::unique_ptr<xmlSchema, FreeSchema> schema;
};

// As XmlSchema::Compile.
StatusOr<CompiledFiles> CompileFiles(const std::map<std::string, std::string>& files,
                                     const std::string& root);

}  // namespace dm::soap
