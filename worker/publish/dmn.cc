#include "worker/publish/dmn.h"

#include <algorithm>

#include "fmt/format.h"
#include "worker/core/money.h"
#include "worker/core/version.h"
#include "worker/policy/value.h"
#include "worker/publish/cell_text.h"
#include "worker/publish/html.h"
#include "worker/publish/words.h"

namespace dm::publish {
namespace {

constexpr char kModel[] = "https://www.omg.org/spec/DMN/20191111/MODEL/";
constexpr char kDiagram[] = "https://www.omg.org/spec/DMN/20191111/DMNDI/";
constexpr char kCanvas[] = "http://www.omg.org/spec/DMN/20180521/DC/";

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

const char* TypeOf(const BookColumn& column) {
  if (column.unit == "bool") return "boolean";
  if (column.unit == "date") return "date";
  if (column.unit == "code" || column.unit == "text") return "string";
  return "number";
}

bool IsString(const BookColumn& column) {
  return std::string_view(TypeOf(column)) == "string";
}

// A FEEL name: the fact or key without dots.
std::string NameOf(const BookColumn& column) {
  std::string name = column.fact.empty() ? column.name : column.fact;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

std::string BoundOf(const PolicyBook& book,
                    const BookColumn& column,
                    const std::string& bound,
                    Date on) {
  constexpr std::string_view kParam = "param(";
  if (std::string_view(bound).substr(0, kParam.size()) != kParam) return FeelLiteral(column, bound);
  const auto rule =
      book.rules().find(bound.substr(kParam.size(), bound.size() - kParam.size() - 1));
  if (rule == book.rules().end()) return "null";
  for (const BookVersion& version : rule->second.versions) {
    if (version.valid.Contains(on)) return FeelLiteral(column, version.value);
  }
  return "null";
}

std::string PartOf(const PolicyBook& book,
                   const BookColumn& column,
                   const std::string& part,
                   Date on) {
  const std::size_t dots = part.find("..");
  if (dots == std::string::npos || IsString(column)) return BoundOf(book, column, part, on);
  const std::string low = part.substr(0, dots);
  const std::string high = part.substr(dots + 2);
  if (low.empty()) return "<= " + BoundOf(book, column, high, on);
  if (high.empty()) return ">= " + BoundOf(book, column, low, on);
  return fmt::format("[{}..{}]", BoundOf(book, column, low, on), BoundOf(book, column, high, on));
}

// One decision as XML. The same builder as for pages keeps it well formed.
class Decision {
 public:
  Decision(const PolicyBook& book, const BookRule& rule, const BookVersion& version, Date on)
      : book_(book), rule_(rule), version_(version), on_(on), id_(AnchorOf(rule.id)) {}

  std::string Write() {
    xml_.Open("definitions",
              {{"xmlns", kModel},
               {"xmlns:dmndi", kDiagram},
               {"xmlns:dc", kCanvas},
               {"id", "definitions_" + id_},
               {"name", rule_.title},
               {"namespace", "urn:medarbetare:" + book_.municipality()},
               {"exporter", "medarbetare"},
               {"exporterVersion", Version()}});
    Break();
    for (const BookColumn* input : Columns(BookColumn::Role::kInput)) {
      xml_.Open("inputData", {{"id", InputId(*input)}, {"name", NameOf(*input)}});
      xml_.Void("variable",
                {{"id", InputId(*input) + "_variable"},
                 {"name", NameOf(*input)},
                 {"typeRef", TypeOf(*input)}});
      xml_.Close();
      Break();
    }
    TheDecision();
    Diagram();
    xml_.Close();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml_.str() + "\n";
  }

 private:
  void Break() { xml_.AddMarkup("\n"); }

  std::string InputId(const BookColumn& column) const { return "input_" + AnchorOf(column.name); }

  std::vector<const BookColumn*> Columns(BookColumn::Role role) const {
    std::vector<const BookColumn*> columns;
    for (const BookColumn& column : rule_.columns) {
      if (column.role == role) columns.push_back(&column);
    }
    return columns;
  }

  void TheDecision() {
    xml_.Open("decision", {{"id", "decision_" + id_}, {"name", rule_.title}});
    Break();
    xml_.Element(
        "description",
        fmt::format(
            "{}, {}. Raderna gäller {}.", rule_.id, SwedishPeriod(version_.valid), on_.ToString()));
    Break();
    const std::vector<const BookColumn*> outputs = Columns(BookColumn::Role::kOutput);
    std::string name = rule_.id;
    std::replace(name.begin(), name.end(), '.', '_');
    xml_.Void("variable",
              {{"id", "variable_" + id_},
               {"name", name},
               {"typeRef", outputs.size() == 1 ? TypeOf(*outputs.front()) : "Any"}});
    for (const BookColumn* input : Columns(BookColumn::Role::kInput)) {
      xml_.Open("informationRequirement", {{"id", "requirement_" + AnchorOf(input->name)}});
      xml_.Void("requiredInput", {{"href", "#" + InputId(*input)}}).Close();
    }
    Break();
    Table();
    xml_.Close();
    Break();
  }

  const char* HitPolicy() const {
    if (rule_.hit == "first") return "FIRST";
    if (rule_.hit == "collect") return "COLLECT";
    return "UNIQUE";
  }

  void Allowed(const char* tag, const std::string& id, const BookColumn& column) {
    const auto domain = book_.domains().find(column.domain);
    if (domain == book_.domains().end() || column.open) return;
    std::string text;
    for (const std::string& code : domain->second.codes)
      text += (text.empty() ? "" : ",") + Quoted(code);
    xml_.Open(tag, {{"id", id}}).Element("text", text).Close();
  }

  void Table() {
    xml_.Open("decisionTable",
              {{"id", "table_" + id_},
               {"hitPolicy", HitPolicy()},
               {"preferredOrientation", "Rule-as-Row"}});
    Break();
    for (const BookColumn* input : Columns(BookColumn::Role::kInput)) {
      const std::string id = "clause_" + AnchorOf(input->name);
      xml_.Open("input", {{"id", id}, {"label", ColumnWord(book_, *input)}});
      xml_.Open("inputExpression", {{"id", id + "_expression"}, {"typeRef", TypeOf(*input)}});
      xml_.Element("text", NameOf(*input)).Close();
      Allowed("inputValues", id + "_values", *input);
      xml_.Close();
      Break();
    }
    Outputs();
    for (const char* annotation : {"Rad", "Gäller", "Källa", "Anmärkning"})
      xml_.Void("annotation", {{"name", annotation}});
    for (const BookRow& row : version_.rows) {
      if (!row.valid.Contains(on_)) continue;
      if (row.kind == BookRow::Kind::kRow) Row(row, row.id, row.cells);
      if (row.kind == BookRow::Kind::kBeyond) Beyond(row);
      if (row.kind == BookRow::Kind::kOtherwise && rule_.hit == "first") {
        std::vector<std::string> cells = row.cells;
        for (std::size_t i = 0; i < cells.size(); ++i) {
          if (rule_.columns[i].role == BookColumn::Role::kInput) cells[i] = "-";
        }
        Row(row, row.id, cells);
      }
    }
    xml_.Close();
    Break();
  }

  void Outputs() {
    const auto otherwise =
        std::find_if(version_.rows.begin(), version_.rows.end(), [](const BookRow& row) {
          return row.kind == BookRow::Kind::kOtherwise;
        });
    for (std::size_t i = 0; i < rule_.columns.size(); ++i) {
      const BookColumn& column = rule_.columns[i];
      if (column.role == BookColumn::Role::kInput) continue;
      const std::string id = "output_" + AnchorOf(column.name);
      xml_.Open("output",
                {{"id", id},
                 {"label", ColumnWord(book_, column)},
                 {"name", column.name},
                 {"typeRef", TypeOf(column)}});
      Allowed("outputValues", id + "_values", column);
      if (otherwise != version_.rows.end() && rule_.hit != "first") {
        xml_.Open("defaultOutputEntry", {{"id", id + "_default"}});
        xml_.Element("text", FeelLiteral(column, otherwise->cells[i])).Close();
      }
      xml_.Close();
      Break();
    }
  }

  // `cells` are the row's, or with an output that is a FEEL expression already ("=…").
  void Row(const BookRow& row, const std::string& label, const std::vector<std::string>& cells) {
    const std::string id = fmt::format("rule_{}_{}", id_, ++rules_);
    xml_.Open("rule", {{"id", id}});
    for (std::size_t i = 0; i < rule_.columns.size(); ++i) {
      const BookColumn& column = rule_.columns[i];
      const bool input = column.role == BookColumn::Role::kInput;
      std::string text = cells[i].substr(0, 1) == "=" && !input ? cells[i].substr(1)
                                                                : FeelLiteral(column, cells[i]);
      if (input)
        text = cells[i].substr(0, 1) == ">" ? cells[i] : FeelTest(book_, column, cells[i], on_);
      xml_.Open(input ? "inputEntry" : "outputEntry", {{"id", fmt::format("{}_{}", id, i + 1)}});
      xml_.Element("text", text).Close();
    }
    std::string sources;
    for (const std::string& source : row.sources) sources += (sources.empty() ? "" : ", ") + source;
    for (const std::string& annotation : {label, SwedishPeriod(row.valid), sources, row.note})
      xml_.Open("annotationEntry").Element("text", annotation).Close();
    xml_.Close();
    Break();
  }

  // For each row that holds at the last number: the same row above it, with what each step adds.
  void Beyond(const BookRow& beyond) {
    std::size_t key = 0;
    while (key + 1 < beyond.cells.size() && beyond.cells[key] == "-") ++key;
    const std::string& above = beyond.cells[key];
    for (const BookRow& row : version_.rows) {
      if (row.kind != BookRow::Kind::kRow || !HoldsAt(row.cells[key], above)) continue;
      std::vector<std::string> cells = row.cells;
      cells[key] = "> " + above;
      const BookColumn& value = rule_.columns.back();
      cells.back() = fmt::format("={} + ({} - {}) * {}",
                                 FeelLiteral(value, row.cells.back()),
                                 NameOf(rule_.columns[key]),
                                 above,
                                 FeelLiteral(value, beyond.cells.back()));
      Row(beyond, beyond.id + " / " + row.id, cells);
    }
  }

  static bool HoldsAt(const std::string& cell, const std::string& number) {
    const CellWords words = DecodeCell(cell);
    const auto wanted = policy::ParseWhole(number);
    if (words.any || words.negated || !wanted.has_value()) return false;
    return std::any_of(words.parts.begin(), words.parts.end(), [&](const std::string& part) {
      const std::size_t dots = part.find("..");
      if (dots == std::string::npos) return part == number;
      const auto low = policy::ParseWhole(std::string_view(part).substr(0, dots));
      const auto high = policy::ParseWhole(std::string_view(part).substr(dots + 2));
      return (!low.has_value() || *low <= *wanted) && high.has_value() && *wanted <= *high;
    });
  }

  void Shape(const std::string& element, int x, int y, int width) {
    xml_.Open("dmndi:DMNShape", {{"id", "shape_" + element}, {"dmnElementRef", element}});
    xml_.Void("dc:Bounds",
              {{"x", std::to_string(x)},
               {"y", std::to_string(y)},
               {"width", std::to_string(width)},
               {"height", "60"}});
    xml_.Close();
  }

  void Diagram() {
    xml_.Open("dmndi:DMNDI").Open("dmndi:DMNDiagram", {{"id", "diagram_" + id_}});
    Shape("decision_" + id_, 160, 80, 260);
    int x = 20;
    for (const BookColumn* input : Columns(BookColumn::Role::kInput)) {
      Shape(InputId(*input), x, 220, 160);
      x += 180;
    }
    xml_.Close().Close();
  }

  const PolicyBook& book_;
  const BookRule& rule_;
  const BookVersion& version_;
  const Date on_;
  const std::string id_;
  int rules_ = 0;
  Html xml_;
};

}  // namespace

std::string FeelLiteral(const BookColumn& column, const std::string& value) {
  if (IsString(column)) return Quoted(value);
  if (column.unit == "date") return fmt::format("date({})", Quoted(value));
  if (column.unit == "kr") {
    const StatusOr<Money> money = Money::Parse(value);
    if (money.ok()) return money->ToString();
  }
  return value;
}

std::string FeelTest(const PolicyBook& book,
                     const BookColumn& column,
                     const std::string& cell,
                     Date on) {
  const CellWords words = DecodeCell(cell);
  if (words.any) return "-";
  std::string text;
  for (const std::string& part : words.parts)
    text += (text.empty() ? "" : ",") + PartOf(book, column, part, on);
  return words.negated ? fmt::format("not({})", text) : text;
}

std::map<std::string, std::string> TablesDmn(const PolicyBook& book, Date on) {
  std::map<std::string, std::string> files;
  for (const auto& [id, rule] : book.rules()) {
    if (!rule.is_table()) continue;
    for (const BookVersion& version : rule.versions) {
      const bool decision = rule.kind == BookRule::Kind::kDecision;
      if (decision || version.valid.Contains(on))
        files[id + ".dmn"] = Decision(book, rule, version, on).Write();
    }
  }
  return files;
}

}  // namespace dm::publish
