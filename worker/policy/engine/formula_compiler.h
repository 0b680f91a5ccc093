// FormulaCompiler: turns the formulas of one step into instructions, and refuses what makes no
// sense: a name that does not exist, kronor added to a count, an amount rounded twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "worker/policy/engine/program.h"
#include "worker/policy/policy_data.h"
#include "worker/policy/policy_error.h"

namespace dm::policy {

// What a formula gives.
struct FormulaType {
  Unit unit = Unit::kCount;
  const Domain* domain = nullptr;
  bool open = false;
  bool literal = false;  // a bare number or word, which takes the other side's type
  bool rounded = false;
};

class FormulaCompiler {
 public:
  FormulaCompiler(Program& program, PolicyData& data, FileErrors& errors)
      : program_(program), data_(data), errors_(errors) {}

  // What follows belongs to `step`; its reads gather in `reads`.
  void Begin(const CalcStep& step, int collection, std::vector<Read>& reads);

  // Nothing when the formula is refused; `errors` has been told.
  std::optional<FormulaType> Compile(const Expression& expression, int line, CodeRange* range);

  // The same, when it must be true or false.
  bool Condition(const Expression& expression, int line, CodeRange* range);

  // False, with an error, when a value of `given` cannot stand where `wanted` is.
  bool Suits(const FormulaType& given,
             const Expression& expression,
             const FormulaType& wanted,
             const std::string& what,
             int line);

 private:
  std::optional<FormulaType> Emit(const Expression& expression);
  std::optional<FormulaType> EmitName(const Expression& expression);
  std::optional<FormulaType> EmitParameter(const Expression& expression);
  std::optional<FormulaType> EmitOne(const Expression& expression);
  std::optional<FormulaType> EmitTwo(const Expression& expression);
  std::optional<FormulaType> EmitLogic(const Expression& expression);
  std::optional<FormulaType> EmitProduct(const FormulaType& left, const FormulaType& right);
  std::optional<FormulaType> EmitComparison(const Expression& expression,
                                            const FormulaType& left,
                                            const FormulaType& right);
  std::optional<FormulaType> EmitIf(const Expression& expression);
  std::optional<FormulaType> EmitClamp(const Expression& expression);
  std::optional<FormulaType> EmitMulDiv(const Expression& expression);
  std::optional<FormulaType> EmitIn(const Expression& expression);
  std::optional<FormulaType> EmitAggregate(const Expression& expression);

  // The type of two values that stand side by side.
  std::optional<FormulaType> Together(const FormulaType& a,
                                      const FormulaType& b,
                                      const std::string& doing);
  bool KnownWords(const Expression& expression, const FormulaType& type);
  std::optional<std::uint16_t> ParameterSlot(const std::string& id, bool rounding);
  std::optional<FormulaType> Fail(const std::string& message, const std::string& remedy);
  void Join();
  void Put(Instruction instruction, int pushes);
  void Load(Level level, const Variable& variable);

  Program& program_;
  PolicyData& data_;
  FileErrors& errors_;
  const CalcStep* step_ = nullptr;
  std::vector<Read>* reads_ = nullptr;
  int collection_ = -1;
  int inner_ = -1;
  int line_ = 0;
  int depth_ = 0;
  int depth_max_ = 0;
};

}  // namespace dm::policy
