// A decision table or table parameter as a DMN 1.3 decision, for modellers that read the standard.
// One file a table, with the rows in force on a day; import is by CSV, not by DMN.
#pragma once

#include <map>
#include <string>

#include "worker/core/date.h"
#include "worker/publish/policy_book.h"

namespace dm::publish {

// "<id>.dmn" → XML for every table that has rows in force on `on`.
std::map<std::string, std::string> TablesDmn(const PolicyBook& book, Date on);

// A cell of an input as FEEL unary tests: -, [7..10], >= 18, "a","b", not("c"). A param(…) becomes
// the parameter's value on the day.
std::string FeelTest(const PolicyBook& book,
                     const BookColumn& column,
                     const std::string& cell,
                     Date on);

// A value as a FEEL literal: 2740.50, true, "count", date("2026-07-01").
std::string FeelLiteral(const BookColumn& column, const std::string& value);

}  // namespace dm::publish
