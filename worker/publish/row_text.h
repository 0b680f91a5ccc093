// A row of a table as the text of its policy file: what differs from the row that stands there, or
// a new one.
#pragma once

#include <string>

#include "worker/publish/policy_book.h"
#include "worker/publish/yaml_rows.h"

namespace dm::publish {

// The same rule in the same words; how an amount is written makes no difference.
bool SameRow(const BookRule& rule, const BookRow& a, const BookRow& b);

// What must change in the old row's map for it to say the new one. Dates, sources and grade that
// are those of the version are left to it.
RowEdits EditsOf(const BookRule& rule,
                 const BookVersion& version,
                 const BookRow& old_row,
                 const BookRow& new_row);
RowEdits BeyondEdits(const BookRule& rule,
                     const BookVersion& version,
                     const BookRow& old_row,
                     const BookRow& new_row);

// "- {id: …}" and "{id: …}".
std::string NewRow(const BookRule& rule, const BookVersion& version, const BookRow& row);
std::string NewBeyond(const BookRule& rule, const BookVersion& version, const BookRow& row);

}  // namespace dm::publish
