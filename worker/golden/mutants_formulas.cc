// Mutants of the formulas of calculations: literals one step away, comparisons and connectives the
// next, rounding the other way, exceptions left out.
#include <optional>
#include <utility>

#include "worker/golden/mutant_maker.h"
#include "worker/policy/engine/expression.h"

namespace dm::golden {

namespace {

using policy::CalcStep;
using policy::Expression;
using policy::Operation;
using policy::PolicyData;
using policy::Rounding;

using ExpressionOf = std::function<Expression&(PolicyData&)>;

struct Swap {
  Operation to;
  const char* words;
};

std::optional<Swap> SwapOf(Operation operation) {
  switch (operation) {
    case Operation::kAnd:
      return Swap{Operation::kOr, "and → or"};
    case Operation::kOr:
      return Swap{Operation::kAnd, "or → and"};
    case Operation::kAdd:
      return Swap{Operation::kSubtract, "+ → -"};
    case Operation::kSubtract:
      return Swap{Operation::kAdd, "- → +"};
    case Operation::kEqual:
      return Swap{Operation::kNotEqual, "= → !="};
    case Operation::kNotEqual:
      return Swap{Operation::kEqual, "!= → ="};
    case Operation::kLess:
      return Swap{Operation::kLessOrEqual, "< → <="};
    case Operation::kLessOrEqual:
      return Swap{Operation::kLess, "<= → <"};
    case Operation::kMore:
      return Swap{Operation::kMoreOrEqual, "> → >="};
    case Operation::kMoreOrEqual:
      return Swap{Operation::kMore, ">= → >"};
    case Operation::kMin:
      return Swap{Operation::kMax, "min → max"};
    case Operation::kMax:
      return Swap{Operation::kMin, "max → min"};
    case Operation::kLeast:
      return Swap{Operation::kMost, "least → most"};
    case Operation::kMost:
      return Swap{Operation::kLeast, "most → least"};
    case Operation::kAny:
      return Swap{Operation::kAll, "any → all"};
    case Operation::kAll:
      return Swap{Operation::kAny, "all → any"};
    case Operation::kNumber:
    case Operation::kAmount:
    case Operation::kDate:
    case Operation::kWord:
    case Operation::kFlag:
    case Operation::kName:
    case Operation::kParameter:
    case Operation::kNot:
    case Operation::kNegate:
    case Operation::kAbs:
    case Operation::kIsKnown:
    case Operation::kApplies:
    case Operation::kMultiply:
    case Operation::kYearsBetween:
    case Operation::kDaysBetween:
    case Operation::kIf:
    case Operation::kClamp:
    case Operation::kMulDiv:
    case Operation::kIn:
    case Operation::kSum:
    case Operation::kCount:
      return std::nullopt;
  }
  return std::nullopt;
}

bool IsLiteral(Operation operation) {
  return operation == Operation::kNumber || operation == Operation::kAmount ||
         operation == Operation::kDate;
}

class Formulas {
 public:
  Formulas(MutantMaker* maker, std::string calculation, std::size_t step)
      : maker_(maker), calculation_(std::move(calculation)), step_(step) {}

  void Step(const PolicyData& data) {
    const policy::Calculation& calculation = data.calculations.find(calculation_)->second;
    const CalcStep& step = calculation.steps[step_];
    of_ = Of(calculation, step.id, step.line);
    if (step.body.kind == policy::CalcBody::Kind::kExpression) {
      Formula(step.body.expression, [at = At()](PolicyData& changed) -> Expression& {
        return at(changed).body.expression;
      });
    }
    for (std::size_t i = 0; i < step.body.with.size(); ++i) {
      Formula(step.body.with[i].second, [at = At(), i](PolicyData& changed) -> Expression& {
        return at(changed).body.with[i].second;
      });
    }
    if (step.when.has_value()) {
      Formula(*step.when,
              [at = At()](PolicyData& changed) -> Expression& { return *at(changed).when; });
    }
    for (std::size_t i = 0; i < step.exceptions.size(); ++i) Exception(calculation, step, i);
  }

 private:
  MutantOf Of(const policy::Calculation& calculation, const std::string& id, int line) const {
    return {{RuleKind::kStep, calculation.id + "/" + id},
            {calculation.file, line},
            {AskedStep(calculation.id + "/" + id), AskedTable(calculation.id)}};
  }

  std::function<CalcStep&(PolicyData&)> At() const {
    return [id = calculation_, step = step_](PolicyData& data) -> CalcStep& {
      return data.calculations.find(id)->second.steps[step];
    };
  }

  void Exception(const policy::Calculation& calculation, const CalcStep& step, std::size_t i) {
    const policy::CalcException& exception = step.exceptions[i];
    of_ = Of(calculation, exception.id, exception.line);
    Formula(exception.when, [at = At(), i](PolicyData& changed) -> Expression& {
      return at(changed).exceptions[i].when;
    });
    Formula(exception.expression, [at = At(), i](PolicyData& changed) -> Expression& {
      return at(changed).exceptions[i].expression;
    });
    maker_->Add(of_,
                "exception left out",
                "a household for which the exception holds",
                [at = At(), i](PolicyData& changed) {
                  auto& exceptions = at(changed).exceptions;
                  exceptions.erase(exceptions.begin() + static_cast<std::ptrdiff_t>(i));
                });
  }

  void Formula(const Expression& expression, const ExpressionOf& here) {
    const std::string killer = "a household whose amount hangs on this step";
    if (IsLiteral(expression.operation)) {
      for (const std::int64_t by : {-kMutantStep, kMutantStep}) {
        maker_->Add(
            of_,
            std::to_string(expression.number) + " → " + std::to_string(expression.number + by),
            killer,
            [here, by](PolicyData& data) { here(data).number += by; });
      }
    }
    if (const std::optional<Swap> swap = SwapOf(expression.operation)) {
      maker_->Add(of_, swap->words, killer, [here, to = swap->to](PolicyData& data) {
        here(data).operation = to;
      });
    }
    if (expression.operation == Operation::kNot) {
      maker_->Add(of_, "without not", killer, [here](PolicyData& data) {
        Expression inner = here(data).operands.front();
        here(data) = std::move(inner);
      });
    }
    if (expression.operation == Operation::kMulDiv && expression.rounding.has_value()) {
      const bool down = *expression.rounding == Rounding::kDown;
      maker_->Add(of_,
                  down ? "rounded up" : "rounded down",
                  "a household whose amount is not whole in this step",
                  [here, down](PolicyData& data) {
                    here(data).rounding = down ? Rounding::kUp : Rounding::kDown;
                  });
    }
    for (std::size_t i = 0; i < expression.operands.size(); ++i) {
      Formula(expression.operands[i],
              [here, i](PolicyData& data) -> Expression& { return here(data).operands[i]; });
    }
  }

  MutantMaker* maker_;
  std::string calculation_;
  std::size_t step_;
  MutantOf of_;
};

}  // namespace

void AddFormulaMutants(const PolicyData& data, MutantMaker* maker) {
  for (const auto& [id, calculation] : data.calculations) {
    for (std::size_t i = 0; i < calculation.steps.size(); ++i) {
      Formulas(maker, id, i).Step(data);
    }
  }
}

}  // namespace dm::golden
