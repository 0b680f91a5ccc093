#include "worker/assessment/question_list.h"

#include <algorithm>
#include <set>
#include <utility>

namespace dm {

namespace {

constexpr char kAnyValue[] = "-";

std::string CellOf(const ParameterRowView& row, std::string_view key) {
  const auto found = row.cells.find(key);
  return found == row.cells.end() || found->second == kAnyValue ? std::string() : found->second;
}

std::optional<QuestionScope> ScopeOf(const ParameterValue& value) {
  const auto* code = std::get_if<std::string>(&value.value);
  if (code == nullptr) return std::nullopt;
  if (*code == "always") return QuestionScope::kAlways;
  if (*code == "on_demand") return QuestionScope::kOnDemand;
  if (*code == "if_connected") return QuestionScope::kIfConnected;
  return std::nullopt;
}

}  // namespace

QuestionList::QuestionList(const PolicySet& policy, ApplicationKind kind, Date on) {
  const std::string application =
      kind == ApplicationKind::kReapplication ? "reapplication" : "first";
  for (const ParameterRowView& view : policy.Rows(kRegisterQuestions, on)) {
    const std::string for_kind = CellOf(view, "application");
    if (!for_kind.empty() && for_kind != application) continue;
    const std::optional<Source> source = SourceFromCode(CellOf(view, "register"));
    const std::optional<QuestionScope> scope = ScopeOf(view.value);
    if (!source || !scope) continue;
    rows_.push_back({.source = *source, .group = CellOf(view, "group"), .scope = *scope});
  }
}

std::optional<QuestionScope> QuestionList::Find(Source source, std::string_view group) const {
  for (const Row& row : rows_) {
    if (row.source == source && (row.group.empty() || row.group == group)) return row.scope;
  }
  return std::nullopt;
}

std::vector<Source> QuestionList::Sources(QuestionScope scope) const {
  std::set<Source> sources;
  for (const Row& row : rows_) {
    if (row.scope == scope) sources.insert(row.source);
  }
  return {sources.begin(), sources.end()};
}

std::vector<std::string> QuestionList::Groups(Source source, QuestionScope scope) const {
  std::set<std::string> groups;
  for (const Row& row : rows_) {
    if (row.source == source && row.scope == scope && !row.group.empty()) groups.insert(row.group);
  }
  return {groups.begin(), groups.end()};
}

}  // namespace dm
