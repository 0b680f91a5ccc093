#include "worker/core/id.h"

#include <algorithm>
#include <string_view>

#include "worker/core/check.h"

namespace dm {
namespace {

// By hand and not <cctype>: the locale must not decide what an id is.
bool IsIdCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == ':' || c == '-';
}

}  // namespace

bool IsIdText(std::string_view text) {
  return !text.empty() && text.size() <= kIdLengthMax &&
         std::all_of(text.begin(), text.end(), IsIdCharacter);
}

namespace internal {

void FailUntrustedId() {
  CheckFailed("IsIdText(text)", __FILE__, __LINE__);
}

}  // namespace internal
}  // namespace dm
