#include "worker/assessment/rulebook.h"

#include <utility>
#include <variant>

#include "worker/assessment/evidence_needs.h"
#include "worker/policy/engine/told_steps.h"

namespace dm::assessment {

namespace {

// Amounts among the keys make many rows of one table: above this all begins anew.
constexpr std::size_t kKeptMax = 50'000;

// Each part after its length, so that two questions never look the same.
void Put(std::string_view part, std::string* question) {
  for (std::size_t size = part.size(), i = 0; i < 4; ++i, size >>= 8U)
    question->push_back(static_cast<char>(size & 0xFFU));
  *question += part;
}

void Put(const FactValue& value, std::string* question) {
  question->push_back(static_cast<char>('0' + value.index()));
  if (const auto* word = std::get_if<std::string>(&value))
    return Put(std::string_view(*word), question);
  const auto* number = std::get_if<std::int64_t>(&value);
  auto bits =
      static_cast<std::uint64_t>(number == nullptr ? std::int64_t{std::get<bool>(value)} : *number);
  for (int i = 0; i < 8; ++i, bits >>= 8U) question->push_back(static_cast<char>(bits & 0xFFU));
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

void Ask(std::string_view id, const Facts& facts, std::string* question) {
  question->clear();
  Put(id, question);
  for (const Facts::Fact& fact : facts.values()) {
    Put(fact.id, question);
    Put(fact.value, question);
  }
}

}  // namespace

Rulebook::Rulebook(const PolicySet& set, Wording wording)
    : set_(set), wording_(wording), told_(std::make_unique<policy::ToldSteps>()) {}

Rulebook::~Rulebook() = default;

Rulebook::Day& Rulebook::On(Date on) {
  if (day_ == nullptr || on_ != on) {
    day_ = &days_[on];
    on_ = on;
  }
  return *day_;
}

Rulebook::Value& Rulebook::Get(std::string_view id, Date on) {
  ByName<Value>& values = On(on).values;
  const auto found = values.find(id);
  if (found != values.end()) return found->second;
  Value& value = values.try_emplace(std::string(id), set_.Get(id, on)).first->second;
  if (value.answer.ok()) Cite(value.answer->sources, &value.sources);
  return value;
}

Rulebook::Value& Rulebook::Lookup(std::string_view id, const Keys& keys, Date on) {
  Ask(id, keys, &question_);
  ByName<Value>& rows = On(on).rows;
  const auto found = rows.find(question_);
  if (found != rows.end()) return found->second;
  Value& row = rows.try_emplace(question_, set_.Lookup(id, keys, on)).first->second;
  if (row.answer.ok()) Cite(row.answer->sources, &row.sources);
  return row;
}

Rulebook::Result& Rulebook::Evaluate(std::string_view table, const Facts& facts, Date on) {
  Ask(table, facts, &question_);
  ByName<Result>& results = On(on).results;
  const auto found = results.find(question_);
  if (found != results.end()) return found->second;
  Result& result = results.try_emplace(question_, set_.Evaluate(table, facts, on)).first->second;
  if (result.answer.ok()) {
    for (const TableHit& hit : result.answer->hits) Cite(hit.sources, &result.sources);
  }
  return result;
}

Rulebook::Cited& Rulebook::SourceOn(std::string_view id, Date on) {
  ByName<Cited>& sources = On(on).sources;
  const auto found = sources.find(id);
  if (found != sources.end()) return found->second;
  Cited& source = sources.try_emplace(std::string(id), set_.SourceOn(id, on)).first->second;
  if (source.answer.ok()) Cite({*source.answer}, &source.sources);
  return source;
}

const std::string& Rulebook::Text(std::string_view code) {
  const auto found = texts_.find(code);
  if (found != texts_.end()) return found->second;
  return texts_.try_emplace(std::string(code), set_.Text(code)).first->second;
}

const ObservationPolicy* Rulebook::Observation(ObservationCode code, Date on) {
  auto& observations = On(on).observations;
  if (observations.empty()) observations.resize(std::size(kObservations));
  std::optional<const ObservationPolicy*>& known = observations[code.index()];
  if (!known.has_value()) known = set_.Observation(code.text(), on);
  return *known;
}

bool Rulebook::HasLetter(std::string_view id, std::string_view language) {
  question_.assign(language).append("/").append(id);
  const auto found = letters_.find(question_);
  if (found != letters_.end()) return found->second;
  return letters_.try_emplace(question_, set_.Letter(id, language).has_value()).first->second;
}

void Rulebook::Cite(const std::vector<SourceRef>& sources, SourceNumbers* numbers) {
  for (const SourceRef& source : sources) {
    const auto next = static_cast<std::uint16_t>(cited_.size());
    const auto [place, added] = numbers_.try_emplace({source.id, source.citation}, next);
    if (added) cited_.push_back(source);
    numbers->push_back(place->second);
  }
}

const Rulebook::SourceNumbers& Rulebook::SourcesOf(const CalculatedSteps::Step& step) {
  const auto [place, added] = of_steps_.try_emplace(step);
  if (added) {
    if (step->row.has_value()) Cite(step->row->sources, &place->second);
    for (const ParameterValue& value : step->parameters) Cite(value.sources, &place->second);
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
                                                 const std::vector<bool>& open,
                                                 Date on) {
  auto& needs = On(on).needs;
  const auto found = needs.find({kind, open});
  if (found != needs.end()) return found->second;
  std::vector<EvidenceNeed> made = NeedsWhereOpen(Questions(kind, on), set_, open);
  return needs.try_emplace({kind, open}, std::move(made)).first->second;
}

const std::vector<EvidenceNeed>& Rulebook::Connected(ApplicationKind kind, Date on) {
  auto& connected = On(on).connected;
  const auto found = connected.find(kind);
  if (found != connected.end()) return found->second;
  return connected.try_emplace(kind, NeedsIfConnected(Questions(kind, on))).first->second;
}

void Rulebook::Tidy() {
  std::size_t kept = texts_.size() + of_steps_.size();
  for (const auto& [on, day] : days_)
    kept += day.values.size() + day.rows.size() + day.results.size() + day.needs.size();
  if (kept <= kKeptMax) return;
  day_ = nullptr;
  days_.clear();
  texts_.clear();
  of_steps_.clear();
  told_ = std::make_unique<policy::ToldSteps>();
}

}  // namespace dm::assessment
