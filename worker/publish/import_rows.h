// The records of a table's CSV file as rows, each field checked against the schema.
#pragma once

#include <string_view>
#include <vector>

#include "worker/publish/import_table.h"

namespace dm::publish {

struct ImportedRow {
  BookRow row;  // line: of the CSV file
  bool ok = true;
};

// Rows in the order of the file; errors are added to `errors`.
std::vector<ImportedRow> ReadImport(const PolicyBook& book,
                                    const BookRule& rule,
                                    std::string_view csv,
                                    std::vector<ImportError>& errors);

// The cell or value with every way of writing the same made one, for comparing.
std::string CanonicalCell(const BookColumn& column, const std::string& text);

}  // namespace dm::publish
