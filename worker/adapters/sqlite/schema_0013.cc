#include "worker/adapters/sqlite/schema_0013.h"

#include <array>
#include <string>
#include <string_view>

namespace dm::sqlite {
namespace {

struct List {
  const char* table;
  std::string_view text;  // as it stands in the table's definition
};

constexpr std::array kLists = {
    List{"cases",
         "state IN (\n"
         "                      'RECEIVED', 'REGISTERED', 'WAITING_SOURCE', 'FETCHED', "
         "'EVALUATED', 'PROPOSED',\n"
         "                      'ESCALATED', 'AWAITING_COMPLETION', 'DECIDED', 'CLOSED', "
         "'WRITTEN_OFF')"},
    List{"cases",
         "state IN ('RECEIVED', 'REGISTERED', 'WAITING_SOURCE', 'FETCHED', 'EVALUATED',\n"
         "                                'AWAITING_COMPLETION')"},
    List{"case_parts",
         "part IN (\n"
         "             'APPLICATION', 'HISTORY', 'EVIDENCE', 'ASSESSMENT', 'COMPLETION')"},
    List{"escalations", "state IN ('OPEN', 'CLAIMED', 'DECIDED', 'WITHDRAWN')"},
    List{"escalations", "access IN ('OPEN', 'RESTRICTED', 'NAMED_PERSONS')"},
    List{"effects", "state IN ('PENDING', 'SENT', 'DELIVERED', 'REFUSED')"},
    List{"modes", "mode IN ('off', 'shadow', 'prepare', 'propose', 'decide')"},
    List{"switches", "kind IN ('GATE', 'ROW', 'TYPFALL')"},
    List{"sample_cases", "drawn IN ('NOT', 'ARRIVAL', 'TOP_UP', 'STATED')"},
    List{"sample_cases", "part IN ('', 'PRE', 'POST')"},
    List{"reviews", "state IN ('OPEN', 'STARTED', 'SUBMITTED', 'COMPLETED')"},
    List{"consultations", "state IN ('OPEN', 'ANSWERED', 'WITHDRAWN')"},
    List{"consultations", "access IN ('OPEN', 'RESTRICTED', 'NAMED_PERSONS')"},
};

// "CASE state WHEN 'OPEN' THEN 1 WHEN … ELSE 0 END": true for the same words.
std::string Compared(std::string_view list) {
  std::string text = "CASE " + std::string(list.substr(0, list.find(' ')));
  std::size_t from = list.find('\'');
  while (from != std::string_view::npos) {
    const std::size_t to = list.find('\'', from + 1);
    text.append(" WHEN ").append(list.substr(from, to - from + 1)).append(" THEN 1");
    from = list.find('\'', to + 1);
  }
  return text + " ELSE 0 END";
}

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

// SQLite's own way to change a CHECK without writing all rows anew ("Making Other Kinds Of Table
// Schema Changes" of its manual): rows and indexes stay as they are, as each word means the same. A
// table that comes and goes tells every connection to read the definitions anew.
std::string Rewrite(bool back) {
  std::string sql = "PRAGMA writable_schema = ON;\n";
  for (const List& list : kLists) {
    const std::string compared = Compared(list.text);
    const std::string_view before = back ? std::string_view(compared) : list.text;
    const std::string_view after = back ? list.text : std::string_view(compared);
    sql += "UPDATE sqlite_schema SET sql = replace(sql, " + Quoted(before) + ", " + Quoted(after) +
           ") WHERE type = 'table' AND name = '" + list.table + "';\n";
  }
  return sql +
         "CREATE TABLE definitions_changed (x INTEGER) STRICT;\n"
         "DROP TABLE definitions_changed;\n"
         "PRAGMA writable_schema = RESET;\n";
}

}  // namespace

const char* Schema0013() {
  static const std::string sql = Rewrite(false);
  return sql.c_str();
}

sql::StepBack BackFrom0013() {
  static const std::string sql = Rewrite(true);
  return {.sql = sql.c_str(), .rows = nullptr, .what = nullptr};
}

}  // namespace dm::sqlite
