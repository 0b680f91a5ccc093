#include "worker/policy/engine/expression.h"

#include <algorithm>
#include <array>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/engine/tokens.h"
#include "worker/policy/value.h"

namespace dm::policy {
namespace {

constexpr int kDepthOfTreeMax = 24;
constexpr std::size_t kInMax = 64;

struct Function {
  std::string_view name;
  Operation operation;
  std::size_t arguments;
};

constexpr std::array<Function, 8> kFunctions = {{
    {"abs", Operation::kAbs, 1},
    {"is_known", Operation::kIsKnown, 1},
    {"applies", Operation::kApplies, 1},
    {"min", Operation::kMin, 2},
    {"max", Operation::kMax, 2},
    {"clamp", Operation::kClamp, 3},
    {"years_between", Operation::kYearsBetween, 2},
    {"days_between", Operation::kDaysBetween, 2},
}};

constexpr std::array<std::pair<std::string_view, Operation>, 6> kAggregates = {{
    {"sum", Operation::kSum},
    {"any", Operation::kAny},
    {"all", Operation::kAll},
    {"count", Operation::kCount},
    {"min", Operation::kLeast},
    {"max", Operation::kMost},
}};

constexpr std::array<std::pair<std::string_view, Operation>, 6> kComparisons = {{
    {"=", Operation::kEqual},
    {"!=", Operation::kNotEqual},
    {"<=", Operation::kLessOrEqual},
    {">=", Operation::kMoreOrEqual},
    {"<", Operation::kLess},
    {">", Operation::kMore},
}};

Expression Made(Operation operation, std::vector<Expression> operands) {
  Expression made;
  made.operation = operation;
  made.operands = std::move(operands);
  return made;
}

// A parser by descent. After the first fault it stops: `fault_` says what was wanted.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  std::optional<Expression> Whole() {
    Expression whole = Any();
    if (fault_.empty() && !At(Token::Kind::kEnd)) Fail("an operator or the end");
    if (!fault_.empty()) return std::nullopt;
    return whole;
  }

  const std::string& fault() const { return fault_; }

 private:
  const Token& Now() const { return tokens_[at_]; }

  bool At(Token::Kind kind) const { return Now().kind == kind; }

  bool AtText(std::string_view text) const {
    return (At(Token::Kind::kName) || At(Token::Kind::kSign)) && Now().text == text;
  }

  bool Take(std::string_view text) {
    if (!AtText(text)) return false;
    ++at_;
    return true;
  }

  void Want(std::string_view text) {
    if (!Take(text)) Fail(fmt::format("\"{}\"", text));
  }

  Expression Fail(const std::string& wanted) {
    if (fault_.empty()) {
      fault_ = fmt::format("{} is wanted at character {}", wanted, Now().position + 1);
    }
    at_ = tokens_.size() - 1;  // the end: nothing more is read
    return {};
  }

  Expression Any() {
    if (++depth_ > kDepthOfTreeMax) return Fail("a formula with fewer levels");
    Expression result = Take("if") ? If() : Or();
    --depth_;
    return result;
  }

  Expression If() {
    Expression condition = Any();
    Want("then");
    Expression yes = Any();
    Want("else");
    Expression no = Any();
    return Made(Operation::kIf, {std::move(condition), std::move(yes), std::move(no)});
  }

  Expression Or() {
    Expression left = And();
    while (Take("or")) left = Made(Operation::kOr, {std::move(left), And()});
    return left;
  }

  Expression And() {
    Expression left = Not();
    while (Take("and")) left = Made(Operation::kAnd, {std::move(left), Not()});
    return left;
  }

  Expression Not() {
    if (!Take("not")) return Comparison();
    if (++depth_ > kDepthOfTreeMax) return Fail("a formula with fewer levels");
    Expression operand = Not();
    --depth_;
    return Made(Operation::kNot, {std::move(operand)});
  }

  Expression Comparison() {
    Expression left = Sum();
    for (const auto& [sign, operation] : kComparisons) {
      if (Take(sign)) return Made(operation, {std::move(left), Sum()});
    }
    if (Take("in")) return In(std::move(left));
    return left;
  }

  // x in [1, 3..5, 'word']: the operand, then a low and a high bound for each entry.
  Expression In(Expression left) {
    Expression made = Made(Operation::kIn, {std::move(left)});
    Want("[");
    do {
      Expression low = Sum();
      Expression high = Take("..") ? Sum() : low;
      made.operands.push_back(std::move(low));
      made.operands.push_back(std::move(high));
      if (made.operands.size() > kInMax) return Fail("a shorter list");
    } while (fault_.empty() && Take(","));
    Want("]");
    return made;
  }

  Expression Sum() {
    Expression left = Product();
    while (fault_.empty()) {
      if (Take("+")) {
        left = Made(Operation::kAdd, {std::move(left), Product()});
      } else if (Take("-")) {
        left = Made(Operation::kSubtract, {std::move(left), Product()});
      } else {
        break;
      }
    }
    return left;
  }

  Expression Product() {
    Expression left = Negated();
    while (Take("*")) left = Made(Operation::kMultiply, {std::move(left), Negated()});
    return left;
  }

  Expression Negated() {
    if (!Take("-")) return Primary();
    if (++depth_ > kDepthOfTreeMax) return Fail("a formula with fewer levels");
    Expression operand = Negated();
    --depth_;
    return Made(Operation::kNegate, {std::move(operand)});
  }

  Expression Literal(Operation operation) {
    Expression made;
    made.operation = operation;
    made.text = Now().text;
    made.number = Now().number;
    ++at_;
    return made;
  }

  Expression Primary() {
    switch (Now().kind) {
      case Token::Kind::kNumber:
        return Literal(Operation::kNumber);
      case Token::Kind::kAmount:
        return Literal(Operation::kAmount);
      case Token::Kind::kDate:
        return Literal(Operation::kDate);
      case Token::Kind::kWord:
        return Literal(Operation::kWord);
      case Token::Kind::kParameter:
        return Literal(Operation::kParameter);
      case Token::Kind::kName:
        return Named();
      case Token::Kind::kSign:
      case Token::Kind::kEnd:
        break;
    }
    if (!Take("(")) return Fail("a value");
    Expression inner = Any();
    Want(")");
    return inner;
  }

  Expression Named() {
    if (AtText("true") || AtText("false")) {
      Expression made = Literal(Operation::kFlag);
      made.number = made.text == "true" ? 1 : 0;
      return made;
    }
    static constexpr std::array<std::string_view, 8> kReserved = {
        "if", "then", "else", "and", "or", "not", "in", "param"};
    if (std::find(kReserved.begin(), kReserved.end(), Now().text) != kReserved.end())
      return Fail("a value");
    const std::string name = Now().text;
    ++at_;
    if (!Take("(")) {
      Expression made;
      made.operation = Operation::kName;
      made.text = name;
      return made;
    }
    return Call(name);
  }

  // min and max stand for two values, or over a collection when a bare name comes first and is
  // followed by a body over it; which of the two is settled when names are known.
  Expression Call(const std::string& name) {
    if (name == "mul_div") return MulDiv();
    std::vector<Expression> arguments;
    do {
      arguments.push_back(Any());
    } while (fault_.empty() && Take(","));
    Want(")");
    if (!fault_.empty()) return {};
    for (const auto& [word, operation] : kAggregates) {
      const bool collection = arguments.front().operation == Operation::kName &&
                              arguments.front().text.find('.') == std::string::npos;
      if (word == name && collection) return Aggregate(operation, std::move(arguments));
    }
    for (const Function& function : kFunctions) {
      if (function.name != name) continue;
      if (arguments.size() != function.arguments)
        return Fail(fmt::format("{} with {} argument(s)", name, function.arguments));
      return Made(function.operation, std::move(arguments));
    }
    return Fail(fmt::format("a known function, not {},", Quoted(name)));
  }

  Expression Aggregate(Operation operation, std::vector<Expression> arguments) {
    const bool plain_count = operation == Operation::kCount && arguments.size() == 1;
    if (!plain_count && arguments.size() != 2) return Fail("a collection and one formula over it");
    Expression made;
    made.operation = operation;
    made.text = arguments.front().text;
    if (!plain_count) made.operands.push_back(std::move(arguments.back()));
    return made;
  }

  Expression MulDiv() {
    Expression made = Made(Operation::kMulDiv, {});
    for (int i = 0; i < 3; ++i) {
      made.operands.push_back(Any());
      Want(",");
    }
    if (At(Token::Kind::kParameter)) {
      made.text = Now().text;
    } else {
      made.rounding = At(Token::Kind::kName) ? RoundingOf(Now().text) : std::nullopt;
      if (!made.rounding.has_value())
        return Fail("down, up, half_up, half_up_kr, exact or param(…)");
    }
    ++at_;
    Want(")");
    return made;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string fault_;
};

}  // namespace

std::optional<Rounding> RoundingOf(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, Rounding>, 5> kWords = {{
      {"down", Rounding::kDown},
      {"up", Rounding::kUp},
      {"half_up", Rounding::kHalfUp},
      {"half_up_kr", Rounding::kHalfUpKr},
      {"exact", Rounding::kExact},
  }};
  for (const auto& [name, rounding] : kWords) {
    if (word == name) return rounding;
  }
  return std::nullopt;
}

std::optional<Expression> ParseExpression(const std::string& text,
                                          int line,
                                          const std::string& what,
                                          FileErrors& errors) {
  std::string fault;
  std::optional<std::vector<Token>> tokens = TokensOf(text, &fault);
  if (tokens.has_value()) {
    Parser parser(*std::move(tokens));
    std::optional<Expression> whole = parser.Whole();
    if (whole.has_value()) return whole;
    fault = parser.fault();
  }
  errors.Add(line,
             fmt::format("{}: {}", what, fault),
             "correct the formula (docs/policies.md, \"Calculations\")");
  return std::nullopt;
}

}  // namespace dm::policy
