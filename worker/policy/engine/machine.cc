#include "worker/policy/engine/machine.h"

#include <algorithm>
#include <array>

#include "worker/policy/engine/arithmetic.h"

namespace dm::policy {
namespace {

using Code = Instruction::Code;

struct Places {
  const Program& program;
  const Frame& frame;
  std::array<const std::int64_t*, 3> levels;  // the places of each Level

  const std::int64_t*& At(Level level) { return levels[static_cast<std::size_t>(level)]; }
};

[[gnu::always_inline]] inline std::int64_t Loaded(const Instruction& instruction,
                                                  const Places& places) {
  return places.levels[instruction.extra][instruction.slot];
}

std::int64_t Compared(const Instruction& instruction, const Places& places) {
  const std::int64_t value = Loaded(instruction, places);
  if (!IsNumber(value)) return value;
  return value == instruction.number ? 1 : 0;
}

// `stack` is free from there on.
std::int64_t Calculate(const Instruction* begin,
                       const Instruction* end,
                       const Places& places,
                       std::int64_t* stack);

// Over the items of one collection. Items to which a step did not apply are passed over.
template <Code kKind>
std::int64_t OverItems(const Instruction& instruction, const Places& places, std::int64_t* stack) {
  const Instruction* body = &instruction + 1;
  const Instruction* end = body + instruction.number;
  const std::size_t items = places.frame.items(instruction.slot);
  const std::size_t stride = places.program.collections[instruction.slot].stride;
  const std::int64_t* item = places.frame.Item(instruction.slot, 0);
  Aggregate aggregate(kKind);
  Places inner = places;
  for (std::size_t i = 0; i < items; ++i, item += stride) {
    inner.At(Level::kInner) = item;
    std::int64_t value = 1;
    if (end == body + 1 && body->code == Code::kLoad) {
      value = Loaded(*body, inner);
    } else if (end == body + 1 && body->code == Code::kEqualsConstant) {
      value = Compared(*body, inner);
    } else if (body != end) {
      value = Calculate(body, end, inner, stack);
    }
    aggregate.Add(value);
  }
  return aggregate.result();
}

std::int64_t Calculate(const Instruction* begin,
                       const Instruction* end,
                       const Places& places,
                       std::int64_t* stack) {
  std::int64_t* top = stack - 1;
  for (const Instruction* at = begin; at != end; ++at) {
    switch (at->code) {
      case Code::kConstant:
        *++top = at->number;
        break;
      case Code::kLoad:
        *++top = Loaded(*at, places);
        break;
      case Code::kEqualsConstant:
        *++top = Compared(*at, places);
        break;
      case Code::kNot:
        *top = OfOne(Code::kNot, *top);
        break;
      case Code::kNegate:
        *top = OfOne(Code::kNegate, *top);
        break;
      case Code::kAbs:
        *top = OfOne(Code::kAbs, *top);
        break;
      case Code::kIsKnown:
        *top = OfOne(Code::kIsKnown, *top);
        break;
      case Code::kApplies:
        *top = OfOne(Code::kApplies, *top);
        break;
      case Code::kSelect:
        top -= 2;
        *top = Selected(top[0], top[1], top[2]);
        break;
      case Code::kClamp:
        top -= 2;
        *top = Clamped(top[0], top[1], top[2]);
        break;
      case Code::kMulDiv: {
        top -= 2;
        const std::int64_t rounding =
            at->extra == kRoundingByParameter
                ? places.levels[static_cast<std::size_t>(Level::kCase)][at->slot]
                : at->extra;
        *top = MulDivOf(top[0], top[1], top[2], rounding);
        break;
      }
      case Code::kIn:
        *top = IsNumber(*top) ? (places.program.sets[at->slot].Has(*top) ? 1 : 0) : *top;
        break;
      case Code::kSum:
        ++top;
        *top = OverItems<Code::kSum>(*at, places, top);
        at += at->number;
        break;
      case Code::kAny:
        ++top;
        *top = OverItems<Code::kAny>(*at, places, top);
        at += at->number;
        break;
      case Code::kAll:
        ++top;
        *top = OverItems<Code::kAll>(*at, places, top);
        at += at->number;
        break;
      case Code::kCount:
        ++top;
        *top = OverItems<Code::kCount>(*at, places, top);
        at += at->number;
        break;
      case Code::kLeast:
        ++top;
        *top = OverItems<Code::kLeast>(*at, places, top);
        at += at->number;
        break;
      case Code::kMost:
        ++top;
        *top = OverItems<Code::kMost>(*at, places, top);
        at += at->number;
        break;
      case Code::kAnd:
        --top;
        *top = OfTwo(Code::kAnd, top[0], top[1]);
        break;
      case Code::kOr:
        --top;
        *top = OfTwo(Code::kOr, top[0], top[1]);
        break;
      case Code::kAdd:
        --top;
        *top = OfTwo(Code::kAdd, top[0], top[1]);
        break;
      case Code::kSubtract:
        --top;
        *top = OfTwo(Code::kSubtract, top[0], top[1]);
        break;
      case Code::kMultiply:
        --top;
        *top = OfTwo(Code::kMultiply, top[0], top[1]);
        break;
      case Code::kEqual:
        --top;
        *top = OfTwo(Code::kEqual, top[0], top[1]);
        break;
      case Code::kNotEqual:
        --top;
        *top = OfTwo(Code::kNotEqual, top[0], top[1]);
        break;
      case Code::kLess:
        --top;
        *top = OfTwo(Code::kLess, top[0], top[1]);
        break;
      case Code::kLessOrEqual:
        --top;
        *top = OfTwo(Code::kLessOrEqual, top[0], top[1]);
        break;
      case Code::kMore:
        --top;
        *top = OfTwo(Code::kMore, top[0], top[1]);
        break;
      case Code::kMoreOrEqual:
        --top;
        *top = OfTwo(Code::kMoreOrEqual, top[0], top[1]);
        break;
      case Code::kYearsBetween:
        --top;
        *top = OfTwo(Code::kYearsBetween, top[0], top[1]);
        break;
      case Code::kDaysBetween:
        --top;
        *top = OfTwo(Code::kDaysBetween, top[0], top[1]);
        break;
      case Code::kMin:
        --top;
        *top = OfTwo(Code::kMin, top[0], top[1]);
        break;
      case Code::kMax:
        --top;
        *top = OfTwo(Code::kMax, top[0], top[1]);
        break;
    }
  }
  return *top;
}

class Runner {
 public:
  Runner(const Program& program, const Window& window, Frame& frame, Trace* trace)
      : program_(program),
        window_(window),
        frame_(frame),
        trace_(trace),
        places_{program, frame, {frame.case_places(), nullptr, nullptr}} {}

  template <bool kTraced>
  void All() {
    for (std::size_t i = 0; i < program_.steps.size(); ++i) {
      const ProgramStep& step = program_.steps[i];
      if (step.collection < 0) {
        places_.At(Level::kItem) = nullptr;
        One<kTraced>(step, i, 0, frame_.case_places());
        continue;
      }
      const auto collection = static_cast<std::size_t>(step.collection);
      const std::size_t items = frame_.items(collection);
      for (std::size_t k = 0; k < items; ++k) {
        std::int64_t* item = frame_.Item(collection, k);
        places_.At(Level::kItem) = item;
        One<kTraced>(step, i, k, item);
      }
    }
  }

 private:
  std::int64_t Worked(CodeRange range) {
    const Instruction* begin = program_.code.data() + range.begin;
    const Instruction* end = program_.code.data() + range.end;
    if (end == begin + 1) {  // most conditions, and sums that are taken over as they are
      if (begin->code == Code::kLoad) return Loaded(*begin, places_);
      if (begin->code == Code::kEqualsConstant) return Compared(*begin, places_);
    }
    return Calculate(begin, end, places_, frame_.stack());
  }

  template <bool kTraced>
  void One(const ProgramStep& step, std::size_t number, std::size_t item, std::int64_t* target) {
    std::int64_t* out = target + step.set;
    std::int32_t row = Trace::kNone;
    const std::int64_t when = step.when.empty() ? 1 : Worked(step.when);
    if (when == 1) {
      row = step.kind == CalcBody::Kind::kExpression ? Expression(step, out) : Table(step, out);
      if (step.bounded && IsNumber(*out) && (*out < step.bound.low || *out > step.bound.high))
        *out = kError;
    } else {
      std::fill_n(out, step.outputs, when == 0 ? kAbsent : when);
      row = Trace::kNotApplicable;
    }
    if constexpr (kTraced) Record(step, number, item, row, out);
  }

  // The base, or the one exception that holds. Which of them is not known while a condition that
  // could hold is not.
  std::int32_t Expression(const ProgramStep& step, std::int64_t* out) {
    std::int32_t chosen = Trace::kNone;
    std::int64_t mark = 0;
    for (std::size_t i = 0; i < step.exceptions.size(); ++i) {
      const std::int64_t holds = Worked(step.exceptions[i].when);
      if (!IsNumber(holds)) mark = Graver(mark, holds);
      if (holds != 1) continue;
      if (chosen != Trace::kNone) mark = kError;
      chosen = static_cast<std::int32_t>(i);
    }
    *out = mark != 0 ? mark
                     : Worked(chosen == Trace::kNone
                                  ? step.code
                                  : step.exceptions[static_cast<std::size_t>(chosen)].code);
    return chosen;
  }

  std::int32_t Table(const ProgramStep& step, std::int64_t* out) {
    const WindowTable& table = *window_.tables[step.table];
    if (table.table == nullptr) {
      std::fill_n(out, step.outputs, step.where_in_force ? kAbsent : kUnknown);
      return step.where_in_force ? Trace::kNotApplicable : Trace::kNone;
    }
    std::int64_t* arguments = frame_.arguments();
    if (step.plain_arguments) {
      for (std::size_t i = 0; i < step.loads.size(); ++i)
        arguments[i] = Loaded(step.loads[i], places_);
    } else {
      for (std::size_t i = 0; i < step.arguments.size(); ++i)
        arguments[i] = Worked(step.arguments[i]);
    }
    std::int64_t more = 0;
    if (table.beyond_column >= 0) {
      std::int64_t& key = arguments[static_cast<std::size_t>(table.beyond_column)];
      if (IsNumber(key) && key > table.beyond_above) {
        more = key - table.beyond_above;
        key = table.beyond_above;
      }
    }
    const int row = table.table->First(arguments);
    if (row >= 0) return Found(table, static_cast<std::size_t>(row), more, step, out);
    const bool otherwise = row == CompiledTable::kNoRow && table.has_otherwise;
    if (otherwise) {
      Found(table, table.table->rows(), 0, step, out);
      return Trace::kOtherwise;
    }
    // An argument's own error stays one; else a fact is missing or no row fits.
    std::int64_t mark = kUnknown;
    for (std::size_t i = 0; i < step.arguments.size(); ++i) mark = Graver(mark, arguments[i]);
    std::fill_n(out, step.outputs, mark);
    return Trace::kNone;
  }

  static std::int32_t Found(const WindowTable& table,
                            std::size_t row,
                            std::int64_t more,
                            const ProgramStep& step,
                            std::int64_t* out) {
    const std::int64_t* values = table.values.data() + row * step.outputs;
    for (std::size_t i = 0; i < step.outputs; ++i) out[i] = values[i];
    if (more == 0) return static_cast<std::int32_t>(row);
    constexpr std::int64_t kStepsMax = 1000;
    *out = more > kStepsMax
               ? kError
               : OfTwo(Code::kAdd, *out, OfTwo(Code::kMultiply, more, table.beyond_add));
    if (*out > table.beyond_max) *out = kError;
    return Trace::kBeyond;
  }

  void Record(const ProgramStep& step,
              std::size_t number,
              std::size_t item,
              std::int32_t row,
              const std::int64_t* out) {
    std::size_t size = 1 + step.outputs + step.reads.size();
    if (step.reads_items) {
      for (const Read& read : step.reads) {
        if (read.level == Level::kInner) size += frame_.items(read.collection) - 1;
      }
    }
    std::int64_t* at = trace_->Take(size);
    *at++ = Trace::Head(number, item, row);
    for (std::size_t i = 0; i < step.outputs; ++i) *at++ = out[i];
    for (const Read& read : step.reads) {
      if (read.level != Level::kInner) {
        *at++ = places_.At(read.level)[read.slot];
        continue;
      }
      const CollectionLayout& layout = program_.collections[read.collection];
      const std::int64_t* place = frame_.Item(read.collection, 0) + read.slot;
      for (std::size_t k = frame_.items(read.collection); k > 0; --k, place += layout.stride)
        *at++ = *place;
    }
  }

  const Program& program_;
  const Window& window_;
  Frame& frame_;
  Trace* trace_;
  Places places_;
};

}  // namespace

Frame::Frame(const Program& program)
    : program_(program),
      places_(program.frame_slots, kUnknown),
      counts_(program.collections.size()),
      scratch_(kStackMax + kColumnsMax) {}

void Frame::Reset(const Window& window) {
  std::copy(window.case_start.begin(), window.case_start.end(), places_.begin());
  std::fill(counts_.begin(), counts_.end(), 0);
}

std::int64_t* Frame::AddItem(std::size_t collection) {
  const CollectionLayout& layout = program_.collections[collection];
  if (counts_[collection] == layout.items_max) return nullptr;
  std::int64_t* item = Item(collection, counts_[collection]++);
  std::fill_n(item, layout.stride, kUnknown);
  return item;
}

void Run(const Program& program, const Window& window, Frame& frame, Trace& trace) {
  trace.Clear();
  Runner(program, window, frame, &trace).All<true>();
}

void RunWithoutTrace(const Program& program, const Window& window, Frame& frame) {
  Runner(program, window, frame, nullptr).All<false>();
}

}  // namespace dm::policy
