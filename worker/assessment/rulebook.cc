#include "worker/assessment/rulebook.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "worker/assessment/evidence_needs.h"
#include "worker/assessment/income_kinds.h"
#include "worker/assessment/norm.h"
#include "worker/assessment/notes.h"
#include "worker/assessment/payments.h"
#include "worker/policy/engine/told_steps.h"

namespace dm::assessment {

namespace {

// Amounts among the keys make many rows of one table: above this all begins anew.
constexpr std::size_t kKeptMax = 50'000;
// A norm has rows: it takes the room of so many other answers.
constexpr std::size_t kNormWeight = 10;

void Put(std::int64_t number, std::string* question) {
  question->append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Each part after its length, so that two questions never look the same.
void Put(std::string_view part, std::string* question) {
  Put(static_cast<std::int64_t>(part.size()), question);
  question->append(part);
}

void Put(const FactValue& value, std::string* question) {
  question->push_back(static_cast<char>('0' + value.index()));
  if (const auto* word = std::get_if<std::string>(&value))
    return Put(std::string_view(*word), question);
  const auto* number = std::get_if<std::int64_t>(&value);
  Put(number == nullptr ? std::int64_t{std::get<bool>(value)} : *number, question);
}

void Put(const std::optional<FactValue>& value, std::string* question) {
  if (value.has_value()) return Put(*value, question);
  question->push_back('?');
}

void Ask(std::string_view id, const Keys& given, std::string* question) {
  question->clear();
  Put(id, question);
  for (const auto& [name, value] : given) {
    Put(std::string_view(name), question);
    Put(value, question);
  }
}

void Ask(const Facts& facts, std::string* question) {
  question->clear();
  for (const Facts::Fact& fact : facts.values()) Put(fact.value, question);
}

void Ask(std::string_view id, const Facts& facts, std::string* question) {
  question->clear();
  Put(id, question);
  for (const Facts::Fact& fact : facts.values()) {
    Put(std::int64_t{fact.hash}, question);
    Put(fact.value, question);
  }
}

// The place by that name, made where there is none.
template <typename Places>
auto& PlaceOf(Places* places, std::string_view name) {
  const auto found = places->find(name);
  return found != places->end() ? found->second : (*places)[std::string(name)];
}

}  // namespace

Rulebook::Rulebook(const PolicySet& set, Wording wording)
    : set_(set), wording_(wording), told_(std::make_unique<policy::ToldSteps>()) {
  for (const TriggerPolicy& trigger : set.triggers()) triggers_[trigger.code] = &trigger;
}

Rulebook::~Rulebook() = default;

Rulebook::Day& Rulebook::On(Date on) {
  if (day_ == nullptr || on_ != on) {
    day_ = &days_[on];
    on_ = on;
  }
  return *day_;
}

template <typename Answered, typename Set>
Rulebook::Kept<Answered>& Rulebook::Once(ByName<Kept<Answered>>& kept,
                                         std::string_view question,
                                         Set set) {
  const auto found = kept.find(question);
  if (found != kept.end()) return found->second;
  Kept<Answered>& answered = kept.try_emplace(std::string(question), set()).first->second;
  if (answered.answer.ok()) Cite(*answered.answer, &answered.sources);
  return answered;
}

Rulebook::Value& Rulebook::Get(std::string_view id, Date on) {
  // Fibonacci's factor spreads addresses that lie close together.
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15ULL;
  constexpr int kShift = 54;
  Remembered& last = remembered_[(reinterpret_cast<std::uintptr_t>(id.data()) * kSpread) >> kShift];
  if (last.at == id.data() && last.on == on && last.id == id) return *last.value;
  ByName<Value>& values = On(on).values;
  Value& value = Once(values, id, [&] { return set_.Get(id, on); });
  last = {.at = id.data(), .id = values.find(id)->first, .on = on, .value = &value};
  return value;
}

Rulebook::Value& Rulebook::Lookup(std::string_view id, const Keys& keys, Date on) {
  Ask(id, keys, &question_);
  return Once(On(on).rows, question_, [&] { return set_.Lookup(id, keys, on); });
}

const std::vector<std::string>& Rulebook::ColumnsOf(std::string_view id, Date on) {
  auto& columns = On(on).columns;
  const auto found = columns.find(id);
  if (found != columns.end()) return found->second;
  std::vector<std::string> names;
  const std::vector<ParameterRowView> rows = set_.Rows(id, on);
  if (!rows.empty()) {
    for (const auto& [name, written] : rows.front().cells) names.push_back(name);
  }
  return columns.try_emplace(std::string(id), std::move(names)).first->second;
}

Rulebook::Value& Rulebook::Lookup(std::string_view id, std::span<const NumberKey> keys, Date on) {
  const std::vector<std::string>& columns = ColumnsOf(id, on);
  question_.clear();
  Put(id, &question_);
  for (const NumberKey& key : keys) {
    const bool asked =
        columns.empty() || std::find(columns.begin(), columns.end(), key.name) != columns.end();
    if (asked) Put(key.value, &question_);
  }
  return Once(On(on).numbered_rows, question_, [&] {
    Keys all;
    for (const NumberKey& key : keys) all.emplace(key.name, key.value);
    return set_.Lookup(id, all, on);
  });
}

Rulebook::Result& Rulebook::Evaluate(std::string_view table, const Facts& facts, Date on) {
  if (const std::optional<RowNumber> row = set_.RowOf(table, facts, on)) {
    question_.clear();
    Put(table, &question_);
    Put(*row, &question_);
  } else {
    Ask(table, facts, &question_);
  }
  return Once(On(on).results, question_, [&] { return set_.Evaluate(table, facts, on); });
}

Rulebook::Result& Rulebook::Evaluate(std::string_view table,
                                     FactId fact,
                                     std::string_view word,
                                     Date on) {
  question_.clear();
  Put(table, &question_);
  Put(fact.text(), &question_);
  question_.append(word);
  return Once(On(on).word_results, question_, [&] {
    Facts facts;
    facts.Set(fact, word);
    return set_.Evaluate(table, facts, on);
  });
}

std::unique_ptr<IncomeKind>& Rulebook::KindOf(std::string_view kind, Date on) {
  return PlaceOf(&On(on).kinds, kind);
}

std::unique_ptr<IncomeClass>& Rulebook::ClassOf(std::string_view payment, Date on) {
  return PlaceOf(&On(on).classes, payment);
}

Rulebook::Cited& Rulebook::SourceOn(std::string_view id, Date on) {
  return Once(On(on).sources, id, [&] { return set_.SourceOn(id, on); });
}

const std::string& Rulebook::Text(std::string_view code) {
  const auto found = texts_.find(code);
  if (found != texts_.end()) return found->second;
  return texts_.try_emplace(std::string(code), set_.Text(code)).first->second;
}

const Observed* Rulebook::Observation(ObservationCode code, Date on) {
  auto& observations = On(on).observations;
  if (observations.empty()) observations.resize(std::size(kObservations));
  std::optional<Observed>& known = observations[code.index()];
  if (!known.has_value()) known = ObservedAs(code, on);
  return known->policy == nullptr ? nullptr : &*known;
}

Observed Rulebook::ObservedAs(ObservationCode code, Date on) const {
  Observed observed;
  observed.policy = set_.Observation(code.text(), on);
  if (observed.policy == nullptr) return observed;
  const ObservationPolicy& policy = *observed.policy;
  if (!policy.trigger.empty()) observed.trigger_code = TriggerCode(policy.trigger);
  const std::vector<GatePolicy>& gates = set_.gates();
  for (std::size_t i = 0; i < gates.size(); ++i) {
    if (gates[i].code == policy.gate) observed.gate = i;
  }
  if (observed.gate == Observed::kNoGate) return observed;
  bool differs = false;
  const std::string detail = policy.detail.Fill([&differs](const std::string&) {
    differs = true;
    return std::string();
  });
  if (!differs) observed.gate_code = GateCode(policy.gate, policy.verdict, detail);
  return observed;
}

bool Rulebook::HasLetter(std::string_view id, std::string_view language) {
  question_.assign(language).append("/").append(id);
  const auto found = letters_.find(question_);
  if (found != letters_.end()) return found->second;
  return letters_.try_emplace(question_, set_.Letter(id, language).has_value()).first->second;
}

const TriggerPolicy* Rulebook::TriggerOf(std::string_view code) const {
  const auto found = triggers_.find(code);
  return found == triggers_.end() ? nullptr : found->second;
}

void Rulebook::Cite(const SourceRef& source, SourceNumbers* numbers) {
  const auto next = static_cast<std::uint16_t>(cited_.size());
  const auto [place, added] = numbers_.try_emplace({source.id, source.citation}, next);
  if (added) cited_.push_back(source);
  numbers->push_back(place->second);
}

void Rulebook::Cite(const ParameterValue& value, SourceNumbers* numbers) {
  for (const SourceRef& source : value.sources) Cite(source, numbers);
}

void Rulebook::Cite(const TableResult& result, SourceNumbers* numbers) {
  for (const TableHit& hit : result.hits) {
    for (const SourceRef& source : hit.sources) Cite(source, numbers);
  }
}

const Rulebook::SourceNumbers& Rulebook::SourcesOf(const CalculatedSteps::Step& step) {
  const auto [place, added] = of_steps_.try_emplace(step);
  if (added) {
    if (step->row.has_value()) Cite(*step->row, &place->second);
    for (const ParameterValue& value : step->parameters) Cite(value, &place->second);
  }
  return place->second;
}

const QuestionList& Rulebook::Questions(ApplicationKind kind, Date on) {
  std::map<ApplicationKind, QuestionList>& questions = On(on).questions;
  const auto found = questions.find(kind);
  if (found != questions.end()) return found->second;
  return questions.try_emplace(kind, set_, kind, on).first->second;
}

const std::vector<EvidenceNeed>& Rulebook::Needs(ApplicationKind kind,
                                                 const Facts& known,
                                                 Date on) {
  Day& day = On(on);
  Ask(known, &question_);
  Put(static_cast<std::int64_t>(kind), &question_);
  const auto found = day.needs_where.find(std::string_view(question_));
  if (found != day.needs_where.end()) return *found->second;
  matches_.clear();
  set_.MatchEach(known, on, Unmet::kLeftOut, &matches_);
  std::vector<bool> open;
  open.reserve(matches_.size());
  std::string left;  // open, by kind
  Put(static_cast<std::int64_t>(kind), &left);
  for (const TypfallMatch& match : matches_) {
    open.push_back(match.verdict != Verdict::kFail);
    left.push_back(open.back() ? '1' : '0');
  }
  const auto [place, added] = day.needs.try_emplace(left);
  if (added) place->second = NeedsWhereOpen(Questions(kind, on), set_, open);
  day.needs_where.try_emplace(question_, &place->second);
  return place->second;
}

const std::vector<EvidenceNeed>& Rulebook::Connected(ApplicationKind kind, Date on) {
  auto& connected = On(on).connected;
  const auto found = connected.find(kind);
  if (found != connected.end()) return found->second;
  return connected.try_emplace(kind, NeedsIfConnected(Questions(kind, on))).first->second;
}

std::unique_ptr<KeptNorm>& Rulebook::NormOf(std::string_view household, Date on) {
  return PlaceOf(&On(on).norms, household);
}

int Rulebook::AgeClass(int age, Date on) {
  Day& day = On(on);
  if (!std::exchange(day.has_age_bounds, true))
    day.age_bounds = set_.BoundsOf("norm", "member.age", on);
  if (!day.age_bounds) return age;
  const auto above = std::upper_bound(day.age_bounds->begin(), day.age_bounds->end(), age);
  return static_cast<int>(above - day.age_bounds->begin());
}

void Rulebook::Tidy() {
  std::size_t kept = texts_.size() + of_steps_.size();
  for (const auto& [on, day] : days_)
    kept += day.values.size() + day.rows.size() + day.numbered_rows.size() + day.results.size() +
            day.needs_where.size() + day.word_results.size() + day.kinds.size() +
            day.classes.size() + day.norms.size() * kNormWeight;
  if (kept <= kKeptMax) return;
  day_ = nullptr;
  remembered_ = {};
  days_.clear();
  texts_.clear();
  of_steps_.clear();
  told_ = std::make_unique<policy::ToldSteps>();
}

}  // namespace dm::assessment
