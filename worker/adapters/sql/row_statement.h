// RowStatement: a statement about one row that a driver may carry out for many rows at once. Both
// forms are made of one text, so that a guard is written once.
#pragma once

#include <string>
#include <string_view>

namespace dm::sql {

class RowStatement {
 public:
  // `into` with the columns, `values` without parentheses, `rest` from ON CONFLICT on.
  static RowStatement Insert(std::string_view into,
                             std::string_view values,
                             std::string_view rest = {});

  // `set` up to its last assignment, `where` without the word. The row that it changes is another
  // for each row of values.
  static RowStatement Update(std::string_view set, std::string_view where);

  // Of one row, its values ?1, ?2 ….
  const std::string& one() const { return one_; }

  // Of all rows that `source`, an item of FROM, gives under the name p, their values p.p1, p.p2 ….
  std::string Many(std::string_view source) const;

 private:
  RowStatement(std::string one, std::string_view before_source, std::string_view after_source);

  std::string one_;
  std::string before_source_;
  std::string after_source_;
};

}  // namespace dm::sql
