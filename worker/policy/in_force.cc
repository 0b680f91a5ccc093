#include "worker/policy/in_force.h"

#include <utility>

#include "fmt/format.h"
#include "worker/core/check.h"

namespace dm {

Money ParameterValue::money() const {
  return Money::FromOre(number());
}

std::int64_t ParameterValue::number() const {
  DM_CHECK(std::holds_alternative<std::int64_t>(value));
  return std::get<std::int64_t>(value);
}

bool ParameterValue::flag() const {
  DM_CHECK(std::holds_alternative<bool>(value));
  return std::get<bool>(value);
}

const std::string& ParameterValue::code() const {
  DM_CHECK(std::holds_alternative<std::string>(value));
  return std::get<std::string>(value);
}

std::string ParameterValue::Rule() const {
  std::string rule;
  rule.reserve(id.size() + 1 + row.size());
  return rule.append(id).append("/").append(row);
}

std::string ParameterValue::InputRef() const {
  // A scalar's row already begins with the parameter's id.
  const bool scalar = row.size() > id.size() && row[id.size()] == '@' && row.starts_with(id);
  constexpr std::string_view kPolicy = "policy:";
  std::string ref;
  ref.reserve(kPolicy.size() + id.size() + 1 + row.size());
  ref.append(kPolicy);
  if (!scalar) ref.append(id).append("/");
  return ref.append(row);
}

namespace policy {
namespace {

// "2019-01-01 to 2026-12-31", or "2026-07-01 on".
std::string DatesOf(const Parameter& parameter) {
  if (parameter.versions.empty()) return "no day yet";
  const Date first = *parameter.versions.front().valid.from;
  const std::optional<Date> last = parameter.versions.back().valid.to;
  return last.has_value() ? fmt::format("{} to {}", first.ToString(), last->ToString())
                          : fmt::format("{} on", first.ToString());
}

ParameterValue Made(const PolicyData& data,
                    const InForce& in_force,
                    std::string row,
                    const FactValue& value,
                    const std::vector<std::string>& sources,
                    const std::string& grade,
                    Date on) {
  ParameterValue made;
  made.id = in_force.parameter->id;
  made.row = std::move(row);
  made.value = value;
  made.sources = SourcesOn(data, sources, on);
  made.grade = grade;
  made.approved = data.IsApproved(*in_force.parameter, *in_force.version);
  return made;
}

}  // namespace

StatusOr<InForce> FindInForce(const PolicyData& data,
                              std::string_view id,
                              Date on,
                              ParameterKind kind) {
  const auto found = data.parameters.find(id);
  if (found == data.parameters.end()) return NotFound(fmt::format("there is no parameter {}", id));
  const Parameter& parameter = found->second;
  if (parameter.kind != kind)
    return InvalidArgument(
        fmt::format("the parameter {} is of another kind than the one asked for", id));
  const ParameterVersion* version = parameter.On(on);
  if (version == nullptr) {
    return NotFound(fmt::format("the parameter {} has no version in force on {}; it covers {}",
                                id,
                                on.ToString(),
                                DatesOf(parameter)));
  }
  return InForce{&parameter, version};
}

StatusOr<SourceRef> SourceOn(const PolicyData& data, std::string_view id, Date on) {
  const auto found = data.sources.find(id);
  const SourceVersion* version = found == data.sources.end() ? nullptr : found->second.On(on);
  if (version == nullptr)
    return NotFound(fmt::format("the source {} is not in force on {}", id, on.ToString()));
  return SourceRef{found->second.id, version->citation, found->second.statute};
}

std::vector<SourceRef> SourcesOn(const PolicyData& data,
                                 const std::vector<std::string>& ids,
                                 Date on) {
  std::vector<SourceRef> refs;
  refs.reserve(ids.size());
  for (const std::string& id : ids) {
    // The load has checked that each source is in force on every day of the set; outside of it the
    // id alone remains.
    const StatusOr<SourceRef> ref = SourceOn(data, id, on);
    refs.push_back(ref.ok() ? *ref : SourceRef{id, id});
  }
  return refs;
}

ParameterValue ScalarValue(const PolicyData& data, const InForce& in_force, Date on) {
  const ParameterVersion& version = *in_force.version;
  return Made(data,
              in_force,
              fmt::format("{}@{}", in_force.parameter->id, version.valid.from->ToString()),
              version.value,
              version.sources,
              version.grade,
              on);
}

ParameterValue RowValue(const PolicyData& data, const InForce& in_force, std::size_t row, Date on) {
  const ParameterVersion& version = *in_force.version;
  return Made(data,
              in_force,
              version.grid.rows[row].id,
              version.rows[row].value,
              version.rows[row].sources,
              version.rows[row].grade,
              on);
}

ParameterValue BeyondValue(const PolicyData& data,
                           const InForce& in_force,
                           std::int64_t value,
                           Date on) {
  const Beyond& beyond = *in_force.version->beyond;
  return Made(data, in_force, beyond.id, FactValue(value), beyond.sources, beyond.grade, on);
}

TableHit HitOf(const PolicyData& data, const DecisionTable& table, std::size_t row, Date on) {
  return {table.grid.rows[row].id,
          table.rows[row].outputs,
          SourcesOn(data, table.rows[row].sources, on)};
}

TableHit OtherwiseOf(const PolicyData& data, const DecisionTable& table, Date on) {
  return {table.otherwise->first,
          table.otherwise->second.outputs,
          SourcesOn(data, table.otherwise->second.sources, on)};
}

}  // namespace policy
}  // namespace dm
