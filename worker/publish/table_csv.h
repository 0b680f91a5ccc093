// A decision table or table parameter as CSV: one row a line, with dates, sources, grade and note,
// for a spreadsheet. import.h is the way back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "worker/publish/policy_book.h"

namespace dm::publish {

// Column names that are not those of the table's own columns.
inline constexpr char kCsvKind[] = "row_kind";  // "row", "otherwise", "beyond"
inline constexpr char kCsvId[] = "id";
inline constexpr char kCsvFrom[] = "valid_from";
inline constexpr char kCsvTo[] = "valid_to";
inline constexpr char kCsvGrade[] = "grade";
inline constexpr char kCsvSource[] = "source";
inline constexpr char kCsvNote[] = "note";

// The header of the rule's file: row_kind, id, valid_from, valid_to, its columns, grade
// (parameters), source, note.
std::vector<std::string> CsvHeader(const BookRule& rule);

// One row under that header.
std::vector<std::string> CsvFields(const BookRule& rule, const BookRow& row);

// The whole file, versions and rows as they stand in the policies.
std::string TableCsv(const BookRule& rule);

// "<id>.csv" → text for every table of the book.
std::map<std::string, std::string> TablesCsv(const PolicyBook& book);

const char* CsvKindWord(BookRow::Kind kind);

}  // namespace dm::publish
