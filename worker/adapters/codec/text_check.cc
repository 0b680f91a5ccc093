#include "worker/adapters/codec/text_check.h"

#include <cstdint>
#include <optional>

#include "worker/core/utf8.h"

namespace dm::codec {
namespace {

bool IsLineBreak(std::uint32_t code_point) {
  return code_point == '\n' || code_point == '\r' || code_point == '\t';
}

}  // namespace

bool IsCleanText(std::string_view text, LineBreaks line_breaks) {
  while (!text.empty()) {
    const std::optional<Utf8Character> first = FirstCharacter(text);
    if (!first.has_value()) return false;
    const bool taken = line_breaks == LineBreaks::kAllowed && IsLineBreak(first->code_point);
    if (IsControl(first->code_point) && !taken) return false;
    text.remove_prefix(first->length);
  }
  return true;
}

}  // namespace dm::codec
