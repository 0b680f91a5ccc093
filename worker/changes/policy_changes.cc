#include "worker/changes/policy_changes.h"

#include <optional>

#include "worker/changes/parts.h"
#include "worker/changes/wording.h"
#include "worker/core/check.h"
#include "worker/policy/loaded_set.h"

namespace dm::changes {

std::string TitleOf(Section section) {
  switch (section) {
    case Section::kSet:
      return "Regelverket";
    case Section::kParameters:
      return "Belopp och gränser";
    case Section::kTables:
      return "Tabeller";
    case Section::kTypfall:
      return "Typfall";
    case Section::kControls:
      return "Kontroller, signaler och köer";
    case Section::kMandate:
      return "Delegation och godkännanden";
    case Section::kTexts:
      return "Texter";
    case Section::kLetters:
      return "Brev";
    case Section::kSources:
      return "Källor";
    case Section::kFiles:
      return "Andra filer";
  }
  return "";
}

std::vector<Change> ChangesBetween(const PolicySet& before, const PolicySet& after) {
  const policy::PolicyData* data_before = policy::DataOf(before);
  const policy::PolicyData* data_after = policy::DataOf(after);
  const std::optional<policy::PolicyFiles> files_before =
      policy::DecodePolicyFiles(before.content());
  const std::optional<policy::PolicyFiles> files_after = policy::DecodePolicyFiles(after.content());
  DM_CHECK(data_before != nullptr && data_after != nullptr);
  DM_CHECK(files_before.has_value() && files_after.has_value());
  const Pair pair = {*data_before, *data_after, *files_before, *files_after};
  std::vector<Change> changes;
  CompareSets(pair, &changes);
  CompareParameters(pair, &changes);
  CompareTables(pair, &changes);
  CompareTypfall(pair, &changes);
  CompareControls(pair, &changes);
  CompareMandate(pair, &changes);
  CompareTexts(pair, &changes);
  CompareLetters(pair, &changes);
  CompareSources(pair, &changes);
  CompareFiles(pair, &changes);
  for (Change& change : changes) {
    change.what = OneLine(change.what);
    for (std::string& line : change.details) line = OneLine(line);
  }
  return changes;
}

std::string AsText(const std::vector<Change>& changes) {
  std::string text;
  std::optional<Section> section;
  for (const Change& change : changes) {
    if (section != change.section) {
      text += (text.empty() ? "" : "\n") + TitleOf(change.section) + "\n";
      section = change.section;
    }
    text += "  " + change.what + "\n";
    for (const std::string& line : change.details) text += "    " + line + "\n";
  }
  return text;
}

}  // namespace dm::changes
