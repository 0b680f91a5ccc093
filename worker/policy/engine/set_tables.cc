#include "worker/policy/engine/set_tables.h"

#include <algorithm>
#include <set>
#include <utility>

#include "worker/policy/engine/number.h"
#include "worker/policy/engine/windows.h"

namespace dm::policy {
namespace {

ParameterValues ValuesOf(const PolicyData& data) {
  return [&data](const std::string& id, Date on) { return data.ScalarOn(id, on); };
}

std::shared_ptr<const CompiledTable> Compiled(const Grid& grid, Date on, PolicyData& data) {
  std::optional<CompiledTable> table = CompiledTable::Make(grid, on, ValuesOf(data), *data.words);
  if (!table.has_value()) return nullptr;
  return std::make_shared<const CompiledTable>(*std::move(table));
}

}  // namespace

SetTables::SetTables(PolicyData& data) {
  for (const auto& [id, parameter] : data.parameters) {
    if (parameter.kind != ParameterKind::kTable) continue;
    for (const Column& column : parameter.columns) NoteDomain(column.axis, data);
    std::vector<Version>& versions = parameters_[id];
    for (const Date day : ChangeDaysOf(parameter, data)) {
      const ParameterVersion* version = parameter.On(day);
      versions.push_back({day, version == nullptr ? nullptr : Compiled(version->grid, day, data)});
    }
  }
  for (const auto& [id, table] : data.tables) {
    for (const Column& column : table.grid.columns) NoteDomain(column.axis, data);
    std::set<Date> days = ChangeDaysOf(table.grid, data);
    if (table.valid.from.has_value()) days.insert(*table.valid.from);
    std::vector<Version>& versions = decisions_[id];
    for (const Date day : days) versions.push_back({day, Compiled(table.grid, day, data)});
  }
  words_ = data.words;
}

void SetTables::NoteDomain(const Axis& axis, PolicyData& data) {
  const Domain* domain = axis.type().domain;
  if (domain == nullptr || domains_.contains(domain)) return;
  std::vector<bool>& known = domains_[domain];
  for (const std::string& code : domain->codes) {
    const auto word = static_cast<std::size_t>(data.words->Intern(code));
    if (known.size() <= word) known.resize(word + 1);
    known[word] = true;
  }
}

const CompiledTable* SetTables::On(const Versions& tables, const std::string& id, Date on) {
  const auto found = tables.find(id);
  if (found == tables.end()) return nullptr;
  const auto after = std::upper_bound(
      found->second.begin(), found->second.end(), on, [](Date day, const Version& version) {
        return day < version.from;
      });
  return after == found->second.begin() ? nullptr : std::prev(after)->table.get();
}

const CompiledTable* SetTables::OfParameter(const std::string& id, Date on) const {
  return On(parameters_, id, on);
}

const CompiledTable* SetTables::OfDecision(const std::string& id, Date on) const {
  return On(decisions_, id, on);
}

std::int64_t SetTables::NumberOf(const Column& column, const FactValue* value) const {
  if (value == nullptr) return kUnknown;
  const ValueType& type = column.axis.type();
  if (type.unit == Unit::kCode || type.unit == Unit::kText) {
    const std::string* word = std::get_if<std::string>(value);
    if (word == nullptr) return kUnknown;
    const std::int64_t number = words_->Find(*word);
    if (column.axis.open() || type.domain == nullptr) return number;
    const std::vector<bool>& known = domains_.at(type.domain);
    const auto place = static_cast<std::size_t>(number);
    return place < known.size() && known[place] ? number : kUnknown;
  }
  if (type.unit == Unit::kBool) {
    const bool* flag = std::get_if<bool>(value);
    return flag == nullptr ? kUnknown : *flag ? 1 : 0;
  }
  const std::int64_t* number = std::get_if<std::int64_t>(value);
  return number == nullptr || !IsNumber(*number) ? kUnknown : *number;
}

}  // namespace dm::policy
