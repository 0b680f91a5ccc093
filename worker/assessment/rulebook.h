// Rulebook: a policy set as one thread asks it, case after case. What it has answered is kept, so
// that the second case of a month finds its values, rows and lists ready: nothing is looked up,
// dated or put in words twice. It answers as the set does; for one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "worker/assessment/question_list.h"
#include "worker/assessment/wording.h"
#include "worker/core/date.h"
#include "worker/policy/observation_codes.h"
#include "worker/policy/policy_set.h"

namespace dm::assessment {

struct IncomeClass;  // payments.h
struct IncomeKind;   // income_kinds.h
struct KeptNorm;     // norm.h

// What the set says about something that an assessment may notice, with the codes made of it.
struct Observed {
  static constexpr std::size_t kNoGate = static_cast<std::size_t>(-1);

  const ObservationPolicy* policy = nullptr;  // null: nothing is in force
  std::size_t gate = kNoGate;                 // that it holds up, by its place in the set
  std::string gate_code;     // of a finding at it; empty where it differs from case to case
  std::string trigger_code;  // of a finding there; empty: sets off none
};

// A key of a table that is a whole number.
struct NumberKey {
  std::string_view name;
  std::int64_t value = 0;
};

class Rulebook {
 public:
  // Sources of the set as they stand on a day, by small numbers.
  using SourceNumbers = std::vector<std::uint16_t>;

  // An answer, the reader that has taken it last, so that a reader notes it once, and what it
  // cites.
  template <typename Answered>
  struct Kept {
    explicit Kept(StatusOr<Answered> got) : answer(std::move(got)) {}

    StatusOr<Answered> answer;
    std::uint64_t reader = 0;
    SourceNumbers sources;
  };

  using Value = Kept<ParameterValue>;
  using Result = Kept<TableResult>;
  using Cited = Kept<SourceRef>;

  // `set` outlives this.
  explicit Rulebook(const PolicySet& set, Wording wording = Wording::kFull);

  Rulebook(const Rulebook&) = delete;
  Rulebook& operator=(const Rulebook&) = delete;
  Rulebook(Rulebook&&) = delete;
  Rulebook& operator=(Rulebook&&) = delete;
  ~Rulebook();

  const PolicySet& set() const { return set_; }

  // Whether to put things in words.
  bool tells() const { return wording_ == Wording::kFull; }

  // Whether rows name the places in the case that they rest on: an incident may be on one of them.
  bool places() const { return tells() || !set_.incidents().empty(); }

  // A number that no other reader has.
  std::uint64_t NewReader() { return ++readers_; }

  // What is answered stays in its place until Forget.
  Value& Get(std::string_view id, Date on);
  Value& Lookup(std::string_view id, const Keys& keys, Date on);
  // The same; asked again only where a key differs that the table has.
  Value& Lookup(std::string_view id, std::span<const NumberKey> keys, Date on);
  // Asked again only where another row fits: of facts with one outcome it names those that were
  // unknown, and the rows that were passed over, as the first of them had it.
  Result& Evaluate(std::string_view table, const Facts& facts, Date on);
  // The same for a table that looks at one word.
  Result& Evaluate(std::string_view table, FactId fact, std::string_view word, Date on);
  Cited& SourceOn(std::string_view id, Date on);
  const std::string& Text(std::string_view code);
  // Null where the set says nothing of it on the day.
  const Observed* Observation(ObservationCode code, Date on);
  bool HasLetter(std::string_view id, std::string_view language);
  // Null for one that the set does not have; of several with one code the last.
  const TriggerPolicy* TriggerOf(std::string_view code) const;

  const QuestionList& Questions(ApplicationKind kind, Date on);
  // What to ask the registers where the facts of `known`, always set in the same order, leave open
  // which typfall a case may match; and what of registers that only some municipalities connect.
  const std::vector<EvidenceNeed>& Needs(ApplicationKind kind, const Facts& known, Date on);
  const std::vector<EvidenceNeed>& Connected(ApplicationKind kind, Date on);

  // Room for a key, until the next question.
  std::string& scratch() { return question_; }

  // What has been worked out of such answers, each empty before: of a kind of income; and of a
  // register's payment, by a key of payments.cc.
  std::unique_ptr<IncomeKind>& KindOf(std::string_view kind, Date on);
  std::unique_ptr<IncomeClass>& ClassOf(std::string_view payment, Date on);

  // Room for the facts of one case, of what stands before the registers are asked, and of each of
  // its adults.
  Facts& case_facts() { return case_facts_; }

  Facts& first_facts() { return first_facts_; }

  Facts& adult_facts(std::size_t adult) {
    if (adult >= adult_facts_.size()) adult_facts_.resize(adult + 1);
    return adult_facts_[adult];
  }

  // The norm of a kind of household, by a key of norm.cc; empty where it has not been worked out.
  std::unique_ptr<KeptNorm>& NormOf(std::string_view household, Date on);
  // How many of the stretches that the norm tells apart lie below an age; the age itself where it
  // tells each from the next.
  int AgeClass(int age, Date on);

  const SourceRef& SourceAt(std::uint16_t number) const { return cited_[number]; }

  // Steps of calculations that were told before, and what one cites.
  policy::ToldSteps& told() { return *told_; }

  const SourceNumbers& SourcesOf(const CalculatedSteps::Step& step);

  // Between two cases: lets go of everything when there is too much of it.
  void Tidy();

 private:
  struct Hash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  // By name; or by name and what was asked with it, as bytes.
  template <typename Answered>
  using ByName = std::unordered_map<std::string, Answered, Hash, std::equal_to<>>;

  struct Day {
    ByName<Value> values;
    ByName<Value> rows;
    ByName<Value> numbered_rows;  // where all keys are numbers
    ByName<std::vector<std::string>>
        columns;  // by table; none where the set does not show its rows
    ByName<Result> results;
    ByName<Result> word_results;
    ByName<std::unique_ptr<IncomeKind>> kinds;
    ByName<std::unique_ptr<IncomeClass>> classes;
    ByName<Cited> sources;
    std::vector<std::optional<Observed>> observations;  // by a code's index
    std::map<ApplicationKind, QuestionList> questions;
    ByName<std::vector<EvidenceNeed>> needs;  // by kind of application and the typfall left open
    // Among them, by known facts: nearly every criterion is open then, and would be looked at.
    ByName<const std::vector<EvidenceNeed>*> needs_where;
    std::map<ApplicationKind, std::vector<EvidenceNeed>> connected;
    ByName<std::unique_ptr<KeptNorm>> norms;
    std::optional<std::vector<std::int64_t>> age_bounds;
    bool has_age_bounds = false;  // asked for
  };

  // A value that was asked for by an id that stands at one place in the program.
  struct Remembered {
    const char* at = nullptr;
    std::string_view id;
    Date on;
    Value* value = nullptr;
  };

  Day& On(Date on);
  Observed ObservedAs(ObservationCode code, Date on) const;
  // What was answered to the question, or what `set` answers now.
  template <typename Answered, typename Set>
  Kept<Answered>& Once(ByName<Kept<Answered>>& kept, std::string_view question, Set set);
  const std::vector<std::string>& ColumnsOf(std::string_view id, Date on);
  void Cite(const SourceRef& source, SourceNumbers* numbers);
  void Cite(const ParameterValue& value, SourceNumbers* numbers);
  void Cite(const TableResult& result, SourceNumbers* numbers);

  const PolicySet& set_;
  const Wording wording_;
  std::map<Date, Day> days_;
  Day* day_ = nullptr;  // of the last question
  Date on_;
  ByName<std::string> texts_;
  ByName<const TriggerPolicy*> triggers_;
  ByName<bool> letters_;  // "sv/beslut_bifall"
  std::string question_;
  std::array<Remembered, 1024> remembered_{};  // values, by the address of their id
  std::vector<TypfallMatch> matches_;          // of the last case
  Facts case_facts_;
  Facts first_facts_;
  std::deque<Facts> adult_facts_;
  std::unique_ptr<policy::ToldSteps> told_;
  std::unordered_map<CalculatedSteps::Step, SourceNumbers> of_steps_;
  std::deque<SourceRef> cited_;
  std::map<std::pair<std::string, std::string>, std::uint16_t> numbers_;  // by id and citation
  std::uint64_t readers_ = 0;
};

}  // namespace dm::assessment
