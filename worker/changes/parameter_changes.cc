// Parameters: what holds on which days, before and after. A version that only moved in its file is
// no change; a value that differs on some day is one, told from its first day.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "worker/changes/parts.h"
#include "worker/changes/wording.h"

namespace dm::changes {

namespace {

using policy::Parameter;
using policy::ParameterKind;
using policy::ParameterVersion;
using policy::PolicyData;

constexpr char kNoValue[] = "inget värde";

// What a parameter says on one day: a value for each row, by what the row is about ("" for a
// scalar).
using Said = std::map<std::string, std::string>;

class Teller {
 public:
  Teller(const PolicyData& data, const Parameter* parameter) : data_(data), parameter_(parameter) {}

  Said On(Date day) const {
    const ParameterVersion* version = parameter_ == nullptr ? nullptr : parameter_->On(day);
    Said said;
    if (version == nullptr) return said;
    switch (parameter_->kind) {
      case ParameterKind::kScalar:
        said[""] = ValueIn(data_, parameter_->type, version->value);
        break;
      case ParameterKind::kTable:
        AddRows(*version, &said);
        break;
      case ParameterKind::kDays:
        for (const Date holiday : version->days) said[holiday.ToString()] = "med";
        break;
    }
    return said;
  }

  // Sources and grade: they say how sure the value is.
  std::string GroundOn(Date day) const {
    const ParameterVersion* version = parameter_ == nullptr ? nullptr : parameter_->On(day);
    if (version == nullptr) return "";
    std::set<std::string> sources(version->sources.begin(), version->sources.end());
    std::set<std::string> grades = {version->grade};
    for (const policy::ParameterRow& row : version->rows) {
      sources.insert(row.sources.begin(), row.sources.end());
      grades.insert(row.grade);
    }
    grades.erase("");
    return "källa " + Listed({sources.begin(), sources.end()}) + ", styrka " +
           Listed({grades.begin(), grades.end()});
  }

 private:
  void AddRows(const ParameterVersion& version, Said* said) const {
    for (std::size_t i = 0; i < version.rows.size(); ++i) {
      (*said)[RowIn(data_, version.grid.columns, version.grid.rows[i].cells)] =
          ValueIn(data_, parameter_->type, version.rows[i].value);
    }
    if (!version.beyond.has_value()) return;
    const policy::Beyond& beyond = *version.beyond;
    (*said)["för varje steg över " + WordOf(data_, "column." + beyond.key, beyond.key) + " " +
            std::to_string(beyond.above)] =
        ValueIn(data_, parameter_->type, FactValue(beyond.add_per_step));
  }

  const PolicyData& data_;
  const Parameter* parameter_;
};

const Parameter* Find(const PolicyData& data, const std::string& id) {
  const auto found = data.parameters.find(id);
  return found == data.parameters.end() ? nullptr : &found->second;
}

void AddBoundaries(const Parameter* parameter, std::set<Date>* days) {
  if (parameter == nullptr) return;
  for (const ParameterVersion& version : parameter->versions) {
    days->insert(*version.valid.from);
    if (version.valid.to.has_value()) days->insert(version.valid.to->PlusDays(1));
  }
}

std::string ValueOr(const Said& said, const std::string& key) {
  const auto found = said.find(key);
  return found == said.end() ? kNoValue : found->second;
}

// A difference that holds from one day to another.
struct Difference {
  std::string before;
  std::string after;
  Period days;
};

class Comparison {
 public:
  Comparison(const Pair& pair, const std::string& id)
      : before_(pair.before, Find(pair.before, id)),
        after_(pair.after, Find(pair.after, id)),
        title_(TitleOf(pair, id)) {
    AddBoundaries(Find(pair.before, id), &days_);
    AddBoundaries(Find(pair.after, id), &days_);
    // Days that neither set is for have no rules, whatever stands there.
    for (const Period& whole : {pair.before.municipal.effective, pair.after.municipal.effective}) {
      if (!whole.from || !whole.to) continue;
      covered_.push_back(whole);
      days_.insert(*whole.from);
      days_.insert(whole.to->PlusDays(1));
    }
  }

  void Tell(std::vector<Change>* changes) {
    for (auto day = days_.begin(); day != days_.end(); ++day) {
      const auto next = std::next(day);
      Compare(
          {.from = *day, .to = next == days_.end() ? std::optional<Date>() : next->PlusDays(-1)});
    }
    for (const auto& [key, differences] : differences_) {
      for (const Difference& one : differences) {
        changes->push_back({.section = Section::kParameters,
                            .what = title_ + (key.empty() ? "" : ", " + key) + ": " +
                                    FromTo(one.before, one.after) + " " + PeriodIn(one.days),
                            .details = {}});
      }
    }
    for (const Difference& one : grounds_) {
      changes->push_back(
          {.section = Section::kParameters,
           .what = title_ + ": " + FromTo(one.before, one.after) + " " + PeriodIn(one.days),
           .details = {}});
    }
  }

 private:
  static std::string TitleOf(const Pair& pair, const std::string& id) {
    const Parameter* parameter = Find(pair.after, id);
    if (parameter == nullptr) parameter = Find(pair.before, id);
    return parameter->title + " (" + id + ")";
  }

  bool IsCovered(Date day) const {
    return covered_.empty() || std::any_of(covered_.begin(),
                                           covered_.end(),
                                           [day](const Period& one) { return one.Contains(day); });
  }

  // The last stretch has no end when nothing ends it but the sets themselves.
  Period Told(const Period& days) const {
    if (!days.to || IsCovered(days.to->PlusDays(1))) return days;
    const bool ends_here = before_.On(days.to->PlusDays(1)) != before_.On(*days.to) ||
                           after_.On(days.to->PlusDays(1)) != after_.On(*days.to);
    return ends_here ? days : Period{.from = days.from, .to = std::nullopt};
  }

  void Compare(const Period& stretch) {
    if (!IsCovered(*stretch.from)) return;
    const Period days = Told(stretch);
    const Said before = before_.On(*days.from);
    const Said after = after_.On(*days.from);
    std::set<std::string> keys;
    for (const auto& [key, value] : before) keys.insert(key);
    for (const auto& [key, value] : after) keys.insert(key);
    for (const std::string& key : keys) {
      Note(ValueOr(before, key), ValueOr(after, key), days, &differences_[key]);
    }
    const std::string ground_before = before_.GroundOn(*days.from);
    const std::string ground_after = after_.GroundOn(*days.from);
    if (ground_before.empty() || ground_after.empty()) return;
    Note(ground_before, ground_after, days, &grounds_);
  }

  // The same difference on the days that follow is one difference.
  static void Note(const std::string& before,
                   const std::string& after,
                   const Period& days,
                   std::vector<Difference>* list) {
    if (before == after) return;
    if (!list->empty()) {
      Difference& last = list->back();
      const bool follows = last.days.to.has_value() && last.days.to->PlusDays(1) == *days.from;
      if (follows && last.before == before && last.after == after) {
        last.days.to = days.to;
        return;
      }
    }
    list->push_back({before, after, days});
  }

  Teller before_;
  Teller after_;
  std::string title_;
  std::set<Date> days_;
  std::vector<Period> covered_;
  std::map<std::string, std::vector<Difference>> differences_;
  std::vector<Difference> grounds_;
};

}  // namespace

void CompareParameters(const Pair& pair, std::vector<Change>* changes) {
  std::set<std::string> ids;
  for (const auto& [id, parameter] : pair.before.parameters) ids.insert(id);
  for (const auto& [id, parameter] : pair.after.parameters) ids.insert(id);
  for (const std::string& id : ids) Comparison(pair, id).Tell(changes);
}

}  // namespace dm::changes
