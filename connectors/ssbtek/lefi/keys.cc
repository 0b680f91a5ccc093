#include "connectors/ssbtek/lefi/keys.h"

#include <algorithm>
#include <array>

#include "connectors/ssbtek/reading/verdict.h"

namespace dm::ssbtek::lefi {
namespace {

constexpr auto kTopKeys = std::to_array<std::string_view>({"utlamnare",
                                                           "avvikelser",
                                                           "formansinformation",
                                                           "ansprak",
                                                           "beslut",
                                                           "preliminaraUtbetalningar",
                                                           "utbetalningar",
                                                           "ovrigInformation"});

}  // namespace

bool HoldsSomething(const JsonValue& value) {
  return !value.items().empty() || !value.members().empty();
}

void NoteUnknown(std::string_view path,
                 std::string_view key,
                 const JsonValue& value,
                 SourceAnswer& answer) {
  DeviateBelow(answer, path, SafeName(key), kUnexpected);
  if (HoldsSomething(value)) Fail(answer, AnswerState::kDeviation, "LEFI_UNREAD");
}

void CheckTopKeys(const JsonValue& json, SourceAnswer& answer) {
  for (const auto& [key, value] : json.members()) {
    if (std::ranges::find(kTopKeys, key) == kTopKeys.end()) {
      NoteUnknown("FK/lefi", key, value, answer);
    }
  }
}

}  // namespace dm::ssbtek::lefi
