#include "worker/golden/mutant_maker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "worker/golden/words.h"

namespace dm::golden {

namespace {

using policy::Bound;
using policy::CellPart;
using policy::Column;
using policy::PolicyData;
using policy::Unit;
using policy::ValueType;

bool IsNumber(Unit unit) {
  return unit == Unit::kKr || unit == Unit::kCount || unit == Unit::kPercent || unit == Unit::kDate;
}

// The next word, round at the end; empty where there is no other.
std::string NextOf(const std::vector<std::string>& words, const std::string& word) {
  if (words.size() < 2) return "";
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return words.front();
  return std::next(found) == words.end() ? words.front() : *std::next(found);
}

std::vector<FactValue> OthersOf(const ValueType& type, const FactValue& value) {
  std::vector<FactValue> others;
  if (const bool* flag = std::get_if<bool>(&value)) {
    others.emplace_back(!*flag);
  } else if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) {
    // Nothing is counted or paid below zero.
    if (*number > 0) others.emplace_back(*number - kMutantStep);
    others.emplace_back(*number + kMutantStep);
  } else if (const std::string* word = std::get_if<std::string>(&value)) {
    std::string next = type.domain == nullptr ? *word + " x" : NextOf(type.domain->codes, *word);
    if (!next.empty()) others.emplace_back(std::move(next));
  }
  return others;
}

}  // namespace

std::string AskedTable(const std::string& id) {
  return "table " + id;
}

std::string AskedStep(const std::string& id) {
  return "step " + id;
}

std::string AskedTypfall(const std::string& code) {
  return "typfall " + code;
}

std::string AskedCriterion(const std::string& id) {
  return "criterion " + id;
}

std::string AskedObservation(const std::string& id) {
  return "observation " + id;
}

std::string AskedEntry(const std::string& code) {
  return "entry " + code;
}

void MutantMaker::Add(const MutantOf& of,
                      std::string what,
                      std::string killer,
                      std::function<void(PolicyData&)> apply) {
  mutants_.push_back(
      {of.rule, of.place, std::move(what), std::move(killer), of.asked, std::move(apply), nullptr});
}

void MutantMaker::AddEquivalent(const MutantOf& of, std::string what) {
  mutants_.push_back({of.rule, of.place, std::move(what), "", {}, nullptr, nullptr});
}

void MutantMaker::Value(const MutantOf& of,
                        const std::string& name,
                        const ValueType& type,
                        const FactValue& value,
                        const ValueOf& value_of) {
  for (const FactValue& other : OthersOf(type, value)) {
    Add(of,
        name + " " + InWords(type, value) + " → " + InWords(type, other),
        "a case that reads it and states " + name + " " + InWords(type, value),
        [value_of, other](PolicyData& data) { value_of(data) = other; });
  }
}

void MutantMaker::Cell(const MutantOf& of,
                       const Column& column,
                       const policy::Cell& cell,
                       const CellOf& cell_of,
                       const Same& same) {
  const std::size_t first = mutants_.size();
  CellParts(of, column, cell, cell_of);
  for (std::size_t i = first; i < mutants_.size(); ++i) mutants_[i].same = same;
}

void MutantMaker::CellParts(const MutantOf& of,
                            const Column& column,
                            const policy::Cell& cell,
                            const CellOf& cell_of) {
  if (cell.any) return;
  const Unit unit = column.axis.type().unit;
  if (unit == Unit::kBool) {
    Add(of,
        column.name + " " + cell.written + " → the opposite",
        "a case where only " + column.name + " is not " + cell.written,
        [cell_of](PolicyData& data) { cell_of(data).negated = !cell_of(data).negated; });
    return;
  }
  if (!IsNumber(unit)) return Words(of, column, cell, cell_of);
  for (std::size_t i = 0; i < cell.parts.size(); ++i) Ends(of, column, cell.parts[i], i, cell_of);
}

void MutantMaker::Ends(const MutantOf& of,
                       const Column& column,
                       const CellPart& part,
                       std::size_t index,
                       const CellOf& cell_of) {
  const ValueType& type = column.axis.type();
  const policy::Interval universe = column.axis.universe();
  for (const End end : {End::kLow, End::kHigh}) {
    const Bound& bound = end == End::kLow ? part.low : part.high;
    const bool open = bound.value == (end == End::kLow ? universe.low : universe.high);
    // A limit that is a parameter is moved there.
    if (!bound.parameter.empty() || open) continue;
    for (const std::int64_t step : {-kMutantStep, kMutantStep}) {
      const std::int64_t moved = bound.value + step;
      if (moved < 0 && bound.value >= 0) continue;
      const bool wider = (end == End::kLow) == (step < 0);
      const std::int64_t telling = wider ? moved : bound.value;
      Add(of,
          column.name + (end == End::kLow ? " from " : " to ") + InWords(type, bound.value) +
              " → " + InWords(type, moved),
          "a case where only " + column.name + " decides and is " + InWords(type, telling) +
              (wider ? ", which does not fit" : ", which fits"),
          [cell_of, index, end, moved](PolicyData& data) {
            CellPart& changed = cell_of(data).parts[index];
            (end == End::kLow ? changed.low : changed.high).value = moved;
          });
    }
  }
}

void MutantMaker::Words(const MutantOf& of,
                        const Column& column,
                        const policy::Cell& cell,
                        const CellOf& cell_of) {
  const std::vector<std::string>& codes = column.axis.codes();
  const auto word_of = [&](std::int64_t number) {
    const auto place = static_cast<std::size_t>(number);
    return number >= 0 && place < codes.size() ? codes[place] : std::string("another word");
  };
  for (std::size_t i = 0; i < cell.parts.size(); ++i) {
    const std::int64_t number = cell.parts[i].low.value;
    const std::string word = word_of(number);
    if (cell.parts.size() > 1 || cell.negated) {
      Add(of,
          column.name + " without " + word,
          "a case where " + column.name + " is " + word,
          [cell_of, i](PolicyData& data) {
            std::vector<CellPart>& parts = cell_of(data).parts;
            parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
          });
      continue;
    }
    if (codes.size() < 2) continue;
    const auto next = (number + 1) % static_cast<std::int64_t>(codes.size());
    Add(of,
        column.name + " " + word + " → " + word_of(next),
        "a case where " + column.name + " is " + word,
        [cell_of, next](PolicyData& data) {
          cell_of(data).parts.front().low.value = next;
          cell_of(data).parts.front().high.value = next;
        });
  }
}

void MutantMaker::Days(const MutantOf& of, const Period& valid, const PeriodOf& period_of) {
  for (const bool first : {true, false}) {
    const std::optional<Date>& day = first ? valid.from : valid.to;
    if (!day.has_value()) continue;
    // The first and the last day of the window itself are load errors to go beyond.
    if (!window_.Contains(day->PlusDays(-1)) || !window_.Contains(day->PlusDays(1))) continue;
    for (const int step : {-1, 1}) {
      const Date moved = day->PlusDays(step);
      Add(of,
          (first ? "valid_from " : "valid_to ") + day->ToString() + " → " + moved.ToString(),
          "cases on both sides of " + day->ToString(),
          [period_of, first, moved](PolicyData& data) {
            (first ? period_of(data).from : period_of(data).to) = moved;
          });
    }
  }
}

void MutantMaker::Code(const MutantOf& of,
                       const std::string& name,
                       const std::string& value,
                       const std::vector<std::string>& others,
                       const std::function<std::string&(PolicyData&)>& value_of) {
  const std::string next = value.empty() ? "" : NextOf(others, value);
  if (next.empty()) return;
  Add(of,
      name + " " + value + " → " + next,
      "a case that states " + name + " " + value,
      [value_of, next](PolicyData& data) { value_of(data) = next; });
}

}  // namespace dm::golden
