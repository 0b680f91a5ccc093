#include "worker/publish/approved_docs.h"

#include "fmt/format.h"
#include "worker/publish/cell_text.h"
#include "worker/publish/policy_book.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

using policy::YamlNode;

// A byte that Markdown would read as more than itself.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '*' || c == '_' || c == '`' || c == '<' || c == '[') escaped += '\\';
    escaped += c == '\n' ? ' ' : c;
  }
  return escaped;
}

class Document {
 public:
  Document(const PolicyBook& book, const std::string& path) : book_(book), path_(path) {}

  // Empty when the file has nothing to approve.
  std::string Write(const YamlNode& root) {
    for (const auto& rules : {&book_.replaced(), &book_.rules()}) {
      for (const auto& [id, rule] : *rules) {
        if (rule.file == path_) Rule(rule);
      }
    }
    Lists(root);
    if (root.Find("criteria") != nullptr) Typfall(root);
    if (root.Find("steps") != nullptr) Steps(root);
    if (root.Find("sources") != nullptr) Sources();
    if (body_.empty()) return "";
    return fmt::format(
        "# {}\n\nGjord av `{}` med `medarbetare policy publish --approved-docs`; ändra filen, inte "
        "det här dokumentet.\n{}",
        Escaped(Title(root)),
        path_,
        body_);
  }

 private:
  std::string Title(const YamlNode& root) const {
    std::string title = TextAt(root, "title");
    const std::string code = TextAt(root, "code");
    if (!code.empty()) return code + " " + title;
    if (title.empty()) title = "Regler i " + path_;
    return title;
  }

  std::string SourceWords(const std::vector<std::string>& ids) const {
    std::string text;
    for (const std::string& id : ids) {
      const auto source = book_.sources().find(id);
      text += text.empty() ? "" : "; ";
      text += source == book_.sources().end()
                  ? id
                  : fmt::format("{} ({})", Escaped(source->second.title), id);
    }
    return text;
  }

  std::string Tail(const std::vector<std::string>& sources,
                   const std::string& grade,
                   const std::string& note) const {
    std::string text;
    if (!grade.empty()) text += fmt::format(" Säkerhet {}.", grade);
    if (!sources.empty()) text += fmt::format(" Källa: {}.", SourceWords(sources));
    if (!note.empty()) text += fmt::format(" Anmärkning: {}.", Escaped(note));
    return text;
  }

  void Rule(const BookRule& rule) {
    body_ += fmt::format("\n## {} (`{}`)\n\n", Escaped(rule.title), rule.id);
    if (rule.is_table()) body_ += HitWord(rule.hit) + "\n\n";
    if (rule.needs_approval)
      body_ += "Används för automatiska beslut först när kommunen har godkänt den.\n\n";
    for (const BookVersion& version : rule.versions) {
      if (rule.kind == BookRule::Kind::kScalar) {
        body_ += fmt::format("- {}: **{}**.{}\n",
                             Capitalised(SwedishPeriod(version.valid)),
                             Escaped(ValueWord(book_, rule.unit, rule.domain, version.value)),
                             Tail(version.sources, version.grade, version.note));
        continue;
      }
      body_ += fmt::format("### {}\n\n", Capitalised(SwedishPeriod(version.valid)));
      const std::string tail = Tail(version.sources, version.grade, version.note);
      if (!tail.empty()) body_ += tail.substr(1) + "\n\n";
      for (const BookRow& row : version.rows) Row(rule, version, row);
      for (const BookDay& day : version.days)
        body_ += fmt::format("- {}: {}\n", SwedishDayOf(day.day), Escaped(day.name));
      body_ += "\n";
    }
  }

  std::string Condition(const BookRule& rule, const BookRow& row) const {
    if (row.kind == BookRow::Kind::kOtherwise) return "I alla andra lägen";
    std::string text;
    for (std::size_t i = 0; i < rule.columns.size(); ++i) {
      const BookColumn& column = rule.columns[i];
      if (column.role == BookColumn::Role::kOutput || row.cells[i] == "-") continue;
      const std::string word = row.kind == BookRow::Kind::kBeyond
                                   ? "fler än " + row.cells[i]
                                   : CellWord(book_, column, row.cells[i]);
      text += text.empty() ? "När " : " och ";
      text += fmt::format("{} är {}", Escaped(ColumnWord(book_, column)), Escaped(word));
    }
    return text.empty() ? "Alltid" : text;
  }

  void Row(const BookRule& rule, const BookVersion& version, const BookRow& row) {
    std::string results;
    for (std::size_t i = 0; i < rule.columns.size(); ++i) {
      const BookColumn& column = rule.columns[i];
      if (column.role == BookColumn::Role::kInput) continue;
      std::string word = Escaped(ValueWord(book_, column.unit, column.domain, row.cells[i]));
      if (row.kind == BookRow::Kind::kBeyond) word += " till för varje steg";
      results += results.empty() ? "" : "; ";
      results += rule.kind == BookRule::Kind::kTable
                     ? fmt::format("**{}**", word)
                     : fmt::format("{}: **{}**", Escaped(ColumnWord(book_, column)), word);
    }
    std::string dates;
    if (row.valid != version.valid) dates = fmt::format(" Gäller {}.", SwedishPeriod(row.valid));
    body_ +=
        fmt::format("- `{}` {}: {}.{}{}\n",
                    row.id,
                    Condition(rule, row),
                    results,
                    dates,
                    Tail(row.sources == version.sources ? std::vector<std::string>{} : row.sources,
                         row.grade == version.grade ? "" : row.grade,
                         row.note));
  }

  // Codes, gates, triggers and their like: one entry a line, its keys in the file's order.
  void Lists(const YamlNode& root) {
    for (const char* key : {"codes",
                            "gates",
                            "triggers",
                            "queues",
                            "observations",
                            "route_reasons",
                            "reasons",
                            "checks"}) {
      const YamlNode* list = root.Find(key);
      if (list == nullptr || list->kind != YamlNode::Kind::kList) continue;
      body_ += "\n";
      const std::vector<std::string> sources = WordsAt(root, "source");
      if (!sources.empty()) body_ += fmt::format("Källa: {}.\n\n", SourceWords(sources));
      for (const YamlNode& item : list->items) Entry(item);
    }
  }

  void Entry(const YamlNode& item) {
    std::string line;
    for (const policy::YamlEntry& entry : item.entries) {
      const std::string value = EncodeCell(CellOf(&entry.value));
      if (line.empty()) {
        line = fmt::format("- `{}`", value);
      } else if (entry.key == "text" || entry.key == "title") {
        line += ": " + Escaped(value);
      } else if (entry.key == "source") {
        line += fmt::format(". Källa: {}", SourceWords(WordsAt(item, "source")));
      } else {
        line += fmt::format("; {}: {}", EntryWord(entry.key), Escaped(value));
      }
    }
    body_ += line + "\n";
  }

  static std::string EntryWord(const std::string& key) {
    if (key == "queue") return "kö";
    if (key == "queue_with_children") return "kö med barn";
    if (key == "order") return "ordning";
    if (key == "access") return "åtkomst";
    if (key == "target") return "tid";
    if (key == "note") return "anmärkning";
    if (key == "gate") return "grind";
    if (key == "application") return "ansökan";
    if (key == "compares") return "jämför";
    if (key == "registers") return "register";
    if (key == "documents") return "handlingar";
    if (key == "missing") return "saknas vid";
    if (key == "findings") return "iakttagelser";
    if (key == "where") return "för";
    if (key == "needs") return "krävs enligt";
    if (key == "mode") return "läge enligt";
    if (key == "trigger") return "utlösare";
    if (key == "verdict") return "utslag";
    if (key == "owner") return "ansvarig";
    if (key == "valid_from") return "från";
    if (key == "valid_to") return "till och med";
    return key;
  }

  void Typfall(const YamlNode& root) {
    body_ += fmt::format("\nGäller {}. Högsta läge: {}.{}\n\n## Villkor\n\n",
                         SwedishPeriod(PeriodAt(root)),
                         ModeWord(TextAt(root, "max_mode")),
                         Tail(WordsAt(root, "source"), "", ""));
    for (const YamlNode& item : root.Find("criteria")->items) {
      BookColumn column;
      column.fact = TextAt(item, "fact");
      if (const BookFact* fact = book_.Fact(column.fact)) {
        column.unit = fact->unit;
        column.domain = fact->domain;
      }
      body_ += fmt::format("- `{}` {}: {} är {}.\n",
                           TextAt(item, "id"),
                           Escaped(TextAt(item, "text")),
                           Escaped(ColumnWord(book_, column)),
                           Escaped(CellWord(book_, column, EncodeCell(CellOf(item.Find("cell"))))));
    }
    const YamlNode* evidence = root.Find("evidence");
    if (evidence == nullptr) return;
    body_ += "\n## Frågor till register\n\n";
    for (const YamlNode& item : evidence->items) {
      std::string groups;
      for (const std::string& group : WordsAt(item, "groups"))
        groups += (groups.empty() ? ": " : ", ") + CodeWord(book_, "lefi_group", group);
      body_ += fmt::format("- {}{}. {}. Från {} månader före ansökningsmånaden.\n",
                           CodeWord(book_, "register", TextAt(item, "source")),
                           Escaped(groups),
                           Escaped(TextAt(item, "why")),
                           TextAt(item, "from_months_before"));
    }
  }

  void Steps(const YamlNode& root) {
    body_ += "\n";
    for (const YamlNode& step : root.Find("steps")->items) Entry(step);
  }

  void Sources() {
    for (const auto& [id, source] : book_.sources()) {
      if (source.file != path_) continue;
      body_ += fmt::format("\n## {} (`{}`)\n\n", Escaped(source.title), id);
      for (const BookSourceVersion& version : source.versions) {
        body_ += fmt::format("- {}: {}. Säkerhet {}.\n",
                             Capitalised(SwedishPeriod(version.valid)),
                             Escaped(version.citation),
                             version.grade);
      }
    }
  }

  const PolicyBook& book_;
  const std::string path_;
  std::string body_;
};

void Write(const policy::PolicyFiles& files,
           const std::string& folder,
           std::map<std::string, std::string>& docs) {
  constexpr std::string_view kEnding = ".yaml";
  const PolicyBook book(files);
  for (const auto& [path, file] : book.files()) {
    if (path.rfind(folder, 0) != 0 || !file.root.has_value()) continue;
    const std::string text = Document(book, path).Write(*file.root);
    if (text.empty()) continue;
    const std::string name =
        path.substr(folder.size(), path.size() - folder.size() - kEnding.size());
    docs[fmt::format("{}docs/{}.approved.md", folder, name)] = text;
  }
}

}  // namespace

std::map<std::string, std::string> ApprovedDocs(const policy::PolicyFiles& files) {
  const std::string own = files.municipality_folder();
  // The national documents do not know of the municipality, so that they are the same for all.
  policy::PolicyFiles national;
  national.municipality = files.municipality;
  for (const auto& [path, text] : files.texts) {
    if (path.rfind("municipality/", 0) != 0) national.texts[path] = text;
  }
  std::map<std::string, std::string> docs;
  Write(national, "", docs);
  Write(files, own, docs);
  return docs;
}

}  // namespace dm::publish
