// Which actions of audit records are reads: they change nothing, and are no entry of a file.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace dm {

inline constexpr std::array<std::string_view, 6> kReadEndings = {
    "_read", "_listed", "_previewed", "_compared", "_drafted", "_reconciled"};

inline bool IsReadAction(std::string_view action) {
  return std::any_of(kReadEndings.begin(), kReadEndings.end(), [action](std::string_view ending) {
    return action.ends_with(ending);
  });
}

}  // namespace dm
