// PolicyBook: a policy set read as a document: every rule with its versions, rows, sources and
// notes, in the order and words of the files. For people and for exchange with spreadsheets and
// modellers; evaluating is PolicySet's. It reads sets that have loaded, so it judges nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/policy_files.h"
#include "worker/policy/policy_set.h"
#include "worker/policy/yaml_tree.h"

namespace dm::publish {

// A column of a table: a key or fact that is looked at, or what comes out.
struct BookColumn {
  enum class Role { kInput, kOutput };

  std::string name;
  Role role = Role::kInput;
  std::string fact;    // decision tables: the fact of an input
  std::string unit;    // "kr", "count", "code" …
  std::string domain;  // of a code
  bool open = false;   // a code that may be a word outside the domain
};

struct BookRow {
  enum class Kind { kRow, kOtherwise, kBeyond };

  Kind kind = Kind::kRow;
  std::string id;
  int line = 0;
  Period valid;  // decision tables: its own dates or the table's
  // One a column in the order of the columns. An input is as a cell is written in CSV (EncodeCell),
  // "-" for any; empty for the inputs of `otherwise`. kBeyond: the key's cell is the number above
  // which it begins, the output what each step adds.
  std::vector<std::string> cells;
  std::vector<std::string> sources;  // its own or those that it inherits
  std::string grade;                 // likewise; empty for decision tables
  std::string note;
};

struct BookDay {
  std::string day;
  std::string name;
  std::string grade;
  std::vector<std::string> sources;
};

struct BookVersion {
  Period valid;
  int line = 0;
  bool ends = false;
  std::string value;  // scalar
  std::string grade;
  std::vector<std::string> sources;
  std::string note;
  std::vector<BookRow> rows;  // table, decision
  std::vector<BookDay> days;  // days
  std::string rows_file;      // table: where the rows stand, when not in the YAML
};

// A parameter or a decision table.
struct BookRule {
  enum class Kind { kScalar, kTable, kDays, kDecision };

  std::string id;
  std::string title;
  Kind kind = Kind::kScalar;
  std::string file;
  int line = 0;
  std::string unit;
  std::string domain;
  std::string hit;  // "unique", "first", "collect"; tables only
  bool needs_approval = false;
  bool municipal = false;             // stands in the municipality's folder
  std::vector<BookColumn> columns;    // inputs, then outputs; a table parameter's output is "value"
  std::vector<BookVersion> versions;  // newest first; a decision table has one

  bool is_table() const { return kind == Kind::kTable || kind == Kind::kDecision; }
};

struct BookSourceVersion {
  Period valid;
  std::string citation;
  std::string grade;
};

struct BookSource {
  std::string id;
  std::string title;
  std::string url;
  bool statute = false;
  std::string file;
  std::vector<BookSourceVersion> versions;  // newest first
};

struct BookFact {
  std::string id;
  std::string title;
  std::string unit;
  std::string domain;
  bool open = false;
};

struct BookDomain {
  std::string title;
  std::vector<std::string> codes;
};

// What the national manifest leaves to the municipality.
struct BookOpen {
  bool required = false;
  bool needs_approval = false;
  std::string bound;
};

struct BookFile {
  std::string text;
  std::optional<policy::YamlNode> root;  // YAML files only
};

class PolicyBook {
 public:
  explicit PolicyBook(const policy::PolicyFiles& files);
  // From PolicySet::content().
  static PolicyBook Of(const PolicySet& set);

  const std::string& municipality() const { return municipality_; }

  const std::map<std::string, BookFile>& files() const { return files_; }

  // Null when the set has no such file or it is no YAML.
  const policy::YamlNode* Root(const std::string& path) const;

  // In force for this municipality: its own stands for a national default. By id.
  const std::map<std::string, BookRule>& rules() const { return rules_; }

  // The national defaults that the municipality's own have replaced. By id.
  const std::map<std::string, BookRule>& replaced() const { return replaced_; }

  const std::map<std::string, BookOpen>& open() const { return open_; }

  const std::map<std::string, BookSource>& sources() const { return sources_; }

  const std::vector<BookFact>& facts() const { return facts_; }

  const std::map<std::string, BookDomain>& domains() const { return domains_; }

  const BookFact* Fact(std::string_view id) const;

  // The Swedish text of a code; empty when no table has one.
  std::string TextOf(std::string_view code) const;

 private:
  void ReadOpen();
  void ReadSources(const std::string& path);
  void ReadSchema();
  void ReadTexts(const policy::YamlNode& root);
  void ReadRules();
  void Put(BookRule rule);

  std::string municipality_;
  std::map<std::string, BookFile> files_;
  std::map<std::string, BookRule> rules_;
  std::map<std::string, BookRule> replaced_;
  std::map<std::string, BookOpen> open_;
  std::map<std::string, BookSource> sources_;
  std::vector<BookFact> facts_;
  std::map<std::string, BookDomain> domains_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// Small readings of a checked tree: nothing there is an empty text.
std::string TextAt(const policy::YamlNode& node, std::string_view key);
// One word or a list of words.
std::vector<std::string> WordsAt(const policy::YamlNode& node, std::string_view key);
Period PeriodAt(const policy::YamlNode& node);

}  // namespace dm::publish
