#include "worker/publish/import_table.h"

#include <gtest/gtest.h>

#include "worker/policy/policy_loader.h"
#include "worker/publish/csv.h"
#include "worker/publish/table_csv.h"

namespace dm::publish {
namespace {

std::shared_ptr<const PolicySet> Shipped() {
  static const PolicyLoad load =
      LoadPolicies(std::string(DM_SOURCE_DIR) + "/policies", "0000-exempelkommun");
  return load.set;
}

const PolicyBook& Book() {
  static const PolicyBook book = PolicyBook::Of(*Shipped());
  return book;
}

const BookRule& Rule(const std::string& id) {
  return Book().rules().at(id);
}

const std::string& YamlOf(const BookRule& rule) {
  return Book().files().at(rule.file).text;
}

Import ImportOf(const std::string& id, const std::string& csv) {
  return ImportTable(Book(), Rule(id), YamlOf(Rule(id)), csv);
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string DoubledQuotes(const std::string& text) {
  std::string doubled;
  for (const char c : text) doubled += c == '"' ? "\"\"" : std::string(1, c);
  return doubled;
}

// The set with one file changed, loaded whole.
PolicyLoad LoadWith(const std::string& file, const std::string& text) {
  policy::PolicyFiles files = *policy::DecodePolicyFiles(Shipped()->content());
  files.texts[file] = text;
  return LoadPolicyContent(policy::EncodePolicyFiles(files));
}

std::string ErrorsOf(const Import& import) {
  std::string text;
  for (const ImportError& error : import.errors) text += error.ToString("t.csv") + "\n";
  return text;
}

std::string TextOfErrors(const PolicyLoad& load) {
  std::string text;
  for (const PolicyError& error : load.errors) text += error.ToString() + "\n";
  return text;
}

TEST(ImportTable, EveryShippedTableComesBackAsTheSameBytes) {
  int tables = 0;
  for (const auto& [id, rule] : Book().rules()) {
    if (!rule.is_table()) continue;
    ++tables;
    const Import import = ImportOf(id, TableCsv(rule));
    EXPECT_EQ(ErrorsOf(import), "") << id;
    EXPECT_EQ(import.yaml, YamlOf(rule)) << id;
  }
  EXPECT_GT(tables, 8);
}

TEST(Csv, ANoteIsNoFormulaInASpreadsheetAndComesBackAsItWas) {
  for (const char* const text : {"=1+1", "+46 8", "@x", "-SUM(A1)", "'=x", "''-5", "'-5"}) {
    const std::string line = CsvLine({"A", text});
    EXPECT_TRUE(line.starts_with("A,'")) << line;
    EXPECT_EQ(ReadCsv(line).records[0].fields[1], text) << line;
  }
  for (const char* const text : {"-", "-5.50", "1..2", "'x", "a-b"}) {
    const std::string line = CsvLine({"A", text});
    EXPECT_EQ(line, std::string("A,") + text + "\n");
    EXPECT_EQ(ReadCsv(line).records[0].fields[1], text) << line;
  }
}

// What a spreadsheet does to a file that nobody has edited: semicolons, a byte order mark, CRLF,
// decimal commas.
TEST(ImportTable, ASpreadsheetsFormComesBackAsTheSameBytes) {
  for (const auto& [id, rule] : Book().rules()) {
    if (!rule.is_table()) continue;
    std::string sheet = "\xEF\xBB\xBF";
    for (const CsvRecord& record : ReadCsv(TableCsv(rule)).records) {
      for (std::size_t i = 0; i < record.fields.size(); ++i) {
        std::string field = record.fields[i];
        const bool amount = rule.unit == "kr" && i + 4 == record.fields.size() &&
                            field.find_first_not_of("0123456789") == std::string::npos;
        if (amount) field += ",00";
        if (i > 0) sheet += ';';
        sheet += "\"" + DoubledQuotes(field) + "\"";
      }
      sheet += "\r\n";
    }
    const Import import = ImportOf(id, sheet);
    EXPECT_EQ(ErrorsOf(import), "") << id;
    EXPECT_EQ(import.yaml, YamlOf(rule)) << id;
  }
}

// Every row of every table gets a note; the file then says so, loads, and differs in nothing else.
TEST(ImportTable, AChangeOfEveryRowArrivesAndTheSetStillLoads) {
  for (const auto& [id, rule] : Book().rules()) {
    if (!rule.is_table()) continue;
    BookRule changed = rule;
    for (BookVersion& version : changed.versions) {
      for (BookRow& row : version.rows) {
        if (row.kind != BookRow::Kind::kBeyond) row.note = "ändrad: \"" + row.id + "\", 1";
      }
    }
    const Import import = ImportOf(id, TableCsv(changed));
    ASSERT_EQ(ErrorsOf(import), "") << id;
    const PolicyLoad load = LoadWith(rule.file, import.yaml);
    ASSERT_NE(load.set, nullptr) << id << "\n" << TextOfErrors(load);
    const PolicyBook read = PolicyBook::Of(*load.set);
    EXPECT_EQ(TableCsv(read.rules().at(id)), TableCsv(changed)) << id;
  }
}

TEST(ImportTable, AChangedValueTouchesItsRowAlone) {
  const std::string csv = Replaced(TableCsv(Rule("cap.housing")), "7600,P", "7700,P");
  const Import import = ImportOf("cap.housing", csv);
  EXPECT_EQ(ErrorsOf(import), "");
  EXPECT_EQ(import.changed, 1);
  EXPECT_EQ(import.yaml,
            Replaced(YamlOf(Rule("cap.housing")),
                     "{id: BO26-1, adults: 1, children: 0, value: 7600}",
                     "{id: BO26-1, adults: 1, children: 0, value: 7700}"));
}

TEST(ImportTable, ANewVersionEndsTheOldOneAndStandsAboveIt) {
  std::string csv;
  for (const CsvRecord& record : ReadCsv(TableCsv(Rule("cap.electricity"))).records) {
    std::vector<std::string> fields = record.fields;
    if (record.line > 1) fields[3] = "2026-06-30";
    csv += CsvLine(fields);
  }
  csv += "row,EL26-1,2026-07-01,,1..2,700,P,ek-riktlinjer,\n";
  csv += "row,EL26-3,2026-07-01,,3,900,P,ek-riktlinjer,\n";
  csv += "beyond,EL26-N,2026-07-01,,3,160,P,ek-riktlinjer,\n";
  const Import import = ImportOf("cap.electricity", csv);
  ASSERT_EQ(ErrorsOf(import), "");
  EXPECT_EQ(import.versions_added, 1);
  const std::string file = Rule("cap.electricity").file;
  const PolicyLoad load = LoadWith(file, import.yaml);
  ASSERT_NE(load.set, nullptr) << TextOfErrors(load) << import.yaml;
  const Keys four = {{"persons", std::int64_t{4}}};
  EXPECT_EQ(load.set->Lookup("cap.electricity", four, *Date::Parse("2026-06-30"))->money(),
            Money::FromKronor(950));
  EXPECT_EQ(load.set->Lookup("cap.electricity", four, *Date::Parse("2026-07-01"))->money(),
            Money::FromKronor(1060));
}

TEST(ImportTable, RowsAreAddedTakenAwayAndPutInOrder) {
  const BookRule& rule = Rule("income.classification");
  const CsvText text = ReadCsv(TableCsv(rule));
  std::string csv = CsvLine(text.records[0].fields);
  csv += CsvLine(text.records[2].fields) + CsvLine(text.records[1].fields);  // turned round
  for (std::size_t i = 4; i < text.records.size(); ++i) csv += CsvLine(text.records[i].fields);
  csv += "row,IK-FK-NY,2026-01-01,,FK,NY|FK:NY,-,-,sjukpenning,route,lefi-v9|income-list,\n";
  const Import import = ImportOf("income.classification", csv);
  ASSERT_EQ(ErrorsOf(import), "");
  EXPECT_EQ(import.removed, 1);
  EXPECT_EQ(import.added, 1);
  EXPECT_NE(import.yaml.find("{id: IK-FK-NY, register: FK, family: [NY, \"FK:NY\"], kind: "
                             "sjukpenning, treatment: route, valid_from: 2026-01-01, source: "
                             "[lefi-v9, income-list]}"),
            std::string::npos);
  const PolicyLoad load = LoadWith(rule.file, import.yaml);
  ASSERT_NE(load.set, nullptr) << TextOfErrors(load);
  EXPECT_EQ(TableCsv(PolicyBook::Of(*load.set).rules().at(rule.id)), csv);
}

TEST(ImportTable, CommentsStay) {
  std::string csv = TableCsv(Rule("answer.codes"));
  const std::size_t at = csv.find("row,SK-AF-REPORT-1");
  csv.erase(at, csv.find('\n', at) + 1 - at);
  const Import import = ImportOf("answer.codes", csv);
  ASSERT_EQ(ErrorsOf(import), "");
  EXPECT_NE(import.yaml.find("# AF: the activity report of the asked period"), std::string::npos);
  EXPECT_EQ(import.yaml.find("SK-AF-REPORT-1,"), std::string::npos);
}

struct Fault {
  const char* name;
  const char* from;
  const char* to;
  const char* error;
};

class ImportFaultTest : public testing::TestWithParam<Fault> {};

TEST_P(ImportFaultTest, NamesLineAndColumn) {
  const Import import = ImportOf(
      "cap.housing", Replaced(TableCsv(Rule("cap.housing")), GetParam().from, GetParam().to));
  EXPECT_NE(ErrorsOf(import).find(GetParam().error), std::string::npos) << ErrorsOf(import);
  for (const ImportError& error : import.errors) EXPECT_FALSE(error.remedy.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Faults,
    ImportFaultTest,
    testing::Values(
        Fault{"Amount", "7600,P", "7e3,P", "t.csv:3: column value: "},
        Fault{"NoAmount", "7600,P", ",P", "t.csv:3: column value: is empty"},
        Fault{"Grade", "7600,P", "7600,X", "t.csv:3: column grade: is no grade"},
        Fault{"Source", "7600,P,ek-riktlinjer", "7600,P,nonsense", "t.csv:3: column source: "},
        Fault{"Day", "BO26-1,2026-01-01", "BO26-1,2026-02-30", "t.csv:3: column valid_from: "},
        Fault{"Id", "row,BO26-1,", "row,BO 26,", "t.csv:3: column id: is no id"},
        Fault{"SameId", "row,BO26-1,", "row,BO26-UNG,", "t.csv:3: column id: stands in line 2"},
        Fault{"Range", "..24,6100", "24..18,6100", "t.csv:2: column oldest_adult_age: "},
        Fault{"Cell", "..24,6100", "ung,6100", "t.csv:2: column oldest_adult_age: "},
        Fault{"Kind", "row,BO26-1,", "rad,BO26-1,", "t.csv:3: column row_kind: is unknown"},
        Fault{
            "Column", "row_kind,id", "row_kind,code", "t.csv:1: column id: the column is missing"},
        Fault{"Quote", "row,BO26-1,", "row,\"BO26-1,", "t.csv:3: a quoted field is not closed"},
        Fault{
            "Fields", "7600,P,ek-riktlinjer,", "7600,P,ek-riktlinjer,,x", "t.csv:3: the line has"}),
    [](const testing::TestParamInfo<Fault>& fault) { return fault.param.name; });

}  // namespace
}  // namespace dm::publish
