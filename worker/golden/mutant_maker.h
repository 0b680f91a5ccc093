// MutantMaker: the ways in which a cell, a value or a first day can be one step away from what it
// is. The files mutants_*.cc say of what in a policy set.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "worker/golden/mutation.h"
#include "worker/policy/policy_data.h"

namespace dm::golden {

// What a mutant is of: its rule, where that stands, and what a case must have asked for to notice.
struct MutantOf {
  Rule rule;
  policy::Place place;
  std::vector<std::string> asked;
};

class MutantMaker {
 public:
  using CellOf = std::function<policy::Cell&(policy::PolicyData&)>;
  using ValueOf = std::function<FactValue&(policy::PolicyData&)>;
  using Same = std::function<bool(policy::PolicyData& before, policy::PolicyData& after)>;
  using PeriodOf = std::function<Period&(policy::PolicyData&)>;

  // `window`: the days for which the set claims to be complete.
  explicit MutantMaker(Period window) : window_(window) {}

  void Add(const MutantOf& of,
           std::string what,
           std::string killer,
           std::function<void(policy::PolicyData&)> apply);
  // A change that provably changes nothing.
  void AddEquivalent(const MutantOf& of, std::string what);

  // A number one step up and down, true and false turned round, a word the next of its domain.
  void Value(const MutantOf& of,
             const std::string& name,
             const policy::ValueType& type,
             const FactValue& value,
             const ValueOf& value_of);
  // Each end of each part one step outwards and inwards; true and false turned round; each word of
  // a list left out, a single word the next. `same` says of a set and its mutant that no values
  // tell them apart.
  void Cell(const MutantOf& of,
            const policy::Column& column,
            const policy::Cell& cell,
            const CellOf& cell_of,
            const Same& same = nullptr);
  // The first and the last day one day earlier and later, where they lie within the window.
  void Days(const MutantOf& of, const Period& valid, const PeriodOf& period_of);
  // A code the next of `others`; one that is empty has no next.
  void Code(const MutantOf& of,
            const std::string& name,
            const std::string& value,
            const std::vector<std::string>& others,
            const std::function<std::string&(policy::PolicyData&)>& value_of);

  const Period& window() const { return window_; }

  std::vector<Mutant> Take() { return std::move(mutants_); }

 private:
  enum class End { kLow, kHigh };

  void CellParts(const MutantOf& of,
                 const policy::Column& column,
                 const policy::Cell& cell,
                 const CellOf& cell_of);
  void Ends(const MutantOf& of,
            const policy::Column& column,
            const policy::CellPart& part,
            std::size_t index,
            const CellOf& cell_of);
  void Words(const MutantOf& of,
             const policy::Column& column,
             const policy::Cell& cell,
             const CellOf& cell_of);

  Period window_;
  std::vector<Mutant> mutants_;
};

// One öre, one day, one piece, one percent.
inline constexpr std::int64_t kMutantStep = 1;

// Names of what a case asks for, as RecordingPolicy notes them.
std::string AskedTable(const std::string& id);        // a table or parameter
std::string AskedStep(const std::string& id);         // of a calculation: "norm/N30"
std::string AskedTypfall(const std::string& code);    // whose criteria were looked at
std::string AskedCriterion(const std::string& id);    // that holds alone, or alone does not
std::string AskedObservation(const std::string& id);  // that was made
std::string AskedEntry(const std::string& code);      // a gate, trigger or queue that has a say

// The parts of MutantsOf, by what they change.
void AddParameterMutants(const policy::PolicyData& data, MutantMaker* maker);
void AddTableMutants(const policy::PolicyData& data, MutantMaker* maker);
void AddTypfallMutants(const SetUnderTest& under, MutantMaker* maker);
void AddFormulaMutants(const policy::PolicyData& data, MutantMaker* maker);
void AddCatalogueMutants(const policy::PolicyData& data, MutantMaker* maker);

}  // namespace dm::golden
