#include "worker/policy/engine/bounds.h"

#include <algorithm>
#include <utility>

namespace dm::policy {
namespace {

using Code = Instruction::Code;

bool IsComparison(Code code) {
  return code == Code::kEqual || code == Code::kNotEqual || code == Code::kLess ||
         code == Code::kLessOrEqual || code == Code::kMore || code == Code::kMoreOrEqual;
}

bool IsOverItems(Code code) {
  return code == Code::kSum || code == Code::kAny || code == Code::kAll || code == Code::kCount ||
         code == Code::kLeast || code == Code::kMost;
}

class Scan {
 public:
  Scan(const Program& program, const Window& window, const Variable& fact)
      : program_(program), window_(window), fact_(fact) {}

  // False where a step works with the value itself.
  bool All() {
    return std::all_of(program_.steps.begin(), program_.steps.end(), [this](const auto& step) {
      return Step(step);
    });
  }

  std::vector<std::int64_t> Take() {
    std::sort(bounds_.begin(), bounds_.end());
    bounds_.erase(std::unique(bounds_.begin(), bounds_.end()), bounds_.end());
    return std::move(bounds_);
  }

 private:
  static constexpr int kNone = -1;

  bool Step(const ProgramStep& step) {
    item_ = step.collection;
    if (!Range(step.when) || !Range(step.code)) return false;
    for (const ProgramException& exception : step.exceptions) {
      if (!Range(exception.when) || !Range(exception.code)) return false;
    }
    for (std::size_t column = 0; column < step.arguments.size(); ++column) {
      const CodeRange& range = step.arguments[column];
      const bool itself = range.end == range.begin + 1 &&
                          program_.code[range.begin].code == Code::kLoad &&
                          IsFact(program_.code[range.begin], kNone);
      if (itself ? !Looked(*window_.tables[step.table], column) : !Range(range)) return false;
    }
    return true;
  }

  // Beyond a table's last row the value itself counts.
  bool Looked(const WindowTable& table, std::size_t column) {
    if (table.table == nullptr) return true;
    if (table.beyond_column == static_cast<int>(column)) return false;
    table.table->AddBounds(column, &bounds_);
    return true;
  }

  bool Range(CodeRange range) {
    const Instruction* code = program_.code.data();
    return Codes(code + range.begin, code + range.end, kNone);
  }

  bool Codes(const Instruction* begin, const Instruction* end, int inner) {
    for (const Instruction* at = begin; at != end; ++at) {
      if (IsOverItems(at->code)) {
        if (!Codes(at + 1, at + 1 + at->number, at->slot)) return false;
        at += at->number;
      } else if (IsFact(*at, inner) && !Compared(begin, at, end)) {
        return false;
      }
    }
    return true;
  }

  bool IsFact(const Instruction& at, int inner) const {
    if (at.code != Code::kLoad && at.code != Code::kEqualsConstant) return false;
    if (at.slot != fact_.slot) return false;
    switch (static_cast<Level>(at.extra)) {
      case Level::kCase:
        return fact_.collection == kNone;
      case Level::kItem:
        return fact_.collection == item_;
      case Level::kInner:
        return fact_.collection == inner;
    }
    return false;
  }

  // A comparison right behind the fact and a constant, in either order, is of just those two.
  bool Compared(const Instruction* begin, const Instruction* at, const Instruction* end) {
    if (at->code == Code::kEqualsConstant) return With(at->number);
    const bool one_more = end - at > 1;
    if (one_more && at[1].code == Code::kIn) return In(program_.sets[at[1].slot]);
    if (end - at > 2 && at[1].code == Code::kConstant && IsComparison(at[2].code))
      return With(at[1].number);
    if (one_more && at != begin && at[-1].code == Code::kConstant && IsComparison(at[1].code))
      return With(at[-1].number);
    return false;
  }

  bool With(std::int64_t constant) {
    bounds_.insert(bounds_.end(), {constant, constant + 1});
    return true;
  }

  bool In(const IntervalSet& set) {
    for (const Interval& interval : set.intervals()) AddBoundsOf(interval, &bounds_);
    return true;
  }

  const Program& program_;
  const Window& window_;
  const Variable& fact_;
  int item_ = kNone;
  std::vector<std::int64_t> bounds_;
};

}  // namespace

std::optional<std::vector<std::int64_t>> BoundsOf(const Program& program,
                                                  const Window& window,
                                                  std::string_view fact) {
  const Variable* variable = program.Find(fact);
  if (variable == nullptr || !variable->fact) return std::nullopt;
  Scan scan(program, window, *variable);
  if (!scan.All()) return std::nullopt;
  return scan.Take();
}

}  // namespace dm::policy
