#include "worker/policy/letter_names.h"

#include <algorithm>

namespace dm::policy {

const std::vector<LetterName>& LetterNames() {
  static const std::vector<LetterName> kNames = {
      {"kommun", false, true, {}},
      {"namnd", false, true, {}},
      {"kontakt", false, true, {}},
      {"arendenummer", false, true, {}},
      {"manad", false, true, {}},
      {"utfall", false, true, {}},
      {"beviljat", false, true, {}},
      {"utbetalningsdag", true, true, {}},
      {"automatiskt", true, false, {}},
      {"handlaggare", true, true, {}},
      {"norm_rader", true, false, {"text", "sokt", "godkant", "orsak"}},
      {"kostnad_rader", true, false, {"text", "sokt", "godkant", "orsak"}},
      {"skaliga_rader", true, false, {"text", "sokt", "godkant", "orsak"}},
      {"ovriga_rader", true, false, {"text", "sokt", "godkant", "orsak"}},
      {"ovriga", true, false, {}},
      {"inkomst_rader", true, false, {"text", "sokt", "godkant", "orsak"}},
      {"summa_norm", false, true, {}},
      {"summa_kostnader", false, true, {}},
      {"summa_skaliga", false, true, {}},
      {"summa_ovriga", false, true, {}},
      {"summa_inkomster", false, true, {}},
      {"fattas", true, true, {}},
      {"kallor", true, false, {"text", "hamtad"}},
      {"lagrum", true, false, {"text"}},
      {"regelversion", false, true, {}},
      {"motivering", true, true, {}},
      {"overklagande", true, false, {}},
      {"beslutsdatum", false, true, {}},
      {"komplettering_rader", true, false, {"text", "varfor", "hur"}},
      {"sista_dag", true, true, {}},
      {"uppgifter", true, false, {"text", "kalla", "dag"}},
      {"skal", true, true, {}},
      {"ersatter", true, true, {}},
  };
  return kNames;
}

bool IsLetterName(std::string_view name, bool section, const std::vector<std::string>& open) {
  const std::vector<LetterName>& names = LetterNames();
  for (const std::string& outer : open) {
    const auto list = std::find_if(
        names.begin(), names.end(), [&](const LetterName& entry) { return entry.name == outer; });
    if (list == names.end()) continue;
    // A row's own names may stand as a value or as the section that asks whether there is one.
    if (std::find(list->rows.begin(), list->rows.end(), name) != list->rows.end()) return true;
  }
  const auto entry = std::find_if(names.begin(), names.end(), [&](const LetterName& candidate) {
    return candidate.name == name;
  });
  return entry != names.end() && (section ? entry->section : entry->value);
}

}  // namespace dm::policy
