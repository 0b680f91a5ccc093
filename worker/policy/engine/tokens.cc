#include "worker/policy/engine/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fmt/format.h"
#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/policy/value.h"

namespace dm::policy {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || IsDigit(c);
}

bool IsIdCharacter(char c) {
  return IsNameCharacter(c) || c == '.' || c == '-' || c == ':' || c == '@';
}

class Cutter {
 public:
  explicit Cutter(std::string_view text) : text_(text) {}

  std::optional<std::vector<Token>> Cut() {
    while (fault_.empty()) {
      while (at_ < text_.size() && text_[at_] == ' ') ++at_;
      token_ = {};
      token_.position = at_;
      if (at_ == text_.size()) break;
      One();
      tokens_.push_back(std::move(token_));
    }
    if (!fault_.empty()) return std::nullopt;
    tokens_.push_back({.kind = Token::Kind::kEnd, .text = "", .number = 0, .position = at_});
    return std::move(tokens_);
  }

  const std::string& fault() const { return fault_; }

 private:
  void Fail(const std::string& message) {
    fault_ = fmt::format("{} at character {}", message, token_.position + 1);
  }

  bool Starts(std::string_view prefix) const { return text_.substr(at_, prefix.size()) == prefix; }

  void One() {
    if (IsDigit(text_[at_])) return Number();
    if (text_[at_] == '\'') return Word();
    for (const auto& [prefix, kind] : {std::pair{"kr(", Token::Kind::kAmount},
                                       std::pair{"date(", Token::Kind::kDate},
                                       std::pair{"param(", Token::Kind::kParameter}}) {
      if (Starts(prefix)) return InBrackets(prefix, kind);
    }
    if (IsNameCharacter(text_[at_])) return Name();
    Sign();
  }

  void Number() {
    const std::size_t start = at_;
    // A range 1..3 ends the number; one point within it would be a fraction, which there is none.
    while (at_ < text_.size() && IsNameCharacter(text_[at_])) ++at_;
    const bool point = at_ < text_.size() && (text_[at_] == '.' || text_[at_] == ',') &&
                       at_ + 1 < text_.size() && IsDigit(text_[at_ + 1]);
    const std::optional<std::int64_t> number = ParseWhole(text_.substr(start, at_ - start));
    if (!number.has_value() || (point && text_[at_] == '.'))
      return Fail("a number is no whole number of at most 15 digits (amounts: kr(12.50))");
    token_.kind = Token::Kind::kNumber;
    token_.number = *number;
  }

  void Word() {
    const std::size_t end = text_.find('\'', at_ + 1);
    if (end == std::string_view::npos) return Fail("a word lacks its closing '");
    token_.kind = Token::Kind::kWord;
    token_.text = std::string(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
  }

  void InBrackets(std::string_view prefix, Token::Kind kind) {
    const std::size_t end = text_.find(')', at_);
    if (end == std::string_view::npos) return Fail("a closing ) is missing");
    const std::string inner(text_.substr(at_ + prefix.size(), end - at_ - prefix.size()));
    at_ = end + 1;
    token_.kind = kind;
    token_.text = inner;
    if (kind == Token::Kind::kAmount) {
      const StatusOr<Money> money = Money::Parse(inner);
      if (!money.ok()) return Fail("kr(…) holds no amount with at most two decimals");
      token_.number = money->ore();
    } else if (kind == Token::Kind::kDate) {
      const StatusOr<Date> date = Date::Parse(inner);
      if (!date.ok()) return Fail("date(…) holds no real day as YYYY-MM-DD");
      token_.number = date->days_since_epoch();
    } else if (inner.empty() || !std::all_of(inner.begin(), inner.end(), IsIdCharacter)) {
      Fail("param(…) holds no id of a parameter");
    }
  }

  void Name() {
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           (IsNameCharacter(text_[at_]) ||
            (text_[at_] == '.' && at_ + 1 < text_.size() && IsNameCharacter(text_[at_ + 1])))) {
      ++at_;
    }
    token_.kind = Token::Kind::kName;
    token_.text = std::string(text_.substr(start, at_ - start));
  }

  void Sign() {
    static constexpr std::array<std::string_view, 15> kSigns = {
        "..", "!=", "<=", ">=", "+", "-", "*", "(", ")", "[", "]", ",", "=", "<", ">"};
    for (const std::string_view sign : kSigns) {
      if (!Starts(sign)) continue;
      token_.kind = Token::Kind::kSign;
      token_.text = std::string(sign);
      at_ += sign.size();
      return;
    }
    Fail("a character that no formula has");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Token token_;
  std::vector<Token> tokens_;
  std::string fault_;
};

}  // namespace

std::optional<std::vector<Token>> TokensOf(std::string_view text, std::string* fault) {
  if (text.empty() || text.size() > kFormulaBytesMax) {
    *fault = fmt::format("the formula is empty or longer than {} bytes", kFormulaBytesMax);
    return std::nullopt;
  }
  Cutter cutter(text);
  std::optional<std::vector<Token>> tokens = cutter.Cut();
  if (!tokens.has_value()) *fault = cutter.fault();
  return tokens;
}

}  // namespace dm::policy
