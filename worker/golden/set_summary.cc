#include "worker/golden/set_summary.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "worker/policy/policy_files.h"

namespace dm::golden {

namespace {

using policy::ParameterKind;
using policy::ParameterVersion;
using policy::PolicyData;

std::size_t ValuesOf(const ParameterVersion& version, ParameterKind kind) {
  switch (kind) {
    case ParameterKind::kScalar:
      return 1;
    case ParameterKind::kTable:
      return version.rows.size() + (version.beyond.has_value() ? 1 : 0);
    case ParameterKind::kDays:
      return version.days.size();
  }
  return 0;
}

void CountFiles(const PolicySet& set, SetSummary* summary) {
  const std::optional<policy::PolicyFiles> files = policy::DecodePolicyFiles(set.content());
  if (!files.has_value()) return;
  summary->files = files->texts.size();
  for (const auto& [path, text] : files->texts) {
    summary->lines += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }
}

void CountRules(const PolicyData& data, SetSummary* summary) {
  summary->parameters = data.parameters.size();
  for (const auto& [id, parameter] : data.parameters) {
    for (const ParameterVersion& version : parameter.versions) {
      summary->parameter_rows += ValuesOf(version, parameter.kind);
    }
  }
  summary->tables = data.tables.size();
  for (const auto& [id, table] : data.tables) {
    summary->table_rows += table.rows.size() + (table.otherwise.has_value() ? 1 : 0);
  }
  summary->typfall = data.typfall.size();
  summary->criteria = data.criteria.size();
  summary->letters = data.letters.size();
  summary->texts = data.texts.size();
}

void FindEndingSources(const PolicyData& data, Date today, SetSummary* summary) {
  const Date until = Month::Of(today).PlusMonths(kSourceWarningMonths).last_day();
  std::map<std::string, Date> ends;
  for (const policy::SourceUse& use : data.source_uses) {
    const auto source = data.sources.find(use.source);
    // A use that is over needs its source no more.
    if (source == data.sources.end() || (use.valid.to.has_value() && *use.valid.to < today)) {
      continue;
    }
    const std::optional<Date> last = source->second.versions.back().valid.to;
    if (last.has_value() && *last < until) ends.emplace(use.source, *last);
  }
  for (const auto& [id, last] : ends) {
    summary->ending_sources.push_back({id, data.sources.find(id)->second.title, last});
  }
  std::sort(summary->ending_sources.begin(),
            summary->ending_sources.end(),
            [](const EndingSource& a, const EndingSource& b) {
              return std::tie(a.last_day, a.id) < std::tie(b.last_day, b.id);
            });
}

void FindMissingApprovals(const PolicyData& data, Date today, SetSummary* summary) {
  for (const auto& [id, parameter] : data.parameters) {
    if (!parameter.needs_approval) continue;
    for (const ParameterVersion& version : parameter.versions) {
      const bool over = version.valid.to.has_value() && *version.valid.to < today;
      const bool approved =
          std::any_of(data.approvals.begin(),
                      data.approvals.end(),
                      [&, &id = id](const policy::Approval& approval) {
                        return approval.parameter == id && approval.version == *version.valid.from;
                      });
      if (!over && !approved) {
        summary->missing_approvals.push_back({id, parameter.title, *version.valid.from});
      }
    }
  }
}

void FindGrades(const PolicyData& data, Date today, SetSummary* summary) {
  for (const auto& [id, parameter] : data.parameters) {
    const ParameterVersion* version = parameter.On(today);
    if (version == nullptr) continue;
    std::set<std::string> grades;
    if (!version->grade.empty() && parameter.kind != ParameterKind::kTable) {
      grades.insert(version->grade);
    }
    for (const policy::ParameterRow& row : version->rows) grades.insert(row.grade);
    for (const std::string& grade : grades) summary->grades[grade].push_back(id);
  }
}

}  // namespace

SetSummary SummaryOf(const PolicySet& set, const PolicyData& data, Date today) {
  SetSummary summary;
  summary.version = set.version();
  summary.sha256 = set.sha256();
  summary.municipality = set.municipality();
  summary.status =
      data.national.status == "approved" ? data.municipal.status : data.national.status;
  summary.effective = set.effective();
  CountFiles(set, &summary);
  CountRules(data, &summary);
  FindEndingSources(data, today, &summary);
  FindMissingApprovals(data, today, &summary);
  FindGrades(data, today, &summary);
  return summary;
}

}  // namespace dm::golden
