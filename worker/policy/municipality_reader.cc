#include <set>
#include <string>
#include <utility>

#include "fmt/format.h"
#include "worker/policy/policy_readers.h"

namespace dm::policy {
namespace {

// Only a full approval may be delegated to the automatic function (rules.md 16.2: a refusal is
// never automatic in this product).
std::vector<Outcome> ReadOutcomes(YamlMap& map, FileErrors& errors) {
  std::vector<Outcome> outcomes;
  for (const std::string& word : map.Words("outcomes", Need::kRequired)) {
    if (word == "bifall") {
      outcomes.push_back(Outcome::kBifall);
    } else {
      errors.Add(map.LineOf("outcomes"),
                 fmt::format("{} delegates an outcome that is never automatic", map.what()),
                 "write [bifall]");
    }
  }
  return outcomes;
}

}  // namespace

void ReadIncidents(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "incidents.yaml");
  if (const std::vector<YamlNode>* list = file.List("incidents", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap map(node, errors, "an incident");
      RuleIncident incident;
      incident.id = map.Id("id", Need::kRequired).value_or("");
      map.Rename("the incident " + incident.id);
      incident.rule = map.Text("rule", Need::kRequired).value_or("");
      incident.opened = map.Day("opened", Need::kRequired).value_or(Date());
      incident.closed = map.Day("closed", Need::kOptional);
      map.Text("owner", Need::kRequired);
      map.Finish();
      const bool known = incident.everything() || incident.rule.empty() ||
                         data.parameters.contains(incident.rule) ||
                         data.tables.contains(incident.rule);
      if (!known) {
        errors.Add(map.LineOf("rule"),
                   fmt::format("{} is on no parameter or table", map.what()),
                   "name the id of one, or * for everything");
      }
      data.incidents.push_back(std::move(incident));
    }
  }
  file.Finish();
}

void ReadDelegations(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "delegations.yaml");
  if (const std::vector<YamlNode>* list = file.List("delegations", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap map(node, errors, "a delegation");
      Delegation delegation;
      delegation.typfall = map.Id("typfall", Need::kRequired).value_or("");
      map.Rename("the delegation of " + delegation.typfall);
      delegation.reference = map.Text("reference", Need::kRequired).value_or("");
      delegation.outcomes = ReadOutcomes(map, errors);
      const std::optional<FactValue> amount =
          map.Value("max_amount", Need::kRequired, {Unit::kKr, nullptr});
      delegation.max_amount =
          Money::FromOre(amount.has_value() ? std::get<std::int64_t>(*amount) : 0);
      if (amount.has_value() && delegation.max_amount <= Money()) {
        errors.Add(map.LineOf("max_amount"),
                   fmt::format("max_amount of {} is not above 0", map.what()),
                   "write the board's amount");
      }
      delegation.valid = map.Validity(Need::kRequired);
      ReadSourcesOf(map, {}, {}, data);
      map.Finish();
      for (const Delegation& other : data.delegations) {
        if (other.typfall == delegation.typfall &&
            Shared(other.valid, delegation.valid).has_value()) {
          errors.Add(map.line(),
                     fmt::format("two delegations of {} overlap", delegation.typfall),
                     "end the older one the day before");
        }
      }
      data.delegations.push_back(std::move(delegation));
      data.delegation_places.push_back({errors.file(), map.line()});
    }
  }
  file.Finish();
}

void ReadApprovals(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "approvals.yaml");
  if (const std::vector<YamlNode>* list = file.List("approvals", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap map(node, errors, "an approval");
      Approval approval;
      approval.parameter = map.Id("parameter", Need::kRequired).value_or("");
      map.Rename("the approval of " + approval.parameter);
      const std::optional<Date> version = map.Day("version", Need::kRequired);
      approval.approved_by = map.Text("approved_by", Need::kRequired).value_or("");
      const std::optional<Date> approved_on = map.Day("date", Need::kRequired);
      approval.reference = map.Text("reference", Need::kRequired).value_or("");
      approval.place = {errors.file(), map.line()};
      map.Finish();
      if (!version.has_value() || !approved_on.has_value()) continue;
      approval.version = *version;
      approval.approved_on = *approved_on;
      data.approvals.push_back(std::move(approval));
    }
  }
  file.Finish();
}

// Texts of the municipality's own: who writes the letters, and any code that it words in its own
// way.
void ReadTexts(const YamlNode& root, FileErrors& errors, PolicyData& data) {
  YamlMap file(root, errors, "texts.yaml");
  std::set<std::string> seen;
  if (const std::vector<YamlNode>* list = file.List("texts", Need::kRequired)) {
    for (const YamlNode& node : *list) {
      YamlMap map(node, errors, "a text");
      const std::string code = map.Id("code", Need::kRequired).value_or("");
      const std::optional<std::string> text = map.Text("text", Need::kRequired);
      map.Finish();
      if (!seen.insert(code).second)
        errors.Add(map.line(),
                   fmt::format("the code {} stands twice", Quoted(code)),
                   "remove one of them");
      if (text.has_value()) data.texts.insert_or_assign(code, *text);
    }
  }
  file.Finish();
  for (const char* needed : {"municipality.name", "municipality.board", "municipality.contact"}) {
    if (!seen.contains(needed))
      errors.Add(
          0, fmt::format("the text {} is missing", needed), "add it: every letter says who writes");
  }
}

}  // namespace dm::policy
