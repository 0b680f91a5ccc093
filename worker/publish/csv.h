// CSV as RFC 4180 has it, and as spreadsheets in Sweden write it: a byte order mark, CRLF and a
// semicolon as separator are read as well. Written with commas, quotes where needed, and CRLF-free
// lines, so that a repository shows a changed row as a changed line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dm::publish {

struct CsvRecord {
  int line = 0;  // of its first byte, from 1
  std::vector<std::string> fields;
};

struct CsvText {
  std::vector<CsvRecord> records;  // without empty lines
  char separator = ',';
  // Set when the text is no CSV: nothing else is to be trusted then.
  int bad_line = 0;
  std::string fault;
};

inline constexpr std::size_t kCsvBytesMax = std::size_t{4} * 1024 * 1024;

// An apostrophe before what a spreadsheet would reckon (= + - @) is taken off, as CsvLine puts it.
// The separator is the one of "," ";" and tab that the first line has most of outside quotes.
CsvText ReadCsv(std::string_view bytes);

// One line with its line feed. A text that a spreadsheet would reckon as a formula gets an
// apostrophe before it.
std::string CsvLine(const std::vector<std::string>& fields);

}  // namespace dm::publish
