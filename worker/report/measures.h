// The catalogue of measures (casework.md 19): code, title, definition, source and unit of each, and
// what the data do not allow, in one place. The report, its page and docs/operating/reports.md are
// made from it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dm::report {

enum class Data { kAll, kSome, kNone };

struct MeasureInfo {
  const char* code;
  const char* title;       // Swedish
  const char* definition;  // Swedish
  const char* source;      // Swedish: what it is computed from
  const char* unit;        // Swedish
  Data data;
  std::vector<const char*> missing;  // Swedish: what is left out, and why; never empty but for kAll
};

const std::vector<MeasureInfo>& Measures();
// One that is in the catalogue.
const MeasureInfo& MeasureOf(std::string_view code);

// The catalogue as a table and lists for docs/operating/reports.md.
std::string MeasuresMarkdown();

}  // namespace dm::report
