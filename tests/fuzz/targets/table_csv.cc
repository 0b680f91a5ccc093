#include "worker/publish/table_csv.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/invariants.h"
#include "worker/policy/policy_loader.h"
#include "worker/policy/yaml_tree.h"
#include "worker/publish/csv.h"
#include "worker/publish/import_table.h"
#include "worker/publish/policy_book.h"

namespace {

const dm::publish::PolicyBook& Book() {
  static const dm::publish::PolicyBook kBook = [] {
    const auto set = dm::LoadPolicies(DM_SOURCE_DIR "/policies", "0000-exempelkommun").set;
    dm::fuzz::Must(set != nullptr, "the shipped policies hold");
    return dm::publish::PolicyBook::Of(*set);
  }();
  return kBook;
}

// What is taken is a policy file of the strict form, and taking the same again changes nothing.
void CheckImport(const std::string& id, std::string_view csv) {
  const dm::publish::BookRule& rule = Book().rules().at(id);
  const std::string& yaml = Book().files().at(rule.file).text;
  const dm::publish::Import import = dm::publish::ImportTable(Book(), rule, yaml, csv);
  for (const dm::publish::ImportError& error : import.errors) {
    dm::fuzz::Must(error.line > 0, "an error names its line");
    dm::fuzz::Must(!error.remedy.empty(), "an error has a remedy");
  }
  if (!import.errors.empty()) return;
  dm::policy::PolicyFiles files;
  files.municipality = Book().municipality();
  for (const auto& [path, file] : Book().files()) {
    const bool needed = path == rule.file || path.rfind("schema/", 0) == 0 ||
                        path.find("sources.yaml") != std::string::npos;
    if (needed) files.texts[path] = path == rule.file ? import.yaml : file.text;
  }
  const dm::publish::PolicyBook changed(files);
  dm::fuzz::Must(changed.Root(rule.file) != nullptr, "the file is YAML of the strict form");
  const auto found = changed.rules().find(id);
  dm::fuzz::Must(found != changed.rules().end(), "the table is still there");
  const dm::publish::Import again =
      dm::publish::ImportTable(changed, found->second, import.yaml, csv);
  dm::fuzz::Must(again.errors.empty(), "the same file is taken again");
  dm::fuzz::Must(again.yaml == import.yaml, "and changes nothing");
}

}  // namespace

// Before the first input, which has only seconds.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  Book();
  return 0;
}

// A CSV file from a spreadsheet, taken as each of three tables.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = dm::fuzz::Bytes(data, size);
  const dm::publish::CsvText text = dm::publish::ReadCsv(bytes);
  if (text.fault.empty()) {
    std::string again;
    for (const dm::publish::CsvRecord& record : text.records)
      again += dm::publish::CsvLine(record.fields);
    const dm::publish::CsvText read = dm::publish::ReadCsv(again);
    dm::fuzz::Must(read.fault.empty() && read.records.size() == text.records.size(),
                   "what is written as CSV is read as CSV");
  }
  for (const char* id : {"cap.housing", "cap.electricity", "deductions"}) CheckImport(id, bytes);
  return 0;
}
