#include "worker/policy/loaded_set.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "worker/core/digest.h"
#include "worker/policy/engine/bounds.h"
#include "worker/policy/engine/calculate.h"
#include "worker/policy/engine/program.h"
#include "worker/policy/engine/set_tables.h"
#include "worker/policy/engine/typfall_matcher.h"
#include "worker/policy/in_force.h"

namespace dm::policy {
namespace {

class LoadedSet : public PolicySet {
 public:
  LoadedSet(PolicyData data, std::string municipality, std::string content)
      : tables_(data),
        data_(std::move(data)),
        municipality_(std::move(municipality)),
        content_(std::move(content)),
        sha256_(Sha256Hex(content_)) {
    version_ = fmt::format("{} {} + {} {}",
                           data_.national.bundle,
                           data_.national.version,
                           data_.municipal.bundle,
                           data_.municipal.version);
  }

  LoadedSet(const LoadedSet&) = delete;
  LoadedSet& operator=(const LoadedSet&) = delete;
  LoadedSet(LoadedSet&&) = delete;
  LoadedSet& operator=(LoadedSet&&) = delete;
  ~LoadedSet() override = default;

  const PolicyData& data() const { return data_; }

  const std::string& municipality() const override { return municipality_; }

  const std::string& version() const override { return version_; }

  const std::string& sha256() const override { return sha256_; }

  const std::string& content() const override { return content_; }

  Period effective() const override { return data_.municipal.effective; }

  StatusOr<ParameterValue> Get(std::string_view id, Date on) const override {
    const StatusOr<InForce> in_force = Find(id, on, ParameterKind::kScalar);
    if (!in_force.ok()) return in_force.status();
    return ScalarValue(data_, *in_force, on);
  }

  bool Has(std::string_view id, Date on) const override {
    const auto found = data_.parameters.find(id);
    return found != data_.parameters.end() && found->second.On(on) != nullptr;
  }

  StatusOr<ParameterValue> Lookup(std::string_view id, const Keys& keys, Date on) const override {
    const StatusOr<InForce> in_force = Find(id, on, ParameterKind::kTable);
    if (!in_force.ok()) return in_force.status();
    const std::optional<Beyond>& beyond = in_force->version->beyond;
    if (!beyond.has_value()) return LookupRow(*in_force, keys, on);
    const auto key = keys.find(beyond->key);
    const std::int64_t* number =
        key == keys.end() ? nullptr : std::get_if<std::int64_t>(&key->second);
    if (number == nullptr || *number <= beyond->above) return LookupRow(*in_force, keys, on);
    return LookupBeyond(*in_force, *beyond, keys, *number, on);
  }

  std::vector<ParameterRowView> Rows(std::string_view id, Date on) const override {
    std::vector<ParameterRowView> rows;
    const StatusOr<InForce> in_force = Find(id, on, ParameterKind::kTable);
    if (!in_force.ok()) return rows;
    const ParameterVersion& version = *in_force->version;
    for (std::size_t i = 0; i < version.rows.size(); ++i) {
      ParameterRowView view;
      const GridRow& row = version.grid.rows[i];
      for (std::size_t c = 0; c < row.cells.size(); ++c)
        view.cells.emplace(version.grid.columns[c].name, row.cells[c].written);
      view.value = RowValue(data_, *in_force, i, on);
      rows.push_back(std::move(view));
    }
    return rows;
  }

  Described Describe(std::string_view id) const override {
    if (const auto found = data_.parameters.find(id); found != data_.parameters.end())
      return {.title = found->second.title, .unit = UnitWord(found->second.type.unit)};
    if (const auto found = data_.facts.find(id); found != data_.facts.end())
      return {.title = found->second.title, .unit = UnitWord(found->second.type.unit)};
    if (const auto found = data_.tables.find(id); found != data_.tables.end())
      return {.title = found->second.title, .unit = ""};
    return {};
  }

  StatusOr<TableResult> Evaluate(std::string_view id, const Facts& facts, Date on) const override {
    const auto found = data_.tables.find(id);
    if (found == data_.tables.end()) return NotFound(fmt::format("there is no table {}", id));
    const DecisionTable& table = found->second;
    if (!table.valid.Contains(on))
      return NotFound(fmt::format("the table {} is not in force on {}", id, on.ToString()));
    const CompiledTable* compiled = tables_.OfDecision(table.id, on);
    if (compiled == nullptr)
      return NotFound(
          fmt::format("a parameter that {} names has no value on {}", table.id, on.ToString()));
    return EvaluateRows(table, *compiled, NumbersOf(table, facts), on);
  }

  std::optional<RowNumber> RowOf(std::string_view id, const Facts& facts, Date on) const override {
    const auto found = data_.tables.find(id);
    if (found == data_.tables.end()) return std::nullopt;
    const DecisionTable& table = found->second;
    if (table.hit == HitPolicy::kCollect || !table.valid.Contains(on)) return std::nullopt;
    const CompiledTable* compiled = tables_.OfDecision(table.id, on);
    if (compiled == nullptr) return std::nullopt;
    const int row = compiled->First(NumbersOf(table, facts).data());
    if (row == CompiledTable::kUndetermined) return kUndeterminedRow;
    return row == CompiledTable::kNoRow ? kNoRowNumber : RowNumber{row};
  }

  StatusOr<Calculated> Calculate(std::string_view calculation,
                                 const CalcFacts& facts,
                                 Date on) const override {
    const auto found = data_.programs.find(calculation);
    if (found == data_.programs.end())
      return NotFound(fmt::format("there is no calculation {}", calculation));
    return CalculateProgram(*found->second, data_, facts, on);
  }

  std::optional<std::vector<std::int64_t>> BoundsOf(std::string_view calculation,
                                                    std::string_view fact,
                                                    Date on) const override {
    const auto found = data_.programs.find(calculation);
    const Window* window = found == data_.programs.end() ? nullptr : found->second->On(on);
    if (window == nullptr) return std::nullopt;
    return policy::BoundsOf(*found->second, *window, fact);
  }

  Verdict MatchTypfall(const TypfallPolicy& typfall,
                       const Facts& facts,
                       Date on,
                       std::vector<std::string>* unmet) const override {
    return matcher_.MatchOne(typfall, facts, on, unmet);
  }

  void MatchEach(const Facts& facts,
                 Date on,
                 Unmet unmet,
                 std::vector<TypfallMatch>* matches) const override {
    matcher_.MatchEach(facts, on, unmet, matches);
  }

  const std::vector<TypfallPolicy>& typfall() const override { return data_.typfall; }

  const std::vector<GatePolicy>& gates() const override { return data_.gates; }

  const std::vector<TriggerPolicy>& triggers() const override { return data_.triggers; }

  const std::vector<QueuePolicy>& queues() const override { return data_.queues; }

  std::optional<Date> released_on() const override {
    return std::max(data_.national.released_on, data_.municipal.released_on);
  }

  const std::vector<RuleIncident>& incidents() const override { return data_.incidents; }

  const std::vector<NamedCheckPolicy>& checks() const override { return data_.checks; }

  const std::vector<RouteReasonPolicy>& route_reasons() const override {
    return data_.route_reasons;
  }

  const ObservationPolicy* Observation(std::string_view code, Date on) const override {
    const auto found = data_.observations.find(code);
    if (found == data_.observations.end()) return nullptr;
    for (const ObservationEntry& entry : found->second) {
      if (entry.policy.valid.Contains(on)) return &entry.policy;
    }
    return nullptr;
  }

  const std::vector<Delegation>& delegations() const override { return data_.delegations; }

  std::optional<LetterTemplate> Letter(std::string_view id,
                                       std::string_view language) const override {
    const auto found = data_.letters.find(fmt::format("{}/{}", language, id));
    if (found == data_.letters.end()) return std::nullopt;
    return found->second;
  }

  std::string Text(std::string_view code) const override {
    const auto found = data_.texts.find(code);
    return found == data_.texts.end() ? std::string(code) : found->second;
  }

  StatusOr<SourceRef> SourceOn(std::string_view id, Date on) const override {
    return policy::SourceOn(data_, id, on);
  }

  StatusOr<bool> IsBankDay(Date day) const override {
    constexpr int kFriday = 5;
    const StatusOr<InForce> in_force = Find("bank_holidays", day, ParameterKind::kDays);
    if (!in_force.ok()) return in_force.status();
    if (day.iso_weekday() > kFriday) return false;
    const std::vector<Date>& days = in_force->version->days;
    return !std::binary_search(days.begin(), days.end(), day);
  }

  std::vector<std::string> ParameterIds() const override {
    std::vector<std::string> ids;
    for (const auto& [id, parameter] : data_.parameters) ids.push_back(id);
    return ids;
  }

  std::vector<std::string> CalculationIds() const override {
    std::vector<std::string> ids;
    for (const auto& [id, program] : data_.programs) ids.push_back(id);
    return ids;
  }

  std::vector<std::string> FactIds() const override {
    std::vector<std::string> ids;
    for (const auto& [id, fact] : data_.facts) ids.push_back(id);
    return ids;
  }

 private:
  StatusOr<InForce> Find(std::string_view id, Date on, ParameterKind kind) const {
    return FindInForce(data_, id, on, kind);
  }

  StatusOr<ParameterValue> LookupRow(const InForce& in_force, const Keys& keys, Date on) const {
    const ParameterVersion& version = *in_force.version;
    const std::string& id = in_force.parameter->id;
    const CompiledTable* compiled = tables_.OfParameter(id, on);
    if (compiled == nullptr)
      return FailedPrecondition(
          fmt::format("a parameter that {} names has no value on {}", id, on.ToString()));
    std::vector<std::int64_t> values;
    values.reserve(version.grid.columns.size());
    for (const Column& column : version.grid.columns) {
      const auto key = keys.find(column.name);
      values.push_back(tables_.NumberOf(column, key == keys.end() ? nullptr : &key->second));
    }
    const int row = compiled->First(values.data());
    if (row >= 0) return RowValue(data_, in_force, compiled->GridRow(row), on);
    if (row == CompiledTable::kUndetermined)
      return FailedPrecondition(fmt::format(
          "the parameter {} needs the key {}", id, MissingKey(version.grid, *compiled, values)));
    return NotFound(
        fmt::format("the parameter {} has no row for these keys on {}", id, on.ToString()));
  }

  // The first key that is not known and that a row asks for.
  static std::string MissingKey(const Grid& grid,
                                const CompiledTable& table,
                                const std::vector<std::int64_t>& values) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      std::size_t failed = 0;
      std::vector<std::size_t> open;
      if (table.FitOf(static_cast<int>(row), values.data(), &failed, &open) == Fit::kMaybe)
        return grid.columns[open.front()].name;
    }
    return "?";
  }

  StatusOr<ParameterValue> LookupBeyond(const InForce& in_force,
                                        const Beyond& beyond,
                                        const Keys& keys,
                                        std::int64_t number,
                                        Date on) const {
    constexpr std::int64_t kStepsMax = 1000;
    const std::int64_t steps = number - beyond.above;
    if (steps > kStepsMax)
      return InvalidArgument(
          fmt::format("the key {} of {} is out of range", beyond.key, beyond.id));
    Keys last = keys;
    last.insert_or_assign(beyond.key, FactValue(beyond.above));
    const StatusOr<ParameterValue> base = LookupRow(in_force, last, on);
    if (!base.ok()) return base.status();
    // At most 10^17 öre and 1000 steps of at most 10^14: no overflow, since amounts are at most 12
    // digits of kronor.
    const std::int64_t value = base->number() + steps * beyond.add_per_step;
    if (value > beyond.value_max)
      return InvalidArgument(fmt::format("the steps of {} lead outside its bounds", beyond.id));
    return BeyondValue(data_, in_force, value, on);
  }

  TableResult EvaluateRows(const DecisionTable& table,
                           const CompiledTable& compiled,
                           const std::vector<std::int64_t>& values,
                           Date on) const {
    TableResult result;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < compiled.rows(); ++i) {
      const std::size_t place = compiled.GridRow(static_cast<int>(i));
      std::size_t failed = 0;
      open.clear();
      const Fit fit = compiled.FitOf(static_cast<int>(i), values.data(), &failed, &open);
      if (fit == Fit::kNo) {
        result.skipped.push_back(table.grid.rows[place].id + ":" + table.grid.columns[failed].name);
      } else if (fit == Fit::kMaybe) {
        for (const std::size_t column : open)
          NoteUndetermined(table.grid.columns[column].fact, result);
      } else {
        result.hits.push_back(HitOf(data_, table, place, on));
        if (table.hit != HitPolicy::kCollect) break;
      }
    }
    // A row that may or may not fit changes the result: a row before the hit would take its place,
    // and it can always also not fit.
    if (!result.undetermined.empty()) {
      result.hits.clear();
      return result;
    }
    if (result.hits.empty() && table.otherwise.has_value()) {
      result.otherwise = true;
      result.hits.push_back(OtherwiseOf(data_, table, on));
    }
    return result;
  }

  // What its columns know the facts by.
  std::vector<std::int64_t> NumbersOf(const DecisionTable& table, const Facts& facts) const {
    std::vector<std::int64_t> numbers;
    numbers.reserve(table.grid.columns.size());
    for (const Column& column : table.grid.columns) {
      const FactValue* value = facts.Find(column.fact, column.fact_hash);
      numbers.push_back(tables_.NumberOf(column, value));
    }
    return numbers;
  }

  static void NoteUndetermined(const std::string& fact, TableResult& result) {
    std::vector<std::string>& facts = result.undetermined;
    if (std::find(facts.begin(), facts.end(), fact) == facts.end()) facts.push_back(fact);
  }

  const SetTables tables_;  // before data_: it interns the last words
  const PolicyData data_;
  std::string municipality_;
  std::string content_;
  std::string sha256_;
  std::string version_;
  const TypfallMatcher matcher_{data_};
};

}  // namespace

std::shared_ptr<const PolicySet> MakeLoadedSet(PolicyData data,
                                               std::string municipality,
                                               std::string content) {
  return std::make_shared<const LoadedSet>(
      std::move(data), std::move(municipality), std::move(content));
}

const PolicyData* DataOf(const PolicySet& set) {
  const auto* loaded = dynamic_cast<const LoadedSet*>(&set);
  return loaded == nullptr ? nullptr : &loaded->data();
}

}  // namespace dm::policy
