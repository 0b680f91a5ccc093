// Rulebook: a policy set as one thread asks it, case after case. What it has answered is kept, so
// that the second case of a month finds its values, rows and lists ready: nothing is looked up,
// dated or put in words twice. It answers as the set does; for one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
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

  // A number that no other reader has.
  std::uint64_t NewReader() { return ++readers_; }

  // What is answered stays in its place until Forget.
  Value& Get(std::string_view id, Date on);
  Value& Lookup(std::string_view id, const Keys& keys, Date on);
  Result& Evaluate(std::string_view table, const Facts& facts, Date on);
  Cited& SourceOn(std::string_view id, Date on);
  const std::string& Text(std::string_view code);
  const ObservationPolicy* Observation(ObservationCode code, Date on);
  bool HasLetter(std::string_view id, std::string_view language);

  const QuestionList& Questions(ApplicationKind kind, Date on);
  // What to ask the registers where a case may match the typfall of `open`, by their place in the
  // set; and what of registers that only some municipalities connect.
  const std::vector<EvidenceNeed>& Needs(ApplicationKind kind,
                                         const std::vector<bool>& open,
                                         Date on);
  const std::vector<EvidenceNeed>& Connected(ApplicationKind kind, Date on);

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
    ByName<Result> results;
    ByName<Cited> sources;
    std::vector<std::optional<const ObservationPolicy*>> observations;  // by a code's index
    std::map<ApplicationKind, QuestionList> questions;
    std::map<std::pair<ApplicationKind, std::vector<bool>>, std::vector<EvidenceNeed>> needs;
    std::map<ApplicationKind, std::vector<EvidenceNeed>> connected;
  };

  Day& On(Date on);
  // What was answered to the question, or what `set` answers now.
  template <typename Answered, typename Set>
  Kept<Answered>& Once(ByName<Kept<Answered>>& kept, std::string_view question, Set set);
  void Cite(const SourceRef& source, SourceNumbers* numbers);
  void Cite(const ParameterValue& value, SourceNumbers* numbers);
  void Cite(const TableResult& result, SourceNumbers* numbers);

  const PolicySet& set_;
  const Wording wording_;
  std::map<Date, Day> days_;
  Day* day_ = nullptr;  // of the last question
  Date on_;
  ByName<std::string> texts_;
  ByName<bool> letters_;  // "sv/beslut_bifall"
  std::string question_;
  std::unique_ptr<policy::ToldSteps> told_;
  std::unordered_map<CalculatedSteps::Step, SourceNumbers> of_steps_;
  std::deque<SourceRef> cited_;
  std::map<std::pair<std::string, std::string>, std::uint16_t> numbers_;  // by id and citation
  std::uint64_t readers_ = 0;
};

}  // namespace dm::assessment
