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
// scalar), and on which ground.
struct Line {
  std::string value;
  std::string ground;

  bool operator==(const Line&) const = default;
};

using Said = std::map<std::string, Line>;

class Teller {
 public:
  Teller(const PolicyData& data, const Parameter* parameter) : data_(data), parameter_(parameter) {}

  Said On(Date day) const {
    const ParameterVersion* version = parameter_ == nullptr ? nullptr : parameter_->On(day);
    Said said;
    if (version == nullptr) return said;
    switch (parameter_->kind) {
      case ParameterKind::kScalar:
        said[""] = {ValueIn(data_, parameter_->type, version->value),
                    GroundIn(version->sources, version->grade)};
        break;
      case ParameterKind::kTable:
        AddRows(*version, &said);
        break;
      case ParameterKind::kDays:
        for (const Date holiday : version->days) {
          said[holiday.ToString()] = {"med", GroundIn(version->sources, version->grade)};
        }
        break;
    }
    return said;
  }

  // Sources and grade, how sure the values are, when all of the day have the same; "" otherwise.
  static std::string GroundOf(const Said& said) {
    const auto other = [&](const auto& one) {
      return one.second.ground != said.begin()->second.ground;
    };
    const bool one = !said.empty() && std::none_of(said.begin(), said.end(), other);
    return one ? said.begin()->second.ground : "";
  }

  // The keys that the days' values and grounds stand under, of each version that is in force on
  // one of `days`. What only one side has is told by its values.
  void AddKeys(const Parameter* other, const Period& days, std::set<std::string>* keys) const {
    if (parameter_ == nullptr) return;
    // Another file gives the values now; they are told as one parameter's.
    const bool moved = other == nullptr || other->place.file != parameter_->place.file;
    if (moved) {
      Add("id", keys);
      if (other == nullptr || other->title == parameter_->title) Add("title", keys);
      if (other == nullptr || other->type.unit == parameter_->type.unit) Add("unit", keys);
    }
    for (const ParameterVersion& version : parameter_->versions) {
      const bool in_force = Overlap(version.valid, days);
      if (!in_force) continue;
      const bool kept =
          other != nullptr &&
          std::any_of(
              other->versions.begin(), other->versions.end(), [&](const ParameterVersion& one) {
                return one.valid.from == version.valid.from;
              });
      const std::string at = "versions[" + version.valid.from->ToString() + "].";
      std::vector<std::string> names = {"value", "source", "grade"};
      for (const policy::GridRow& row : version.grid.rows) {
        const std::string in = "rows[" + row.id + "].";
        for (const char* name : {"value", "source", "grade"}) names.push_back(in + name);
        for (const policy::Column& column : version.grid.columns) names.push_back(in + column.name);
        if (!kept) names.push_back(in + "id");
      }
      for (const char* name : {"key", "above", "add_per_step", "source", "grade"}) {
        names.push_back(std::string("beyond.") + name);
      }
      if (!kept) names.emplace_back("beyond.id");
      if (moved) names.insert(names.end(), {"valid_from", "valid_to"});
      for (const Date day : version.days) names.push_back("days[" + day.ToString() + "].day");
      for (const std::string& name : names) Add(at + name, keys);
    }
  }

  // Where a version begins or ends, when what is told begins or ends there too.
  void AddEnds(const Period& days, std::set<std::string>* keys) const {
    if (parameter_ == nullptr) return;
    for (const ParameterVersion& version : parameter_->versions) {
      const std::string at = "versions[" + version.valid.from->ToString() + "].";
      if (version.valid.from == days.from) Add(at + "valid_from", keys);
      if (!version.valid.to.has_value()) continue;
      const bool ends_before = version.valid.to->PlusDays(1) == *days.from;
      if (ends_before || version.valid.to == days.to) Add(at + "valid_to", keys);
    }
  }

 private:
  static bool Overlap(const Period& a, const Period& b) {
    return (!a.to.has_value() || *b.from <= *a.to) && (!b.to.has_value() || *a.from <= *b.to);
  }

  static std::string GroundIn(const std::vector<std::string>& sources, const std::string& grade) {
    return "källa " + Listed(sources) + ", styrka " + (grade.empty() ? "ingen" : grade);
  }

  // A file holds one parameter, or a list of them.
  void Add(const std::string& path, std::set<std::string>* keys) const {
    keys->insert(parameter_->place.file + "|" + path);
    keys->insert(parameter_->place.file + "|parameters[" + parameter_->id + "]." + path);
  }

  void Put(const std::string& key, Line line, Said* said) const {
    const auto [found, added] = said->emplace(key, line);
    // Two rows that read alike: each is told.
    if (!added) found->second.value += " eller " + line.value + " (" + line.ground + ")";
  }

  void AddRows(const ParameterVersion& version, Said* said) const {
    for (std::size_t i = 0; i < version.rows.size(); ++i) {
      const policy::ParameterRow& row = version.rows[i];
      Put(RowIn(data_, version.grid.columns, version.grid.rows[i].cells),
          {ValueIn(data_, parameter_->type, row.value), GroundIn(row.sources, row.grade)},
          said);
    }
    if (!version.beyond.has_value()) return;
    const policy::Beyond& beyond = *version.beyond;
    Put("för varje steg över " + WordOf(data_, "column." + beyond.key, beyond.key) + " " +
            std::to_string(beyond.above),
        {ValueIn(data_, parameter_->type, FactValue(beyond.add_per_step)),
         GroundIn(beyond.sources, beyond.grade)},
        said);
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

// With its ground where `with_ground` says that it is not told of all values at once.
std::string ValueOr(const Said& said, const std::string& key, bool with_ground) {
  const auto found = said.find(key);
  if (found == said.end()) return kNoValue;
  return found->second.value + (with_ground ? " (" + found->second.ground + ")" : "");
}

bool SameGround(const Said& before, const Said& after, const std::string& key) {
  const auto old = before.find(key);
  const auto now = after.find(key);
  return old != before.end() && now != after.end() && old->second.ground == now->second.ground;
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
        old_(Find(pair.before, id)),
        now_(Find(pair.after, id)),
        title_(TitleOf(pair, id)) {
    AddBoundaries(old_, &days_);
    AddBoundaries(now_, &days_);
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
    const std::size_t told = changes->size();
    for (const auto& [key, differences] : differences_) Push(key, differences, changes);
    Push("", grounds_, changes);
    if (changes->size() == told) return;
    // Every value of every day that either set is for has been compared.
    for (const Period& whole : covered_) {
      before_.AddKeys(now_, whole, &keys_);
      after_.AddKeys(old_, whole, &keys_);
    }
    changes->back().keys.assign(keys_.begin(), keys_.end());
  }

 private:
  void Push(const std::string& row,
            const std::vector<Difference>& differences,
            std::vector<Change>* changes) const {
    for (const Difference& one : differences) {
      changes->push_back({.section = Section::kParameters,
                          .what = title_ + (row.empty() ? "" : ", " + row) + ": " +
                                  FromTo(one.before, one.after) + " " + PeriodIn(one.days),
                          .details = {}});
    }
  }

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
    // One ground for all values is told once; grounds of their own stand beside the values.
    const std::string ground_before = Teller::GroundOf(before);
    const std::string ground_after = Teller::GroundOf(after);
    const bool each =
        (!before.empty() && ground_before.empty()) || (!after.empty() && ground_after.empty());
    for (const std::string& key : keys) {
      const bool with_ground = each && !SameGround(before, after, key);
      Note(ValueOr(before, key, with_ground),
           ValueOr(after, key, with_ground),
           days,
           stretch,
           &differences_[key]);
    }
    if (each) return;
    Note(before.empty() ? "ingen källa" : ground_before,
         after.empty() ? "ingen källa" : ground_after,
         days,
         stretch,
         &grounds_);
  }

  // The same difference on the days that follow is one difference.
  void Note(const std::string& before,
            const std::string& after,
            const Period& days,
            const Period& stretch,
            std::vector<Difference>* list) {
    if (before == after) return;
    before_.AddEnds(stretch, &keys_);
    after_.AddEnds(stretch, &keys_);
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
  const Parameter* old_;
  const Parameter* now_;
  std::string title_;
  std::set<Date> days_;
  std::vector<Period> covered_;
  std::map<std::string, std::vector<Difference>> differences_;
  std::vector<Difference> grounds_;
  std::set<std::string> keys_;  // as Change::keys: those of all that is told here
};

}  // namespace

void CompareParameters(const Pair& pair, std::vector<Change>* changes) {
  std::set<std::string> ids;
  for (const auto& [id, parameter] : pair.before.parameters) ids.insert(id);
  for (const auto& [id, parameter] : pair.after.parameters) ids.insert(id);
  for (const std::string& id : ids) Comparison(pair, id).Tell(changes);
}

}  // namespace dm::changes
