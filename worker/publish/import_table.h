// A table as CSV, perhaps changed in a spreadsheet, back into its policy file. Rows that say the
// same keep their bytes; the others are rewritten, added, taken away or put into the new order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "worker/publish/policy_book.h"

namespace dm::publish {

struct ImportError {
  int line = 0;        // of the CSV file
  std::string column;  // its name; empty when the line as a whole is at fault
  std::string message;
  std::string remedy;

  std::string ToString(const std::string& file) const;  // "x.csv:3: column value: …; remedy"
};

struct Import {
  std::string yaml;                 // the policy file as it is to be
  std::vector<ImportError> errors;  // none: `yaml` holds
  int changed = 0;
  int added = 0;
  int removed = 0;
  int versions_added = 0;
};

// `yaml` is the text of rule.file. What rows say together (overlap, gaps) is the loader's to judge.
Import ImportTable(const PolicyBook& book,
                   const BookRule& rule,
                   const std::string& yaml,
                   std::string_view csv);

}  // namespace dm::publish
