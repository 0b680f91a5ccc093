#include "worker/publish/csv.h"

#include <algorithm>
#include <array>
#include <utility>

#include "worker/policy/yaml_tree.h"

namespace dm::publish {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

char SeparatorOf(std::string_view text) {
  constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
  std::array<int, kSeparators.size()> seen{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    for (std::size_t i = 0; i < kSeparators.size(); ++i) {
      if (c == kSeparators[i]) ++seen[i];
    }
  }
  const auto most = std::max_element(seen.begin(), seen.end());
  return kSeparators[static_cast<std::size_t>(most - seen.begin())];
}

class Reader {
 public:
  Reader(std::string_view text, CsvText& result) : text_(text), result_(result) {}

  void Run() {
    Start();
    while (at_ < text_.size() && result_.fault.empty()) Step();
    if (quoted_) Fail("a quoted field is not closed");
    EndRecord();
  }

 private:
  void Start() {
    record_ = CsvRecord{line_, {}};
    field_.clear();
    touched_ = false;
  }

  void Fail(std::string fault) {
    if (!result_.fault.empty()) return;
    result_.fault = std::move(fault);
    result_.bad_line = quoted_ ? quote_line_ : line_;
  }

  void Step() {
    const char c = text_[at_++];
    if (quoted_) return Quoted(c);
    if (c == '"') return OpenQuote();
    if (c == result_.separator) return EndField();
    if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') return;
    if (c == '\n' || c == '\r') {
      EndRecord();
      ++line_;
      return Start();
    }
    if (closed_) return Fail("text stands behind the closing quote of a field");
    field_ += c;
    touched_ = true;
  }

  void Quoted(char c) {
    if (c == '\n') ++line_;
    if (c != '"') {
      if (c != '\r') field_ += c;
      return;
    }
    if (at_ < text_.size() && text_[at_] == '"') {
      field_ += '"';
      ++at_;
      return;
    }
    quoted_ = false;
    closed_ = true;
  }

  void OpenQuote() {
    if (!field_.empty() || closed_) return Fail("a quote stands inside a field without quotes");
    quoted_ = true;
    touched_ = true;
    quote_line_ = line_;
  }

  void EndField() {
    record_.fields.push_back(std::move(field_));
    field_.clear();
    closed_ = false;
    touched_ = true;
  }

  void EndRecord() {
    if (!touched_) return;  // an empty line
    EndField();
    // A spreadsheet writes rows that were emptied as separators only.
    const bool empty = std::all_of(record_.fields.begin(),
                                   record_.fields.end(),
                                   [](const std::string& field) { return field.empty(); });
    if (!empty) result_.records.push_back(std::move(record_));
    touched_ = false;
  }

  std::string_view text_;
  CsvText& result_;
  std::size_t at_ = 0;
  int line_ = 1;
  int quote_line_ = 1;
  bool quoted_ = false;
  bool closed_ = false;   // behind the closing quote of a field
  bool touched_ = false;  // the record has something
  std::string field_;
  CsvRecord record_;
};

// A spreadsheet reckons what begins so, also behind apostrophes of our own. A number below zero and
// a lone "-" are harmless, and stand in many cells.
bool LooksLikeFormula(std::string_view field) {
  const std::size_t first = field.find_first_not_of('\'');
  if (first == std::string_view::npos) return false;
  const std::string_view rest = field.substr(first);
  if (rest.front() == '-' && rest.find_first_not_of("-.0123456789") == std::string_view::npos)
    return first > 0;
  return std::string_view("=+-@").find(rest.front()) != std::string_view::npos;
}

}  // namespace

CsvText ReadCsv(std::string_view bytes) {
  CsvText result;
  if (bytes.size() > kCsvBytesMax) {
    result.bad_line = 1;
    result.fault = "the file is larger than 4 MiB";
    return result;
  }
  if (bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark)
    bytes.remove_prefix(kByteOrderMark.size());
  result.separator = SeparatorOf(bytes);
  Reader(bytes, result).Run();
  for (CsvRecord& record : result.records) {
    for (std::string& field : record.fields) {
      if (field.starts_with('\'') && LooksLikeFormula(field)) field.erase(0, 1);
      if (policy::IsPlainUtf8(field) || !result.fault.empty()) continue;
      result.fault = "the text is not plain UTF-8: save the file as CSV UTF-8";
      result.bad_line = record.line;
    }
  }
  return result;
}

std::string CsvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    const std::string field = (LooksLikeFormula(fields[i]) ? "'" : "") + fields[i];
    // A lone field that is empty would be an empty line, a space at an end is lost by some readers,
    // and a byte order mark by all.
    const bool lost = field.starts_with(kByteOrderMark) ||
                      (!field.empty() && (field.front() == ' ' || field.back() == ' '));
    if (field.find_first_of(",;\t\"\r\n") == std::string::npos && !lost &&
        !(field.empty() && fields.size() == 1)) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line + '\n';
}

}  // namespace dm::publish
