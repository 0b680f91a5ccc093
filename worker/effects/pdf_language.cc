#include "worker/effects/pdf_language.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdio>
#include <string_view>

namespace dm::effects {
namespace {

constexpr std::size_t kLanguageMax = 35;

Status Unreadable() {
  return MakeStatus(StatusCode::kInternal,
                    "the letter's PDF has another form than expected",
                    {"LETTER_PDF", "form", "ask for text or HTML and tell operations"});
}

// What stands between `before` and `after`, looked for from the end; empty when it is not there.
std::string Between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.rfind(before);
  if (begin == std::string_view::npos) return {};
  const std::size_t from = begin + before.size();
  const std::size_t to = text.find(after, from);
  if (to == std::string_view::npos) return {};
  std::string found(text.substr(from, to - from));
  while (!found.empty() && std::isspace(static_cast<unsigned char>(found.front())) != 0)
    found.erase(found.begin());
  while (!found.empty() && std::isspace(static_cast<unsigned char>(found.back())) != 0)
    found.pop_back();
  return found;
}

bool IsNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
}

// A language tag is letters, digits and hyphens; nothing else gets into the file.
std::string TagOf(const std::string& language) {
  std::string tag;
  for (const char c : language)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-') tag += c;
  return tag.substr(0, kLanguageMax);
}

}  // namespace

StatusOr<std::string> WithLanguage(std::string pdf, const std::string& language) {
  const std::string root = Between(pdf, "/Root ", " 0 R");
  const std::string info = Between(pdf, "/Info ", " 0 R");
  const std::string size = Between(pdf, "/Size ", "\n");
  const std::string start = Between(pdf, "startxref", "%%EOF");
  if (!IsNumber(root) || !IsNumber(info) || !IsNumber(size) || !IsNumber(start))
    return Unreadable();
  const std::string head = "\n" + root + " 0 obj\n<<";
  const std::size_t object = pdf.rfind(head);
  const std::size_t end = pdf.find(">>\nendobj", object == std::string::npos ? 0 : object);
  if (object == std::string::npos || end == std::string::npos) return Unreadable();
  const std::string content = pdf.substr(object + head.size(), end - object - head.size());
  if (content.find("/Catalog") == std::string::npos) return Unreadable();
  if (pdf.back() != '\n') pdf += '\n';
  const std::size_t catalogue = pdf.size();
  pdf += root + " 0 obj\n<<" + content + "   /Lang (" + TagOf(language) +
         ")\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n";
  const std::size_t table = pdf.size();
  char entry[32];
  std::snprintf(entry, sizeof entry, "%010zu 00000 n \n", catalogue);
  pdf += "xref\n" + root + " 1\n" + entry + "trailer\n<< /Size " + size + "\n   /Root " + root +
         " 0 R\n   /Info " + info + " 0 R\n   /Prev " + start + "\n>>\nstartxref\n" +
         std::to_string(table) + "\n%%EOF\n";
  return pdf;
}

}  // namespace dm::effects
