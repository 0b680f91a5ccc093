// Token: a formula cut into numbers, words, names and signs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dm::policy {

struct Token {
  enum class Kind {
    kNumber,     // 12
    kAmount,     // kr(2740.50); number is öre
    kDate,       // date(2026-01-01); number is days since 1970-01-01
    kWord,       // 'child'
    kParameter,  // param(pbb)
    kName,       // household.size, and the language's own words
    kSign,       // + - * ( ) [ ] , .. = != < <= > >=
    kEnd,
  };

  Kind kind = Kind::kEnd;
  std::string text;
  std::int64_t number = 0;
  std::size_t position = 0;
};

inline constexpr std::size_t kFormulaBytesMax = 2000;

// Nothing when the text holds something else; `fault` then says what.
std::optional<std::vector<Token>> TokensOf(std::string_view text, std::string* fault);

}  // namespace dm::policy
