#include "worker/adapters/sql/row_statement.h"

#include <cctype>
#include <utility>

namespace dm::sql {
namespace {

std::string Joined(std::string_view one, std::string_view word, std::string_view other) {
  return std::string(one).append(word).append(other);
}

// "?1" becomes "p.p1"; the rows' SQL has no other question mark.
std::string WithColumns(std::string_view sql) {
  std::string text;
  text.reserve(sql.size() + sql.size() / 4);
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const bool value =
        sql[i] == '?' && i + 1 < sql.size() && std::isdigit(static_cast<unsigned char>(sql[i + 1]));
    if (value) {
      text += "p.p";
    } else {
      text += sql[i];
    }
  }
  return text;
}

}  // namespace

RowStatement::RowStatement(std::string one,
                           std::string_view before_source,
                           std::string_view after_source)
    : one_(std::move(one)),
      before_source_(WithColumns(before_source)),
      after_source_(WithColumns(after_source)) {}

RowStatement RowStatement::Insert(std::string_view into,
                                  std::string_view values,
                                  std::string_view rest) {
  const std::string after = rest.empty() ? std::string() : Joined(" ", "", rest);
  return {Joined(into, " VALUES (", values) + ")" + after, Joined(into, " SELECT ", values), after};
}

RowStatement RowStatement::Update(std::string_view set, std::string_view where) {
  return {Joined(set, " WHERE ", where), set, Joined("", " WHERE ", where)};
}

std::string RowStatement::Many(std::string_view source) const {
  return Joined(before_source_, " FROM ", source) + after_source_;
}

}  // namespace dm::sql
