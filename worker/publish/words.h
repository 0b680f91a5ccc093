// How the site and the approval documents say things in Swedish: days, periods, amounts, cells,
// grades.
#pragma once

#include <string>
#include <string_view>

#include "worker/core/date.h"
#include "worker/publish/policy_book.h"

namespace dm::publish {

std::string SwedishDayOf(std::string_view text);               // from "2026-07-01"
std::string SwedishPeriod(const Period& period);               // "från 1 juli 2026"
std::string UnitWord(std::string_view unit);                   // "kronor"
std::string GradeWord(std::string_view grade, bool riksnorm);  // "läst i lagen"
std::string HitWord(std::string_view hit);                     // how rows are chosen
std::string ModeWord(std::string_view mode);                   // "skuggläge"
std::string SwedishNumber(std::string_view whole);             // "20 000"
std::string Capitalised(std::string text);

// What a code of a domain is called: its word in the tables of texts, or the code itself.
std::string CodeWord(const PolicyBook& book, std::string_view domain, std::string_view code);

// A value of a unit, as people read it: "2 740 kr", "25 %", "ja".
std::string ValueWord(const PolicyBook& book,
                      std::string_view unit,
                      std::string_view domain,
                      std::string_view value);

// The cell of an input, as people read it: "oavsett", "7–10", "högst 24", "AMP eller EE".
std::string CellWord(const PolicyBook& book, const BookColumn& column, std::string_view cell);

// What a column is about.
std::string ColumnWord(const PolicyBook& book, const BookColumn& column);

}  // namespace dm::publish
