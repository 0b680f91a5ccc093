// Cell: what one column of a table row demands: any value, a literal, a range, a list of those, or
// not one of them. An Axis maps the column's values to whole numbers, so that every cell is an
// IntervalSet.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "worker/core/date.h"
#include "worker/policy/interval_set.h"
#include "worker/policy/value.h"

namespace dm::policy {

// The values that a column can take. A code's number is its place among the known codes; for an
// open axis, one number more stands for every word that nothing names.
class Axis {
 public:
  Axis() = default;
  Axis(ValueType type, bool open);

  const ValueType& type() const { return type_; }

  bool open() const { return open_; }

  const std::vector<std::string>& codes() const { return codes_; }

  Interval universe() const;
  // The number of a code, added when the axis is free text.
  std::optional<std::int64_t> Intern(const std::string& code);
  // Nothing when the value is of another type, or outside a closed domain: then it is as good as
  // unknown.
  std::optional<std::int64_t> NumberOf(const FactValue& value) const;

 private:
  std::optional<std::int64_t> Find(const std::string& code) const;

  ValueType type_;
  bool open_ = false;
  std::vector<std::string> codes_;
};

// A literal, or the value of a scalar parameter on the day of evaluation: param(id).
struct Bound {
  std::int64_t value = 0;
  std::string parameter;
};

struct CellPart {
  Bound low;
  Bound high;
};

// The value of a scalar parameter on a day; nothing when no version is in force.
using ParameterValues = std::function<std::optional<std::int64_t>(const std::string& id, Date on)>;

struct Cell {
  int line = 0;
  std::string written = "-";  // as in the file; several values joined by |
  bool any = true;
  bool negated = false;
  std::vector<CellPart> parts;
  std::vector<std::string> parameters;  // named by bounds
  IntervalSet fixed;                    // the set, where no parameter is named; filled by Fix

  // Nothing when a parameter that it names has no value on `on`.
  std::optional<IntervalSet> SetOn(const Axis& axis,
                                   Date on,
                                   const ParameterValues& parameter_values) const;
  void Fix(const Axis& axis);
};

// Reads a cell of `axis`; null `node` is an absent cell, which means any. Nothing when it is
// malformed; `errors` has been told.
std::optional<Cell> ReadCell(const YamlNode* node,
                             Axis& axis,
                             const std::string& what,
                             FileErrors& errors);
// The same from one text, as in a CSV file: "-", "7", "1..2", "a|b".
std::optional<Cell> ReadCellText(
    const std::string& text, int line, Axis& axis, const std::string& what, FileErrors& errors);

}  // namespace dm::policy
