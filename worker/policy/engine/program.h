// Program: a calculation compiled to places and a flat list of instructions over int64, with the
// windows of days in which its tables and parameters stay the same. Immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/engine/calculation.h"
#include "worker/policy/engine/compiled_table.h"
#include "worker/policy/engine/words.h"

namespace dm::policy {

// Where a value stands: in the case, in the item that the step works on, or in the item of the
// collection that a formula runs over.
enum class Level : std::uint8_t { kCase, kItem, kInner };

struct Instruction {
  enum class Code : std::uint8_t {
    kConstant,
    kLoad,  // level, slot
    kNot,
    kNegate,
    kAbs,
    kIsKnown,
    kApplies,
    kAnd,
    kOr,
    kAdd,
    kSubtract,
    kMultiply,
    kEqual,
    kEqualsConstant,  // level, slot, number: a load and a comparison in one
    kNotEqual,
    kLess,
    kLessOrEqual,
    kMore,
    kMoreOrEqual,
    kYearsBetween,
    kDaysBetween,
    kMin,
    kMax,
    kSelect,
    kClamp,
    kMulDiv,  // extra: a Rounding, or kRoundingByParameter with the parameter's slot
    kIn,      // slot: of the program's sets
    kSum,     // over collection `slot`; the next `number` instructions are its body
    kAny,
    kAll,
    kCount,
    kLeast,
    kMost,
  };

  Code code = Code::kConstant;
  std::uint8_t extra = 0;
  std::uint16_t slot = 0;
  std::int64_t number = 0;
};

inline constexpr std::uint8_t kRoundingByParameter = 255;
// Values that a formula may hold at once; deeper ones are refused at load.
inline constexpr std::size_t kStackMax = 64;
// Columns of a table; table_reader.cc and the manifest allow no more.
inline constexpr std::size_t kColumnsMax = 32;

struct CodeRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin == end; }
};

struct Variable {
  std::string name;
  ValueType type;
  bool open = false;
  bool rounded = false;  // made of amounts that were rounded
  bool fact = false;
  std::string parameter;  // param(id): a place of the case that each window fills
  int collection = -1;    // -1: the case
  std::uint16_t slot = 0;
};

// A place that a step reads: for the trace. kInner stands for the place in every item.
struct Read {
  Level level = Level::kCase;
  std::uint16_t collection = 0;
  std::uint16_t slot = 0;
  std::uint32_t variable = 0;
};

struct ProgramException {
  CodeRange when;
  CodeRange code;
};

struct ProgramStep {
  CalcBody::Kind kind = CalcBody::Kind::kExpression;
  int collection = -1;
  std::uint16_t set = 0;         // the first place that it sets
  std::uint16_t outputs = 1;     // kDecide: as many as the table has
  std::uint16_t table = 0;       // kLookup, kDecide: in Program::tables
  bool plain_arguments = false;  // every argument is one load
  bool bounded = false;
  bool where_in_force = false;
  Interval bound;
  CodeRange when;
  CodeRange code;
  std::vector<CodeRange> arguments;
  std::vector<Instruction> loads;  // plain_arguments: one each
  std::vector<ProgramException> exceptions;
  bool reads_items = false;  // some of `reads` are kInner
  std::vector<Read> reads;
  std::size_t source = 0;  // the step's place in Calculation::steps
};

// A table as a program uses it: a parameter's rows or a decision table's.
struct TableUse {
  bool parameter = false;
  std::string id;
};

// A table in one window: its rows, and for each row the values that it gives.
struct WindowTable {
  std::shared_ptr<const CompiledTable> table;  // null: not in force
  std::vector<std::int64_t> values;            // rows × outputs; the last row is `otherwise`
  bool has_otherwise = false;
  int beyond_column = -1;  // the row of `above` plus a step for each more
  std::int64_t beyond_above = 0;
  std::int64_t beyond_add = 0;
  std::int64_t beyond_max = 0;  // a sum above it is an error
};

struct Window {
  Date from;                             // until the next window's
  std::vector<std::int64_t> case_start;  // what the case's places hold before a run
  std::vector<std::shared_ptr<const WindowTable>> tables;  // as many as Program::tables
};

struct CollectionLayout {
  std::string name;
  std::uint16_t items_max = 0;
  std::uint16_t stride = 0;  // places of one item
  std::uint32_t base = 0;    // of the first item, in the frame
};

struct Program {
  Calculation calculation;
  std::shared_ptr<const Words> words;
  std::vector<Variable> variables;
  std::vector<Instruction> code;
  std::vector<IntervalSet> sets;
  std::vector<ProgramStep> steps;  // in an order in which each finds what it needs
  std::vector<TableUse> tables;
  std::vector<CollectionLayout> collections;
  std::uint32_t case_slots = 0;
  std::uint32_t frame_slots = 0;
  std::int64_t cost = 0;
  std::vector<Window> windows;  // by day; before the first and after `valid` nothing holds

  const Variable* Find(std::string_view name) const;
  const Window* On(Date day) const;
};

}  // namespace dm::policy
