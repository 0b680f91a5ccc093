// PolicyReader: one assessment's view of the policy set on the first day of the month applied for.
// It remembers what was missing, what was not approved and which sources were used, so that no part
// can forget to say so.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "worker/assessment/rulebook.h"
#include "worker/core/date.h"
#include "worker/core/rational.h"
#include "worker/policy/policy_set.h"

namespace dm::assessment {

// Values and results that it hands out stay until the book forgets them, between two cases.
class PolicyReader {
 public:
  // `book` outlives this.
  PolicyReader(Rulebook* book, Date on) : book_(*book), on_(on), number_(book->NewReader()) {}

  // With a book of its own.
  PolicyReader(const PolicySet& policy, Date on)
      : own_(std::make_unique<Rulebook>(policy)),
        book_(*own_),
        on_(on),
        number_(own_->NewReader()) {}

  Rulebook& book() const { return book_; }

  const PolicySet& set() const { return book_.set(); }

  // Whether to put things in words.
  bool tells() const { return book_.tells(); }

  // Whether to name the places in the case that a row rests on.
  bool places() const { return book_.places(); }

  Date on() const { return on_; }

  // A value the calculation cannot do without. Nothing: noted as missing, never replaced by a
  // default.
  const ParameterValue* Need(std::string_view id);
  // A value that the municipality may leave unset; the caller decides what that means.
  const ParameterValue* Find(std::string_view id);
  const ParameterValue* FindRow(std::string_view id, const Keys& keys);
  const ParameterValue* FindRow(std::string_view id, std::span<const NumberKey> keys);

  // A value that is looked at and not rested on: noted nowhere. Nothing where it is no T.
  template <typename T>
  const T* Peek(std::string_view id) const {
    return Peek<T>(id, on_);
  }

  template <typename T>
  const T* Peek(std::string_view id, Date on) const {
    const StatusOr<ParameterValue>& value = book_.Get(id, on).answer;
    return value.ok() ? std::get_if<T>(&value->value) : nullptr;
  }

  std::optional<std::int64_t> PeekNumber(std::string_view id) const { return PeekNumber(id, on_); }

  std::optional<std::int64_t> PeekNumber(std::string_view id, Date on) const;

  // The same as Need for one type; a value of another type counts as missing.
  std::optional<std::int64_t> NeedNumber(std::string_view id);
  std::optional<Money> NeedMoney(std::string_view id);
  // The amount in force on another day: a year's prisbasbelopp for that year's incomes.
  std::optional<Money> NeedMoneyOn(std::string_view id, Date on);
  const std::string* NeedCode(std::string_view id);

  // Whether a rule that begins on a day is in force and says yes.
  bool Applies(std::string_view id);

  // Nothing when no version is in force (noted as missing).
  const TableResult* Evaluate(std::string_view table, const Facts& facts);
  // The same for a table that looks at one word.
  const TableResult* Evaluate(std::string_view table, FactId fact, std::string_view word);

  // Nothing when there is no such calculation on the day (noted as missing). Every parameter that
  // it rests on is noted as used, unapproved or missing like one asked for by name.
  std::optional<Calculated> Calculate(std::string_view calculation, CalcFacts facts);

  // Notes what another reader of the same day has noted.
  void NoteAlso(const std::map<std::string, std::string>& missing,
                const std::set<std::string>& unapproved);

  // Sources of the register as they stand on the day, noted as used; none without words.
  std::vector<SourceRef> Cite(std::initializer_list<std::string_view> ids);

  const std::string& Text(std::string_view code) const { return book_.Text(code); }

  // The same for a label; empty without words.
  const std::string& Label(std::string_view code) const {
    return tells() ? book_.Text(code) : no_label_;
  }

  // Parameter id → why it is missing, with the dates that it covers.
  const std::map<std::string, std::string>& missing() const { return missing_; }

  // "riksnorm.personal@2026-01".
  const std::set<std::string>& unapproved() const { return unapproved_; }

  std::vector<SourceRef> used() const;

 private:
  enum class Demand { kNeeded, kOptional };

  const ParameterValue* Note(std::string_view id, Date on, Rulebook::Value* value, Demand demand);
  const ParameterValue* NeedOn(std::string_view id, Date on);
  std::optional<std::int64_t> NeedNumberOn(std::string_view id, Date on);
  const TableResult* NoteResult(std::string_view table, Rulebook::Result* result);
  void NoteTold(const CalculatedSteps::Step& step);
  void Use(const Rulebook::SourceNumbers& sources);
  static std::string At(std::string_view id, Date on);

  std::unique_ptr<Rulebook> own_;
  Rulebook& book_;
  Date on_;
  std::uint64_t number_;
  std::map<std::string, std::string> missing_;
  std::set<std::string> unapproved_;
  std::vector<std::uint16_t> used_;  // numbers of the book, in the order of use
  std::vector<char> is_used_;        // by number
  const std::string no_label_;
};

}  // namespace dm::assessment
