#include "worker/policy/engine/trace_json.h"

#include <algorithm>
#include <charconv>

#include "fmt/format.h"
#include "worker/policy/in_force.h"

namespace dm::policy {
namespace {

constexpr std::size_t kNumberBytesMax = 20;
// After a table's rows.
constexpr std::size_t kOtherwiseHead = 0;
constexpr std::size_t kBeyondHead = 1;
constexpr std::size_t kNoneHead = 2;
constexpr std::size_t kNotApplicableHead = 3;
constexpr std::size_t kHeadsMore = 4;

std::string Quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (static_cast<unsigned char>(c) < ' ') {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string ListOf(const std::vector<SourceRef>& sources) {
  std::string list = "[";
  for (const SourceRef& source : sources)
    list += (list.size() > 1 ? "," : "") + Quote(source.citation);
  return list + "]";
}

bool IsWords(Unit unit) {
  return unit == Unit::kCode || unit == Unit::kText;
}

}  // namespace

void TextBuffer::Put(std::int64_t number) {
  char* at = room_.data() + used_;
  const std::to_chars_result result = std::to_chars(at, room_.data() + room_.size(), number);
  used_ += static_cast<std::size_t>(result.ptr - at);
}

TraceRenderer::TraceRenderer(const Program& program,
                             const Window& window,
                             const PolicyData& data,
                             Date on)
    : program_(program), window_(window) {
  for (std::size_t i = 0; i < program.words->size(); ++i)
    words_.push_back(Quote(i == 0 ? "(annat)" : program.words->Word(static_cast<std::int64_t>(i))));
  for (const std::string& word : words_) word_bytes_max_ = std::max(word_bytes_max_, word.size());
  word_bytes_max_ = std::max(word_bytes_max_, kNumberBytesMax);
  for (const ProgramStep& step : program.steps) {
    StepText text;
    AddHeads(step, data, on, text);
    for (const Read& read : step.reads) {
      const Variable& variable = program.variables[read.variable];
      const std::string name =
          variable.parameter.empty() ? variable.name : "param(" + variable.parameter + ")";
      text.inputs.push_back(fmt::format("{}{}:{}",
                                        text.inputs.empty() ? "" : ",",
                                        Quote(name),
                                        read.level == Level::kInner ? "[" : ""));
    }
    std::vector<const ValueType*> types;
    for (std::size_t i = 0; i < step.outputs; ++i) {
      const Variable& variable = VariableAt(step.collection, step.set + i);
      types.push_back(&variable.type);
      text.outputs.push_back(
          step.outputs == 1 ? "" : fmt::format("{}{}:", i == 0 ? "{" : ",", Quote(variable.name)));
    }
    for (const std::string& input : text.inputs) text.bytes_max += input.size() + 2;
    for (const std::string& output : text.outputs) text.bytes_max += output.size();
    std::size_t head = 0;
    for (const std::string& one : text.heads) head = std::max(head, one.size());
    text.bytes_max += head + 64;
    output_types_.push_back(std::move(types));
    steps_.push_back(std::move(text));
  }
}

const Variable& TraceRenderer::VariableAt(int collection, std::size_t slot) const {
  return *std::find_if(
      program_.variables.begin(), program_.variables.end(), [&](const Variable& v) {
        return v.collection == collection && v.slot == slot;
      });
}

void TraceRenderer::AddHeads(const ProgramStep& step,
                             const PolicyData& data,
                             Date on,
                             StepText& text) const {
  const CalcStep& source = program_.calculation.steps[step.source];
  const auto add = [&](const std::string& rule, const std::vector<SourceRef>& sources) {
    text.heads.push_back(fmt::format(
        "{{\"step\":{},\"rule\":{},\"source\":{}", Quote(source.id), Quote(rule), ListOf(sources)));
  };
  const std::vector<SourceRef> own = SourcesOn(data, source.sources, on);
  std::string beyond;
  std::vector<SourceRef> beyond_sources;
  std::string otherwise;
  std::vector<SourceRef> otherwise_sources;
  if (step.kind == CalcBody::Kind::kExpression) {
    for (const CalcException& exception : source.exceptions)
      add(exception.id, SourcesOn(data, exception.sources, on));
  } else if (const WindowTable& table = *window_.tables[step.table]; table.table != nullptr) {
    const bool lookup = step.kind == CalcBody::Kind::kLookup;
    const StatusOr<InForce> in_force =
        lookup ? FindInForce(data, source.body.table, on, ParameterKind::kTable) : InForce{};
    for (std::size_t row = 0; row < table.table->rows(); ++row) {
      const std::size_t place = table.table->GridRow(static_cast<int>(row));
      if (lookup) {
        const ParameterVersion& version = *in_force->version;
        add(version.grid.rows[place].id, SourcesOn(data, version.rows[place].sources, on));
      } else {
        const TableHit hit = HitOf(data, data.tables.at(source.body.table), place, on);
        add(hit.row, hit.sources);
      }
    }
    if (lookup && in_force->version->beyond.has_value()) {
      beyond = in_force->version->beyond->id;
      beyond_sources = SourcesOn(data, in_force->version->beyond->sources, on);
    }
    if (table.has_otherwise) {
      const TableHit hit = OtherwiseOf(data, data.tables.at(source.body.table), on);
      otherwise = hit.row;
      otherwise_sources = hit.sources;
    }
  }
  add(otherwise, otherwise_sources);
  add(beyond, beyond_sources);
  add(source.id, own);
  add(source.id, own);
  text.heads.back() += ",\"applies\":false";
}

std::size_t TraceRenderer::HeadOf(const StepText& text, std::int32_t row) const {
  if (row >= 0) return static_cast<std::size_t>(row);
  const std::size_t rows = text.heads.size() - kHeadsMore;
  switch (row) {
    case Trace::kOtherwise:
      return rows + kOtherwiseHead;
    case Trace::kBeyond:
      return rows + kBeyondHead;
    case Trace::kNotApplicable:
      return rows + kNotApplicableHead;
    default:
      return rows + kNoneHead;
  }
}

void TraceRenderer::PutValue(const ValueType& type, std::int64_t value, TextBuffer& out) const {
  if (!IsNumber(value)) return out.Put(std::string_view("null"));
  if (IsWords(type.unit)) return out.Put(words_[static_cast<std::size_t>(value)]);
  if (type.unit == Unit::kBool) return out.Put(std::string_view(value != 0 ? "true" : "false"));
  out.Put(value);
}

void TraceRenderer::Render(const Frame& frame, const Trace& trace, TextBuffer& out) const {
  out.Clear();
  out.Put('[');
  for (const std::int64_t* at = trace.begin(); at != trace.end();) {
    const std::int64_t head = *at++;
    const std::size_t number = Trace::StepOf(head);
    const ProgramStep& step = program_.steps[number];
    const StepText& text = steps_[number];
    std::size_t values = step.outputs;
    for (const Read& read : step.reads)
      values += read.level == Level::kInner ? frame.items(read.collection) : 1;
    out.Reserve(text.bytes_max + values * (word_bytes_max_ + 1));
    if (out.text().size() > 1) out.Put(',');
    out.Put(text.heads[HeadOf(text, Trace::RowOf(head))]);
    if (step.collection >= 0) {
      out.Put(std::string_view(",\"item\":"));
      out.Put(static_cast<std::int64_t>(Trace::ItemOf(head)));
    }
    const std::int64_t* outputs = at;
    at += step.outputs;
    out.Put(std::string_view(",\"in\":{"));
    for (std::size_t i = 0; i < step.reads.size(); ++i) {
      const Read& read = step.reads[i];
      const ValueType& type = program_.variables[read.variable].type;
      out.Put(text.inputs[i]);
      if (read.level != Level::kInner) {
        PutValue(type, *at++, out);
        continue;
      }
      for (std::size_t k = 0; k < frame.items(read.collection); ++k) {
        if (k != 0) out.Put(',');
        PutValue(type, *at++, out);
      }
      out.Put(']');
    }
    out.Put(std::string_view("},\"out\":"));
    for (std::size_t i = 0; i < step.outputs; ++i) {
      out.Put(text.outputs[i]);
      PutValue(*output_types_[number][i], outputs[i], out);
    }
    if (step.outputs > 1) out.Put('}');
    out.Put('}');
  }
  out.Put(']');
}

}  // namespace dm::policy
