#include "worker/publish/words.h"

#include <vector>

#include "fmt/format.h"
#include "worker/core/money.h"
#include "worker/core/swedish_day.h"
#include "worker/publish/cell_text.h"

namespace dm::publish {
namespace {

// A text that a table of words gives, or `otherwise`.
std::string WordOr(const PolicyBook& book, const std::string& code, std::string otherwise) {
  std::string word = book.TextOf(code);
  return word.empty() ? std::move(otherwise) : word;
}

// "param(pbb)" → the parameter's title in small letters.
std::string BoundWord(const PolicyBook& book, const BookColumn& column, std::string_view bound) {
  constexpr std::string_view kParam = "param(";
  if (bound.substr(0, kParam.size()) != kParam || bound.back() != ')')
    return ValueWord(book, column.unit, column.domain, bound);
  const std::string id(bound.substr(kParam.size(), bound.size() - kParam.size() - 1));
  const auto rule = book.rules().find(id);
  return rule == book.rules().end() ? id : fmt::format("{} ({})", rule->second.title, id);
}

std::string PartWord(const PolicyBook& book, const BookColumn& column, const std::string& part) {
  const std::size_t dots = part.find("..");
  const bool words = column.unit == "code" || column.unit == "text";
  if (dots == std::string::npos || words) return BoundWord(book, column, part);
  const std::string low = part.substr(0, dots);
  const std::string high = part.substr(dots + 2);
  if (high.empty()) return fmt::format("minst {}", BoundWord(book, column, low));
  if (low.empty()) return fmt::format("högst {}", BoundWord(book, column, high));
  // "1–10 000 kr", not "1 kr–10 000 kr".
  const bool plain = column.unit == "kr" && low.find('(') == std::string::npos;
  return fmt::format("{}–{}",
                     plain ? SwedishNumber(low) : BoundWord(book, column, low),
                     BoundWord(book, column, high));
}

}  // namespace

std::string SwedishDayOf(std::string_view text) {
  const StatusOr<Date> date = Date::Parse(text);
  return date.ok() ? SwedishDay(*date) : std::string(text);
}

std::string SwedishPeriod(const Period& period) {
  if (period.from.has_value() && period.to.has_value()) {
    const bool whole_year = period.from->month() == 1 && period.from->day() == 1 &&
                            period.to->month() == 12 && period.to->day() == 31 &&
                            period.from->year() == period.to->year();
    if (whole_year) return fmt::format("hela {}", period.from->year());
    return fmt::format("{} – {}", SwedishDay(*period.from), SwedishDay(*period.to));
  }
  if (period.from.has_value()) return fmt::format("från {}", SwedishDay(*period.from));
  if (period.to.has_value()) return fmt::format("till och med {}", SwedishDay(*period.to));
  return "tills vidare";
}

std::string UnitWord(std::string_view unit) {
  if (unit == "kr") return "kronor";
  if (unit == "count") return "antal";
  if (unit == "percent") return "procent";
  if (unit == "permille") return "promille";
  if (unit == "bool") return "ja eller nej";
  if (unit == "code") return "val ur en lista";
  if (unit == "text") return "text";
  if (unit == "date") return "datum";
  return std::string(unit);
}

std::string GradeWord(std::string_view grade, bool riksnorm) {
  if (riksnorm) {
    if (grade == "R") return "läst i förordningen";
    if (grade == "A") return "Socialstyrelsens fullständiga tabell";
    if (grade == "M") return "två kommuner som stämmer överens";
    if (grade == "C") return "andrahandskälla som stämmer med den officiella procentsatsen";
    if (grade == "D") return "uträknat, inte läst i någon källa";
  }
  if (grade == "A") return "läst i lagen eller avtalet";
  if (grade == "B") return "myndighets sida, eller två källor som stämmer överens";
  if (grade == "C") return "en andrahandskälla eller praxis";
  if (grade == "P") return "eget beslut, inte bestämt i lag";
  return "";
}

std::string HitWord(std::string_view hit) {
  if (hit == "unique") return "Högst en rad kan gälla i varje läge.";
  if (hit == "first") return "Raderna prövas uppifrån och den första som passar gäller.";
  if (hit == "collect") return "Alla rader som passar gäller.";
  return "";
}

std::string ModeWord(std::string_view mode) {
  if (mode == "off") return "avstängt";
  if (mode == "shadow") return "skuggläge";
  if (mode == "prepare") return "förberedelse";
  if (mode == "propose") return "förslag";
  if (mode == "decide") return "beslut";
  return std::string(mode);
}

std::string SwedishNumber(std::string_view whole) {
  const bool minus = !whole.empty() && whole.front() == '-';
  const std::string digits(minus ? whole.substr(1) : whole);
  if (digits.size() < 5 || digits.find_first_not_of("0123456789") != std::string::npos)
    return std::string(whole);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += "\u00A0";
    text += digits[i];
  }
  return (minus ? "−" : "") + text;
}

std::string Capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
    return text;
  }
  // å, ä, ö lie behind one lead byte; their capitals are 0x20 below.
  if (text.size() > 1 && text[0] == '\xC3' &&
      (text[1] == '\xA5' || text[1] == '\xA4' || text[1] == '\xB6'))
    text[1] = static_cast<char>(text[1] - 0x20);
  return text;
}

std::string CodeWord(const PolicyBook& book, std::string_view domain, std::string_view code) {
  const std::string word = book.TextOf(fmt::format("{}.{}", domain, code));
  return word.empty() ? WordOr(book, std::string(code), std::string(code)) : word;
}

std::string ValueWord(const PolicyBook& book,
                      std::string_view unit,
                      std::string_view domain,
                      std::string_view value) {
  if (unit == "kr") {
    const StatusOr<Money> money = Money::Parse(value);
    return money.ok() ? money->ToSwedish() : std::string(value);
  }
  if (unit == "percent") return fmt::format("{}\u00A0%", value);
  if (unit == "permille") return fmt::format("{}\u00A0‰", value);
  if (unit == "bool") return value == "true" ? "ja" : value == "false" ? "nej" : std::string(value);
  if (unit == "date") return SwedishDayOf(value);
  if (unit == "count") return SwedishNumber(value);
  if (unit == "code") return CodeWord(book, domain, value);
  return std::string(value);
}

std::string CellWord(const PolicyBook& book, const BookColumn& column, std::string_view cell) {
  const CellWords words = DecodeCell(cell);
  if (words.any) return "oavsett";
  std::string text = words.negated ? "inte " : "";
  for (std::size_t i = 0; i < words.parts.size(); ++i) {
    if (i > 0) text += i + 1 < words.parts.size() ? ", " : " eller ";
    text += PartWord(book, column, words.parts[i]);
  }
  return text;
}

std::string ColumnWord(const PolicyBook& book, const BookColumn& column) {
  if (const BookFact* fact = book.Fact(column.fact)) return fact->title;
  const std::string word = book.TextOf("column." + column.name);
  if (!word.empty()) return word;
  if (column.name == "value") return "Värde";
  const auto domain = book.domains().find(column.domain);
  return domain == book.domains().end() ? column.name : domain->second.title;
}

}  // namespace dm::publish
