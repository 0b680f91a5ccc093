// What a calculation of policies/calc takes and gives: facts in, and for each step what it came to
// and why. PolicySet::Calculate makes it.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "worker/case/assessment.h"
#include "worker/core/date.h"
#include "worker/core/rational.h"
#include "worker/policy/facts.h"
#include "worker/policy/policy_values.h"

namespace dm {

namespace policy {

struct ToldSteps;

}  // namespace policy

struct CalcFacts {
  Facts facts;  // of the case; one that is not set is unknown
  std::map<std::string, std::vector<Facts>, std::less<>> collections;  // items in order
  // Parameters with another value than the set's (every row of a table), or none at all: for
  // counterfactuals and tests.
  std::map<std::string, std::optional<FactValue>, std::less<>> instead;
  // Where one thread keeps what the same set has told before; null: nowhere.
  policy::ToldSteps* told = nullptr;
};

struct CalcInput {
  std::string name;                // "household.n_total", "members[1].age"
  std::optional<FactValue> value;  // nothing: unknown, or the result of a step that does not apply
};

enum class CalcState {
  kValue,
  kNotApplicable,  // its condition does not hold, or its table has no version that day
  kUndetermined,   // never a number: something is unknown, missing or out of range
};

struct CalculatedStep {
  std::string step;        // "N10"
  std::string title;       // Swedish
  std::string set;         // "member.amount"; a decision table's first output
  std::string collection;  // empty: of the case
  int item = -1;
  CalcState state = CalcState::kUndetermined;
  std::string unit;  // "kr" (öre), "count", …
  std::optional<FactValue> value;
  std::optional<Rational> exact;      // before it was rounded, where it was
  std::string exception;              // the exception that holds; empty: the base
  std::optional<ParameterValue> row;  // lookup: the row that fits
  std::optional<TableHit> hit;        // decide: the row that fits, of the table `hit_table`
  std::string hit_table;
  std::vector<std::string> skipped;        // "RP26-B0L:age": earlier rows, and why they do not fit
  std::vector<ParameterValue> parameters;  // param(…) that mattered
  std::vector<SourceRef> sources;          // of the step, or of the exception that holds
  std::vector<CalcInput> inputs;           // those that mattered
  std::vector<std::string> unknown;        // facts that it lacks: "members[1].age"
  std::string why;                         // kUndetermined: what went wrong, in English
};

// The steps of one run, in the order of work. They may stand in other runs too.
class CalculatedSteps {
 public:
  using Step = std::shared_ptr<const CalculatedStep>;

  class Iterator {
   public:
    explicit Iterator(const Step* at) : at_(at) {}

    const CalculatedStep& operator*() const { return **at_; }

    const CalculatedStep* operator->() const { return at_->get(); }

    Iterator& operator++() {
      ++at_;
      return *this;
    }

    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const Step* at_;
  };

  std::size_t size() const { return steps_.size(); }

  bool empty() const { return steps_.empty(); }

  const CalculatedStep& operator[](std::size_t i) const { return *steps_[i]; }

  const CalculatedStep& front() const { return *steps_.front(); }

  Iterator begin() const { return Iterator(steps_.data()); }

  Iterator end() const { return Iterator(steps_.data() + steps_.size()); }

  const std::vector<Step>& shared() const { return steps_; }

  void Add(Step step) { steps_.push_back(std::move(step)); }

  void Replace(std::size_t i, CalculatedStep step) {
    steps_[i] = std::make_shared<const CalculatedStep>(std::move(step));
  }

 private:
  std::vector<Step> steps_;
};

struct Calculated {
  struct Missing {
    std::string parameter;
    std::string message;  // with the dates that it covers
  };

  std::string calculation;  // "norm"
  Date on;
  CalculatedSteps steps;             // of one step, items in their order
  std::vector<std::string> unknown;  // of all steps, each once
  std::vector<Missing> missing;

  // The step that sets `set`, for an item where it belongs to one; null when there is none.
  const CalculatedStep* Find(std::string_view set, int item = -1) const;
};

}  // namespace dm
