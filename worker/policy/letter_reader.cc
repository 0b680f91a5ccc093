#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/letter_names.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

constexpr std::string_view kSubject = "Ämne: ";

std::string Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

// Walks the {{…}} of a template and checks each name where it stands.
class TagCheck {
 public:
  TagCheck(const std::string& text, FileErrors& errors) : text_(text), errors_(errors) {}

  void Run() {
    std::size_t at = 0;
    while (true) {
      const std::size_t open = text_.find("{{", at);
      if (open == std::string::npos) break;
      const bool triple = text_.compare(open, 3, "{{{") == 0;
      const std::string close = triple ? "}}}" : "}}";
      const std::size_t start = open + close.size();
      const std::size_t end = text_.find(close, start);
      line_ = 1 + static_cast<int>(std::count(
                      text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(open), '\n'));
      if (end == std::string::npos) {
        errors_.Add(line_, "a {{ has no }}", "close the placeholder");
        return;
      }
      Take(std::string_view(text_).substr(start, end - start), triple);
      at = end + close.size();
    }
    for (const std::string& section : open_)
      errors_.Add(line_,
                  fmt::format("the section {} is not closed", section),
                  fmt::format("add {{{{/{}}}}}", section));
  }

 private:
  void Take(std::string_view tag, bool triple) {
    const char sign = tag.empty() || triple ? ' ' : tag.front();
    if (sign == '>' || sign == '=' || sign == '!') {
      errors_.Add(
          line_, "a letter has no partials, comments or other delimiters", "remove the tag");
      return;
    }
    const bool marked = sign == '#' || sign == '^' || sign == '/' || sign == '&';
    const std::string name = Trimmed(marked ? tag.substr(1) : tag);
    if (sign == '/') {
      Close(name);
      return;
    }
    const bool section = sign == '#' || sign == '^';
    const std::string inside = open_.empty() ? "" : open_.back();
    if (!IsLetterName(name, section, open_)) {
      errors_.Add(line_,
                  fmt::format("{} is no {} that a letter may use here",
                              Quoted(name),
                              section ? "section" : "placeholder"),
                  "use a name of docs/policies.md, \"Letters\"");
    }
    if (section) open_.push_back(name);
  }

  void Close(const std::string& name) {
    if (open_.empty() || open_.back() != name) {
      errors_.Add(line_,
                  fmt::format("{} closes a section that is not open", Quoted(name)),
                  "close the sections in the order in which they were opened");
      return;
    }
    open_.pop_back();
  }

  const std::string& text_;
  FileErrors& errors_;
  int line_ = 1;
  std::vector<std::string> open_;
};

}  // namespace

void ReadLetter(const std::string& text,
                const std::string& id,
                FileErrors& errors,
                PolicyData& data) {
  const std::size_t slash = id.find('/');
  LetterTemplate letter;
  letter.language = id.substr(0, slash);
  letter.id = id.substr(slash + 1);
  if (text.size() > kFileBytesMax || !IsPlainUtf8(text)) {
    errors.Add(0,
               "the letter is too large or not plain UTF-8",
               "save it as UTF-8 without control characters");
    return;
  }
  const std::size_t end = text.find('\n');
  if (text.rfind(kSubject, 0) != 0 || end == std::string::npos ||
      text.compare(end, 2, "\n\n") != 0) {
    errors.Add(1,
               "the letter does not begin with its subject",
               fmt::format("write \"{}…\", an empty line, then the letter", kSubject));
    return;
  }
  letter.subject = text.substr(kSubject.size(), end - kSubject.size());
  letter.body = text.substr(end + 2);
  if (letter.subject.empty() || letter.body.size() < 2)
    errors.Add(1, "the letter has no subject or no text", "write both");
  TagCheck(text, errors).Run();
  data.letters.insert_or_assign(id, std::move(letter));
}

}  // namespace dm::policy
