#include "worker/policy/policy_error.h"

#include "fmt/format.h"

namespace dm {

std::string PolicyError::ToString() const {
  const std::string place = line > 0 ? fmt::format("{}:{}", file, line) : file;
  return remedy.empty() ? fmt::format("{}: {}", place, message)
                        : fmt::format("{}: {}; {}", place, message, remedy);
}

namespace policy {

std::string Quoted(std::string_view text) {
  constexpr std::size_t kShownMax = 60;
  std::string shown = "\"";
  std::size_t end = text.size() < kShownMax ? text.size() : kShownMax;
  // Never cut a UTF-8 character in two.
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  for (const char c : text.substr(0, end)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7F ? '?' : c;
  }
  if (end < text.size()) shown += "…";
  return shown + "\"";
}

std::string Joined(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) {
    if (!joined.empty()) joined += ", ";
    joined += word;
  }
  return joined;
}

void FileErrors::Add(int line, std::string message, std::string remedy) {
  errors_->push_back({file_, line, std::move(message), std::move(remedy)});
}

}  // namespace policy
}  // namespace dm
